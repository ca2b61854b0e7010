"""Logs of what became of customers (signup, upgrade, downgrade, churn, reactivation) as the contracts they imply.

Each event with an amount begins a contract that ends the day before the next event of the same customer
and product; after a churn there is none until the next. An upgrade without an amount keeps the amount before.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.contracts import contract_rows
from csdesk.intake.facts import account_frame
from csdesk.intake.identity import AccountRegister
from csdesk.intake.known_so_far import KnownSoFar
from csdesk.intake.merging import RowFrame
from csdesk.intake.natural_keys import natural_keys
from csdesk.intake.outcome import KnownRecords
from csdesk.intake.subjects import ACCOUNT_IDS
from csdesk.intake.tablework import Gathered, TableWork
from csdesk.intake.typed import texts
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_AMOUNTS = ("contract.mrr", "contract.arr")
_DAY = np.timedelta64(1, "D")
_ENDS = "churn"
_PAID = ("signup", "upgrade", "downgrade", "reactivation", "other", _ENDS)


def is_log(work: TableWork) -> bool:
    """Whether the table is a log of events with amounts."""
    rows = work.rows
    return rows.mapping.subject == "event" and rows.has("event.kind") and rows.has(*_AMOUNTS)


_MADE_HINT = Message("Import the customer list together with the log if it names them otherwise.")


def add_accounts(work: TableWork, accounts: AccountRegister, gathered: Gathered) -> None:
    """Gather the accounts that only the rows of this table made, and say how many they are."""
    listed = [part.keys for part in gathered.parts.get("account", []) if part.keys is not None]
    made = (work.keys >= accounts.first_new) & ~np.isin(work.keys, np.concatenate([np.empty(0, np.int64), *listed]))
    part = gathered.add("account", account_frame(work.rows), made, work, custom=False)
    if part is None:
        return
    part.keys = work.keys[part.positions]
    first = int(part.positions[0])
    column = next((c for code in ACCOUNT_IDS if (c := work.rows.mapping.column_of(code)) is not None), 0)
    fault = Fault(
        "accounts_made",
        Message(
            "{n} customers are in no list; they were made from what this log says of them.", n=len(np.unique(part.keys))
        ),
        _MADE_HINT,
    )
    work.rows.problem(first, column, fault, Severity.NOTE)


def add_contracts(work: TableWork, known: KnownRecords, gathered: Gathered, currency: str) -> None:
    """Gather the contracts a log implies; contracts of earlier logs that it goes on from get their end."""
    log = _events(work, currency)
    if not len(log):
        return
    book = known.frame("contract")
    contracts, positions, ended = _contracts(log, _open_before(book, log))
    if len(contracts):
        part = RowFrame("contract", contracts, positions, work.number)
        settled = KnownSoFar(known, gathered)
        natural_keys(settled.frame("contract"), [part], "contract", settled.next_key("contract"))
        gathered.parts.setdefault("contract", []).append(part)
    if len(ended):
        ends = pd.DataFrame(
            {"end": pd.array(ended["end"].to_numpy(), dtype="datetime64[s]"), "status": texts(ended["status"].tolist())}
        )
        of_log = RowFrame(
            "contract", ends, ended["position"].to_numpy(), work.number, keys=ended["key"].to_numpy(dtype=np.int64)
        )
        gathered.parts.setdefault("contract", []).append(of_log)


def _events(work: TableWork, currency: str) -> pd.DataFrame:
    """The events in order: account_key, product, date, kind, amount and the other contract columns, position."""
    rows = work.rows
    frame = contract_rows(rows, currency).frame
    kinds = np.array(rows.text("event.kind").to_pylist(), dtype=object)
    log = frame.assign(
        account_key=work.keys, kind=kinds, date=rows.values["event.date"].astype("datetime64[s]"), position=np.arange(len(rows)),
        product=frame["product"] if "product" in frame.columns else texts([None] * len(frame)),
    )  # fmt: skip
    fine = (work.keys >= 0) & ~rows.rejected & log["date"].notna().to_numpy() & np.isin(kinds, _PAID)
    log = log[fine].assign(group=log["product"].astype(object).fillna(""))
    log = log.sort_values(["account_key", "group", "date", "position"], kind="stable")
    log = log.drop_duplicates(["account_key", "group", "date"], keep="last").reset_index(drop=True)
    stopped = log["kind"] == _ENDS
    for name in ("amount", "basis", "currency", "plan", "seats"):
        if name in log.columns:
            log[name] = log[name].mask(stopped)
            log[name] = log.groupby(["account_key", "group"])[name].ffill().mask(stopped)
    return log


def _contracts(log: pd.DataFrame, before: pd.DataFrame) -> tuple[pd.DataFrame, Any, pd.DataFrame]:
    """The contracts in stored columns, the row of each, and what ends of those known before."""
    groups = log.groupby(["account_key", "group"])
    next_day, next_kind = groups["date"].shift(-1), groups["kind"].shift(-1)
    next_amount = groups["amount"].shift(-1)
    pays = (log["amount"].fillna(0) > 0).to_numpy(dtype=bool)
    final = ((next_kind == _ENDS) | (next_day.notna() & (next_amount.fillna(0) <= 0))).to_numpy(dtype=bool)
    stored = [n for n in ("account_key", "product", "plan", "amount", "basis", "currency", "tax", "seats") if n in log]
    contracts = log[stored].assign(
        account_key=log["account_key"].astype("Int64"), start=log["date"], end=next_day - _DAY,
        status=texts([("ended" if last else None) for last in final.tolist()]), seen_on=log["date"],
    )[pays].reset_index(drop=True)  # fmt: skip
    contracts["end"] = contracts["end"].astype("datetime64[s]")
    first = log.drop_duplicates(["account_key", "group"])
    ended = before.merge(first[["account_key", "group", "date", "kind", "position"]], on=["account_key", "group"])
    ended = ended[ended["start"] < ended["date"]].drop_duplicates("key")
    ended = ended.assign(end=ended["date"] - _DAY, status=ended["kind"].map({_ENDS: "ended"}))
    return contracts, log["position"].to_numpy()[pays], ended


def _open_before(book: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """Contracts that earlier logs began and nothing has ended: key, account_key, group, start."""
    mine = book[book["external_id"].isna() & book["seen_on"].notna() & book["start"].notna() & book["end"].isna()]
    mine = mine[mine["account_key"].isin(log["account_key"])]
    return pd.DataFrame(
        {
            "key": mine["key"].to_numpy(),
            "account_key": mine["account_key"].to_numpy(dtype=np.int64),
            "group": mine["product"].astype(object).fillna("").to_numpy(),
            "start": mine["start"].to_numpy(),
        }
    )
