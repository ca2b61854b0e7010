"""Onboarding: who finished in time, and how long it took (DOMAIN section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.rules.months import NONE, ONE, Days, dates, day, days, flags
from csdesk.rules.retention import share


@dataclass(frozen=True, slots=True)
class Onboarding:
    """Onboarding of the book's accounts as of a day.

    Attributes:
        due: keys of the accounts whose target date has passed.
        in_time: keys of those among them that had finished by it.
        finished: keys of the accounts that have finished and have a contract start.
        days: for each of those the days from the first contract start.
        still_open: accounts with a contract that have a target or milestones and have not finished.
    """

    due: NDArray[np.int64]
    in_time: NDArray[np.int64]
    finished: NDArray[np.int64]
    days: NDArray[np.int64]
    still_open: int

    @property
    def completion(self) -> float | None:
        """Finished in time / target date passed."""
        return share(len(self.in_time), len(self.due))

    @property
    def time_to_value(self) -> float | None:
        """Median days from contract start to the end of onboarding."""
        return float(np.median(self.days)) if len(self.days) else None


def onboarding(ledger: pd.DataFrame, accounts: pd.DataFrame, milestones: pd.DataFrame, as_of: date) -> Onboarding:
    """Onboarding as of a day.

    An account has finished on its completion date, else on the day the last of its required milestones
    was done. Its target is its due date, else the latest due date of its required milestones.
    """
    today = day(as_of)
    kept = accounts[~flags(accounts["archived"])]
    keys = kept["key"].to_numpy(dtype=np.int64)
    steps = _milestones(milestones, today).reindex(keys)
    done = _else(days(kept["onboarded_on"]), days(steps["done_on"]))
    done = np.where(done <= today, done, NONE)
    target = _else(days(kept["onboarding_due"]), days(steps["due"]))
    passed = target < today
    first = _first_starts(ledger, today).reindex(keys)
    began = days(first)
    measured = ~np.isnat(done) & ~np.isnat(began) & (done >= began)
    waiting = np.isnat(done) & ~np.isnat(began) & ~np.isnat(target)
    return Onboarding(
        due=keys[passed],
        in_time=keys[passed & (done <= target)],
        finished=keys[measured],
        days=(done[measured] - began[measured]).astype(np.int64),
        still_open=int(waiting.sum()),
    )


def _else(first: Days, second: Days) -> Days:
    return np.where(np.isnat(first), second, first)


def _milestones(milestones: pd.DataFrame, today: np.datetime64) -> pd.DataFrame:
    """By account: ``due`` of the last required milestone, and ``done_on`` where all of them are done."""
    required = milestones[flags(milestones["required"]) & milestones["account_key"].notna().to_numpy()]
    done = days(required["done_on"])
    rows = pd.DataFrame(
        {
            "account_key": required["account_key"].to_numpy(dtype=np.int64),
            "due": days(required["due"]).astype("datetime64[s]"),
            "done_on": done.astype("datetime64[s]"),
            "open": np.isnat(done) | (done > today),
        }
    )
    sums = rows.groupby("account_key").agg(due=("due", "max"), done_on=("done_on", "max"), open=("open", "any"))
    sums["done_on"] = dates(np.where(sums["open"].to_numpy(dtype=bool), NONE, days(sums["done_on"]))).to_numpy()
    return sums


def _first_starts(ledger: pd.DataFrame, today: np.datetime64) -> pd.Series[Any]:
    begun = ledger[(days(ledger["start"]) < today + ONE) & ~ledger["undated"]]
    return begun.groupby("account_key")["start"].min()
