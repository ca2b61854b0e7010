"""Records written over several lines: a mark where each begins (kintone), or a head row and its details.

What only the head says is filled down to the lines below it, so that each line can stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import header_key
from csdesk.intake.recipes import recognised
from csdesk.intake.sheets import DroppedRow, RawColumn, Table
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity

_STAR = pa.array(["*", "＊"], pa.string())
_START_HEADERS = frozenset(map(header_key, ("レコードの開始行", "開始行", "Start of record", "Record start")))
_TYPE_HEADERS = frozenset(
    map(header_key, ("行形式", "行区分", "行種別", "行タイプ", "明細区分", "レコード区分", "レコード種別", "Row type", "Line type", "Record type"))
)  # fmt: skip
_MARKED = Message(
    "A record begins at each mark in this column; what only its first line says counts for its other lines."
)
_HEADED = Message("Rows of this kind are heads; what they say counts for the lines below them.")
_LOOK = Message("Look whether the lines belong together as taken.")


def with_whole_lines(table: Table) -> Table:
    """The table with each line complete; as it is where its rows are records of their own."""
    if table.rows < 2:
        return table
    for place, header in enumerate(table.headers):
        key = header_key(header)
        if key in _START_HEADERS or (place == 0 and header.strip() in ("*", "＊")):
            return _by_marks(table, place)
        if key in _TYPE_HEADERS and not recognised(table.headers):
            return _by_kinds(table, place)
    return table


def _by_marks(table: Table, place: int) -> Table:
    marks = table.columns[place].texts
    starts = pc.fill_null(pc.is_in(pc.utf8_trim_whitespace(marks), value_set=_STAR), False)
    starts = starts.to_numpy(zero_copy_only=False)
    if not starts[0] or pc.count(marks).as_py() != int(starts.sum()):
        return table
    filled = _filled_down(table.columns, starts, skip=place)
    note = _note(table, "record_marks", place, _MARKED)
    return _without(replace(table, columns=filled, notes=(*table.notes, note), grouped=not starts.all()), place)


def _filled_down(columns: Sequence[RawColumn], starts: Any, skip: int) -> tuple[RawColumn, ...]:
    """Columns that stand in first lines only hold in the lines below what the first line says."""
    source = np.maximum.accumulate(np.where(starts, np.arange(len(starts)), 0))
    rest = pa.array(~starts)
    rows = pa.array(source, pa.int64())
    return tuple(
        column if place == skip or pc.count(column.texts.filter(rest)).as_py() else column.taken(rows)
        for place, column in enumerate(columns)
    )


def _by_kinds(table: Table, place: int) -> Table:
    """Head and detail rows told apart by a column of two words, of which the first row's is the head's."""
    kinds = table.columns[place].texts
    words = [word for word in pc.unique(kinds).to_pylist() if word]
    if len(words) != 2 or kinds[0].as_py() is None:
        return table
    heads = pc.fill_null(pc.equal(kinds, kinds[0]), False).to_numpy(zero_copy_only=False)
    details = ~heads
    only_head = [
        column
        for column in range(len(table.columns))
        if column != place and not pc.count(table.columns[column].texts.filter(pa.array(details))).as_py()
    ]
    if not only_head:
        return table
    both = [
        column
        for column in range(len(table.columns))
        if column not in (place, *only_head) and pc.count(table.columns[column].texts.filter(pa.array(heads))).as_py()
    ]
    wide = _with_head_columns(table, both, heads, str(kinds[0].as_py()))
    wide = replace(wide, columns=_filled_down(wide.columns, heads, skip=place))
    has_details = heads & np.r_[details[1:], False]
    gone = np.flatnonzero(has_details)
    kept = pa.array(np.flatnonzero(~has_details), pa.int64())
    numbers = table.row_numbers.to_numpy()
    dropped = (*wide.dropped, *(DroppedRow(int(numbers[row]), "record_head") for row in gone))
    return replace(
        wide,
        columns=tuple(column.taken(kept) for column in wide.columns),
        row_numbers=table.row_numbers.take(kept),
        dropped=tuple(sorted(dropped, key=lambda drop: drop.row)),
        notes=(*table.notes, _note(table, "record_heads", place, _HEADED)),
        grouped=True,
    )


def _with_head_columns(table: Table, both: Sequence[int], heads: Any, word: str) -> Table:
    """A further column for each that heads and details fill both, so that neither hides the other."""
    from csdesk.intake.added_columns import with_column

    only = pa.array(heads)
    for place in both:
        cells = table.columns[place]
        nothing = pa.scalar(None, pa.string())
        head_cells = RawColumn(
            pc.if_else(only, cells.kinds, pa.scalar(0, pa.uint8())),
            pc.if_else(only, cells.texts, nothing),
            pc.if_else(only, cells.numbers, pa.scalar(None, pa.float64())),
        )
        table = with_column(table, f"{table.headers[place]} ({word})", head_cells)
    return table


def _note(table: Table, code: str, place: int, message: Message) -> CellProblem:
    return CellProblem(
        code=code, severity=Severity.NOTE, sheet=table.sheet, row=int(table.row_numbers[0].as_py()),
        column=table.column_numbers[place], value=table.columns[place].texts[0].as_py() or "", message=message, hint=_LOOK,
    )  # fmt: skip


def _without(table: Table, place: int) -> Table:
    rest = [column for column in range(len(table.columns)) if column != place]
    formats, names = table.number_formats, table.kept_names
    return replace(
        table,
        headers=tuple(table.headers[column] for column in rest),
        columns=tuple(table.columns[column] for column in rest),
        column_numbers=tuple(table.column_numbers[column] for column in rest),
        number_formats=tuple(formats[column] for column in rest) if formats else (),
        kept_names=tuple(names[column] for column in rest) if names else (),
    )
