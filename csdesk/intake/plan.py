"""From tables to an import plan: read, find the customer of each row, bring together, compare with the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from csdesk.intake.columns import Surroundings, propose
from csdesk.intake.contracts import ContractRows, contract_rows
from csdesk.intake.custom import custom_json
from csdesk.intake.facts import account_frame, decision_frame, fact_frame, records_beside
from csdesk.intake.headers import fingerprint
from csdesk.intake.identity import AccountRegister
from csdesk.intake.joins import (
    NO_ACCOUNT_COLUMN,
    identities,
    join_accounts,
    known_contracts,
    name_questions,
    report_unknown,
)
from csdesk.intake.measurements import brought_together, measured
from csdesk.intake.merging import Merged, RowFrame, merge, natural_keys
from csdesk.intake.outcome import FilePlan, ImportPlan, KnownRecords, Origins, PlanOptions, Question, RecordPlan
from csdesk.intake.rows import Rows, read_rows
from csdesk.intake.sheets import Table, Workbook
from csdesk.intake.subjects import METRICS
from csdesk.intake.tableplan import table_plan
from csdesk.intake.typed import texts
from csdesk.model.fields import record_types
from csdesk.model.messages import Message
from csdesk.model.problems import Severity
from csdesk.model.progress import Progress, Unwatched

FileTables = tuple[str, Workbook, list[Table]]


@dataclass(slots=True)
class TableWork:
    """One table on its way through the import."""

    number: int
    path: str
    workbook: Workbook
    rows: Rows
    keys: Any = None  # account key of each row
    questions: list[Question] = field(default_factory=list)
    reasons: dict[str, Message] = field(default_factory=dict)
    origins: dict[str, Origins] = field(default_factory=dict)


class _Import:
    """The state of one import; ``plan`` is all that leaves it."""

    def __init__(self, known: KnownRecords, options: PlanOptions) -> None:
        self.known, self.options = known, options
        self.works: list[TableWork] = []
        self.parts: dict[str, list[RowFrame]] = {}
        self.accounts = AccountRegister(known.frame("account"), known.next_key("account"))
        self.contracts = known_contracts(known.frame("contract"))
        self.merged: dict[str, Merged] = {}
        self.first_account = self.accounts.next_key

    def read(self, path: str, workbook: Workbook, table: Table) -> None:
        """Map and read one table."""
        name = Path(path).stem
        mapping = propose(
            table,
            name,
            self.options.remembered.get(fingerprint(table.headers)),
            self.options.forced,
            Surroundings(self.options.as_of, self.options.fiscal_first_month),
        )
        rows = read_rows(table, mapping, self.options.zone)
        work = TableWork(len(self.works), path, workbook, rows)
        work.questions = [
            Question(c.header, c.choices, c.reason, i) for i, c in enumerate(mapping.columns) if c.choices
        ]
        self.works.append(work)

    def join(self) -> None:
        """Find or make the account of every row: customer lists first, then contracts, then what refers to them."""
        ties = [w for w in self.works if w.rows.mapping.subject not in (None, "rate")]
        lists = [w for w in ties if w.rows.mapping.establishes]
        lists.sort(key=lambda w: w.rows.mapping.subject != "account")
        for work in lists:
            self._join(work)
        contracts = [w for w in ties if not w.rows.mapping.establishes and w.rows.mapping.subject == "contract"]
        for work in contracts:
            self._join(work)
        for work in [*lists, *contracts]:
            self._contracts(work)
        self._settle_contracts()
        for work in [w for w in ties if w.keys is None]:
            self._join(work)

    def _join(self, work: TableWork) -> None:
        rows = work.rows
        if not identities(rows) and not rows.has("contract.external_id"):
            work.keys = np.full(len(rows), -1, dtype=np.int64)
            return
        before, first_new = self.accounts.names, self.accounts.next_key
        work.keys = join_accounts(rows, self.accounts, self.contracts)
        if not identities(rows) and rows.mapping.subject == "contract" and (work.keys < 0).all():
            if len(rows):
                rows.problem(0, 0, NO_ACCOUNT_COLUMN, Severity.NOTE)
            return
        report_unknown(rows, work.keys, self.accounts)
        work.keys[rows.rejected] = -1
        if rows.mapping.establishes:
            work.questions += name_questions(rows, work.keys, before, first_new)

    def _give(self, work: TableWork, record: str, frame: pd.DataFrame, mask: Any) -> RowFrame | None:
        """Rows of a table as records of that type; the table's own record takes its unknown columns along."""
        if work.rows.mapping.holder == record and (custom := custom_json(work.rows)) is not None:
            frame["custom"] = texts(custom)
        if not mask.any() or not len(frame.columns):
            return None
        whole = bool(mask.all())
        positions = np.arange(len(mask)) if whole else np.flatnonzero(mask)
        part = RowFrame(record, frame if whole else frame[mask].reset_index(drop=True), positions, work.number)
        self.parts.setdefault(record, []).append(part)
        return part

    def _contracts(self, work: TableWork) -> None:
        """The accounts and contracts of a customer or contract list."""
        rows = work.rows
        known = (work.keys >= 0) & ~rows.rejected
        frame = account_frame(rows)
        beyond_ids = [c for c in frame.columns if c not in identities(rows)]
        if rows.mapping.establishes or beyond_ids:
            part = self._give(work, "account", frame if rows.mapping.establishes else frame[beyond_ids], known)
            if part is not None:
                part.keys = work.keys[part.positions]
        if not any(code.startswith(("contract.", "term_")) for code in rows.values):
            return
        found = contract_rows(rows, self.options.currency)
        work.reasons |= found.reasons
        present = found.present.copy()
        if rows.has("contract.external_id"):
            present |= self.contracts.knows(rows.values["contract.external_id"])
        self._give_contracts(work, found, present & known, known)

    def _give_contracts(self, work: TableWork, found: ContractRows, present: Any, known: Any) -> None:
        of = pd.array(np.where(work.keys < 0, 0, work.keys), dtype="Int64")
        self._give(work, "contract", found.frame.assign(account_key=of), present)
        if found.one_off is not None:
            frame, some = found.one_off
            if (some & known).any():
                mask = some & known
                part = RowFrame(
                    "contract",
                    frame.assign(account_key=of)[mask].reset_index(drop=True),
                    np.flatnonzero(mask),
                    work.number,
                )
                self.parts.setdefault("contract", []).append(part)

    def _settle_contracts(self) -> None:
        """Give contracts their keys, so that usage and decisions can name them."""
        parts = self.parts.get("contract", [])
        if not parts:
            return
        natural_keys(self.known.frame("contract"), parts, "contract", self.known.next_key("contract"))
        for part in parts:
            if "external_id" in part.frame.columns:
                numbers = pa.array(part.frame["external_id"].array, pa.string())
                self.contracts.add(_whole(numbers), part.keys, part.frame["account_key"].to_numpy(dtype=np.int64))
            self._decisions(self.works[part.table], part)

    def _decisions(self, work: TableWork, part: RowFrame) -> None:
        if not any(code.startswith("decision.") for code in work.rows.values) or (
            "amount" in part.frame.columns
            and ("basis" in part.frame.columns and (part.frame["basis"] == "one_off").all())
        ):
            return
        currency = texts(pa.repeat(pa.scalar(self.options.currency, pa.string()), len(work.rows)))
        if "currency" in part.frame.columns:
            currency[part.positions] = part.frame["currency"].fillna(self.options.currency).array
        frame = decision_frame(work.rows, _whole(pa.array(currency, pa.string())))
        some = frame.notna().any(axis=1).to_numpy()[part.positions]
        if some.any():
            mine = frame.iloc[part.positions[some]].reset_index(drop=True)
            mine["contract_key"] = pd.array(part.keys[some], dtype="Int64")
            self.parts.setdefault("decision", []).append(RowFrame("decision", mine, part.positions[some], work.number))

    def gather(self, work: TableWork) -> None:
        """Everything else a table gives."""
        rows = work.rows
        subject = rows.mapping.subject
        if subject is None:
            return
        keys = work.keys if work.keys is not None else np.full(len(rows), -1, dtype=np.int64)
        for record in records_beside(rows):
            frame, mask = fact_frame(rows, record, keys, self.options.as_of, self.options.currency)
            self._give(work, record, frame, mask)
        if rows.months or rows.has("measurement.value", *METRICS):
            frame, positions = measured(rows, np.where(rows.rejected, -1, keys), self.options.as_of)
            if len(frame):
                self.parts.setdefault("measurement", []).append(RowFrame("measurement", frame, positions, work.number))

    def compare(self, record: str) -> None:
        """Bring the rows of a record type together and compare them with the book."""
        parts = self.parts.get(record, [])
        if not parts:
            return
        known = self.known.frame(record)
        shown = parts
        if record == "measurement":
            shown = [self._summed(part) for part in parts]
        if any(part.keys is None for part in shown):
            natural_keys(known, shown, record, self.known.next_key(record))
        self.merged[record] = merge(known, shown, record)
        for part, given in zip(parts, shown, strict=True):
            keys = given.keys if part is given else given.keys[part.keys]
            self._remember_origins(part, keys)

    def _summed(self, part: RowFrame) -> RowFrame:
        frame, positions, entries = brought_together(part.frame, part.positions)
        part.keys = entries  # until the entries have keys
        return RowFrame("measurement", frame, positions, part.table)

    def _remember_origins(self, part: RowFrame, keys: Any) -> None:
        work = self.works[part.table]
        rows = work.rows.table.row_numbers.to_numpy()[part.positions]
        have = work.origins.get(part.record)
        if have is not None:
            keys, rows = np.concatenate([have.keys, keys]), np.concatenate([have.rows, rows])
        work.origins[part.record] = Origins(np.asarray(keys, dtype=np.int64), rows)

    def records(self) -> dict[str, RecordPlan]:
        """What happens to each record type, finished: names for nameless accounts, first sight of undated contracts."""
        plans = {record: m.plan for record, m in self.merged.items()}
        if "account" in plans:
            plans["account"] = replace(plans["account"], inserted=_named(plans["account"].inserted))
        if "contract" in plans:
            plans["contract"] = replace(plans["contract"], inserted=self._seen(plans["contract"].inserted))
        return plans

    def _seen(self, inserted: pd.DataFrame) -> pd.DataFrame:
        undated = inserted["start"].isna().to_numpy()
        if undated.any():
            inserted["seen_on"] = np.where(
                undated, np.datetime64(self.options.as_of, "s"), inserted["seen_on"].to_numpy()
            )
        return inserted


