"""How a table writes its dates: day or month first, with or without a year; and what is told about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from csdesk.intake.mapping import CUSTOM
from csdesk.intake.sheets import CellKind, RawColumn, Table
from csdesk.intake.values.cells import Fault, Reading, cells_of
from csdesk.intake.values.dates import (
    DateStyle,
    Order,
    day_order,
    has_two_readings,
    is_serial,
    parse_date,
    without_year,
)
from csdesk.intake.values.partial_dates import YearHint
from csdesk.intake.values.terms import parse_term
from csdesk.model.fields import Kind
from csdesk.model.fields import field as field_of
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

if TYPE_CHECKING:
    from csdesk.intake.mending import Mended
    from csdesk.intake.rows import Rows

_YEAR_TAKEN = Fault(
    "year_taken",
    Message("Dates of this column leave their year out; it was taken from the title, the sheet or the file name."),
    Message("If that is wrong, write the dates as year-month-day."),
)
_YEAR_DECIDED = Fault(
    "year_taken",
    Message("Dates of this column leave their year out; they follow the one you decided."),
    _YEAR_TAKEN.hint,
)
_NO_YEAR_HINT = Message("Accept the year for one of them, and the others follow; or put the year into the title or the name of the file.")  # fmt: skip
_LOOKED_AT = 500  # distinct texts
# Of what has happened the latest such day is meant, of what comes the next one; else it lies in the fiscal year.
_HAPPENED = frozenset({"event", "touchpoint", "measurement", "response", "ticket", "invoice", "feedback"})
_COMES = frozenset({"end", "renewal_date", "due", "next_step_date"})


def proposed_year(code: str, style: DateStyle) -> YearHint | None:
    """The year that dates of a field most likely mean where they leave it out."""
    if style.as_of is None:
        return None
    day, first = style.as_of, style.first_month
    record, name = code.split(".")
    if name in _COMES:
        return YearHint(day.year, fiscal=True, first=day.month)
    if record in _HAPPENED:
        return YearHint(day.year - 1, fiscal=True, first=day.month + 1)
    return YearHint(day.year - (day.month < first), fiscal=True, first=first)


def _day_of(text: str, code: str, style: DateStyle) -> date | None:
    if code != "contract.term":
        return parse_date(text, style)
    term = parse_term(text, style)
    return None if term is None else term[0] or term[1]


def decided_years(changed: Sequence[Mended], style: DateStyle) -> dict[int, YearHint]:
    """Column → the year in which a person reads one of its dates that leave it out; the others follow it."""
    found: dict[int, YearHint] = {}
    for cell in changed:
        proposed = proposed_year(cell.field, style) if cell.field else None
        if cell.field is None or proposed is None or cell.field.endswith(f".{CUSTOM}"):
            continue
        if field_of(cell.field).kind is not Kind.DATE and cell.field != "contract.term":
            continue
        guessed = _day_of(cell.stood, cell.field, replace(style, year=proposed))
        decided = _day_of(cell.read, cell.field, style)
        if guessed is not None and decided is not None and _day_of(cell.stood, cell.field, style) is None:
            found.setdefault(cell.column, replace(proposed, year=proposed.year + decided.year - guessed.year))
    return found


def without_years(rows: Rows, column: int, code: str, found: Reading, style: DateStyle) -> Reading:
    """The reading without the faults of dates that only lack their year; the column is told once, with a proposal."""
    proposed = proposed_year(code, style)
    if style.year is not None or proposed is None or not len(found.positions):
        return found
    with_year = replace(style, year=proposed)
    texts = rows.table.columns[column].texts.take(pa.array(found.positions)).to_pylist()
    distinct = {text: _day_of(text or "", code, with_year) for text in set(texts)}
    days = [distinct[text] for text in texts]
    lacking = np.array([day is not None for day in days])
    if not lacking.any():
        return found
    first = int(np.argmax(lacking))
    row, text = int(found.positions[first]), texts[first]
    suggestion = str(days[first])
    if code == "contract.term" and (term := parse_term(text, with_year)) is not None:
        suggestion = " - ".join(str(day) for day in term if day is not None)
    fault = Fault(
        "no_year",
        Message(
            "Dates of this column leave their year out, and nothing says which it is: {n} cells were left empty.",
            n=int(lacking.sum()),
        ),
        _NO_YEAR_HINT,
        suggestion,
    )
    rows.problem(row, column, fault, Severity.LEFT_EMPTY, code)
    faults = tuple(fault for fault, skip in zip(found.faults, lacking, strict=True) if not skip)
    return replace(found, positions=found.positions[~lacking], faults=faults)


def note_years(rows: Rows, column: int, code: str, *, decided: bool = False) -> None:
    """Say so where dates of the column took their year from title, sheet or file name, or from one that was decided."""
    if field_of(code).kind is not Kind.DATE:
        return
    cells = cells_of(rows.table.columns[column])
    short = next((place for place, text in enumerate(cells.distinct[:_LOOKED_AT]) if without_year(text)), None)
    if short is not None:
        fault = _YEAR_DECIDED if decided else _YEAR_TAKEN
        rows.problem(int(np.flatnonzero(cells.codes == short)[0]), column, fault, Severity.NOTE, code)


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
_BY_WORKBOOK = Message(
    "Dates of this column stand as numbers of days; they were counted from 1904, as the workbook says it does."
)


def as_the_workbook_says(problem: CellProblem) -> CellProblem:
    """The note on numbers of days where nobody but the workbook itself decided; every other problem as it is."""
    if problem.code != "serial_dates":
        return problem
    return replace(problem, message=_BY_WORKBOOK, hint=Message("Nothing needs to be done."))


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
