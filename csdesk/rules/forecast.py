"""The renewal forecast added up: by category and by month (DOMAIN sections 4 and 7).

Both take rows of ``renewals.renewal_list``, filtered by whoever asks; rows without a date are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csdesk.model.periods import FiscalPeriod, PeriodKind, period_of
from csdesk.model.policies import Policies

CATEGORIES = ("commit", "likely", "open", "at_risk", "expected_loss", "renewed", "reduced", "lost")
_SUMS = {"accounts": ("account_key", "nunique"), "up_for_renewal": ("annual", "sum"), "expected": ("expected", "sum"), "weighted": ("weighted", "sum")}  # fmt: skip


def totals(renewals: pd.DataFrame, policies: Policies) -> pd.DataFrame:
    """One row a forecast category that occurs, in the order of ``CATEGORIES``.

    Columns: ``forecast``, ``weight`` (of the policies), ``accounts`` (int64: an account counts once in each
    category), ``up_for_renewal``, ``expected``, ``weighted`` (Int64 minor units). Weighted forecast =
    sum of ARR due x weight of its category.
    """
    sums = renewals[renewals["renewal_on"].notna()].groupby("forecast").agg(**_SUMS)
    sums = sums.reindex([c for c in CATEGORIES if c in sums.index])
    weight = pd.Series([policies.renewals.weights.get(str(c), 0.0) for c in sums.index], index=sums.index, dtype=float)
    sums.insert(0, "weight", weight)
    return sums.rename_axis("forecast").reset_index()


def by_month(renewals: pd.DataFrame) -> pd.DataFrame:
    """One row a month and forecast category: ``month`` (its first day, datetime64[s]), ``forecast``, then as in ``totals``."""
    dated = renewals[renewals["renewal_on"].notna()]
    month = dated["renewal_on"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    sums = dated.assign(month=month).groupby(["month", "forecast"]).agg(**_SUMS).reset_index()
    rank = sums["forecast"].map({c: n for n, c in enumerate(CATEGORIES)})
    return sums.assign(rank=rank).sort_values(["month", "rank"], ignore_index=True).drop(columns="rank")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What renewals are worth in three ways, by count and by value; minor units of the reporting currency.

    Attributes:
        n, due: how many contracts come up, and their ARR.
        called_n, called: the call: contracts nobody gives up (forecast neither expected loss nor lost), and the
            expected amounts people wrote.
        weighted_n, weighted: each contract, and its ARR, times the weight of its category.
    """

    n: int
    due: int
    called_n: int
    called: int
    weighted_n: float
    weighted: int


def outlook(renewals: pd.DataFrame) -> Outlook:
    """The weighted and the called forecast of those rows."""
    rows = renewals[renewals["renewal_on"].notna()]
    given_up = rows["forecast"].isin(["expected_loss", "lost"])
    sums = {name: int(rows[name].fillna(0).sum()) for name in ("annual", "expected", "weighted")}
    weights = float(rows["weight"].to_numpy(dtype=np.float64, na_value=0.0).sum())
    return Outlook(
        len(rows), sums["annual"], int((~given_up).sum()), sums["expected"], round(weights, 6), sums["weighted"]
    )


# The figure whose targets the forecast is held against.
TARGET_FIGURE = "renewal_rate_value"


def target_share(day: date, targets: pd.DataFrame, policies: Policies) -> float:
    """The share of what is due on a day that should renew: the target of its fiscal half, of its year, else the setting.

    ``targets`` is the frame of ``target``; of two rows for one period the later counts.
    """
    mine = targets[(targets["figure"] == TARGET_FIGURE).fillna(value=False).astype(bool) & targets["value"].notna()]
    by_code = dict(zip(mine["period"].tolist(), mine["value"].tolist(), strict=True))
    for kind in (PeriodKind.HALF, PeriodKind.YEAR):
        found = by_code.get(period_of(day, kind, policies.calendar).code)
        if found is not None:
            return float(found)
    return policies.renewals.target_share


def halves_of(renewals: pd.DataFrame, policies: Policies) -> list[FiscalPeriod]:
    """The fiscal halves in which those rows come up, in order."""
    months = renewals["renewal_on"].dropna().to_numpy().astype("datetime64[M]")
    days = [month.astype("datetime64[D]").tolist() for month in np.unique(months)]
    return list(dict.fromkeys(period_of(day, PeriodKind.HALF, policies.calendar) for day in days))


def target_amount(renewals: pd.DataFrame, targets: pd.DataFrame, policies: Policies) -> int:
    """What should renew of those rows, in minor units: each fiscal half's ARR due times its target share."""
    on = renewals["renewal_on"]
    total = 0.0
    for half in halves_of(renewals, policies):
        inside = (on >= pd.Timestamp(half.start)) & (on <= pd.Timestamp(half.end))
        due = int(renewals.loc[inside, "annual"].fillna(0).sum())
        total += due * target_share(half.start, targets, policies)
    return round(total)
