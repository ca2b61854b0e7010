"""The problems of an import: one by one or all at once, each to be accepted, typed over or kept aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from csdesk.app.import_place import SWEEP_ACCEPT, SWEEP_ASIDE
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.imports_problem_model import ACCEPT, ACCEPTED, ASIDE, BACK, KEPT_ASIDE, OPEN
from csdesk.desktop.pages.imports_problem_table import ProblemTable
from csdesk.desktop.pages.imports_said import Said
from csdesk.desktop.pages.imports_table import Index
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import SectionHeader, label
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_review import Review


class ProblemList(QFrame):
    """``decided`` after something was said, ``chosen(FoundProblem or None)`` when another row is the current one."""

    decided = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Said()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = SectionHeader(Message("Problems"))
        self.head.setContentsMargins(20, 0, 20, 0)
        self.head.setFixedHeight(scaled(44))
        self.alike = button("", "link", clicked=self.apply_to_alike)
        self.aside_all = button(Message("Keep all aside"), clicked=self.keep_all_aside)
        self.accept_all = button("", "normal", "check-check", self.accept_all_suggestions)
        self.back_all = button(Message("Take back what was said of all"), "link", clicked=self.take_all_back)
        self.undo = label(Message("Each fix can be undone"), 12, tone="ink2")
        for made in (self.alike, self.undo, self.back_all, self.aside_all, self.accept_all):
            self.head.add(made)
        column.addWidget(self.head)
        self.table = ProblemTable()
        self.table.asked.connect(self._asked)
        self.table.edited.connect(self._edited)
        self.table.moved.connect(self._moved)
        self.table.problems.dataChanged.connect(self._arrived)
        column.addWidget(self.table, 1)

    def show_review(self, plan: int, review: Review, said: Said) -> None:
        """Show the problems of a plan; the row one is at stays the current one."""
        self.said, model = said, self.table.problems
        row, top = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        model.show(plan, review)
        self.table.go_to(min(max(row, 0), model.rowCount() - 1))
        self.table.verticalScrollBar().setValue(top)
        self._count()

    def _count(self) -> None:
        counts = self.table.problems.counts
        self.head.meta.setText(tr(Message("{n} of {m} fixed", n=counts.settled, m=counts.listed)))
        self.head.meta.setVisible(True)
        self.accept_all.setText(tr(Message("Accept all {n} suggestions", n=counts.suggested)))
        self.accept_all.setEnabled(counts.suggested > 0)
        self.aside_all.setEnabled(counts.costly > 0)
        self.back_all.setVisible(bool(self.said.sweeps))
        self.undo.setVisible(not self.said.sweeps)
        self._show_alike()

    def _asked(self, row: int, action: str) -> None:
        model = self.table.problems
        found = model.found(row)
        if found is None:
            return
        if action == ACCEPT and found.problem.suggestion is not None:
            self.said.read_as(found, found.problem.suggestion)
            model.set_state(row, ACCEPTED)
        elif action == ASIDE:
            self.said.keep_aside(found)
            model.set_state(row, KEPT_ASIDE)
        elif action == BACK:
            self.said.take_back(found)
            model.set_state(row, OPEN)
        self._was_decided()

    def _edited(self, row: int, text: str) -> None:
        model = self.table.problems
        found = model.found(row)
        if found is not None:
            self.said.read_as(found, text)
            model.set_state(row, ACCEPTED if text else KEPT_ASIDE, text)
            self._was_decided()

    def _was_decided(self) -> None:
        self._count()
        self.decided.emit()

    def accept_all_suggestions(self) -> None:
        """Take every suggestion, listed or not."""
        self._sweep(SWEEP_ACCEPT)

    def keep_all_aside(self) -> None:
        """Leave out every cell that is not settled, or its row where the row cannot do without it."""
        self._sweep(SWEEP_ASIDE)

    def _sweep(self, what: str) -> None:
        self.said.sweep(what)
        self.table.problems.sweep(what)
        self._was_decided()

    def take_all_back(self) -> None:
        """No decision for all counts any more."""
        self.said.take_sweeps_back()
        self._was_decided()

    def apply_to_alike(self) -> None:
        """Read every cell that says the same as the current one does."""
        model, row = self.table.problems, self.table.currentIndex().row()
        found, text = (model.found(row), model.suggestion(row)) if row >= 0 else (None, None)
        if found is None or text is None:
            return
        self.said.read_alike(found, text)
        same = (found.problem.field, found.problem.value)
        for place, other in model.rows.loaded().items():
            if (other.problem.field, other.problem.value) == same:
                model.set_state(place, ACCEPTED)
        self._was_decided()

    def _show_alike(self) -> None:
        row = self.table.currentIndex().row()
        found = self.table.problems.found(row) if row >= 0 else None
        shown = found is not None and found.like_it > 1 and self.table.problems.suggestion(row) is not None
        self.alike.setVisible(shown)
        if shown and found is not None:
            self.alike.setText(tr(Message("Apply to all {n} like it", n=found.like_it)))

    def _moved(self, row: int) -> None:
        self._show_alike()
        self.chosen.emit(self.table.problems.found(row) if row >= 0 else None)

    def _arrived(self, first: Index, last: Index) -> None:
        if first.row() <= self.table.currentIndex().row() <= last.row():
            self._moved(self.table.currentIndex().row())
