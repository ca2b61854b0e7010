"""The tier of every account that ever paid: of those that left, the one they had."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.rules.revenue import Revenue
from csdesk.rules.timeline import Ints, texts
from csdesk.rules.touch import HIGH, LOW, TECH, TIERS, Touch

_NONE = -1


def last_tiers(keys: Ints, touch: Touch, revenue: Revenue, assignments: pd.DataFrame, as_of: date) -> pd.Series[Any]:
    """Tier (string) by account key, of the current accounts and of every other account with revenue lines.

    Who pays no more is worth nothing now, yet churn belongs to the tier the account was in: the one
    it was assigned, else the one its last revenue gives by the cut-offs; NA where there are none.

    Args:
        keys: keys of the current accounts, in the order of ``touch``.
        revenue: the revenue lines of the ledger.
    """
    known = np.isin(revenue.accounts, keys)
    everyone = np.concatenate([keys, revenue.accounts[~known]])
    found = np.concatenate([touch.tier, np.full(int((~known).sum()), _NONE)])
    index = pd.Index(everyone, name="account_key")
    left = revenue.by_account(as_of) == 0
    gone = index.get_indexer(revenue.accounts[left])
    found[gone] = _by_last_revenue(revenue, touch, as_of)[left]
    told = assignments[assignments["account_key"].isin(revenue.accounts[left]).to_numpy(dtype=bool)]
    tier = (
        told["touch"]
        .map({name: number for number, name in enumerate(TIERS)})
        .to_numpy(dtype=np.float64, na_value=_NONE)
    )
    assigned = tier >= 0
    found[index.get_indexer(told["account_key"].to_numpy(dtype=np.int64)[assigned])] = tier[assigned]
    return pd.Series(texts(found.astype(np.int64), TIERS).array, index=index)


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
