"""From tables to an import plan: read, find the customer of each row, bring together, compare with the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from csdesk.intake.aliases import take_aliases
from csdesk.intake.cancellations import end_contracts, lists_cancellations
from csdesk.intake.columns import propose
from csdesk.intake.contract_lists import ContractLists
from csdesk.intake.date_habits import as_the_workbook_says, decided_years
from csdesk.intake.ditto_marks import with_cells_above
from csdesk.intake.facts import fact_frame, records_beside
from csdesk.intake.file_names import name_pattern
from csdesk.intake.headers import fingerprint
from csdesk.intake.hidden import hidden_headers, hidden_parts, leaves_hidden, with_hidden_reasons, without_hidden_rows
from csdesk.intake.identity import AccountRegister
from csdesk.intake.joins import (
    NO_ACCOUNT_COLUMN,
    identities,
    join_accounts,
    known_contracts,
    name_questions,
    report_unknown,
)
from csdesk.intake.known_so_far import KnownSoFar
from csdesk.intake.lifecycles import add_accounts, add_contracts, is_log
from csdesk.intake.mapping import Mapping as ColumnMapping
from csdesk.intake.mapping import Surroundings
from csdesk.intake.measurements import brought_together, measured
from csdesk.intake.mending import kept_aside, kept_changes, mended, mended_notes
from csdesk.intake.merging import Merged, RowFrame, merge
from csdesk.intake.monthly_revenue import add_histories, pays_by_month
from csdesk.intake.natural_keys import natural_keys
from csdesk.intake.outcome import FilePlan, ImportPlan, KnownRecords, PlanOptions, Question, RecordPlan
from csdesk.intake.own_keys import key_proposals
from csdesk.intake.periods import stated_day, year_hint
from csdesk.intake.relative_dates import stated_month
from csdesk.intake.rows import read_rows
from csdesk.intake.sheet_notes import file_notes
from csdesk.intake.sheets import Sheet, Table, Workbook
from csdesk.intake.similar import similar_names
from csdesk.intake.subjects import METRICS
from csdesk.intake.tableplan import table_plan
from csdesk.intake.tablework import Gathered, TableWork
from csdesk.intake.ties import CustomerTies, contacts_of
from csdesk.intake.typed import integers
from csdesk.intake.values.dates import DateStyle
from csdesk.model.fields import record_types
from csdesk.model.messages import Message
from csdesk.model.problems import Severity
from csdesk.model.progress import Progress, Unwatched

FileTables = tuple[str, Workbook, list[Table]]


class _Import:
    """The state of one import; what leaves it is the plan."""

    def __init__(self, known: KnownRecords, options: PlanOptions) -> None:
        self.known, self.options = known, options
        self.works: list[TableWork] = []
        self.gathered = Gathered()
        self.accounts = AccountRegister(
            known.frame("account"), known.next_key("account"), known.frame("alias"), options.same_as
        )
        self.proposed: set[str] = set()
        self.contracts = known_contracts(known.frame("contract"))
        self.merged: dict[str, Merged] = {}

    def read(self, path: str, workbook: Workbook, table: Table) -> None:
        """Map and read one table."""
        stem, around = Path(path).stem, Surroundings(self.options.as_of, self.options.fiscal_first_month)
        by_name = self.options.remembered.get(name_pattern(Path(path).name))
        remembered = self.options.remembered.get(fingerprint(table.headers), by_name)
        sheet = workbook.sheet(table.sheet)
        counted, mapping = self._mapping(path, table, sheet, (stem, remembered, around))
        readable, changed = mended(counted, mapping, path, self.options.decisions)
        decisions = self.options.decisions
        counted_from_1904 = workbook.from_1904 or decisions.every_from_1904 or path in decisions.from_1904
        dates = DateStyle(
            zone=self.options.zone, year=year_hint(table, stem, around), from_1904=counted_from_1904,
            as_of=around.as_of, first_month=around.fiscal_first_month,
        )  # fmt: skip
        month = stated_month(table.sheet, table.title, stem)
        readable = with_cells_above(readable, mapping)
        rows = read_rows(readable, mapping, dates, month, decided_years(changed, dates))
        if workbook.from_1904:
            rows.problems[:] = [as_the_workbook_says(problem) for problem in rows.problems]
        rows.problems += mended_notes(counted, changed)
        rows.rejected |= kept_aside(counted, path, self.options.decisions)
        work = TableWork(len(self.works), path, workbook, rows, table, as_of=stated_day(table, stem, around))
        work.questions = [
            Question(c.header, c.choices, c.reason, i) for i, c in enumerate(mapping.columns) if c.choices
        ]
        self.works.append(work)

    def _mapping(
        self, path: str, table: Table, sheet: Sheet, known: tuple[str, Mapping[str, str] | None, Surroundings]
    ) -> tuple[Table, ColumnMapping]:
        """The table as far as it counts, and what its columns are; ``known``: file name, remembered, surroundings."""
        stem, remembered, around = known
        forced, leaves = self.options.forced, leaves_hidden(path, sheet, self.options.decisions)
        if leaves:
            forced = {**hidden_headers(table, sheet), **forced}
        mapping = propose(table, stem, remembered, forced, around)
        if (path, table.sheet) in self.options.decisions.skipped:
            return table, mapping.ignored()
        if not leaves:
            return table, mapping
        return without_hidden_rows(table, sheet), with_hidden_reasons(mapping, table, sheet)

    def join(self) -> None:
        """Find or make the account of every row: customer lists first, then contracts, then what refers to them."""
        tied = [w for w in self.works if w.rows.mapping.subject not in (None, "rate")]
        lists = [w for w in tied if w.rows.mapping.subject in ("account", "contract")]
        order = {True: 0, False: 1}
        lists.sort(key=lambda w: (order[w.rows.mapping.subject == "account"], order[w.rows.mapping.establishes]))
        by_contract = [w for w in lists if not identities(w.rows)]
        named = [w for w in lists if identities(w.rows)]
        cancelled = [w for w in named if lists_cancellations(w)]
        so_far = KnownSoFar(self.known, self.gathered)
        for group in ([w for w in named if not lists_cancellations(w)], cancelled, by_contract):
            for work in group:
                self._join(work)
            if group:
                ContractLists(so_far, self.options, self.gathered, self.contracts).settle(group)
        add_histories([w for w in lists if pays_by_month(w.rows)], self.known, self.gathered, self.options.currency)
        rest = [w for w in tied if w.keys is None]
        for work in sorted(rest, key=lambda w: w.rows.mapping.subject != "contact"):
            self._join(work)
            if work.rows.mapping.establishes:
                add_accounts(work, self.accounts, self.gathered)
            if is_log(work):
                add_contracts(work, self.known, self.gathered, self.options.currency)
            elif lists_cancellations(work):
                nothing, named = pd.DataFrame(index=range(len(work.rows))), work.rows.text("contract.external_id")
                number = self.contracts.keys_of(named)
                end_contracts(work, so_far, self.gathered, nothing, ~work.rows.rejected, number)

    def _ties(self) -> CustomerTies:
        """Who is known by now: the book's contacts and those of the tables that were joined already."""
        parts = [self.known.frame("contact")[["name", "email", "account_key"]]]
        parts += [contacts_of(w.rows, w.keys) for w in self.works if w.keys is not None]
        return CustomerTies(self.accounts, pd.concat([p for p in parts if len(p)] or parts, ignore_index=True))

    def _join(self, work: TableWork) -> None:
        rows = work.rows
        work.keys = join_accounts(rows, self.accounts, self.contracts)
        if rows.mapping.ties and (work.keys < 0).any():
            work.keys = self._ties().find(rows, work.keys, rows.mapping.ties)
        if not identities(rows) and not rows.mapping.ties and (work.keys < 0).all():
            if len(rows):
                rows.problem(0, 0, NO_ACCOUNT_COLUMN, Severity.NOTE)
            return
        work.proposals += similar_names(rows, work.keys, self.accounts, self.options.same_as, self.proposed)
        work.proposals += key_proposals(rows, work.keys, self.accounts, self.proposed)
        work.questions += name_questions(work.proposals)
        report_unknown(rows, work.keys, self.accounts)
        work.keys[rows.rejected] = -1
        take_aliases(work, self.accounts, self.gathered)

    def gather(self, work: TableWork) -> None:
        """Everything a table gives beside accounts, contracts and decisions."""
        rows = work.rows
        if rows.mapping.subject is None:
            return
        keys = work.keys if work.keys is not None else np.full(len(rows), -1, dtype=np.int64)
        for record in records_beside(rows):
            frame, mask = fact_frame(rows, record, keys, work.as_of, self.options.currency)
            self.gathered.add(record, frame, mask, work)
        if rows.months or rows.has("measurement.value", *METRICS):
            frame, positions, columns = measured(rows, np.where(rows.rejected, -1, keys), work.as_of)
            if len(frame):
                part = RowFrame("measurement", frame, positions, work.number, columns=columns)
                self.gathered.parts.setdefault("measurement", []).append(part)

    def compare(self, record: str) -> None:
        """Bring the rows of a record type together and compare them with the book."""
        parts = self.gathered.parts.get(record, [])
        if not parts:
            return
        if record in ("task", "milestone"):
            self._name_objectives(parts)
        known, shown = self.known.frame(record), parts
        if record == "measurement":
            shown = [_summed(part) for part in parts]
        if any(part.keys is None for part in shown):
            natural_keys(known, shown, record, self.known.next_key(record))
        merged = self.merged[record] = merge(known, shown, record)
        updated = merged.plan.updated
        kept = kept_changes(updated, record, self.options.decisions)
        if kept.any():
            made, withheld = (updated[which].reset_index(drop=True) for which in (~kept, kept))
            merged.plan = replace(merged.plan, updated=made, withheld=withheld)
        for part, given in zip(parts, shown, strict=True):
            keys = given.keys if part is given else given.keys[part.keys]
            self.works[part.table].remember_origins(record, keys, part.positions, part.columns)

    def _name_objectives(self, parts: Sequence[RowFrame]) -> None:
        """The key of the objective a task or milestone names by its number."""
        frames = [self.known.frame("objective")]
        if "objective" in self.merged:
            frames.append(self.merged["objective"].plan.inserted)
        all_known = pd.concat([f[["external_id", "key"]].dropna() for f in frames], ignore_index=True)
        by_number = dict(zip(all_known["external_id"].tolist(), all_known["key"].tolist(), strict=True))
        for part in parts:
            numbers = self.works[part.table].rows.values.get("objective.external_id")
            if numbers is not None:
                keys = [by_number.get(n, np.nan) for n in numbers.take(pa.array(part.positions)).to_pylist()]
                part.frame = part.frame.assign(objective_key=integers(np.array(keys, dtype=np.float64)))

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
        if not undated.any():
            return inserted
        unseen = undated & inserted["seen_on"].isna().to_numpy()
        seen = np.where(unseen, np.datetime64(self.options.as_of, "s"), inserted["seen_on"].to_numpy())
        return inserted.assign(seen_on=seen)


