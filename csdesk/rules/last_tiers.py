"""The tier of every account that ever paid: of those that left, the one they had."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.rules.revenue import Revenue, revenue_of
from csdesk.rules.timeline import Ints
from csdesk.rules.touch import HIGH, LOW, TECH, TIERS, Touch

_NONE = -1


def last_tiers(
    keys: Ints, touch: Touch, ledger: pd.DataFrame, assignments: pd.DataFrame, as_of: date
) -> pd.Series[Any]:
    """Tier (string) by account key, of the current accounts and of every account of the ledger.

    Who pays no more is worth nothing now, yet churn belongs to the tier the account was in: the one
    it was assigned, else the one its last revenue gives by the cut-offs; NA where there are none.

    Args:
        keys: keys of the current accounts, in the order of ``touch``.
    """
    revenue = revenue_of(ledger)
    everyone = pd.Index(np.union1d(keys, revenue.accounts), name="account_key")
    found = pd.Series(touch.tier, index=keys).reindex(everyone, fill_value=_NONE)
    last = pd.Series(_by_last_revenue(revenue, touch, as_of), index=revenue.accounts)
    gone = last.index[revenue.by_account(as_of) == 0]
    found.loc[gone] = last.loc[gone]
    told = assignments[assignments["touch"].isin(TIERS).to_numpy(dtype=bool, na_value=False)]
    told = told.drop_duplicates("account_key", keep="last").set_index("account_key")["touch"]
    assigned = told[told.index.isin(gone)].map({name: number for number, name in enumerate(TIERS)}).astype("int64")
    found.loc[assigned.index] = assigned
    named = np.asarray([*TIERS, ""], dtype=object)[found.to_numpy(dtype=np.int64)]
    return pd.Series(named, index=everyone).astype("string[pyarrow]").replace("", pd.NA)


def _by_last_revenue(revenue: Revenue, touch: Touch, as_of: date) -> Ints:
    """The tier of each account by what it paid on its last day, −1 without cut-offs."""
    if touch.cutoffs is None:
        return np.full(len(revenue.accounts), _NONE, dtype=np.int64)
    begun = revenue.start <= np.datetime64(as_of, "D")
    last = np.full(len(revenue.accounts), np.datetime64(0, "D"))
    np.maximum.at(last, revenue.place[begun], revenue.to[begun])
    on = last[revenue.place]
    paid = begun & (revenue.start <= on) & (revenue.to >= on)
    worth = np.zeros(len(revenue.accounts), dtype=np.int64)
    np.add.at(worth, revenue.place[paid], revenue.annual[paid])
    high, low = touch.cutoffs
    return np.where(worth >= high, HIGH, np.where(worth >= low, LOW, TECH)).astype(np.int64)
