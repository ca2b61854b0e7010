"""Key figures against their targets and against the period before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from csdesk.model.errors import CSDeskError
from csdesk.model.money import minor_digits
from csdesk.model.periods import DAY, FiscalPeriod, PeriodKind, add_months, parse_period, period_of, whole_months
from csdesk.model.policies import Calendar
from csdesk.rules.figure import Figure, Figures

Number = float | int


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside what it was and what it should be, all in the unit of the figure.

    Attributes:
        before: the value of the period before; None: not measured.
        target: what was aimed at; None: nothing was.
    """

    figure: Figure
    before: Number | None
    target: Number | None

    @property
    def change(self) -> Number | None:
        """The value less that of the period before."""
        return _less(self.figure.value, self.before)

    @property
    def gap(self) -> Number | None:
        """The value less its target."""
        return _less(self.figure.value, self.target)


def _less(value: Number | None, other: Number | None) -> Number | None:
    return None if value is None or other is None else value - other


def days_of(period: FiscalPeriod) -> tuple[date, date]:
    """The opening and the closing day of a period: the opening is what stood the evening before it began."""
    return period.start - DAY, period.end


def days_before(since: date, until: date) -> tuple[date, date]:
    """The opening and the closing day of the period before, as long as this one."""
    months = whole_months(since + DAY, until + DAY)
    if months and add_months(since + DAY, months) == until + DAY:
        return add_months(since + DAY, -months) - DAY, since
    return since - timedelta(days=(until - since).days), since


def targets_of(targets: pd.DataFrame, period: FiscalPeriod, figures: Figures) -> dict[str, Number]:
    """The targets of a period by figure, in the unit of the figure; amounts are kept in major units of the book's currency.

    ``targets`` is the frame of ``target``; its periods are written as people type them. Of several targets
    of a figure the last counts; what names no period or no figure is left out.
    """
    found: dict[str, Number] = {}
    for row in targets.itertuples():
        if pd.isna(row.figure) or pd.isna(row.period) or pd.isna(row.value):
            continue
        if _written(str(row.period), period.calendar) == period.code:
            value = float(str(row.value))
            code = str(row.figure)
            figure = figures.numbers.get(code)
            if figure is not None:
                found[code] = round(value * 10 ** minor_digits(figures.currency)) if figure.unit == "money" else value
    return found


def _written(text: str, calendar: Calendar) -> str | None:
    try:
        return parse_period(text, calendar).code
    except CSDeskError:
        return None


def period_meant(since: date, until: date, calendar: Calendar) -> FiscalPeriod:
    """The period whose targets count between two days: the one of just those days, else the fiscal year of the last."""
    meant = (period_of(until, kind, calendar) for kind in PeriodKind)
    fitting = (period for period in meant if days_of(period) == (since, until))
    return next(fitting, period_of(until, PeriodKind.YEAR, calendar))


def compared(now: Figures, before: Figures | None, targets: Mapping[str, Number]) -> dict[str, Compared]:
    """Every figure beside the same figure before and its target."""
    return {
        code: Compared(figure, None if before is None else before[code].value, targets.get(code))
        for code, figure in now.numbers.items()
    }
