"""What one table gives, put together for people: counts, problems, questions, source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from csdesk.intake.added_columns import constant_column, with_column
from csdesk.intake.beyond_header import note_beyond
from csdesk.intake.joins import NO_ACCOUNT_COLUMN
from csdesk.intake.mapping import CUSTOM, ColumnChoice
from csdesk.intake.merging import Merged
from csdesk.intake.monthly_revenue import pays_by_month
from csdesk.intake.no_subject import no_subject
from csdesk.intake.outcome import Counts, TablePlan, TableSource
from csdesk.intake.rows import Rows
from csdesk.intake.sheets import Table
from csdesk.intake.sources import packed_cells
from csdesk.intake.subjects import ACCOUNT_IDS
from csdesk.intake.table_totals import read_totals
from csdesk.intake.tablework import TableWork
from csdesk.intake.values.cells import Fault
from csdesk.model.fields import field as field_of
from csdesk.model.fields import record_types
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

_CONFLICT = Fault(
    "conflicting_rows",
    Message("Rows of this table say different things about the same record; the last one was taken."),
    Message("Keep one row for each, or check which of them is right."),
)


def table_plan(work: TableWork, merged: Mapping[str, Merged], currency: str) -> TablePlan:
    """The plan of one table; ``currency``: of amounts that name none."""
    rows = work.rows
    table, mapping = rows.table, rows.mapping
    _note_conflicts(rows, work.number, merged)
    _note_fruitless(work)
    note_beyond(rows)
    reasons = {**rows.reasons, **work.reasons}
    columns = tuple(
        replace(_explained(choice, reasons), nothing=rows.nothing.get(place, 0))
        for place, choice in enumerate(mapping.columns)
    )
    stands, fields = (
        _with_what_stands_above(work),
        {table.column_numbers[i]: c.field for i, c in enumerate(columns) if c.field},
    )
    source = TableSource(
        path=work.path, file_name=Path(work.path).name, sha256=work.workbook.sha256, sheet=table.sheet, header_row=table.header_row,
        headers=stands.headers, column_numbers=stands.column_numbers,
        fields=fields | dict(zip(stands.column_numbers[len(table.headers) :], rows.above, strict=True)),
        cells=packed_cells(stands), origins=dict(work.origins), also=tuple(rows.also),
    )  # fmt: skip
    return TablePlan(
        sheet=table.sheet, header_row=table.header_row, rows=table.rows, subject=mapping.subject,
        fingerprint=mapping.fingerprint, columns=columns, records=_counts(rows, work.number, merged),
        problems=tuple(sorted(rows.problems, key=lambda p: (p.row, p.column))), questions=tuple(work.questions),
        dropped=table.dropped, source=source, proposals=tuple(work.proposals),
        lists=mapping.establishes or mapping.subject == "contract", totals=tuple(read_totals(work, currency)),
        system=mapping.recipe.system if mapping.recipe else "",
    )  # fmt: skip


def _with_what_stands_above(work: TableWork) -> Table:
    """The table as it stands, with a column for each value that a line above it gives to all of its rows."""
    stands, width = work.stands, len(work.workbook.sheet(work.stands.sheet).columns)
    for header, text in work.rows.above.values():
        stands = with_column(stands, header, constant_column(text, stands.rows), width)
    return stands


_FRUITLESS_HINT = Message("Fill in the date, the amount or the name they lack, if they count.")
_FRUITLESS = "{n} rows gave no record: what one needs is blank in them."


_NAMES = ("contract.external_id", "contract.custom")
_LOOSE = "{n} rows say something of a contract but neither what it is worth nor when it runs, so they make none."
_LOOSE_HINT = Message("Add the amount, the start or the end, or import them together with the contracts.")


def _note_fruitless(work: TableWork) -> None:
    """Tell the rows that were not rejected and gave nothing all the same."""
    rows = work.rows
    if not len(rows) or any(p.code == NO_ACCOUNT_COLUMN.code for p in rows.problems):
        return
    if rows.mapping.subject is None:
        if (fault := no_subject(rows)) is not None:
            rows.problem(0, 0, fault, Severity.NOTE)
        return
    given = [origin.rows for origin in work.origins.values()]
    numbers = rows.table.row_numbers.to_numpy()
    nothing = ~rows.rejected & ~np.isin(numbers, np.concatenate(given) if given else np.empty(0, np.int64))
    named = (*ACCOUNT_IDS, "contract.external_id")
    says = np.zeros(len(rows), dtype=bool)  # a name alone has nothing to lose
    for choice, column in zip(rows.mapping.columns, rows.table.columns, strict=True):
        if choice.field not in named and nothing.any():
            says |= column.texts.is_valid().to_numpy(zero_copy_only=False)
    nothing &= says
    if nothing.any():
        fault = Fault("no_record", Message(_FRUITLESS, n=int(nothing.sum())), _FRUITLESS_HINT)
        rows.problem(int(np.argmax(nothing)), 0, fault, Severity.NOTE)
    _note_loose_details(work, ~rows.rejected & ~nothing)


def _note_loose_details(work: TableWork, taken: Any) -> None:
    """Tell the rows of a list that say something of a contract but make none."""
    rows, mapping = work.rows, work.rows.mapping
    if mapping.subject not in ("account", "contract") or pays_by_month(rows):
        return
    made = work.origins["contract"].rows if "contract" in work.origins else np.empty(0, np.int64)
    loose = taken & ~np.isin(rows.table.row_numbers.to_numpy(), made)
    places = [
        i for i, c in enumerate(mapping.columns) if (c.field or "").startswith("contract.") and c.field not in _NAMES
    ]
    says = np.zeros(len(rows), dtype=bool)
    for place in places:
        says |= rows.table.columns[place].texts.is_valid().to_numpy(zero_copy_only=False)
    loose &= says
    loose[list(work.told)] = False
    if loose.any():
        fault = Fault("no_contract", Message(_LOOSE, n=int(loose.sum())), _LOOSE_HINT)
        rows.problem(int(np.argmax(loose)), places[0], fault, Severity.NOTE, mapping.columns[places[0]].field)


def _explained(choice: ColumnChoice, reasons: Mapping[str, Message]) -> ColumnChoice:
    return replace(choice, reason=reasons.get(choice.field or "", choice.reason))


def _counts(rows: Rows, number: int, merged: Mapping[str, Merged]) -> dict[str, Counts]:
    found = {r: merged[r].counts[number] for r in record_types() if r in merged and number in merged[r].counts}
    subject = rows.mapping.subject
    rejected = int(rows.rejected.sum())
    if subject and rejected:
        found[subject] = replace(found.get(subject, Counts()), rejected=rejected)
    return found


def _note_conflicts(rows: Rows, number: int, merged: Mapping[str, Merged]) -> None:
    for record, outcome in merged.items():
        for table, row, name in outcome.conflicts:
            if table == number:
                code = f"{record}.{name}"
                column = _column_of(rows.mapping.columns, code)
                rows.problem(row, column, _CONFLICT, Severity.NOTE, code)


def _column_of(columns: tuple[ColumnChoice, ...], code: str) -> int:
    """The column a field was read from: its own, one of the same kind (ARR for an amount), any of its record."""
    record, _, name = code.partition(".")
    kind = None if name == CUSTOM else field_of(code).kind
    of_record = [
        (i, c.field) for i, c in enumerate(columns) if c.field is not None and c.field.startswith(f"{record}.")
    ]
    alike = (i for i, own in of_record if not own.endswith(f".{CUSTOM}") and field_of(own).kind is kind)
    same = (i for i, own in of_record if own == code)
    return next(same, next(alike, of_record[0][0] if of_record else 0))
