"""The problems of an import: one by one or all at once, each to be accepted, typed over or kept aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.imports_problem_table import ACCEPT, ACCEPTED, ASIDE, BACK, KEPT_ASIDE, OPEN, ProblemTable
from csdesk.desktop.pages.imports_said import Said, row_of
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import SectionHeader, label
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

if TYPE_CHECKING:
    from csdesk.app.import_problems import FoundProblem
    from csdesk.app.import_review import Review


def state_of(found: FoundProblem, said: Said) -> str:
    """What became of a problem so far."""
    if found.proposal is not None and found.proposal.decided and found.proposal.answer is None:
        return KEPT_ASIDE
    if found.mended:
        return ACCEPTED
    return KEPT_ASIDE if row_of(found.place) in said.aside else OPEN


class ProblemList(QFrame):
    """``decided`` after something was said, ``chosen(FoundProblem or None)`` when another row is the current one."""

    decided = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Said()
        self._total = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = SectionHeader(Message("Problems"))
        self.head.setContentsMargins(20, 0, 20, 0)
        self.head.setFixedHeight(scaled(44))
        self.alike = button("", "link", clicked=self.apply_to_alike)
        self.aside_all = button(Message("Keep all aside"), clicked=self.keep_all_aside)
        self.accept_all = button("", "normal", "check-check", self.accept_all_suggestions)
        undo = label(Message("Each fix can be undone"), 12, tone="ink2")
        for made in (self.alike, undo, self.aside_all, self.accept_all):
            self.head.add(made)
        column.addWidget(self.head)
        self.table = ProblemTable()
        self.table.asked.connect(self._asked)
        self.table.edited.connect(self._edited)
        self.table.moved.connect(self._moved)
        column.addWidget(self.table, 1)

    @property
    def model_rows(self) -> int:
        """How many are listed."""
        return self.table.problems.rowCount()

    def show_review(self, review: Review, said: Said) -> None:
        """Show the problems of a plan; the row one is at stays the current one."""
        self.said, self._total = said, review.problem_count
        row, top = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        self.table.problems.show(review.problems, [state_of(found, said) for found in review.problems])
        self.table.go_to(min(max(row, 0), len(review.problems) - 1))
        self.table.verticalScrollBar().setValue(top)
        self._count()

    def _count(self) -> None:
        model = self.table.problems
        fixed = sum(1 for state in model.states if state != OPEN)
        total = max(self._total, len(model.states))
        self.head.meta.setText(tr(Message("{n} of {m} fixed", n=fixed, m=total)))
        self.head.meta.setVisible(True)
        suggested = len(self._open_with_suggestion())
        self.accept_all.setText(tr(Message("Accept all {n} suggestions", n=suggested)))
        self.accept_all.setEnabled(suggested > 0)
        self.aside_all.setEnabled(any(self._may_go_aside(row) for row in range(len(model.states))))
        self._show_alike()

    def _open_with_suggestion(self) -> list[int]:
        model = self.table.problems
        return [
            row
            for row, found in enumerate(model.found)
            if model.states[row] == OPEN
            and found.problem.suggestion is not None
            and (found.proposal is None or found.proposal.unambiguous)
        ]

    def _may_go_aside(self, row: int) -> bool:
        model = self.table.problems
        costs = model.found[row].problem.severity is not Severity.NOTE
        return model.states[row] == OPEN and costs

    def _asked(self, row: int, action: str) -> None:
        model = self.table.problems
        found = model.found[row]
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
        self.said.read_as(model.found[row], text)
        model.set_state(row, ACCEPTED, text)
        self._was_decided()

    def _was_decided(self) -> None:
        self._count()
        self.decided.emit()

    def accept_all_suggestions(self) -> None:
        """Take every suggestion of the list."""
        self._all(self._open_with_suggestion(), ACCEPTED, lambda f: self.said.read_as(f, f.problem.suggestion or ""))

    def keep_all_aside(self) -> None:
        """Keep every row aside that is not settled."""
        rows = [row for row in range(self.model_rows) if self._may_go_aside(row)]
        self._all(rows, KEPT_ASIDE, self.said.keep_aside)

    def _all(self, rows: list[int], state: str, say: Callable[[FoundProblem], object]) -> None:
        for row in rows:
            say(self.table.problems.found[row])
            self.table.problems.states[row] = state
        self.table.viewport().update()
        if rows:
            self._was_decided()

    def apply_to_alike(self) -> None:
        """Read every cell that says the same as the current one does."""
        row = self.table.currentIndex().row()
        text = self.table.problems.suggestion(row) if row >= 0 else None
        if text is not None:
            found = self.table.problems.found[row]
            self.said.read_alike(found, text)
            same = (found.problem.field, found.problem.value)
            rows = [r for r, f in enumerate(self.table.problems.found) if (f.problem.field, f.problem.value) == same]
            self._all(rows, ACCEPTED, lambda _: None)

    def _show_alike(self) -> None:
        row = self.table.currentIndex().row()
        found = self.table.problems.found[row] if 0 <= row < self.model_rows else None
        shown = found is not None and found.like_it > 1 and self.table.problems.suggestion(row) is not None
        self.alike.setVisible(shown)
        if shown and found is not None:
            self.alike.setText(tr(Message("Apply to all {n} like it", n=found.like_it)))

    def _moved(self, row: int) -> None:
        self._show_alike()
        self.chosen.emit(self.table.problems.found[row] if 0 <= row < self.model_rows else None)
