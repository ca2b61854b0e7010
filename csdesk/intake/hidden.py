"""Hidden rows, columns and sheets: taken as everything else, or left out, as a person says sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from csdesk.intake.decisions import LEAVE, Decisions
from csdesk.intake.mapping import IGNORED, Mapping
from csdesk.intake.sheets import DroppedRow, Sheet, Table, Workbook
from csdesk.model.messages import Message

_NOTES = ("hidden_rows", "hidden_column")
_COLUMN = Message("This column is hidden in the file, and you left hidden parts out.")


@dataclass(frozen=True, slots=True)
class HiddenParts:
    """What is hidden on a sheet among its tables, and what was decided about it.

    Attributes:
        rows: hidden data rows.
        columns: headers of hidden columns.
        whole: the sheet itself is hidden.
        decision: ``take`` (as if they were visible; the default) or ``leave``; changed by ``Decisions.hidden``.
    """

    sheet: str
    rows: int
    columns: tuple[str, ...]
    whole: bool
    decision: str

    @property
    def question(self) -> Message:
        """What to ask."""
        if self.whole:
            return Message("The sheet {sheet} is hidden in the file. Does it count?", sheet=self.sheet)
        rows, columns = Message("{n} rows", n=self.rows), Message("{n} columns", n=len(self.columns))
        both = Message("{rows} and {columns}", rows=rows, columns=columns)
        parts = both if self.rows and self.columns else rows if self.rows else columns
        return Message("Hidden on the sheet {sheet}: {parts}. Does this count?", sheet=self.sheet, parts=parts)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "sheet": self.sheet, "rows": self.rows, "columns": list(self.columns), "whole_sheet": self.whole,
            "decision": self.decision,
        }  # fmt: skip


def hidden_parts(
    path: str, workbook: Workbook, tables: Sequence[Table], decisions: Decisions
) -> tuple[HiddenParts, ...]:
    """The sheets of a file on which something hidden would count, in order."""
    found = []
    for sheet in workbook.sheets:
        own = [table for table in tables if table.sheet == sheet.name]
        rows = {int(number) for table in own for number in table.row_numbers.to_numpy()[_hidden(table, sheet)]}
        columns = [table.headers[place] for table in own for place in _columns(table, sheet)]
        if rows or columns or (own and sheet.hidden):
            decision = decisions.on_hidden(path, sheet.name)
            found.append(HiddenParts(sheet.name, len(rows), tuple(columns), sheet.hidden, decision))
    return tuple(found)


def without_hidden_rows(table: Table, sheet: Sheet) -> Table:
    """The table without its hidden rows, or without any row where the sheet is hidden; they are among the dropped."""
    out = np.ones(table.rows, dtype=bool) if sheet.hidden else _hidden(table, sheet)
    notes = tuple(note for note in table.notes if note.code not in _NOTES)
    if not out.any():
        return replace(table, notes=notes)
    kept = pa.array(np.flatnonzero(~out))
    gone = sorted({int(number) for number in table.row_numbers.to_numpy()[out]})
    dropped = (*table.dropped, *(DroppedRow(row, "hidden") for row in gone))
    return replace(
        table, columns=tuple(column.taken(kept) for column in table.columns), row_numbers=table.row_numbers.take(kept),
        dropped=tuple(sorted(dropped, key=lambda drop: drop.row)), notes=notes,
    )  # fmt: skip


def hidden_headers(table: Table, sheet: Sheet) -> dict[str, str]:
    """What ``columns.propose`` is to be told so that hidden columns give nothing."""
    return {table.headers[place]: IGNORED for place in _columns(table, sheet)}


def with_hidden_reasons(mapping: Mapping, table: Table, sheet: Sheet) -> Mapping:
    """The mapping, whose hidden columns without a field say that this is why."""
    hidden = set(_columns(table, sheet))
    columns = (
        replace(c, reason=_COLUMN) if i in hidden and c.field is None else c for i, c in enumerate(mapping.columns)
    )
    return replace(mapping, columns=tuple(columns)) if hidden else mapping


def leaves_hidden(path: str, sheet: Sheet, decisions: Decisions) -> bool:
    """Whether hidden parts of the sheet are to be left out, and there may be some."""
    some = sheet.hidden or sheet.hidden_rows or sheet.hidden_columns
    return bool(some) and decisions.on_hidden(path, sheet.name) == LEAVE


def _hidden(table: Table, sheet: Sheet) -> Any:
    """Which rows of the table are hidden; a flag each."""
    if not sheet.hidden_rows:
        return np.zeros(table.rows, dtype=bool)
    return np.isin(table.row_numbers.to_numpy(), np.array(sheet.hidden_rows) + 1)


def _columns(table: Table, sheet: Sheet) -> list[int]:
    """Positions of the hidden columns of the table."""
    hidden = set(sheet.hidden_columns)
    return [place for place, number in enumerate(table.column_numbers) if number in hidden]
