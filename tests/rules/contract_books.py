"""Books of a few contracts, and their ledgers, for the tests of money rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from csdesk.model.fields import record_types
from csdesk.model.policies import Policies
from csdesk.rules.frames import MemoryFrames, frame_of
from csdesk.rules.ledger import arr_by_account, make_ledger

Row = Mapping[str, Any]


def contract(account: int, amount: int | None = 1200, start: date | None = date(2025, 1, 1), **others: Any) -> Row:
    """A yearly contract, evergreen unless an end is given."""
    return {"account_key": account, "amount": amount, "start": start, "basis": "annual", **others}


def book(contracts: Sequence[Row], **records: Iterable[Row]) -> MemoryFrames:
    """Frames of those contracts; accounts are made up for them unless given."""
    frames = {code: _empty(code) for code in record_types()}
    frames["account"] = _accounts(tuple(sorted({int(row["account_key"]) for row in contracts})))
    given = {record: frame_of(record, rows) for record, rows in records.items()}
    return MemoryFrames({**frames, "contract": frame_of("contract", contracts), **given})


@cache
def _empty(record: str) -> pd.DataFrame:
    return frame_of(record)


@cache
def _accounts(keys: tuple[int, ...]) -> pd.DataFrame:
    return frame_of("account", [{"key": key, "name": f"Account {key}"} for key in keys])


def ledger_of(frames: MemoryFrames, as_of: date, policies: Policies | None = None) -> pd.DataFrame:
    """The ledger of a book."""
    frame = frames.frame
    return make_ledger(frame("contract"), frame("rate"), policies or Policies(), as_of, frame("decision"))


def arr(frames: MemoryFrames, as_of: date, on: date | None = None, policies: Policies | None = None) -> int:
    """ARR of a book on a day, seen from ``as_of``."""
    return int(arr_by_account(ledger_of(frames, as_of, policies), on or as_of).sum())
