"""Rule 1-6: every column has a name of its own, and no cell leaves out what stands above it."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.compute as pc

from csdesk.intake.machine_readable.examined import ExaminedColumn, ExaminedTable
from csdesk.intake.machine_readable.report import MOST_CELLS, Finding
from csdesk.model.messages import Message
from csdesk.model.problems import column_letters

_DITTO = r"^[\s　]*(?:〃|″|”|\"|同上|々|仝|\(同上\)|（同上）|do\.|ditto)[\s　]*$"
_LABEL_COLUMNS = 3


def nothing_left_out(table: ExaminedTable) -> Iterator[Finding]:
    """1-6."""
    yield from _blank_headers(table)
    yield from _repeated_headers(table)
    for column in table.columns:
        yield from table.found(
            column, column.matching(_DITTO),
            Message("“{header}” says “same as above” instead of repeating the text.", header=column.header),
            Message("Write the text into every cell."),
        )  # fmt: skip
    for column in table.columns[:_LABEL_COLUMNS]:
        if not _written_once(table, column):
            return
        yield from table.found(
            column, pc.is_null(column.cells.texts),
            Message("“{header}” is written once and left out in the rows below it.", header=column.header),
            Message("Write the text into every cell."),
        )  # fmt: skip


def _blank_headers(table: ExaminedTable) -> Iterator[Finding]:
    found = table.table
    if found.header_row == 0:
        yield Finding(
            found.sheet, (f"{column_letters(found.column_numbers[0])}1",), "", Message("The table has no header row."),
            Message("Put a row of item names above the data."), len(found.headers),
        )  # fmt: skip
        return
    blank = [column for column in table.columns if _is_blank(table, column)]
    if blank:
        cells = tuple(f"{column_letters(column.number)}{found.header_row}" for column in blank)
        yield Finding(
            found.sheet, cells[:MOST_CELLS], "", Message("Columns have no name."),
            Message("Write a name above each column."), len(blank),
        )  # fmt: skip


def _is_blank(table: ExaminedTable, column: ExaminedColumn) -> bool:
    """Whether the header is only the letter we gave the column."""
    said = table.sheet.columns[column.number].texts[table.table.header_row - 1].as_py()
    return column.header == column_letters(column.number) and not (said or "").strip()


def _repeated_headers(table: ExaminedTable) -> Iterator[Finding]:
    found = table.table
    if found.header_row == 0:
        return
    row = found.header_row - 1
    said = {c.number: (table.sheet.columns[c.number].texts[row].as_py() or "").strip() for c in table.columns}
    repeated = [c for c in table.columns if said[c.number] and c.header.startswith(said[c.number] + " (")
                and list(said.values()).count(said[c.number]) > 1]  # fmt: skip
    if repeated:
        cells = tuple(f"{column_letters(column.number)}{found.header_row}" for column in repeated)
        yield Finding(
            found.sheet, cells[:MOST_CELLS], said[repeated[0].number], Message("Columns share a name."),
            Message("Give each column a name of its own."), len(repeated),
        )  # fmt: skip


def _written_once(table: ExaminedTable, column: ExaminedColumn) -> bool:
    """Whether a label stands only in the first of the rows it is for: no label comes twice, and the rest is filled."""
    texts = column.cells.texts
    rows, blank = len(texts), int(texts.null_count)
    if any(merge.left <= column.number <= merge.right and merge.bottom > merge.top for merge in table.sheet.merges):
        return False  # that is rule 1-4
    if rows < 3 or blank * 5 < rows or rows - blank < 1 or not texts[0].is_valid or column.numeric:
        return False
    labels = pc.drop_null(texts)
    if pc.count_distinct(labels).as_py() < len(labels) or blank < len(labels) / 2:
        return False
    others = [other for other in table.columns if other.number > column.number]
    return any(other.filled == rows for other in others)
