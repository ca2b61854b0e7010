"""What a person should know about a sheet before she believes its rows: hidden and merged cells, sheets left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from csdesk.intake.decisions import LEAVE, Decisions
from csdesk.intake.sheets import Sheet, Table, Workbook
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_HIDDEN_ROWS = "{n} rows are hidden in the file; they were taken all the same."
_HIDDEN_COLUMN = Message("This column is hidden in the file; it was taken all the same.")
_HIDDEN_HINT = Message("If they do not count, delete them in the spreadsheet or leave the column out.")
_NO_CELLS = {
    "chart": "The sheet {sheet} holds a chart and no cells; it was left out.",
    "macro": "The sheet {sheet} holds macros and no cells; it was left out.",
    "dialog": "The sheet {sheet} holds a dialog and no cells; it was left out.",
}
_MERGED = "{n} merged ranges were taken apart; each of their rows holds what the range says."
_MERGED_HINT = Message("Look whether each row means it.")


def with_notes(table: Table, sheet: Sheet) -> Table:
    """The table with notes on its hidden rows and columns and on merged cells among its data."""
    notes = [*_hidden_rows(table, sheet), *_hidden_columns(table, sheet), *_merged(table, sheet)]
    return replace(table, notes=(*table.notes, *notes)) if notes else table


def _note(table: Table, code: str, row: int, column: int, message: Message, hint: Message) -> CellProblem:
    place = table.column_numbers.index(column)
    at = np.flatnonzero(table.row_numbers.to_numpy() == row)
    value = table.columns[place].texts[int(at[0])].as_py() if len(at) else table.headers[place]
    return CellProblem(
        code=code, severity=Severity.NOTE, sheet=table.sheet, row=row, column=column, value=value or "",
        message=message, hint=hint,
    )  # fmt: skip


def _hidden_rows(table: Table, sheet: Sheet) -> list[CellProblem]:
    if not sheet.hidden_rows or not table.rows:
        return []
    hidden = np.intersect1d(table.row_numbers.to_numpy(), np.array(sheet.hidden_rows) + 1)
    if not len(hidden):
        return []
    message = Message(_HIDDEN_ROWS, n=len(hidden))
    return [_note(table, "hidden_rows", int(hidden[0]), table.column_numbers[0], message, _HIDDEN_HINT)]


def _hidden_columns(table: Table, sheet: Sheet) -> list[CellProblem]:
    hidden = [column for column in table.column_numbers if column in sheet.hidden_columns]
    row = max(1, table.header_row)
    return [_note(table, "hidden_column", row, column, _HIDDEN_COLUMN, _HIDDEN_HINT) for column in hidden]


def _merged(table: Table, sheet: Sheet) -> list[CellProblem]:
    """One note where cells are merged over several data rows."""
    if not sheet.merges or not table.rows:
        return []
    first, last = int(table.row_numbers[0].as_py()) - 1, int(table.row_numbers[-1].as_py()) - 1
    down = [m for m in sheet.merges if first <= m.top <= last and m.bottom > m.top and m.left in table.column_numbers]
    if not down:
        return []
    top = min(down, key=lambda m: (m.top, m.left))
    return [_note(table, "merged_cells", top.top + 1, top.left, Message(_MERGED, n=len(down)), _MERGED_HINT)]


def file_notes(
    workbook: Workbook, tables: Sequence[Table], path: str = "", decisions: Decisions | None = None
) -> tuple[Message, ...]:
    """What is to be told about whole sheets: not readable, hidden, or without anything like a table."""
    said = decisions or Decisions()
    notes: list[Message] = []
    with_tables = {table.sheet for table in tables}
    for sheet in workbook.sheets:
        if sheet.trouble is not None:
            notes.append(sheet.trouble)
        elif sheet.no_cells:
            notes.append(Message(_NO_CELLS[sheet.no_cells], sheet=sheet.name))
        elif not any(column.texts.null_count < len(column) for column in sheet.columns):
            continue
        elif sheet.name not in with_tables:
            notes.append(Message("Nothing on the sheet {sheet} looks like a table; it was left out.", sheet=sheet.name))
        elif sheet.hidden and said.on_hidden(path, sheet.name) == LEAVE:
            notes.append(
                Message("The sheet {sheet} is hidden in the file; it was left out, as you decided.", sheet=sheet.name)
            )
        elif sheet.hidden:
            notes.append(
                Message("The sheet {sheet} is hidden in the file; it was taken all the same.", sheet=sheet.name)
            )
    return tuple(notes)
