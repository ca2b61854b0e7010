"""The review step of an import: counts, problems, changes, and the effect on the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.field_text import shown_text
from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import SectionHeader, label, line
from csdesk.i18n import MINUS
from csdesk.model.fields import Kind, record_type
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.app.import_review import ChangedField, Effect, Review

SHOWN_PROBLEMS = 500


class ReviewStep(QFrame):
    """What would be new, changed, unchanged and left out, with the effect at the side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.boxes = QHBoxLayout()
        self.boxes.setSpacing(0)
        outer.addLayout(self.boxes)
        outer.addWidget(line())
        row = QHBoxLayout()
        row.setSpacing(0)
        lists = QVBoxLayout()
        lists.setSpacing(0)
        self.problem_head = _head(Message("Problems"))
        self.problems = _table((Message("Cell"), Message("File"), Message("Field"), Message("In the file"), Message("Why it stopped"), Message("What to do")))  # fmt: skip
        self.change_head = _head(Message("Changed"))
        self.changes = _table((Message("Account"), Message("Contract"), Message("Field"), Message("Now"), Message("After import"), Message("Difference")))  # fmt: skip
        self.new_head = _head(Message("New"))
        for widget, stretch in (
            (self.problem_head, 0), (self.problems, 1), (self.change_head, 0), (self.changes, 2), (self.new_head, 0),
        ):  # fmt: skip
            lists.addWidget(widget, stretch)
        self._filler = QWidget()
        lists.addWidget(self._filler, 1)
        row.addLayout(lists, 1)
        row.addWidget(line(vertical=True))
        self.side = QFrame()
        self.side.setFixedWidth(scaled(312))
        self._side_column = QVBoxLayout(self.side)
        self._side_column.setContentsMargins(16, 14, 16, 14)
        row.addWidget(self.side)
        outer.addLayout(row, 1)

    def show_review(self, review: Review) -> None:
        """Show what the import would do."""
        self._show_boxes(review)
        self._show_problems(review)
        self._show_changes(review)
        new = ", ".join(
            f"{language().label(record_type(record))} {language().number(n)}"
            for record, n in review.new_by_record.items()
        )
        self.new_head.meta.setText(new)
        self.new_head.setVisible(bool(new))
        self._show_effect(review.effect)

    def _show_boxes(self, review: Review) -> None:
        _clear(self.boxes)
        fields = tr(Message("{n} fields", n=review.change_count))
        rejected = tr(Message("{n} rows left out", n=review.rejected))
        boxes = (
            (review.new, Message("New"), tr(Message("records to add")), ""),
            (review.changed, Message("Changed"), fields, ""),
            (review.unchanged, Message("Unchanged"), tr(Message("nothing to do")), ""),
            (review.problem_count, Message("Problems"), rejected, "watch" if review.problems else ""),
        )
        for number, name, note, tint in boxes:
            box = QFrame()
            box.setFixedHeight(scaled(62))
            if tint:
                box.setStyleSheet(f"background: {colour('watch_tint').name()};")
            column = QVBoxLayout(box)
            column.setContentsMargins(20, 8, 12, 8)
            column.setSpacing(0)
            first = QHBoxLayout()
            first.setSpacing(6)
            first.addWidget(label(language().number(number), 16, SEMIBOLD))
            first.addWidget(label(name, 13, SEMIBOLD))
            first.addStretch(1)
            column.addLayout(first)
            column.addWidget(label(note, 12, tone="ink2"))
            self.boxes.addWidget(box, 1)
            if name.text != "Problems":
                self.boxes.addWidget(line(vertical=True))

    def _show_problems(self, review: Review) -> None:
        shown = bool(review.problems)
        self.problem_head.setVisible(shown)
        self.problems.setVisible(shown)
        self.problem_head.meta.setText(tr(Message("{n} cells", n=review.problem_count)))
        rows = [
            (
                found.problem.cell, found.file, _field_label(found.problem.field), found.problem.value,
                tr(found.problem.message), tr(found.problem.hint),
            )
            for found in review.problems[:SHOWN_PROBLEMS]
        ]  # fmt: skip
        for items in _fill(self.problems, rows):
            items[0].setForeground(colour("accent_ink"))
            items[3].setBackground(colour("risk_tint"))
            items[3].setForeground(colour("risk"))

    def _show_changes(self, review: Review) -> None:
        shown = bool(review.changes)
        self.change_head.setVisible(shown)
        self.changes.setVisible(shown)
        self._filler.setVisible(not shown)
        self.change_head.meta.setText(tr(Message("{n} fields", n=review.change_count)))
        rows = [_change_row(change) for change in review.changes]
        struck = QFont(font(12.5))
        struck.setStrikeOut(True)
        for items in _fill(self.changes, rows):
            items[3].setFont(struck)
            items[3].setForeground(colour("ink_3"))
            items[4].setFont(font(12.5, SEMIBOLD))
            items[5].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            difference = items[5].text()
            token = "ok" if difference.startswith("+") else "risk" if difference.startswith(MINUS) else "ink_2"
            items[5].setForeground(colour(token))

    def _show_effect(self, effect: Effect) -> None:
        _clear(self._side_column)
        self._side_column.addWidget(SectionHeader(Message("Effect on the book")))
        arr = [language().money(Money(a, effect.currency)) if a is not None else "–" for a in effect.arr]
        rows = (
            (Message("Accounts"), str(effect.accounts[0]), str(effect.accounts[1])),
            (Message("ARR"), arr[0], arr[1]),
            (Message("Renewals in next 90 days"), str(effect.due[0]), str(effect.due[1])),
        )
        for name, before, after in rows:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label(name, 12.5))
            row.addStretch(1)
            row.addWidget(label(f"{before} →", 12.5, tone="ink3"))
            row.addWidget(label(after, 12.5, SEMIBOLD))
            self._side_column.addWidget(holder)
        self._side_column.addWidget(line())
        self._side_column.addWidget(SectionHeader(Message("Nothing is lost")))
        text = Message(
            "Cells that could not be read stay in the book with their original text. "
            "The book as it was is saved first, and one Undo brings it back."
        )
        self._side_column.addWidget(label(text, 12.5, tone="ink2", wrap=True))
        self._side_column.addStretch(1)


