"""A file as a person has it → its tables and the plan of its import, on the way the program takes, in one process."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from csdesk.intake.limits import Limits
from csdesk.intake.outcome import ImportPlan, PlanOptions
from csdesk.intake.plan import make_plan
from csdesk.intake.reading import send_workbook
from csdesk.intake.sheets import Table, Workbook
from csdesk.intake.transport import facts_of, read_frame, workbook_of
from csdesk.intake.workbook_tables import tables_of
from tests.intake.made_tables import Book, records_of

AS_OF = date(2026, 11, 22)
Rows = Sequence[Sequence[Any]]


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file with that text."""
    path.write_bytes(text.encode(encoding))
    return path


def book_file(path: Path, sheets: Mapping[str, Any] | Sequence[Any], merges: Sequence[str] = ()) -> Path:
    """A workbook with those rows from A1; merges such as ``A1:B1`` are of every sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    book.save(path)
    return path


def read(path: Path, encoding: str = "") -> Workbook:
    """The workbook as the worker sends it."""
    sent = io.BytesIO()
    send_workbook(str(path), asdict(Limits()), sent, encoding=encoding)
    sent.seek(0)
    frames: list[bytearray] = []
    file: dict[str, Any] = {}
    while sent.tell() < len(sent.getvalue()):
        frame = read_frame(sent)
        if frame.startswith(b'{"file"'):
            file = facts_of(frame)["file"]
        else:
            frames.append(frame)
    return workbook_of(str(path), file, frames)


def tables(path: Path) -> list[Table]:
    """The tables of the file."""
    return tables_of(read(path), path.name)


def the_table(path: Path) -> Table:
    """The only table of the file."""
    (table,) = tables(path)
    return table


def rows_of(table: Table) -> list[tuple[str | None, ...]]:
    """The texts of the table, row by row."""
    return list(zip(*(column.texts.to_pylist() for column in table.columns), strict=True))


def dropped(table: Table) -> dict[int, str]:
    """Row of the sheet → why it is no data."""
    return {drop.row: drop.reason for drop in table.dropped}


def noted(table: Table) -> dict[str, str]:
    """Cell → code of what is worth a look there."""
    return {note.cell: note.code for note in table.notes}


def imported(path: Path, book: Book | None = None, *, currency: str = "JPY", **options: Any) -> ImportPlan:
    """The plan of importing the file."""
    workbook = read(path)
    chosen = PlanOptions(options.pop("as_of", AS_OF), currency, **options)
    return make_plan([(str(path), workbook, tables_of(workbook, path.name))], book or Book(), chosen)


def values(plan: ImportPlan, record: str, *names: str) -> list[tuple[Any, ...]]:
    """Those fields of the new records, None where absent."""
    return [tuple(row.get(name) for name in names) for row in records_of(plan, record)]


def problems(plan: ImportPlan) -> dict[str, str]:
    """Cell → code of every problem."""
    return {p.cell: p.code for table in plan.tables for p in table.problems}


def fields(plan: ImportPlan) -> dict[str, str | None]:
    """Header → field code, over all tables."""
    return {c.header: c.field for table in plan.tables for c in table.columns}


def contract_frame(plan: ImportPlan) -> pd.DataFrame:
    """The new contracts."""
    return plan.records["contract"].inserted
