"""The lines of a ledger that are recurring revenue, as arrays: any day of any account is one pass over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.rules.months import Days, Flags, Whole, day, days

_FOR_EVER = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, slots=True)
class Revenue:
    """Lines with an amount above 0.

    Attributes:
        accounts: account keys, rising.
        place: position of each line's account in ``accounts``.
        start, to: first and last day each line counts; far in the future while it is open.
        annual: minor units of the reporting currency, int64.
        undated: whether the line has no start of its own.
        product: what the account buys, "" where nobody knows.
    """

    accounts: Whole
    place: Whole
    start: Days
    to: Days
    annual: Whole
    undated: Flags
    product: pd.Series[str]

    def standing(self, on: date) -> Flags:
        """Which lines count on a day."""
        return np.asarray((self.start <= day(on)) & (self.to >= day(on)))

    def by_account(self, on: date) -> Whole:
        """Revenue on a day, one entry an account."""
        return self.summed(self.place, len(self.accounts), on)

    def summed(self, group: NDArray[np.int64], groups: int, on: date) -> Whole:
        """Revenue on a day by any numbering of the lines."""
        lines = self.standing(on)
        sums = np.zeros(groups, dtype=np.int64)
        np.add.at(sums, group[lines], self.annual[lines])
        return sums

    def ever(self, until: date) -> Flags:
        """Which accounts have had revenue on some day up to that one."""
        lived = (self.start <= day(until)) & (self.to >= self.start)
        return np.bincount(self.place[lived], minlength=len(self.accounts)) > 0

    def first_seen(self, since: date, on: date) -> Flags:
        """Which accounts have revenue on a day by lines without a start that were first seen after ``since``."""
        fresh = self.undated & (self.start > day(since)) & self.standing(on)
        return np.bincount(self.place[fresh], minlength=len(self.accounts)) > 0


def revenue_of(ledger: pd.DataFrame) -> Revenue:
    """The revenue lines of a ledger."""
    annual = ledger["annual"].to_numpy(dtype=np.int64, na_value=0)
    rows = ledger["excluded"].isna().to_numpy() & (annual > 0)
    accounts, place = np.unique(ledger["account_key"].to_numpy(dtype=np.int64)[rows], return_inverse=True)
    to = days(ledger["counted_to"])[rows]
    return Revenue(
        accounts=accounts,
        place=place.astype(np.int64),
        start=days(ledger["start"])[rows],
        to=np.where(np.isnat(to), _FOR_EVER, to),
        annual=annual[rows],
        undated=ledger["undated"].to_numpy(dtype=bool)[rows],
        product=ledger["product"][rows],
    )
