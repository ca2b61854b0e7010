"""How many of the contracts that came due were renewed, by count and by value (DOMAIN section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.rules.months import day, days
from csdesk.rules.renewals import NOT_RENEWED
from csdesk.rules.retention import share


@dataclass(frozen=True, slots=True)
class Due:
    """Contracts whose term ended in a period.

    Attributes:
        keys: contract keys of all of them.
        renewed: keys of those that were renewed, by a successor, a decision or by themselves.
        value: their ARR before the renewal, minor units of the reporting currency.
        kept: what of it was renewed, at most the price before the renewal.
    """

    keys: NDArray[np.int64]
    renewed: NDArray[np.int64]
    value: int
    kept: int

    @property
    def by_count(self) -> float | None:
        """Renewed / due."""
        return share(len(self.renewed), len(self.keys))

    @property
    def by_value(self) -> float | None:
        """The same in ARR at the price before the renewal: an increase is no better renewal."""
        return share(self.kept, self.value)


def due_between(ledger: pd.DataFrame, since: date, as_of: date) -> Due:
    """The contracts with an ``end`` after ``since`` and up to ``as_of``, and what became of them.

    What is still open on the day counts as not renewed. A renewal may merge lines or split them: the
    lines of an account and product that came due are set against the lines that follow them.
    """
    end = days(ledger["end"])
    there = (end > day(since)) & (end <= day(as_of)) & (days(ledger["start"]) <= end)
    due = ledger[there & ~ledger["excluded"].isin(NOT_RENEWED).to_numpy()].astype({"annual": "Int64"})
    followed = due["successor_key"].notna() & ~due["final"]
    renewed = followed | due["assumed"]
    alone = due[due["assumed"] & ~followed]
    kept = int(alone["annual"].fillna(0).sum()) + _kept_by_successors(due[followed], ledger)
    keys = due["contract_key"].to_numpy(dtype=np.int64)
    return Due(keys, keys[renewed.to_numpy(dtype=bool)], int(due["annual"].fillna(0).sum()), kept)


def _kept_by_successors(due: pd.DataFrame, ledger: pd.DataFrame) -> int:
    """For each account and product the ARR that came due or the ARR that followed, whichever is less.

    Lines that begin on the day of the successor are part of the same renewal. Where several products were
    followed by lines that name none, all together keep no more than those lines are worth.
    """
    begins = ledger.set_index("contract_key")["start"]
    lines = due[["account_key", "product", "annual"]].assign(
        start=begins.reindex(due["successor_key"].astype("int64")).to_numpy()
    )
    groups = lines.groupby(["account_key", "product", "start"], as_index=False)["annual"].sum()
    offered = ledger.loc[ledger["excluded"].isna(), ["contract_key", "account_key", "product", "start", "annual"]]
    pairs = groups.merge(offered, on=["account_key", "start"], suffixes=("", "_after"))
    same = (pairs["product"] == pairs["product_after"]) | (pairs["product"] == "") | (pairs["product_after"] == "")
    pairs = pairs[same]
    after = pairs.groupby(["account_key", "product", "start", "annual"])["annual_after"].sum().reset_index()
    kept = pd.Series(np.minimum(after["annual"].fillna(0), after["annual_after"].fillna(0)))
    if not pairs["contract_key"].duplicated().any():
        return int(kept.sum())
    together = kept.groupby([after["account_key"], after["start"]]).sum()
    most = pairs.drop_duplicates("contract_key").groupby(["account_key", "start"])["annual_after"].sum()
    return int(np.minimum(together, most).sum())
