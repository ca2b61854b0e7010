"""Customer and contract lists: accounts, contracts and renewal decisions of each row, and which contract is which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.cancellations import end_contracts, lists_cancellations
from csdesk.intake.contract_numbers import base_numbers, with_lines_apart
from csdesk.intake.contracts import ContractRows, contract_rows
from csdesk.intake.custom import custom_json
from csdesk.intake.facts import account_frame, decision_frame
from csdesk.intake.joins import ContractRegister, identities
from csdesk.intake.merging import RowFrame
from csdesk.intake.monthly_revenue import pays_by_month
from csdesk.intake.natural_keys import natural_keys
from csdesk.intake.outcome import KnownRecords, PlanOptions
from csdesk.intake.same_terms import complete_terms
from csdesk.intake.snapshots import Snapshot, is_snapshot, settle_snapshots
from csdesk.intake.summed_contracts import without_sums
from csdesk.intake.tablework import Gathered, TableWork
from csdesk.intake.typed import texts
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_NO_CONTRACT = Fault(
    "no_such_contract",
    Message("No contract has this number, and the row has neither an amount nor a date."),
    Message("Import the contract list first, or together with this file."),
)


class ContractLists:
    """The contracts of an import; ``register`` knows each by its number once they are settled."""

    def __init__(
        self, known: KnownRecords, options: PlanOptions, gathered: Gathered, register: ContractRegister
    ) -> None:
        self.known, self.options, self.gathered, self.register = known, options, gathered, register
        self._later: list[tuple[TableWork, pd.DataFrame, Any]] = []
        self._snapshots: list[Snapshot] = []

    def settle(self, works: Sequence[TableWork]) -> None:
        """Gather accounts and contracts of these tables and give the contracts their keys."""
        for work in works:
            self._gather(work)
        known = self.known.frame("contract")
        parts = [p for p in self.gathered.parts.get("contract", []) if p.keys is None]
        sums = without_sums(known, parts, self._snapshots, self.options.as_of) if parts else []
        ends = settle_snapshots(known, self._snapshots) if self._snapshots else []
        if parts:
            complete_terms(known, parts)
            natural_keys(known, parts, "contract", self.known.next_key("contract"))
            for part in parts:
                self._enter(part, works)
        self.gathered.parts.setdefault("contract", []).extend([*ends, *sums])
        for work, frame, rows in self._later:
            self._updates(work, frame, rows)
        for work in works:
            self._decisions(work)

    def _gather(self, work: TableWork) -> None:
        rows = work.rows
        fine = (work.keys >= 0) & ~rows.rejected
        work.contract_keys = np.full(len(rows), -1, dtype=np.int64)
        frame = account_frame(rows)
        own = frame if rows.mapping.establishes else frame.drop(columns=list(identities(rows)))
        part = self.gathered.add("account", own, fine, work)
        if part is not None:
            if work.yields is not None:  # of two rows the later counts
                part.put_in_order(np.argsort(~work.yields[part.positions], kind="stable"))
            part.keys = work.keys[part.positions]
        if not any(code.startswith(("contract.", "term_")) for code in rows.values):
            if lists_cancellations(work):
                end_contracts(work, self.known, self.gathered, frame[[]], fine)
            return
        found = contract_rows(rows, self.options.currency)
        work.reasons |= found.reasons
        lines = with_lines_apart(found.frame, self.known.frame("contract"))
        if not identities(rows) and not rows.mapping.ties:  # tied by the number of a contract that is there already
            if rows.has("contract.external_id"):
                self._later.append((work, found.frame, fine))
            return
        keyed = lines.assign(account_key=pd.array(np.where(work.keys < 0, 0, work.keys), dtype="Int64"))
        if lists_cancellations(work):
            unknown = self.register.keys_of(rows.text("contract.external_id")) < 0
            settled = end_contracts(work, self.known, self.gathered, found.frame, fine & unknown)
            fine = fine & ~settled
        part = self.gathered.add("contract", keyed, found.present & fine, work)
        if part is not None and is_snapshot(part):
            self._snapshots.append((work, part))
        if rows.mapping.holder == "contract":
            self._without_contract(work, fine & ~found.present)
        self._one_off(work, found, keyed["account_key"], fine)
        if rows.has("contract.external_id") and not pays_by_month(rows):
            self._later.append((work, found.frame, fine & ~found.present))

    def _without_contract(self, work: TableWork, mask: Any) -> None:
        """Unknown columns of rows that give no contract are kept with their customer."""
        if work.rows.has("contract.external_id"):
            mask = mask & pc.is_null(work.rows.text("contract.external_id")).to_numpy(zero_copy_only=False)
        kept = custom_json(work.rows) if mask.any() else None
        if kept is not None:
            part = self.gathered.add("account", pd.DataFrame({"custom": texts(kept)}), mask, work)
            if part is not None:
                part.keys, part.joins = work.keys[part.positions], True

    def _one_off(self, work: TableWork, found: ContractRows, accounts: Any, fine: Any) -> None:
        if found.one_off is not None:
            frame, some = found.one_off
            self.gathered.add("contract", frame.assign(account_key=accounts), some & fine, work, custom=False)

    def _enter(self, part: RowFrame, works: Sequence[TableWork]) -> None:
        """The part's contracts in the register; each row remembers its contract (not its one-off line)."""
        work = next(w for w in works if w.number == part.table)
        untouched = work.contract_keys[part.positions] < 0
        work.contract_keys[part.positions[untouched]] = part.keys[untouched]
        if "external_id" in part.frame.columns:
            accounts = part.frame["account_key"].to_numpy(dtype=np.int64)
            numbers = _strings(part.frame["external_id"])
            self.register.add(numbers, part.keys, accounts)
            shared = base_numbers(numbers)
            if shared is not None:  # the number that lines share means the first of them
                self.register.add(shared, part.keys, accounts)

    def _updates(self, work: TableWork, frame: pd.DataFrame, rows: Any) -> None:
        """Rows that only name a contract by number and say something more about it."""
        numbers = work.rows.values["contract.external_id"]
        keys = np.where(rows, self.register.keys_of(numbers), -1)
        work.contract_keys = np.where(work.contract_keys < 0, keys, work.contract_keys)
        for row in np.flatnonzero(rows & (keys < 0) & pc.is_valid(numbers).to_numpy(zero_copy_only=False)).tolist():
            work.rows.problem(
                row, work.rows.mapping.column_of("contract.external_id") or 0, _NO_CONTRACT, Severity.REJECTED
            )
            work.rows.rejected[row] = True
        beyond = frame.drop(columns=["external_id"], errors="ignore")
        part = self.gathered.add("contract", beyond, keys >= 0, work)
        if part is not None:
            part.keys, part.joins = keys[part.positions], True

    def _decisions(self, work: TableWork) -> None:
        mask = work.contract_keys >= 0
        if not mask.any() or not any(code.startswith("decision.") for code in work.rows.values):
            return
        frame = decision_frame(work.rows, self._currencies(work))
        mask &= frame.notna().any(axis=1).to_numpy()
        self.gathered.add(
            "decision", frame.assign(contract_key=pd.array(work.contract_keys, dtype="Int64")), mask, work
        )

    def _currencies(self, work: TableWork) -> Any:
        """The currency of each row's contract: from this import, else the book, else the fallback."""
        known = self.known.frame("contract")
        by_key = dict(zip(known["key"].tolist(), known["currency"].tolist(), strict=True))
        for part in self.gathered.parts.get("contract", []):
            if "currency" in part.frame.columns:
                by_key.update(zip(part.keys.tolist(), part.frame["currency"].tolist(), strict=True))
        found = [by_key.get(key) for key in work.contract_keys.tolist()]
        return pa.array([self.options.currency if c is None or c is pd.NA else c for c in found], pa.string())


def _strings(series: Any) -> Any:
    found = pa.array(texts(series.array) if series.dtype == object else series.array, pa.string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
