"""Rules 1-4, 2-1 and 2-2: no merged cells, data in one piece, one table on a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csdesk.intake.machine_readable.examined import ExaminedTable, shown
from csdesk.intake.machine_readable.report import MOST_CELLS, Finding
from csdesk.intake.sheets import Merge, Sheet, Table
from csdesk.model.messages import Message
from csdesk.model.problems import column_letters

_FORM_CELLS = 20  # what holds fewer is a remark, not a form


def no_merges(sheet: Sheet) -> Iterator[Finding]:
    """1-4."""
    if not sheet.merges:
        return
    merges = sorted(sheet.merges, key=lambda merge: (merge.top, merge.left))
    first = merges[0]
    inside = first.top < sheet.rows and first.left < len(sheet.columns)
    yield Finding(
        sheet.name, tuple(_range(merge) for merge in merges[:MOST_CELLS]),
        shown(sheet.columns[first.left].texts[first.top].as_py()) if inside else "",
        Message("Cells are merged."),
        Message("Unmerge them and write the text into every cell it stands for."), len(merges),
    )  # fmt: skip


def _range(merge: Merge) -> str:
    return f"{column_letters(merge.left)}{merge.top + 1}:{column_letters(merge.right)}{merge.bottom + 1}"


def in_one_piece(table: ExaminedTable) -> Iterator[Finding]:
    """2-1: no blank rows, blank columns or repeated headers between the data."""
    found = table.table
    numbers = found.row_numbers
    last = int(numbers[len(numbers) - 1].as_py()) if len(numbers) else 0
    letters = column_letters(found.column_numbers[0])
    for reason, message, hint in (
        ("blank", Message("Blank rows part the data."), Message("Delete the blank rows.")),
        (
            "repeated_header",
            Message("The header comes again between the data."),
            Message("Delete the repeated header rows."),
        ),
    ):
        rows = [drop.row for drop in found.dropped if drop.reason == reason and found.header_row < drop.row < last]
        if rows:
            cells = tuple(f"{letters}{row}" for row in rows[:MOST_CELLS])
            value = found.headers[0] if reason == "repeated_header" else ""
            yield Finding(found.sheet, cells, shown(value), message, hint, len(rows))
    gaps = sorted(set(range(found.column_numbers[0], found.column_numbers[-1])) - set(found.column_numbers))
    if gaps:
        cells = tuple(f"{column_letters(column)}{max(found.header_row, 1)}" for column in gaps[:MOST_CELLS])
        yield Finding(
            found.sheet, cells, "", Message("Blank columns part the data."), Message("Delete the blank columns."),
            len(gaps),
        )  # fmt: skip


def no_table(sheet: Sheet, tables: Sequence[Table]) -> Iterator[Finding]:
    """2-1 for a sheet on which data lies about like on a form."""
    filled = sum(len(column) - int(column.texts.null_count) for column in sheet.columns)
    if not tables and len(sheet.columns) > 1 and filled >= _FORM_CELLS:
        yield Finding(
            sheet.name, (), "", Message("No table stands on the sheet: one header row and the data under it."),
            Message("Write one record a row under one row of item names."),
        )  # fmt: skip


def one_table(sheet: Sheet, tables: Sequence[Table]) -> Iterator[Finding]:
    """2-2."""
    if len(tables) < 2:
        return
    cells = tuple(f"{column_letters(table.column_numbers[0])}{max(table.header_row, 1)}" for table in tables)
    yield Finding(
        sheet.name, cells[:MOST_CELLS], shown(tables[0].headers[0]), Message("Several tables stand on the sheet."),
        Message("Give each table a sheet of its own."), len(tables),
    )  # fmt: skip
