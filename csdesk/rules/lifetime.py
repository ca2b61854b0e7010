"""Lifetime value: average purchase price x purchase frequency x duration (DOMAIN section 4).

Price is ARR / billings a year and frequency is billings a year, so price x frequency is ARR.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.periods import months_before
from csdesk.model.policies import Policies
from csdesk.rules.annualise import half_even
from csdesk.rules.ledger import arr_by_account
from csdesk.rules.months import day, days

# With fewer churned accounts in a year nobody can tell how long the others will stay.
FEWEST_CHURNED = 10


def lifetime_value(price: float, frequency: float, duration: float, margin: float = 1.0) -> float:
    """Average purchase price x purchases a year x years, times the gross margin."""
    return price * frequency * duration * margin


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Expected further years of the accounts of a group.

    Attributes:
        remaining: 1 / yearly customer churn, at most the cap of the policy.
        estimated: False where fewer than ``FEWEST_CHURNED`` accounts churned in the year, and it is the cap.
    """

    remaining: float
    estimated: bool


def expected_lifetime(opening: int, churned: int, cap: float) -> Lifetime:
    """Further years from the accounts at the opening of a year and those churned in it."""
    if churned < FEWEST_CHURNED:
        return Lifetime(cap, False)
    return Lifetime(min(cap, opening / churned), True)


def lifetime_values(
    ledger: pd.DataFrame,
    policies: Policies,
    as_of: date,
    tiers: pd.Series[Any] | None = None,
    whole: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """LTV of each account with ARR: ``account_key``, ``ltv`` (Int64 minor units), ``years``, ``remaining``, ``estimated``.

    Years so far count from the first start. The churn is that of the account's tier in the last twelve
    months, ``tiers`` by account key; without tiers that of the whole book, whose ledger is ``whole``
    where ``ledger`` is a part of it.
    """
    everywhere = arr_by_account(ledger if whole is None else whole, as_of)
    now = everywhere if whole is None or whole is ledger else arr_by_account(ledger, as_of)
    year_ago = arr_by_account(ledger if whole is None else whole, months_before(as_of, 12))
    lives, group = _lives(year_ago, everywhere, policies, tiers)
    own = group.reindex(now.index)
    remaining = own.map({g: life.remaining for g, life in lives.items()}).to_numpy(dtype=np.float64)
    first = ledger.groupby("account_key")["start"].min().reindex(now.index)
    years = (day(as_of) - days(first)).astype(np.float64) / 365.25
    worth = now.to_numpy(dtype=np.float64) * (years + remaining) * policies.revenue.gross_margin
    return pd.DataFrame(
        {
            "account_key": now.index.to_numpy(dtype=np.int64),
            "ltv": pd.array(half_even(worth), dtype="Int64"),
            "years": years,
            "remaining": remaining,
            "estimated": own.map({g: life.estimated for g, life in lives.items()}).to_numpy(dtype=bool),
        }
    )


def _lives(
    year_ago: pd.Series[Any], now: pd.Series[Any], policies: Policies, tiers: pd.Series[Any] | None
) -> tuple[dict[str, Lifetime], pd.Series[Any]]:
    """Expected further years by group, and the group of each account with ARR now or a year ago."""
    group = pd.Series("", index=year_ago.index.union(now.index), dtype="string[pyarrow]")
    if tiers is not None:
        group = tiers.reindex(group.index).fillna("").astype("string[pyarrow]")
    opening = group.reindex(year_ago.index).value_counts()
    churned = group.reindex(year_ago.index.difference(now.index)).value_counts()
    cap = policies.revenue.remaining_years_cap
    names = [str(name) for name in group.unique()]
    return {g: expected_lifetime(int(opening.get(g, 0)), int(churned.get(g, 0)), cap) for g in names}, group
