"""Contract lists without any dates: each is what stood on one day, and what differs from the list before began then.

An unchanged contract stays one contract. A changed amount ends the old contract the day before the
list and begins another on its day, so that figures of earlier days stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.merging import RowFrame
from csdesk.intake.tablework import TableWork
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_KEYS = ["account_key", "product"]
_DAY = np.timedelta64(1, "D")
_OLDER = Fault(
    "older_list",
    Message("The book knows this contract from a later list; what this older one says of it was left out."),
    Message("Import lists in the order of their days, or say the day of this one."),
)

Snapshot = tuple[TableWork, RowFrame]


def is_snapshot(part: RowFrame) -> bool:
    """Whether no row of a contract list says when its contract begins or ends, nor which number it has."""
    told = [name for name in ("external_id", "start", "end") if name in part.frame.columns]
    return "amount" in part.frame.columns and not any(part.frame[name].notna().any() for name in told)


def settle_snapshots(known: pd.DataFrame, snapshots: Sequence[Snapshot]) -> list[RowFrame]:
    """Give the rows of each list their start, oldest list first; gives the ends of contracts that changed.

    The parts are changed in place: ``start`` and ``seen_on`` are set, rows that an older list cannot
    change are taken out and told.

    Args:
        known: the contracts of the book, in frame form.
    """
    line = _known_entries(known)
    if not len(line) and len(snapshots) == 1:  # the first list of all
        work, part = snapshots[0]
        day = np.full(len(part.frame), np.datetime64(work.as_of, "s"))
        part.frame = part.frame.assign(seen_on=pd.array(day, dtype="datetime64[s]"))
        return []
    ends: list[RowFrame] = []
    ordered = sorted(snapshots, key=lambda snapshot: snapshot[0].as_of)
    for number, (work, part) in enumerate(ordered):
        line, ended = _settle_one(line, number, work, part)
        ends += _ended(line, ended, ordered, work)
    return ends


def _known_entries(known: pd.DataFrame) -> pd.DataFrame:
    """The contracts that lists have shown before: without a number of their own, and first seen on some day."""
    mine = known[known["external_id"].isna() & (known["seen_on"].notna() | known["start"].isna())]
    seen = mine["start"].fillna(mine["seen_on"]).fillna(pd.Timestamp.min.as_unit("s"))
    return pd.DataFrame(
        {
            "account_key": mine["account_key"].to_numpy(dtype=np.float64, na_value=np.nan),
            "product": mine["product"].astype(object).fillna("").to_numpy(),
            "start": mine["start"].to_numpy(),
            "seen": seen.to_numpy(),
            "end": mine["end"].to_numpy(),
            "said": _said(mine).array,
            "key": mine["key"].to_numpy(dtype=np.int64),
            "part": -1,
            "row": np.arange(len(mine)),
        }
    )


def _said(frame: pd.DataFrame) -> Any:
    """What is compared between two lists: amount, basis and currency in one text; absent without an amount."""
    found = frame["amount"].astype("string[pyarrow]")
    for name in ("basis", "currency"):
        if name in frame.columns:
            found = found + " " + frame[name].astype("string[pyarrow]").fillna("")
    return found.reset_index(drop=True)


def _settle_one(line: pd.DataFrame, number: int, work: TableWork, part: RowFrame) -> tuple[pd.DataFrame, Any]:
    """The line with the contracts that begin in this list, and the places in it of those that end."""
    day = np.datetime64(work.as_of, "s")
    rows = pd.DataFrame(
        {
            "account_key": part.frame["account_key"].to_numpy(dtype=np.float64, na_value=np.nan),
            "product": part.frame["product"].astype(object).fillna("").to_numpy() if "product" in part.frame else "",
            "said": _said(part.frame).array,
        }
    )
    before = _match(rows, line[(line["seen"] <= day) & (line["end"].isna() | (line["end"] >= day))])
    gone = _match(rows, line[(line["seen"] <= day) & (line["end"] < day)]) >= 0
    later = _match(rows, line[line["seen"] > day]) >= 0
    has = before >= 0
    old = line.iloc[np.where(has, before, 0)].reset_index(drop=True) if len(line) else line.reindex(range(len(rows)))
    differs = has & (rows["said"] != old["said"]).fillna(False).to_numpy(dtype=bool)
    left_out = (differs & (later | old["end"].notna().to_numpy())) | (~has & later)
    corrected = differs & (old["seen"] == day).to_numpy()
    moved = differs & ~left_out & ~corrected
    begins = moved | (~has & ~later & gone)
    fresh = ~has & ~later & ~gone
    nat = np.datetime64("NaT", "s")
    start = np.where(begins, day, np.where(has, old["start"].to_numpy(dtype="datetime64[s]"), nat))
    seen = np.where(begins | fresh, day, nat)
    for row in np.flatnonzero(left_out).tolist():
        column = work.rows.mapping.column_of("account.name") or 0
        work.rows.problem(int(part.positions[row]), column, _OLDER, Severity.NOTE)
        work.told.add(int(part.positions[row]))
    _take(part, ~left_out, start, seen)
    kept = rows[~left_out].reset_index(drop=True)
    new = (begins | fresh)[~left_out]
    added = kept[new].assign(
        start=start[~left_out][new], seen=day, end=nat, key=-1, part=number, row=np.flatnonzero(new)
    )
    whole = pd.concat([line, added[line.columns]], ignore_index=True) if len(line) else added[line.columns]
    return whole.reset_index(drop=True), before[moved]


def _take(part: RowFrame, kept: Any, start: Any, seen: Any) -> None:
    frame = part.frame.assign(
        start=pd.array(start, dtype="datetime64[s]"), seen_on=pd.array(seen, dtype="datetime64[s]")
    )
    part.frame = frame[kept].reset_index(drop=True)
    part.positions = part.positions[kept]


def _match(rows: pd.DataFrame, entries: pd.DataFrame) -> Any:
    """For each row the place in the line of the latest entry of its account and product, -1 where there is none."""
    latest = entries.sort_values("seen", kind="stable").drop_duplicates(_KEYS, keep="last")
    places = pd.DataFrame({**{name: latest[name].to_numpy() for name in _KEYS}, "at": latest.index.to_numpy()})
    found = rows[_KEYS].merge(places, on=_KEYS, how="left")["at"]
    return found.fillna(-1).to_numpy(dtype=np.int64)


def _ended(line: pd.DataFrame, places: Any, ordered: Sequence[Snapshot], work: TableWork) -> list[RowFrame]:
    """The day before the list as the end of these entries: of known contracts as changes, of new ones in their rows."""
    if not len(places):
        return []
    last = np.datetime64(work.as_of, "D") - _DAY
    places = np.unique(places)
    line.loc[places, "end"] = last.astype("datetime64[s]")
    of_book = line.loc[places][lambda some: some["part"] < 0]
    for entry in line.loc[places][lambda some: some["part"] >= 0].itertuples():
        frame = ordered[int(entry.part)][1].frame
        if "end" not in frame.columns:
            frame["end"] = pd.array(np.full(len(frame), np.datetime64("NaT", "s")), dtype="datetime64[s]")
        frame.loc[entry.row, "end"] = pd.Timestamp(last)
    if not len(of_book):
        return []
    ends = pd.DataFrame({"end": pd.array(np.full(len(of_book), last.astype("datetime64[s]")), dtype="datetime64[s]")})
    keys = of_book["key"].to_numpy(dtype=np.int64)
    return [RowFrame("contract", ends, np.zeros(len(ends), dtype=np.int64), work.number, keys=keys)]
