"""How a table writes its dates: day or month first, with or without a year; and what is told about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csdesk.intake.mapping import CUSTOM
from csdesk.intake.sheets import CellKind, RawColumn, Table
from csdesk.intake.values.cells import Fault, cells_of
from csdesk.intake.values.dates import Order, day_order, has_two_readings, is_serial, without_year
from csdesk.model.fields import Kind
from csdesk.model.fields import field as field_of
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

if TYPE_CHECKING:
    from csdesk.intake.rows import Rows

_YEAR_TAKEN = Fault(
    "year_taken",
    Message("Dates of this column leave their year out; it was taken from the title, the sheet or the file name."),
    Message("If that is wrong, write the dates as year-month-day."),
)
_LOOKED_AT = 500  # distinct texts


def note_years(rows: Rows, column: int, code: str) -> None:
    """Say so where dates of the column took their year from title, sheet or file name."""
    if field_of(code).kind is not Kind.DATE:
        return
    cells = cells_of(rows.table.columns[column])
    short = next((place for place, text in enumerate(cells.distinct[:_LOOKED_AT]) if without_year(text)), None)
    if short is not None:
        rows.problem(int(np.flatnonzero(cells.codes == short)[0]), column, _YEAR_TAKEN, Severity.NOTE, code)


def note_serials(rows: Rows, column: int, code: str, from_1904: bool) -> None:
    """Say so where dates of the column stand as numbers of days, and from which year they were counted."""
    cells = cells_of(rows.table.columns[column])
    texts = [place for place, text in enumerate(cells.distinct[:_LOOKED_AT]) if is_serial(text)]
    at = np.isin(cells.codes, texts) if texts else np.zeros(len(cells), dtype=bool)
    at |= (cells.kinds == CellKind.NUMBER) & (cells.numbers >= 14611) & (cells.numbers <= 80000)
    if at.any():
        rows.problem(int(np.argmax(at)), column, _FROM_1904 if from_1904 else _FROM_1900, Severity.NOTE, code)


_FROM_1900 = Fault(
    "serial_dates",
    Message("Dates of this column stand as numbers of days; they were counted from 1900, as Excel does."),
    Message("If they are four years too early, an old program on a Mac wrote them: have them counted from 1904."),
)
_FROM_1904 = Fault(
    "serial_dates",
    Message("Dates of this column stand as numbers of days; they were counted from 1904, as you decided."),
    Message("If they are four years too late, have them counted from 1900."),
)
_HINT_ORDER = Message("If that is wrong, write the dates as year-month-day.")
_MONTH_FIRST = Fault(
    "ambiguous_dates",
    Message("Every date of this column can be read day first or month first; the month was taken to come first."),
    _HINT_ORDER,
)
_DAY_FIRST = Fault(
    "ambiguous_dates",
    Message("Every date of this column can be read day first or month first; the day was taken to come first."),
    _HINT_ORDER,
)


def note_order(rows: Rows, column: int, code: str, taken: Order) -> None:
    """Say so where nothing in the table decides between 3 April and 4 March."""
    if taken == "ymd":
        return
    cells = cells_of(rows.table.columns[column])
    doubtful = next((place for place, text in enumerate(cells.distinct) if has_two_readings(text)), None)
    if doubtful is not None:
        row = int(np.flatnonzero(cells.codes == doubtful)[0])
        rows.problem(row, column, _DAY_FIRST if taken == "dmy" else _MONTH_FIRST, Severity.NOTE, code)


def _date_columns(rows: Rows) -> list[int]:
    return [
        i
        for i, c in enumerate(rows.mapping.columns)
        if c.field and not c.field.endswith(f".{CUSTOM}") and field_of(c.field).kind is Kind.DATE
    ]


def table_order(rows: Rows) -> Order | None:
    """Day or month first, where some date column of the table decides; whoever exported it wrote all of them alike."""
    votes = [day_order(cells_of(rows.table.columns[i]).distinct) for i in _date_columns(rows)]
    decided: list[Order] = [v for v in votes if v]
    return max(decided, key=lambda vote: votes.count(vote)) if decided else None


def fallback_order(column: RawColumn, table: Table) -> Order:
    """No cell decides: two-digit years first in Japanese tables, days first with dots and hyphens, else months first."""
    text = next((t for t in column.texts[:200].to_pylist() if t and t.strip()), "")
    if any("\u3040" <= sign <= "\u9fff" for header in table.headers for sign in header):
        return "ymd"
    return "mdy" if "/" in text else "dmy"
