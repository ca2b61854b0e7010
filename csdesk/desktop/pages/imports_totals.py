"""Sums of the files beside those of the book, to be ticked off: a section of the review's side pane."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, SEMIBOLD
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.labels import ElidedLabel, SectionHeader, label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_totals import ColumnTotal, TableTotals

_TABLES = 6  # shown one by one


def _amount(amount: Decimal, currency: str) -> str:
    whole = amount == amount.to_integral_value()
    return f"{language().number(float(amount), 0 if whole else 2)} {currency}"


class TotalsSection(QFrame):
    """For each table rows and sums, and where they differ from the book why."""

    def __init__(self, totals: tuple[TableTotals, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(16, 13, 16, 14)
        column.setSpacing(6)
        column.addWidget(SectionHeader(Message("Control totals")))
        for table in totals[:_TABLES]:
            self._add_table(column, table)
        outer.addLayout(column)
        outer.addWidget(line())

    def _add_table(self, column: QVBoxLayout, table: TableTotals) -> None:
        name = f"{table.file} · {table.sheet}" if table.sheet else table.file
        column.addWidget(ElidedLabel(name, 12, MEDIUM, tone="ink2"))
        rows = tr(Message("{taken} of {n} rows", taken=table.taken, n=table.rows))
        column.addLayout(_row(tr(Message("Rows taken")), rows))
        for total in table.columns:
            self._add_total(column, total)

    def _add_total(self, column: QVBoxLayout, total: ColumnTotal) -> None:
        file = _amount(total.file.read, total.file.currency)
        column.addLayout(_row(tr(Message("{header}, file", header=total.file.header)), file))
        if total.book is None:
            return
        even = total.difference == 0
        shown = _amount(total.book, total.file.currency)
        column.addLayout(_row(tr(Message("in the book")), f"{shown}  ✓" if even else shown, "ok" if even else "watch"))
        for why in total.why:
            column.addWidget(label(why, 12, tone="ink2", wrap=True))


def _row(name: str, value: str, tone: str = "") -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(ElidedLabel(name, 12.5), 1)
    row.addWidget(label(value, 12.5, SEMIBOLD, tone))
    return row
