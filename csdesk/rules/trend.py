"""Recurring revenue at month ends, all seen from the as-of day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from csdesk.model.periods import DAY, add_months, month_end, month_start, months_before
from csdesk.model.policies import Policies
from csdesk.rules.movements import both_ends, bridge_of, changes
from csdesk.rules.retention import cohort, customer_churn, gross_retention, net_retention
from csdesk.rules.revenue import Revenue, revenue_of

ROLLING_MONTHS = 12


def month_ends(as_of: date, months: int) -> list[date]:
    """The last day of that many months, oldest first; the last one is ``as_of`` itself."""
    before = [month_end(add_months(month_start(as_of), -back)) for back in range(months - 1, 0, -1)]
    return [*before, as_of]


def trend(
    ledger: pd.DataFrame, policies: Policies, as_of: date, months: int = 12, revenue: Revenue | None = None
) -> pd.DataFrame:
    """One row a month end, and the as-of day for the current month.

    Columns: ``date`` (datetime64[s]), ``arr`` (Int64 minor units), ``nrr`` and ``grr`` (Float64, over the
    twelve months before; NA: not measured), ``accounts`` (Int64, with ARR). All of it in constant
    currency, at the rates of the as-of day. ``revenue`` are the revenue lines of the ledger, where they
    are there already.
    """
    revenue = revenue or revenue_of(ledger)
    rows = []
    for at in month_ends(as_of, months):
        ends = both_ends(revenue, year_before(at), at)
        group = cohort(ends)
        nrr, grr = net_retention(group.opening, group.closing), gross_retention(group.opening, group.closing)
        rows.append((at, int(ends["closing"].sum()), nrr, grr, int((ends["closing"] > 0).sum())))
    frame = pd.DataFrame(rows, columns=["date", "arr", "nrr", "grr", "accounts"])
    return frame.astype(
        {"date": "datetime64[s]", "arr": "Int64", "nrr": "Float64", "grr": "Float64", "accounts": "Int64"}
    )


def year_before(at: date) -> date:
    """Twelve months earlier; the end of a month becomes the end of a month."""
    return months_before(at, ROLLING_MONTHS)


def monthly(ledger: pd.DataFrame, as_of: date, months: int = 12) -> pd.DataFrame:
    """One row a month, the last one up to the as-of day: what moved revenue in it.

    Columns: ``date`` (datetime64[s], last day), ``arr``, ``mrr`` and the bridge of the month, ``opening, new,
    reactivation, upsell, cross_sell, contraction, churn, unexplained`` (Int64 minor units; losses positive), ``nrr`` and
    ``grr`` (Float64, over the twelve months before), ``accounts`` (with ARR), ``churned`` (accounts that had ARR when
    the month began and have none) and ``customer_churn`` (Float64). In constant currency, at the rates of the ledger.
    """
    revenue = revenue_of(ledger)
    rows = []
    for at in month_ends(as_of, months):
        opened = month_start(at) - DAY
        moved = bridge_of(changes(ledger, opened, at), ledger, opened)
        year, month = (cohort(both_ends(revenue, first, at)) for first in (year_before(at), opened))
        rows.append(
            {
                "date": at, "arr": moved.closing, "mrr": (moved.closing * 2 + 12) // 24,
                **{name: getattr(moved, name) for name in ("opening", "new", "reactivation", "upsell", "cross_sell", "contraction", "churn", "unexplained")},
                "nrr": net_retention(year.opening, year.closing), "grr": gross_retention(year.opening, year.closing),
                "accounts": int((revenue.by_account(at) > 0).sum()), "churned": len(month.churned),
                "customer_churn": customer_churn(month.opening, month.closing),
            }
        )  # fmt: skip
    kinds = dict.fromkeys(("nrr", "grr", "customer_churn"), "Float64")
    found = pd.DataFrame(rows)
    return found.astype({name: kinds.get(name, "datetime64[s]" if name == "date" else "Int64") for name in found})
