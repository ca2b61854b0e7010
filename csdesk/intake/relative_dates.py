"""Columns whose dates count from another column of the row, or from the month the file speaks of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from csdesk.intake.headers import header_key
from csdesk.intake.mapping import ColumnChoice
from csdesk.intake.values.cells import Fault, Reading, cells_of
from csdesk.intake.values.dates import NOT_A_DATE, DateStyle, read_dates
from csdesk.intake.values.relative import Relative, counted, parse_relative
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

if TYPE_CHECKING:
    from csdesk.intake.rows import Rows

# Field → the field of the same row its relative dates count from, and what a text may call that day.
_COUNTS_FROM = {
    "invoice.due": ("invoice.issued", ("issued", "closing")),
    "contract.end": ("contract.start", ("start",)),
    "objective.due": ("objective.start", ("start",)),
    "task.due": ("task.start", ("start",)),
    "account.onboarding_due": ("account.signup", ("start",)),
}
_CLOSING_DAY = frozenset(map(header_key, ("締日", "締め日", "請求締日", "請求締め日", "締切日", "Closing date")))
_MONTH = re.compile(
    r"(?<!\d)(?:(20\d{2})\s*[-/.年]\s*(1[0-2]|0?[1-9])(?!\d)|(20\d{2})(0[1-9]|1[0-2])(?!\d)|令和\s*(\d{1,2}|元)\s*年\s*(1[0-2]|0?[1-9])\s*月)"
)

_NO_BASE = Fault(
    "relative_date",
    Message("This date counts from another day, and the file does not say which."),
    Message("Add the column it counts from, such as the invoice date, or write the date as year-month-day."),
)


def bases_first(columns: Iterable[ColumnChoice]) -> list[tuple[int, ColumnChoice]]:
    """The columns with their places; those that may count from others stand last."""
    return sorted(enumerate(columns), key=lambda found: found[1].field in _COUNTS_FROM)


def stated_month(*texts: str) -> date | None:
    """The first day of the month the first of the texts names with its year, or None."""
    for text in texts:
        if found := _MONTH.search(unicodedata.normalize("NFKC", text)):
            era = 1 if found[5] == "元" else int(found[5] or 0)
            year = 2018 + era if era else int(found[1] or found[3])
            return date(year, int(found[2] or found[4] or found[6]), 1)
    return None


def with_relative(rows: Rows, column: int, code: str, found: Reading, style: DateStyle, month: date | None) -> Reading:
    """The reading, and the values of the rows, with the dates that count from another day where that is known.

    Args:
        month: the month the file speaks of, where it says so.
    """
    wrong = [p for p, fault in zip(found.positions.tolist(), found.faults, strict=True) if fault is NOT_A_DATE]
    if not wrong:
        return found
    cells = cells_of(rows.table.columns[column])
    own, names, header = _base(rows, code, style)
    of_file = np.full(len(rows), np.datetime64(month, "D") if month else np.datetime64("NaT"), dtype="datetime64[D]")
    values, faults = found.values.copy(), dict(zip(found.positions.tolist(), found.faults, strict=True))
    rows_of = np.array(wrong, dtype=np.int64)
    first: dict[str, int] = {}
    for text_code in np.unique(cells.codes[rows_of]).tolist():
        rule = parse_relative(cells.distinct[text_code], style.month_end) if text_code >= 0 else None
        if rule is None:
            continue
        at = rows_of[cells.codes[rows_of] == text_code]
        base, fault, name = _days(rule, own, names, of_file, header)
        days = counted(base[at], rule)
        values[at] = days
        known = ~np.isnat(days)
        faults.update(dict.fromkeys(at[~known].tolist(), fault))
        for position in at[known].tolist():
            del faults[position]
        if known.any():
            first[name] = min(first.get(name, len(rows)), int(at[known][0]))
    for name, position in first.items():
        rows.problem(position, column, _taken_from(name), Severity.NOTE, code)
    rows.values[code] = values
    positions = np.array(sorted(faults), dtype=np.int64)
    return replace(found, values=values, positions=positions, faults=tuple(faults[p] for p in positions.tolist()))


def _base(rows: Rows, code: str, style: DateStyle) -> tuple[Any, tuple[str, ...], str]:
    """The days of the column others count from (None: there is none), what texts may call it, and its header."""
    closing = [i for i, header in enumerate(rows.table.headers) if header_key(header) in _CLOSING_DAY]
    if code == "invoice.due" and closing:
        days = read_dates(cells_of(rows.table.columns[closing[0]]), replace(style, month_end=True)).values
        return days, ("issued", "closing"), rows.table.headers[closing[0]]
    field, names = _COUNTS_FROM.get(code, ("", ()))
    place = rows.mapping.column_of(field)
    if place is None or field not in rows.values:
        return None, names, ""
    return rows.values[field], names, rows.table.headers[place]


def _days(rule: Relative, own: Any, names: tuple[str, ...], of_file: Any, header: str) -> tuple[Any, Fault, str]:
    """The base day of every row, what is wrong where it has none, and what the base is called ("": the file)."""
    if rule.of_writer or own is None:
        usable = rule.needs_month_only and not rule.base
        return of_file if usable else np.full_like(of_file, np.datetime64("NaT")), _NO_BASE, ""
    if rule.base and rule.base not in names:
        return np.full_like(of_file, np.datetime64("NaT")), _NO_BASE, header
    return own, _blank_base(header), header


def _blank_base(header: str) -> Fault:
    return Fault(
        "relative_date",
        Message("This date counts from the column {header}, which holds no date in this row.", header=header),
        Message("Fill it in, or write the date as year-month-day."),
    )


def _taken_from(header: str) -> Fault:
    message = (
        Message("Dates of this column were counted from the column {header}.", header=header)
        if header
        else Message(
            "Dates of this column were counted from the month that the title, the sheet or the file name states."
        )
    )
    return Fault("relative_dates", message, Message("If that is wrong, write the dates as year-month-day."))
