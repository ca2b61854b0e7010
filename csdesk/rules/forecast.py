"""The renewal forecast added up: by category and by month (DOMAIN sections 4 and 7).

Both take rows of ``renewals.renewal_list``, filtered by whoever asks; rows without a date are left out.
"""

from __future__ import annotations

import pandas as pd

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
