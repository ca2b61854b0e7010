"""Rows that a system has deleted and keeps for its own use, as warehouses and back-ups export them: left out and told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from csdesk.intake.headers import header_key
from csdesk.intake.sheets import CellKind, DroppedRow, RawColumn, Table
from csdesk.intake.values.cells import NOTHING, cells_of, plain
from csdesk.intake.values.dates import DateStyle, read_dates
from csdesk.intake.values.read import all_texts
from csdesk.intake.values.words import NO, YES
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_FLAGS = frozenset(
    ["fivetrandeleted", "isdeleted", "deleted", "deleteflag", "deletedflag", "deleteflg", "delflg", "delflag", "issoftdeleted", "softdeleted", "hsisdeleted", "cdcdeleted", "metadatadeleted", "isremoved", "削除", "削除フラグ", "削除済", "削除済み", "論理削除", "論理削除フラグ", "削除区分"]
)  # fmt: skip
_DAYS = frozenset(
    ["deletedat", "deletedon", "deleteddate", "deleteddatetime", "deletedtime", "datedeleted", "deletiondate", "softdeletedat", "sdcdeletedat", "abcdcdeletedat", "metadatadeletedat", "削除日", "削除日時", "削除年月日"]
)  # fmt: skip
_HINT = Message("Delete the column in the file if they should count.")


def without_deleted(table: Table) -> Table:
    """The table without the rows that a column says are deleted; they are among the dropped."""
    gone, said = np.zeros(table.rows, dtype=bool), None
    for place, header in enumerate(table.headers):
        mask = _deleted(header_key(header), table.columns[place])
        if mask is not None and mask.any():
            gone, said = gone | mask, place if said is None else said
    if said is None:
        return table
    first = int(np.argmax(gone))
    note = CellProblem(
        code="deleted_rows", severity=Severity.NOTE, sheet=table.sheet, row=table.row_numbers[first].as_py(),
        column=table.column_numbers[said], value=table.columns[said].texts[first].as_py() or "",
        message=Message("{n} rows are deleted in the system they come from; they were left out.", n=int(gone.sum())), hint=_HINT,
    )  # fmt: skip
    numbers = table.row_numbers.filter(pa.array(gone)).to_pylist()
    kept = pa.array(np.flatnonzero(~gone), pa.int64())
    return replace(
        table,
        columns=tuple(column.taken(kept) for column in table.columns),
        row_numbers=table.row_numbers.take(kept),
        dropped=tuple(
            sorted((*table.dropped, *(DroppedRow(n, "deleted") for n in numbers)), key=lambda drop: drop.row)
        ),
        notes=(*table.notes, note),
    )


def _deleted(key: str, column: RawColumn) -> Any:
    """Mask of the rows that the column says are deleted; None where it is no such column."""
    if key in _FLAGS:
        cells = all_texts(column)
        words = [plain(text) for text in cells.distinct]
        counts = key == "deleted" and set(words) <= {"0", "1"} | NOTHING  # how many were deleted
        if counts or not set(words) <= YES | NO | NOTHING:
            return None
        return cells.spread(np.array([word in YES for word in words], dtype=bool), False, bool)
    if key not in _DAYS:
        return None
    days = read_dates(cells_of(column), DateStyle("mdy"))
    wrong = np.isin(np.asarray(column.kinds), (CellKind.BOOL, CellKind.DURATION)).any()
    return None if wrong or len(days.positions) else ~np.isnat(days.values)