def _clear(layout: QBoxLayout) -> None:
    while layout.count():
        taken = layout.takeAt(0)
        if taken is not None and (widget := taken.widget()) is not None:
            widget.deleteLater()


def _head(title: Message) -> SectionHeader:
    head = SectionHeader(title)
    head.setContentsMargins(20, 0, 20, 0)
    head.setFixedHeight(scaled(44))
    return head


def _table(names: tuple[Message, ...]) -> QTableWidget:
    table = QTableWidget(0, len(names))
    table.setHorizontalHeaderLabels([tr(name) for name in names])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(scaled(28))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setDefaultSectionSize(scaled(150))
    return table


def _fill(table: QTableWidget, rows: Sequence[tuple[str, ...]]) -> list[list[QTableWidgetItem]]:
    table.setRowCount(len(rows))
    filled = []
    for row, texts in enumerate(rows):
        items = [QTableWidgetItem(text) for text in texts]
        for column, item in enumerate(items):
            item.setToolTip(item.text())
            table.setItem(row, column, item)
        filled.append(items)
    return filled


def _field_label(code: str | None) -> str:
    if code is None:
        return ""
    record, _, name = code.partition(".")
    found = next((f for f in record_type(record).fields if f.name == name), None)
    return language().label(found) if found is not None else name


def _change_row(change: ChangedField) -> tuple[str, ...]:
    found = next((f for f in record_type(change.record).fields if f.name == change.field), None)
    if found is None:
        before, after = str(change.before or ""), str(change.after or "")
        return (change.account, change.contract, tr(Message("Custom fields")), before, after, "")
    before = shown_text(found, change.before, change.currency) or tr(Message("empty"))
    after = shown_text(found, change.after, change.currency) or tr(Message("empty"))
    return (change.account, change.contract, language().label(found), before, after, _difference(found.kind, change))


def _difference(kind: Kind, change: ChangedField) -> str:
    before, after = change.before, change.after
    if isinstance(before, date) and isinstance(after, date):
        return tr(Message("{n} d", n=language().signed((after - before).days)))
    if not isinstance(before, (int, float)) or not isinstance(after, (int, float)) or isinstance(before, bool):
        return ""
    if kind is Kind.MONEY:
        moved = Money(int(after) - int(before), change.currency)
        return ("+" if moved.minor > 0 else "") + language().money(moved)
    return language().signed(after - before)
