"""What became of the accounts that started in each fiscal quarter, by count and by value (DOMAIN section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.periods import FiscalPeriod, PeriodKind, periods_between
from csdesk.model.policies import Calendar
from csdesk.rules.months import Days, Flags, Whole, day
from csdesk.rules.revenue import Revenue, revenue_of

DEFINITION = Message(
    "Of the accounts whose first paid day lies in the quarter: those with ARR at the end of each later quarter, "
    "and that ARR against the ARR of their first day."
)
_NEVER = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Retention by start quarter.

    Attributes:
        rows: one row a start quarter and later quarter end: ``start`` (first day of the start quarter) and ``on``
            (datetime64[s]; the end of the later quarter, or the as-of day in the one that runs), ``code`` (of the start
            quarter: 2026Q3), ``age`` (quarters since, 0 for the start quarter itself), ``accounts`` and ``kept`` (int64),
            ``arr``, ``kept_arr`` and ``kept_gross`` (Int64 minor units of the reporting currency: on the first day; on the
            later day; the same without growth of any account), ``by_count``, ``by_value``, ``by_value_gross`` (Float64).
        left_out: accounts nobody can say a start of.
    """

    rows: pd.DataFrame
    definition: Message
    period: tuple[date, date]
    n: int
    left_out: Message | None


def cohorts(ledger: pd.DataFrame, calendar: Calendar, as_of: date, last: int | None = None) -> Cohorts:
    """Cohort retention as of a day, all of it in constant currency at the rates of the ledger.

    An account that left and came back stays in its first cohort. Accounts whose first line has no start
    of its own are left out: they may have started long before.

    Args:
        last: only the newest so many start quarters; all of them where not given.
    """
    revenue = revenue_of(ledger)
    first = _first_days(revenue, as_of)
    unclear = _begun_unclear(revenue, first)
    known = (first < _NEVER) & ~unclear
    left_out = int((unclear & (first < _NEVER)).sum())
    quarters = periods_between(first[known].min().item(), as_of, PeriodKind.QUARTER, calendar) if known.any() else ()
    chosen = quarters[-last:] if last else quarters
    base = _on_days(revenue, first)
    ends = {quarter: revenue.by_account(min(quarter.end, as_of)) for quarter in quarters}
    rows = [
        _row(start, later, age, members, base, ends[later], as_of)
        for number, start in enumerate(quarters)
        if start in chosen and (members := known & (first >= day(start.start)) & (first <= day(start.end))).any()
        for age, later in enumerate(quarters[number:])
    ]
    return Cohorts(
        _frame(rows),
        DEFINITION,
        (chosen[0].start if chosen else as_of, as_of),
        int(known.sum()),
        Message("Accounts left out because a contract has no start date: {n}.", n=left_out) if left_out else None,
    )


def _first_days(revenue: Revenue, as_of: date) -> Days:
    """The first day of each account with revenue, up to the as-of day."""
    lived = (revenue.start <= day(as_of)) & (revenue.to >= revenue.start)
    first = np.full(len(revenue.accounts), _NEVER)
    np.minimum.at(first, revenue.place[lived], revenue.start[lived])
    return first


def _begun_unclear(revenue: Revenue, first: Days) -> Flags:
    """Accounts with a line without a start of its own that is there on the first day."""
    unclear = np.zeros(len(revenue.accounts), dtype=bool)
    unclear[revenue.place[revenue.undated & (revenue.start == first[revenue.place])]] = True
    return unclear


def _on_days(revenue: Revenue, on: Days) -> Whole:
    """Revenue of each account on a day of its own."""
    then = on[revenue.place]
    lines = (revenue.start <= then) & (revenue.to >= then)
    sums = np.zeros(len(revenue.accounts), dtype=np.int64)
    np.add.at(sums, revenue.place[lines], revenue.annual[lines])
    return sums


def _row(
    start: FiscalPeriod, later: FiscalPeriod, age: int, members: Flags, base: Whole, then: Whole, as_of: date
) -> tuple[object, ...]:
    a0, a1 = base[members], then[members]
    return (
        start.start, min(later.end, as_of), start.code, age, len(a0), int((a1 > 0).sum()),
        int(a0.sum()), int(a1.sum()), int(np.minimum(a0, a1).sum()),
    )  # fmt: skip


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    names = ["start", "on", "code", "age", "accounts", "kept", "arr", "kept_arr", "kept_gross"]
    found = pd.DataFrame(rows, columns=names).astype(
        {
            "start": "datetime64[s]", "on": "datetime64[s]", "code": "string[pyarrow]", "age": "int64",
            "accounts": "int64", "kept": "int64", "arr": "Int64", "kept_arr": "Int64", "kept_gross": "Int64",
        }
    )  # fmt: skip
    return found.assign(
        by_count=(found["kept"] / found["accounts"]).astype("Float64"),
        by_value=(found["kept_arr"] / found["arr"]).astype("Float64"),
        by_value_gross=(found["kept_gross"] / found["arr"]).astype("Float64"),
    )