def _summed(part: RowFrame) -> RowFrame:
    """The part with rows of one day together; its own keys say which entry each row went into."""
    frame, positions, entries = brought_together(part.frame, part.positions)
    part.keys = entries
    return RowFrame("measurement", frame, positions, part.table)


def _named(accounts: pd.DataFrame) -> pd.DataFrame:
    """An account without a name is called by its id until somebody names it."""
    if not accounts["name"].isna().any():
        return accounts
    name = accounts["name"]
    for other in ("external_id", "domain", "corporate_number"):
        name = name.fillna(accounts[other])
    return accounts.assign(name=name)


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
    for record in record_types():
        watch.report(len(tables) + 1, steps, Message("Comparing with the book"))
        work.compare(record)
    records = work.records()
    shown: list[Any] = []
    for done, one in enumerate(work.works):
        watch.report(len(tables) + 2 + done, steps, Message("Comparing with the book"))
        shown.append(table_plan(one, work.merged, options.currency))
    rest = iter(shown)
    plans = tuple(
        FilePlan(
            path,
            tuple(next(rest) for _ in found),
            notes=file_notes(workbook, found, path, options.decisions),
            encoding=workbook.encoding,
            encoding_guessed=workbook.encoding_guessed,
            hidden=hidden_parts(path, workbook, found, options.decisions),
        )
        for path, workbook, found in files
    )
    return ImportPlan(plans, records)
