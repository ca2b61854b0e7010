"""Other names and numbers of an account: remembered where a person joined a name, and never taken for a change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.identity import IDENTITIES, AccountRegister
from csdesk.intake.joins import identities
from csdesk.intake.tablework import Gathered, TableWork
from csdesk.intake.typed import constant, integers, texts
from csdesk.model.messages import Message


def take_aliases(work: TableWork, accounts: AccountRegister, gathered: Gathered) -> None:
    """Keep what rows call an account otherwise than the account itself.

    A row that a person joined gives its differing identities as new aliases. No alias overwrites
    what the account has; and where a row of the account itself stands in the same table, rows
    under another name only fill what that one leaves empty (``TableWork.yields``).
    """
    found = identities(work.rows)
    if not accounts.has_aliases or not found:
        return
    size = len(work.rows)
    joined = np.zeros(size, dtype=bool)
    if "name" in found:
        joined = (work.keys >= 0) & (accounts.said(found["name"])[0] == work.keys)
    under_own, under_other, open_rows = (np.full(size, start) for start in (False, False, True))
    for identity in (i for i in IDENTITIES if i in found):
        values = found[identity]
        mine, own = values.to_numpy(zero_copy_only=False), accounts.own(identity, work.keys)
        has = ~pd.isna(mine) & (work.keys >= 0)
        differs = has & ~pd.isna(own) & (mine != own)
        fresh = differs & joined
        fresh &= accounts.by_alias(identity, values) != work.keys
        if fresh.any():
            _remember(work, accounts, gathered, identity, fresh)
        held = differs & (accounts.by_alias(identity, values) == work.keys)
        if held.any():
            code = f"account.{identity}"
            kept = pc.if_else(pa.array(held), pa.scalar(None, pa.string()), work.rows.values[code])
            work.rows.values[code] = kept
            told = Message("Rows that give another name or number of a customer, as somebody confirmed: {n}", n=int(held.sum()))  # fmt: skip
            work.reasons[code] = told
        under_own |= open_rows & has & (mine == own)
        under_other |= open_rows & held
        open_rows &= ~has
    work.yields = under_other & np.isin(work.keys, work.keys[under_own])


def _remember(work: TableWork, accounts: AccountRegister, gathered: Gathered, identity: str, rows: Any) -> None:
    values = work.rows.values[f"account.{identity}"]
    frame = pd.DataFrame(
        {
            "account_key": integers(np.where(rows, work.keys, np.nan)),
            "identity": texts(constant(identity, len(rows))),
            "text": texts(values),
        }
    )
    gathered.add("alias", frame, rows, work, custom=False)
    some = pd.DataFrame({"text": values.filter(pa.array(rows)).to_pylist(), "key": work.keys[rows]}).drop_duplicates()
    accounts.remember(identity, pa.array(some["text"].tolist(), pa.string()), some["key"].to_numpy(dtype=np.int64))
