"""Why a table gave nothing at all, and what a person can do about it."""

from __future__ import annotations

from csdesk.intake.header_texts import is_known
from csdesk.intake.joins import NO_ACCOUNT_COLUMN
from csdesk.intake.mapping import PART_OF_INVOICE, SKIPPED
from csdesk.intake.rows import Rows
from csdesk.intake.sheets import CellKind, Table
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message

_MOST_FIELDS = 60  # where fields stand in rows: nobody keeps more fields than that
_NO_HEADER = Fault(
    "no_header",
    Message("No row of this table names its columns, so nothing was taken."),
    Message("Add a header row, or say what the columns A, B, C … are."),
)
_TURNED = Fault(
    "fields_in_rows",
    Message("This table names its fields in the first column instead of the first row, so nothing was taken."),
    Message("Swap rows and columns in the spreadsheet: copy the table and paste it transposed."),
)


def no_subject(rows: Rows) -> Fault | None:
    """What to say of a table no column of which names a customer; None where a person skipped it."""
    recipe = rows.mapping.recipe
    if any(choice.reason == SKIPPED for choice in rows.mapping.columns):
        return None
    if recipe is not None and recipe.why:
        return Fault("nothing_to_take", Message(recipe.why), Message("Nothing needs to be done."))
    if any(choice.reason == PART_OF_INVOICE for choice in rows.mapping.columns):
        return Fault("nothing_to_take", PART_OF_INVOICE, Message("Nothing needs to be done."))
    if _turned(rows.table):
        return _TURNED
    return _NO_HEADER if rows.table.header_row == 0 else NO_ACCOUNT_COLUMN


def _turned(table: Table) -> bool:
    """Whether the cells of the first column are names of fields."""
    first = table.columns[0]
    names = [text for text in first.texts[:_MOST_FIELDS].to_pylist() if text]
    if len(first) > _MOST_FIELDS or len(names) < 2 or set(first.kinds.to_pylist()) - {CellKind.TEXT, CellKind.BLANK}:
        return False
    return 2 * sum(map(is_known, names)) >= len(names)
