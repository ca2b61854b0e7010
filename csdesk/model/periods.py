"""Months, terms and the periods of the fiscal year. Dates are plain dates, both ends belong to a period."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Calendar, LabelStyle

DAY = timedelta(days=1)
# A month is 365.25 / 12 days where a term is no whole number of calendar months.
MONTHS_A_DAY = Fraction(12 * 4, 1461)


def add_months(day: date, months: int) -> date:
    """The same day that many months on (or back); the 31st becomes the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """That many months earlier; the end of a month becomes the end of a month."""
    earlier = add_months(day, -months)
    return month_end(earlier) if (day + DAY).day == 1 else earlier


def month_start(day: date) -> date:
    """The first of the day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def whole_months(start: date, end: date) -> int:
    """How many whole months fit from start to end; negative where the end comes first."""
    if end < start:
        return -whole_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def term_months(start: date, end: date) -> Fraction:
    """Months of a term whose first and last day are given.

    Whole calendar months from the start to the day after the end; otherwise days x 12 / 365.25.

    Raises:
        ValueError: the end lies before the start.
    """
    if end < start:
        raise ValueError(f"a term cannot end on {end} before it starts on {start}")
    after = end + DAY
    months = whole_months(start, after)
    return Fraction(months) if add_months(start, months) == after else (after - start).days * MONTHS_A_DAY


class PeriodKind(StrEnum):
    """How long a fiscal period is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def months(self) -> int:
        """How many months it has."""
        return _MONTHS[self]


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}


@dataclass(frozen=True, slots=True, order=True)
class FiscalPeriod:
    """A year, half, quarter or month of the book's fiscal year.

    Attributes:
        start: first day; the periods of one kind sort by it.
        end: last day.
        year: the year on the label: of the start or of the end of the fiscal year, as the book names it.
        number: which half, quarter or month of the fiscal year, from 1; 1 for a year.
    """

    start: date
    end: date
    kind: PeriodKind
    year: int
    number: int
    calendar: Calendar

    @property
    def code(self) -> str:
        """As the command line writes it: ``2026``, ``2026H2``, ``2026Q3``, ``2026-10`` (a calendar month)."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.start:%Y-%m}"
        letter = {PeriodKind.HALF: "H", PeriodKind.QUARTER: "Q"}.get(self.kind)
        return f"{self.year}{letter}{self.number}" if letter else str(self.year)

    @property
    def label(self) -> Message:
        """What people call it: FY2026 Q3; 2026年度 第3四半期."""
        # Years are text here: as numbers they would be written 2,026.
        year = str(self.year)
        if self.kind is PeriodKind.MONTH:
            return Message("{year}-{month}", year=str(self.start.year), month=f"{self.start.month:02}")
        if self.kind is PeriodKind.QUARTER:
            return Message("FY{year} Q{quarter}", year=year, quarter=str(self.number))
        if self.kind is PeriodKind.HALF:
            return Message("FY{year} H1", year=year) if self.number == 1 else Message("FY{year} H2", year=year)
        return Message("FY{year}", year=year)

    @property
    def fiscal_year(self) -> FiscalPeriod:
        """The fiscal year it lies in."""
        return period_of(self.start, PeriodKind.YEAR, self.calendar)

    def moved(self, steps: int) -> FiscalPeriod:
        """The period that many periods later, or earlier."""
        return period_of(add_months(self.start, steps * self.kind.months), self.kind, self.calendar)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def period_of(day: date, kind: PeriodKind, calendar: Calendar) -> FiscalPeriod:
    """The fiscal period of that kind in which the day lies."""
    first = calendar.fiscal_first_month
    year = day.year if day.month >= first else day.year - 1
    number = ((day.year - year) * 12 + day.month - first) // kind.months + 1
    return _period(year, number, kind, calendar)


def periods_between(start: date, end: date, kind: PeriodKind, calendar: Calendar) -> tuple[FiscalPeriod, ...]:
    """All periods of that kind that share a day with start to end, in order."""
    found: list[FiscalPeriod] = []
    period = period_of(start, kind, calendar)
    while period.start <= end:
        found.append(period)
        period = period.moved(1)
    return tuple(found)


def label_year(starting_year: int, calendar: Calendar, style: LabelStyle | None = None) -> int:
    """The year that names the fiscal year which starts in ``starting_year``."""
    ends_later = calendar.fiscal_first_month > 1
    return starting_year + (1 if ends_later and (style or calendar.fiscal_label) == "ending" else 0)


def _period(starting_year: int, number: int, kind: PeriodKind, calendar: Calendar) -> FiscalPeriod:
    start = add_months(date(starting_year, calendar.fiscal_first_month, 1), (number - 1) * kind.months)
    end = add_months(start, kind.months) - DAY
    return FiscalPeriod(start, end, kind, label_year(starting_year, calendar), number, calendar)


_WRITTEN = (
    (PeriodKind.QUARTER, re.compile(r"(?:FY)?(\d{4})(?:年度)?[\s/-]*(?:Q([1-4])|([1-4])Q|第?([1-4])四半期)")),
    (PeriodKind.HALF, re.compile(r"(?:FY)?(\d{4})(?:年度)?[\s/-]*(?:H([12])|([12])H|(上期|上半期|下期|下半期))")),
    (PeriodKind.YEAR, re.compile(r"(?:FY)?(\d{4})(?:年度)?")),
)
_CALENDAR_MONTH = re.compile(r"(\d{4})(?:[-/](\d{1,2})|年(\d{1,2})月)")


def parse_period(text: str, calendar: Calendar) -> FiscalPeriod:
    """A fiscal period as people type it: ``2026``, ``2026Q3``, ``FY2026 H1``, ``2026年度 第3四半期``, ``2026-10``.

    The year is the one on the label. ``2026-10`` and 2026年10月 are the calendar month.

    Raises:
        CSDeskError: the text names no period.
    """
    written = unicodedata.normalize("NFKC", text).strip().upper()
    month = _CALENDAR_MONTH.fullmatch(written)
    if month and 1 <= int(month[2] or month[3]) <= 12:
        return period_of(date(int(month[1]), int(month[2] or month[3]), 1), PeriodKind.MONTH, calendar)
    for kind, pattern in _WRITTEN:
        found = pattern.fullmatch(written)
        if found and 1900 <= int(found[1]) <= 9998:
            number = next((g for g in found.groups()[1:] if g), "1")
            order = {"上": 1, "下": 2}.get(number[0]) or int(number)
            return _period(int(found[1]) - label_year(0, calendar), order, kind, calendar)
    raise CSDeskError(
        Message("“{text}” is not a period.", text=text), Message("Write it like 2026Q3, 2026H1, 2026 or 2026-10.")
    )
