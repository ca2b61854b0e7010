"""Which year and which day a sheet speaks of, by its name, its title and the name of its file."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from csdesk.intake.mapping import Surroundings
from csdesk.intake.months import calendar_year_of, fiscal_year_of, month_of
from csdesk.intake.sheets import Table
from csdesk.intake.values.dates import DateStyle, parse_date
from csdesk.intake.values.partial_dates import YearHint

_APRIL = 4  # where nobody said otherwise a 年度 begins then
_STAMP = re.compile(r"(?<!\d)(20\d{2})(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)")


def year_hint(table: Table, file_stem: str, around: Surroundings) -> YearHint | None:
    """The year that title, sheet or file name state, in that order of trust; None where none does."""
    return _hint_of([table.title, table.sheet, file_stem], around.fiscal_first_month)


def _hint_of(texts: Sequence[str], first: int) -> YearHint | None:
    for text in texts:
        if (fiscal := fiscal_year_of(text)) is not None:
            return YearHint(fiscal, True, _APRIL if first == 1 and "年度" in text else first)
        if (year := calendar_year_of(text)) is not None:
            return YearHint(year, first=first)
        if stamp := _STAMP.search(unicodedata.normalize("NFKC", text)):
            return YearHint(int(stamp[1]), first=first)
    return None


def stated_day(table: Table, file_stem: str, around: Surroundings) -> date:
    """The day the rows of the table describe where they bear no date themselves.

    That is the day or the last day of the month the sheet is called after (2026年10月, 10月, 2026-10-31),
    never after the import's own day, which it is for all other sheets. A month without a year is that
    of the year which title or file name state, else the latest that has begun.
    """
    name = unicodedata.normalize("NFKC", table.sheet).strip()
    found = month_of(name)
    if found is None:
        day = parse_date(name, DateStyle("ymd")) if re.search(r"\d[-/.年]\d|^20\d{6}$", name) else None
        return around.as_of if day is None else min(day, around.as_of)
    year, month = found
    if year is None:
        hint = _hint_of([table.title, file_stem], around.fiscal_first_month)
        latest = around.as_of.year - (month > around.as_of.month)
        year = latest if hint is None else hint.year_of(month)
    return min(date(year, month, monthrange(year, month)[1]), around.as_of)
