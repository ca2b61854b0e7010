"""What a customer pays in all beside its contracts one by one: of the two only the contracts count, or ARR would double.

A customer list with MRR or ARR says what each pays in all. Where the contracts that make it up are
known, from a table of the same import or from the book, its amounts are left out and told; where they
become known later, what the list gave is archived.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.merging import RowFrame
from csdesk.intake.snapshots import Snapshot
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_KNOWN_ONE_BY_ONE = (
    "The contracts of {n} customers are known one by one; what this list says they pay in all was left out."
)
_HINT = Message("Compare the sums; nothing is counted twice.")
_DETAILS = ("account_key", "amount", "external_id", "product", "start", "end", "seen_on", "status", "archived", "basis")


def without_sums(known: pd.DataFrame, parts: Sequence[RowFrame], lists: Sequence[Snapshot], day: Any) -> list[RowFrame]:
    """Take rows that are sums of known contracts out of the lists; gives the sums of the book to be archived.

    The parts of ``lists`` are changed in place.

    Args:
        known: the contracts of the book, in frame form.
        parts: the contracts of this import, lists included.
        day: the as-of date; contracts that ended before it make up nothing.
    """
    among = {id(part) for _, part in lists}
    single = [_running(part.frame, day) for part in parts if id(part) not in among]
    of_book = _running(known, day)
    for work, part in lists:
        frame = _whole(part.frame)
        summed = frame["product"].isna() & frame["account_key"].isin(pd.concat([of_book, *single])).to_numpy()
        if not summed.any():
            continue
        rows = part.positions[summed.to_numpy()]
        column = next((work.rows.mapping.column_of(code) for code in _AMOUNTS if work.rows.has(code)), None)
        fault = Fault("known_one_by_one", Message(_KNOWN_ONE_BY_ONE, n=len(rows)), _HINT)
        work.rows.problem(int(rows[0]), column or 0, fault, Severity.NOTE)
        work.told.update(rows.tolist())
        part.frame = part.frame[~summed].reset_index(drop=True)
        part.positions = part.positions[~summed.to_numpy()]
    return _archived(known, pd.concat(single) if single else pd.Series(dtype="int64"), parts)


_AMOUNTS = ("contract.arr", "contract.mrr", "contract.quarterly_amount", "contract.total_value", "contract.amount")


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that tell sums and single contracts apart; those the frame lacks are blank."""
    return frame.reindex(columns=list(_DETAILS)).reset_index(drop=True)


def _running(frame: pd.DataFrame, day: Any) -> pd.Series:
    """The account of each contract that stands for itself and still runs: it has an amount, and a number or a term."""
    some = _whole(frame)
    dated = some["end"].notna() | (some["start"].notna() & some["seen_on"].isna())
    own = some["amount"].notna() & (some["external_id"].notna() | dated) & ~some["basis"].isin(["one_off"])
    over = some["status"].isin(["ended"]) | some["archived"].isin([True])
    if some["end"].notna().any():
        over |= some["end"] < pd.Timestamp(day)
    return some["account_key"][(own & ~over).to_numpy(dtype=bool)].astype("int64")


def _archived(known: pd.DataFrame, accounts: pd.Series, parts: Sequence[RowFrame]) -> list[RowFrame]:
    """The sums the book has from earlier lists, of customers whose single contracts come with this import."""
    some = _whole(known)
    sums = some["external_id"].isna() & some["product"].isna() & some["end"].isna() & some["seen_on"].notna()
    sums &= some["amount"].notna() & ~some["archived"].isin([True])
    sums &= some["account_key"].isin(accounts).to_numpy()
    if not sums.any():
        return []
    keys = known["key"].to_numpy()[sums.to_numpy()]
    frame = pd.DataFrame({"archived": pd.array(np.ones(len(keys), dtype=bool), dtype="boolean")})
    table = next(part.table for part in parts)
    return [RowFrame("contract", frame, np.zeros(len(keys), dtype=np.int64), table, keys=keys)]
