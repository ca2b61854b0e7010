"""What a forecast said and what became of it: accuracy by category, by count and by value (DOMAIN section 7).

A snapshot is the list of renewals as it stood on a day, cut down to what was said of each: columns
``contract_key`` (int64), ``renewal_on`` (``datetime64[s]``), ``forecast`` (text), ``annual``, ``expected`` (Int64,
minor units of the reporting currency).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.policies import Policies
from csdesk.rules.forecast import CATEGORIES
from csdesk.rules.months import day, days

SNAPSHOT_COLUMNS = ("contract_key", "renewal_on", "forecast", "annual", "expected")
AHEAD_DAYS = 366  # what comes up later is nobody's forecast yet
USUAL_LEAD = 30


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The forecast of a day; ``rows`` as said above."""

    on: date
    rows: pd.DataFrame


def snapshot_of(renewals: pd.DataFrame, as_of: date) -> Snapshot:
    """What is said today of the renewals of the next year: rows of ``renewal_list``, decided ones left out."""
    on = days(renewals["renewal_on"])
    near = (on >= day(as_of)) & (on <= day(as_of) + np.timedelta64(AHEAD_DAYS, "D"))
    kept = near & (renewals["state"] != "decided").to_numpy(dtype=bool, na_value=True)
    return Snapshot(as_of, renewals.loc[kept, list(SNAPSHOT_COLUMNS)].reset_index(drop=True))


def said_before(snapshots: Sequence[Snapshot], lead: int = USUAL_LEAD) -> pd.DataFrame:
    """For each renewal what the last snapshot at least ``lead`` days before its day said of it.

    Columns: those of a snapshot and ``on``, the day of the snapshot.
    """
    parts = [one.rows.assign(on=pd.Timestamp(one.on)) for one in sorted(snapshots, key=lambda one: one.on)]
    if not parts:
        return pd.DataFrame({name: [] for name in (*SNAPSHOT_COLUMNS, "on")})
    said = pd.concat(parts, ignore_index=True)
    early = days(said["renewal_on"]) - days(said["on"]) >= np.timedelta64(lead, "D")
    return said[early].drop_duplicates(["contract_key", "renewal_on"], keep="last").reset_index(drop=True)


def outcomes(said: pd.DataFrame, ledger: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The forecast renewals whose day has come and what became of them; ``said`` as ``said_before`` gives it.

    Adds ``outcome`` (``renewed``, ``reduced``, ``lost``; NA while nobody has said) and ``actual`` (Int64, ARR of the
    term that followed at the rates of the ledger, NA while open). A contract that is no longer in the book was
    taken out by a person and is left out.
    """
    due = said[days(said["renewal_on"]) < day(as_of)]
    lines = ledger.set_index("contract_key")
    due = due[due["contract_key"].isin(lines.index)].reset_index(drop=True)
    line = lines.loc[due["contract_key"]].reset_index(drop=True)
    annual = lines["annual"].astype("Int64")
    followed = line["successor_key"].notna().to_numpy()
    after = annual.reindex(line["successor_key"].fillna(-1).astype("int64")).reset_index(drop=True)
    went_on = line["assumed"].to_numpy(dtype=bool) & ~followed
    gone = line["final"].to_numpy(dtype=bool) | (~followed & ~went_on & ~line["overdue"].to_numpy(dtype=bool))
    actual = pd.Series(pd.NA, index=due.index, dtype="Int64")
    actual = actual.mask(followed, after).mask(went_on, line["annual"].astype("Int64").reset_index(drop=True))
    actual = actual.mask(gone, 0)
    kept = followed | went_on
    less = kept & (actual < due["annual"]).fillna(value=False).to_numpy(dtype=bool)
    words = np.select([gone, less, kept], ["lost", "reduced", "renewed"], "")
    return due.assign(outcome=pd.Series(words, dtype="string[pyarrow]").replace("", pd.NA), actual=actual)


def accuracy(found: pd.DataFrame, policies: Policies) -> pd.DataFrame:
    """One row a forecast category that occurs, in the order of ``CATEGORIES``; ``found`` as ``outcomes`` gives it.

    Columns: ``forecast``, ``n`` (decided renewals), ``open`` (still undecided, in no other column), ``kept_n`` (renewed
    or reduced), ``by_count`` = kept_n / n, ``due``, ``expected``, ``weighted`` (Int64 minor units, as they were said),
    ``actual`` (Int64), ``by_value`` = the actual ARR, at most what was due of each contract, / due.
    """
    decided = found["outcome"].notna()
    capped = found[["annual", "actual"]].min(axis=1).where(decided)
    table = found.assign(
        is_open=~decided, is_decided=decided, is_kept=found["outcome"].isin(["renewed", "reduced"]), capped=capped,
        annual=found["annual"].where(decided), expected=found["expected"].where(decided),
    )  # fmt: skip
    sums = table.groupby("forecast")[
        ["is_decided", "is_open", "is_kept", "annual", "expected", "actual", "capped"]
    ].sum()
    sums = sums.reindex([code for code in CATEGORIES if code in sums.index])
    weight = np.asarray([policies.renewals.weights.get(str(code), 0.0) for code in sums.index], dtype=np.float64)
    due = sums["annual"].to_numpy(dtype=np.float64)
    return pd.DataFrame(
        {
            "forecast": sums.index.astype("string[pyarrow]"),
            "n": sums["is_decided"].to_numpy(dtype=np.int64),
            "open": sums["is_open"].to_numpy(dtype=np.int64),
            "kept_n": sums["is_kept"].to_numpy(dtype=np.int64),
            "by_count": _ratio(sums["is_kept"], sums["is_decided"]),
            "due": sums["annual"].astype("Int64").to_numpy(),
            "expected": sums["expected"].astype("Int64").to_numpy(),
            "weighted": pd.array(np.rint(due * weight).astype(np.int64), dtype="Int64"),
            "actual": sums["actual"].astype("Int64").to_numpy(),
            "by_value": _ratio(sums["capped"], sums["annual"]),
        }
    )


def _ratio(part: pd.Series[Any], whole: pd.Series[Any]) -> Any:
    above, below = part.to_numpy(dtype=np.float64), whole.to_numpy(dtype=np.float64)
    return np.divide(above, below, out=np.full_like(below, np.nan), where=below > 0)
