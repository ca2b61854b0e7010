"""What differs between an earlier day and the as-of date: revenue, accounts, health, renewal dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.rules import ledger, renewals
from csdesk.rules.account_table import integers
from csdesk.rules.movements import movements

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

NOTEWORTHY = 5  # points by which health has to move


@dataclass(frozen=True, slots=True)
class Since:
    """The differences; every frame has ``account_key`` and ``account`` (name).

    Attributes:
        arr_before, arr_now: minor units of the reporting currency.
        movements: and ``kind``, ``amount`` (int64 minor), largest first.
        health: and ``before``, ``now``, ``change`` (Int64) of accounts that moved 5 points or more, largest fall first.
        fell, rose: how many of those.
        renewals: and ``before``, ``now``, ``renewed``: accounts whose next renewal is another day than it was;
            renewed where the earlier day has passed, otherwise the date was moved.
    """

    since: date
    as_of: date
    arr_before: int
    arr_now: int
    movements: pd.DataFrame
    health: pd.DataFrame
    fell: int
    rose: int
    renewals: pd.DataFrame


def since_of(assessment: Assessment, day: date) -> Since:
    """What differs from that day; both ends are seen from the as-of date's records."""
    names = assessment.frames.frame("account").set_index("key")["name"]  # who left and was archived has a name too
    moved = _named(movements(assessment.ledger, day, assessment.as_of), names)
    moved = moved.iloc[np.argsort(-moved["amount"].abs().to_numpy(dtype=np.int64), kind="stable")]
    health = _health(assessment, day)
    before = ledger.arr_by_account(assessment.ledger, day).sum()
    now = ledger.arr_by_account(assessment.ledger, assessment.as_of).sum()
    return Since(
        since=day,
        as_of=assessment.as_of,
        arr_before=int(before),
        arr_now=int(now),
        movements=moved.reset_index(drop=True),
        health=health,
        fell=int((health["change"] < 0).sum()),
        rose=int((health["change"] > 0).sum()),
        renewals=_renewals(assessment, day, names),
    )


def _named(frame: pd.DataFrame, names: pd.Series[Any]) -> pd.DataFrame:
    return frame.assign(account=names.reindex(frame["account_key"]).to_numpy())


def _health(assessment: Assessment, day: date) -> pd.DataFrame:
    now, then = assessment.scored(assessment.as_of), assessment.scored(day)
    known = now.scores.enough & then.scores.enough & (assessment.tenure.begun <= then.day_number)
    change = np.where(known, now.scores.shown - then.scores.shown, 0.0)
    place = np.flatnonzero(np.abs(change) >= NOTEWORTHY)
    place = place[np.lexsort((-np.maximum(assessment.segmentation.arr[place], 0), change[place]))]
    accounts = assessment.accounts
    return pd.DataFrame(
        {
            "account_key": accounts["key"].to_numpy()[place],
            "account": accounts["name"].iloc[place].reset_index(drop=True),
            "before": integers(then.scores.shown[place]),
            "now": integers(now.scores.shown[place]),
            "change": integers(change[place]),
        }
    )


def _renewals(assessment: Assessment, day: date, names: pd.Series[Any]) -> pd.DataFrame:
    frame, policies = assessment.frames.frame, assessment.policies
    contracts = frame("contract")
    then = ledger.make_ledger(contracts, frame("rate"), policies, day, frame("decision"))
    states = renewals.contract_states(then, contracts, frame("decision"), policies, day)
    before = renewals.account_renewals(states, contracts).set_index("account_key")["renewal_on"]
    now = assessment.accounts.set_index("key")["renewal_on"]
    both = pd.DataFrame({"before": before.reindex(now.index), "now": now})
    moved = both[both["before"].notna() & both["now"].notna() & (both["before"] != both["now"])].copy()
    moved["renewed"] = moved["before"] <= pd.Timestamp(assessment.as_of)
    found = _named(moved.rename_axis("account_key").reset_index(), names)
    return found.sort_values(["now", "account_key"], kind="stable", ignore_index=True)
