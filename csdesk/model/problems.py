"""Bad data as values: where it stands, what is wrong, what to do. Never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from csdesk.model.messages import Message


class Severity(StrEnum):
    """How much a problem costs."""

    REJECTED = "rejected"  # the row gives no record
    LEFT_EMPTY = "left_empty"  # the record is taken without this value
    NOTE = "note"  # taken as it stands, but worth a look


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that could not be taken as it stands."""

    code: str  # stable, e.g. "not_a_date", "error_cell", "no_such_account"
    severity: Severity
    sheet: str
    row: int  # as the spreadsheet counts, from 1
    column: int  # from 0; see ``cell_name``
    value: str  # the text in the cell
    message: Message
    hint: Message
    field: str | None = None  # qualified code, e.g. "contract.end"
    suggestion: str | None = None  # a text that would have been accepted

    @property
    def cell(self) -> str:
        """The address as spreadsheets write it, e.g. ``D47``."""
        return f"{column_letters(self.column)}{self.row}"


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