def _whole(values: Any) -> Any:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _named(accounts: pd.DataFrame) -> pd.DataFrame:
    """An account without a name is called by its id until somebody names it."""
    if accounts["name"].isna().any():
        accounts["name"] = (
            accounts["name"]
            .fillna(accounts["external_id"])
            .fillna(accounts["domain"])
            .fillna(accounts["corporate_number"])
        )
    return accounts


def make_plan(
    files: Sequence[FileTables], known: KnownRecords, options: PlanOptions, progress: Progress | None = None
) -> ImportPlan:
    """What importing these files would do to the book; nothing is written.

    Args:
        files: path, workbook and its tables.

    Raises:
        JobCancelled: the user asked to stop.
    """
    watch = progress or Unwatched()
    work = _Import(known, options)
    tables = [(path, workbook, table) for path, workbook, found in files for table in found]
    steps = 2 * len(tables) + 2
    for done, (path, workbook, table) in enumerate(tables):
        watch.report(done, steps, Message("Reading {sheet}", sheet=table.sheet))
        work.read(path, workbook, table)
    watch.report(len(tables), steps, Message("Finding the customer of each row"))
    work.join()
    for one in work.works:
        work.gather(one)
    watch.report(len(tables) + 1, steps, Message("Comparing with the book"))
    for record in record_types():
        work.compare(record)
    records = work.records()
    shown = []
    for done, one in enumerate(work.works):
        watch.report(len(tables) + 2 + done, steps, Message("Comparing with the book"))
        shown.append(
            table_plan(
                one.rows, one.path, one.workbook, one.number, work.merged, one.questions, one.reasons, one.origins
            )
        )
    by_path = iter(shown)
    plans = tuple(FilePlan(path, tuple(next(by_path) for _ in found)) for path, _, found in files)
    return ImportPlan(plans, records)
