"""Marks that stand for the cell above: 〃, 同上, a lone quotation mark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.mapping import CUSTOM, Mapping
from csdesk.intake.sheets import RawColumn, Table
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_MARKS = pa.array(
    ["〃", "々", "仝", "同上", "上に同じ", '"', "''", "＂", "″", "“", "”", "„", "ditto", "Ditto", "do.", "as above", "same as above", "Same as above"]
)  # fmt: skip
_FILLED = Message("{n} cells of this column hold a mark that means the same as the cell above; they were taken so.")
_HINT = Message("If the mark means something else, write the value in the spreadsheet.")


def with_cells_above(table: Table, mapping: Mapping) -> Table:
    """The table with the cell above in place of such marks, in columns that are a field; columns kept as they are keep them.

    A mark that has nothing above it stays. Exports that CSDesk knows hold none.
    """
    if table.rows < 2 or mapping.recipe is not None:
        return table
    columns, notes = list(table.columns), []
    for place, choice in enumerate(mapping.columns):
        if choice.field is None or choice.field.endswith(f".{CUSTOM}"):
            continue
        meant = _meant(columns[place])
        if meant is None:
            continue
        rows, marked = meant
        first = int(np.argmax(marked))
        notes.append(
            CellProblem(
                code="filled_down", severity=Severity.NOTE, sheet=table.sheet, row=int(table.row_numbers[first].as_py()),
                column=table.column_numbers[place], value=columns[place].texts[first].as_py(),
                message=Message(_FILLED.text, n=int(marked.sum())), hint=_HINT, field=choice.field,
            )
        )  # fmt: skip
        columns[place] = columns[place].taken(pa.array(rows, pa.int64()))
    return replace(table, columns=tuple(columns), notes=(*table.notes, *notes)) if notes else table


def _meant(column: RawColumn) -> tuple[Any, Any] | None:
    """For each row the row whose cell it means, and the mask of the marks; None where there are none."""
    texts = pc.utf8_trim_whitespace(column.texts)
    marks = pc.is_in(texts, value_set=_MARKS).to_numpy(zero_copy_only=False)
    if not marks.any():
        return None
    rows = np.maximum.accumulate(np.where(marks, 0, np.arange(len(marks))))
    empty = ~pc.is_valid(texts).to_numpy(zero_copy_only=False)
    marks &= ~marks[rows] & ~empty[rows]
    return (np.where(marks, rows, np.arange(len(marks))), marks) if marks.any() else None
