"""Rows with more cells than the header has names: mostly a separator within a value, which moved the cells after it."""

from __future__ import annotations

import numpy as np

from csdesk.intake.rows import Rows
from csdesk.intake.values.cells import Fault
from csdesk.model.messages import Message
from csdesk.model.problems import Severity, column_letters

_BEYOND = "{n} rows have more cells than the header has names; perhaps a separator stands within a value before them."
_HINT = Message("Look whether the cells of these rows stand under the right names.")


def note_beyond(rows: Rows) -> None:
    """Note the rows that go beyond the header, where only some do: a column of all rows has merely no name."""
    table = rows.table
    if table.header_row == 0 or not table.rows:
        return
    first = len(table.headers)
    while first > 0 and table.headers[first - 1] == column_letters(table.column_numbers[first - 1]):
        first -= 1
    filled = np.zeros(table.rows, dtype=bool)
    for column in table.columns[first:]:
        filled |= column.texts.is_valid().to_numpy(zero_copy_only=False)
    if filled.any() and 2 * filled.sum() <= table.rows:
        fault = Fault("beyond_header", Message(_BEYOND, n=int(filled.sum())), _HINT)
        rows.problem(int(np.argmax(filled)), first, fault, Severity.NOTE)
