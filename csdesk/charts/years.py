"""Month ends and fiscal quarters along an axis."""

from __future__ import annotations

from datetime import date

import pandas as pd

from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.periods import FiscalPeriod, PeriodKind, add_months, month_end, month_start, period_of
from csdesk.model.policies import Calendar


def month_ends(last: date, months: int) -> list[date]:
    """The ends of the months before that of ``last``, and ``last`` itself: that many days in order."""
    return [month_end(add_months(month_start(last), -back)) for back in range(months - 1, 0, -1)] + [last]


def fiscal_quarters(days: pd.Series, calendar: Calendar) -> pd.Series:
    """The quarter of each day as a number that rises by one a quarter; two make a half-year."""
    return (days.dt.year * 12 + days.dt.month - calendar.fiscal_first_month) // 3


def fiscal_quarter(day: date, calendar: Calendar) -> int:
    """The quarter of one day, numbered as ``fiscal_quarters`` does."""
    return (day.year * 12 + day.month - calendar.fiscal_first_month) // 3


def quarter_period(quarter: int, calendar: Calendar) -> FiscalPeriod:
    """The fiscal quarter of that number."""
    year, month = divmod(quarter * 3 + calendar.fiscal_first_month - 1, 12)
    return period_of(date(year, month + 1, 1), PeriodKind.QUARTER, calendar)


def half_period(half: int, calendar: Calendar) -> FiscalPeriod:
    """The fiscal half-year made of the quarters ``2 × half`` and the next."""
    return period_of(quarter_period(half * 2, calendar).start, PeriodKind.HALF, calendar)


def quarter_tick(quarter: int, calendar: Calendar, language: Language) -> str:
    """Q2, Q3, Q4, and the year in place of Q1: FY26, 26年度."""
    period = quarter_period(quarter, calendar)
    if period.number > 1:
        return language.text(Message("Q{quarter}", quarter=str(period.number)))
    return language.text(Message("FY{year}", year=f"{period.year % 100:02d}"))


def half_name(half: int, calendar: Calendar) -> Message:
    """FY25 H1; 25年度 上期."""
    period = half_period(half, calendar)
    year = f"{period.year % 100:02d}"
    return Message("FY{year} H1", year=year) if period.number == 1 else Message("FY{year} H2", year=year)
