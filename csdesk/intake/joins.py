"""The account of each row: by the row's own identities, or through the contract it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.contract_numbers import base_numbers
from csdesk.intake.identity import IDENTITIES, AccountRegister
from csdesk.intake.names import folded_names
from csdesk.intake.outcome import Question
from csdesk.intake.own_keys import keys_by_own_key
from csdesk.intake.proposals import Proposal
from csdesk.intake.rows import Rows
from csdesk.intake.values.cells import Fault
from csdesk.model.keys import written_key
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_HINT = Message("Import the customer list first, or together with this file.")
_NO_ACCOUNT = Message("No customer has this ID or name.")
_NO_KEY = Fault(
    "no_account_key",
    Message("The row does not say which customer it belongs to."),
    Message("Fill in the customer's ID or name."),
)
NO_ACCOUNT_COLUMN = Fault(
    "no_account_column",
    Message("No column of this table says which customer a row belongs to."),
    Message("Add a column with the customer's ID or name, or say which column it is."),
)


def identities(rows: Rows) -> dict[str, Any]:
    """The identity columns the table has: identity → string array."""
    found = {i: rows.values[f"account.{i}"] for i in IDENTITIES if f"account.{i}" in rows.values}
    if "domain" in found and "name" in found and len(rows):
        found["domain"] = _own_domains(found["domain"], found["name"])
    return found


def _own_domains(domains: Any, names: Any) -> Any:
    """Domains that several names of one table share identify none of them: a group's, a mall's, a vendor's own."""
    pairs = pd.DataFrame(
        {"domain": domains.to_numpy(zero_copy_only=False), "name": names.to_numpy(zero_copy_only=False)}
    )
    several = pairs.groupby("domain")["name"].nunique()
    shared = pa.array(several.index[several > 1], pa.string())
    return pc.if_else(pc.is_in(domains, value_set=shared), pa.scalar(None, pa.string()), domains)


class ContractRegister:
    """Contracts by number, for tables that name the contract and not the customer."""

    def __init__(self) -> None:
        self._texts: list[Any] = []
        self._keys: list[Any] = []
        self._accounts: list[Any] = []

    def add(self, numbers: Any, keys: Any, accounts: Any) -> None:
        """Contracts: number (string array, nulls allowed), key, account key."""
        valid = pc.is_valid(numbers).to_numpy(zero_copy_only=False)
        self._texts.append(numbers.filter(pa.array(valid)))
        self._keys.append(keys[valid])
        self._accounts.append(accounts[valid])

    def accounts_of(self, numbers: Any) -> Any:
        """The account key for each contract number, -1 where no contract has it."""
        return self._found(numbers, self._accounts)

    def keys_of(self, numbers: Any) -> Any:
        """The contract key for each contract number, -1 where no contract has it."""
        return self._found(numbers, self._keys)

    def _found(self, numbers: Any, answers: list[Any]) -> Any:
        texts = pa.concat_arrays(self._texts) if self._texts else pa.array([], pa.string())
        if not len(texts):
            return np.full(len(numbers), -1, dtype=np.int64)
        at = pc.fill_null(pc.index_in(numbers, value_set=texts, skip_nulls=True), -1).to_numpy(zero_copy_only=False)
        return np.where(at >= 0, np.concatenate(answers)[at], -1)


def known_contracts(frame: pd.DataFrame) -> ContractRegister:
    """The register of the contracts in a book."""
    register = ContractRegister()
    if len(frame):
        accounts = frame["account_key"].fillna(-1).to_numpy(dtype=np.int64)
        numbers = _strings(frame["external_id"])
        register.add(numbers, frame["key"].to_numpy(), accounts)
        shared = base_numbers(numbers)
        if shared is not None:
            register.add(shared, frame["key"].to_numpy(), accounts)
    return register


def _strings(series: Any) -> Any:
    found = pa.array(series.array, pa.string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def join_accounts(rows: Rows, accounts: AccountRegister, contracts: ContractRegister) -> Any:
    """The account key of every row, -1 where there is none; makes accounts where the table is one of accounts."""
    texts = identities(rows)
    keyed = keys_by_own_key(rows, texts, accounts)
    wanted = ~rows.rejected & (keyed < 0)
    if rows.mapping.establishes and texts and not _of_another_system(rows, texts, accounts):
        keys = accounts.establish(texts, wanted)
    else:
        keys = accounts.find(texts) if texts else np.full(len(rows), -1, dtype=np.int64)
    keys = np.where(keys < 0, keyed, keys)
    if rows.has("contract.external_id"):
        through = contracts.accounts_of(rows.values["contract.external_id"])
        keys = np.where(keys < 0, through, keys)
    return keys


def _of_another_system(rows: Rows, texts: dict[str, Any], accounts: AccountRegister) -> bool:
    """Whether an export numbers customers without naming them, and none of those that are known has such a number.

    To make them all again under their other numbers would double them.
    """
    if rows.mapping.recipe is None or "name" in texts or not len(accounts.names[0]):
        return False
    return bool((accounts.find(texts) < 0).all())


def report_unknown(rows: Rows, keys: Any, accounts: AccountRegister) -> None:
    """Reject rows without account, each with the cell that should have named it."""
    lost = np.flatnonzero((keys < 0) & ~rows.rejected)
    if not len(lost):
        return
    columns = [
        (code, rows.mapping.column_of(code))
        for code in (*(f"account.{i}" for i in IDENTITIES), "contract.external_id")
        if rows.has(code)
    ]
    columns += [("", column) for column in rows.mapping.ties]
    similar = _similar(rows, lost, accounts)
    cells = [rows.values[code] if code else rows.table.columns[column or 0].texts for code, column in columns]
    filled = [pc.is_valid(values).to_numpy(zero_copy_only=False) for values in cells]
    for row in lost.tolist():
        place = next((i for i, valid in enumerate(filled) if valid[row]), None)
        code, column = columns[place or 0]
        fault = _NO_KEY if place is None else Fault("no_such_account", _NO_ACCOUNT, _HINT, similar.get(row))
        rows.problem(row, column or 0, fault, Severity.REJECTED, code or None)
    rows.rejected[lost] = True


def _similar(rows: Rows, lost: Any, accounts: AccountRegister) -> dict[int, str]:
    """Row → a known name that is the same without legal form and blanks."""
    if not rows.has("account.name"):
        return {}
    names, _ = accounts.names
    if not len(names):
        return {}
    wanted = folded_names(rows.values["account.name"].take(pa.array(lost)))
    at = pc.index_in(wanted, value_set=folded_names(names)).to_pylist()
    return {int(row): names[i].as_py() for row, i in zip(lost.tolist(), at, strict=True) if i is not None}


def name_questions(proposals: Sequence[Proposal]) -> list[Question]:
    """The question of every proposal that would make an account and was not decided."""
    return [
        Question(p.header, tuple(written_key("account", c.key) for c in p.candidates), p.question)
        for p in proposals
        if p.makes and not p.decided
    ]
