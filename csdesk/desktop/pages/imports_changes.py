"""The changed fields of an import, with a filter, a box for each and for all, and who wins in a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.imports_change_table import ChangeTable
from csdesk.desktop.pages.imports_new_table import NewTable
from csdesk.desktop.pages.imports_problem_model import field_label
from csdesk.desktop.pages.imports_said import Said
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl
from csdesk.desktop.widgets.labels import SectionHeader
from csdesk.model.fields import record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_review import Review

GROUPS = (
    ("all", Message("All")), ("money", Message("ARR")), ("dates", Message("Dates")), ("seats", Message("Seats")),
    ("other", Message("Other")),
)  # fmt: skip
WINNERS = (
    ("newer", Message("Newer file wins")), ("mine", Message("Keep mine")), ("ask", Message("Ask each time")),
)  # fmt: skip


def _head(title: Message) -> SectionHeader:
    made = SectionHeader(title)
    made.setContentsMargins(20, 0, 20, 0)
    made.setFixedHeight(scaled(44))
    return made


class ChangeList(QFrame):
    """``decided`` after a box or a rule."""

    decided = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Said()
        self.policies: dict[str, str] = {}  # what the book remembers
        self._codes: Mapping[str, Sequence[str]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = _head(Message("Changed"))
        self.filter = SegmentedControl(GROUPS, "all", Message("Which changes"))
        self.filter.setFixedHeight(scaled(30))
        self.filter.chosen.connect(self._show_group)
        self.head.add(self.filter)
        column.addWidget(self.head)
        self.table = ChangeTable()
        self.table.toggled.connect(self._toggle)
        self.table.menu_asked.connect(self._ask_who_wins)
        column.addWidget(self.table, 1)

    def show_review(self, plan: int, review: Review, said: Said) -> None:
        """Show the changes of a plan; the row one is at stays the current one."""
        self.said, self._codes = said, review.change_codes
        model = self.table.changes
        row, top = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        model.show(plan, review)
        if row >= 0:
            self.table.go_to(min(row, model.rowCount() - 1))
        self.table.verticalScrollBar().setValue(top)
        total = sum(review.change_groups.values())
        self.head.meta.setText(tr(Message("{n} fields in {rows} records", n=total, rows=review.changed)))
        self.head.meta.setVisible(True)
        for code, name in GROUPS:
            count = total if code == "all" else review.change_groups.get(code, 0)
            self.filter.set_text(code, f"{tr(name)} {language().number(count)}")

    def _show_group(self, group: str) -> None:
        self.table.changes.show_group(group)

    def _toggle(self, row: int, taken: bool) -> None:
        model = self.table.changes
        if row < 0:
            codes = [code for group in model.tick_all(taken=taken) for code in self._codes.get(group, ())]
            self.said.rule(codes, taken=taken)
            self.decided.emit()
            return
        change = model.tick(row, taken=taken)
        if change is not None:
            self.said.tick(change, taken=taken)
            self.decided.emit()

    def _ask_who_wins(self, row: int, at: QPoint) -> None:
        change = self.table.changes.change(row) if row >= 0 else None
        here = self.table.changes.group
        listed = [code for group, codes in self._codes.items() if here in ("all", group) for code in codes]
        menu = self.winner_menu([f"{change.record}.{change.field}"] if change is not None else listed)
        if menu.actions():
            menu.popup(at)

    def winner_menu(self, codes: Sequence[str]) -> QMenu:
        """Who wins in each of these fields, as a menu."""
        menu = QMenu(self)
        for code in codes:
            title = tr(Message("In “{field}”", field=field_label(code) or tr(Message("Custom fields"))))
            part = menu.addMenu(title) if len(codes) > 1 else menu
            if part is menu:
                menu.addSection(title)
            group = QActionGroup(part)
            now = self.said.policies.get(code, self.policies.get(code, "newer"))
            for winner, name in WINNERS:
                action = part.addAction(tr(name), partial(self.let_win, code, winner))
                action.setCheckable(True)
                action.setChecked(winner == now)
                group.addAction(action)
        return menu

    def let_win(self, code: str, winner: str) -> None:
        """From now on that one wins in a field."""
        self.said.let_win(code, winner)
        self.decided.emit()


class NewList(QFrame):
    """The new records, by type."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = _head(Message("New"))
        column.addWidget(self.head)
        self.table = NewTable()
        column.addWidget(self.table, 1)

    def show_review(self, plan: int, review: Review) -> None:
        """Show the new records of a plan."""
        self.table.records.show(plan, sum(review.new_by_record.values()), review.new_records)
        self.head.meta.setText(new_counts(review))
        self.head.meta.setVisible(True)


def new_counts(review: Review) -> str:
    """How many of each type are new."""
    return ", ".join(
        f"{language().label(record_type(record))} {language().number(n)}" for record, n in review.new_by_record.items()
    )
