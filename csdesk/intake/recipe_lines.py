"""Records a recipe says are written over several rows, the amount in parts: the sum goes into one more column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.added_columns import with_column
from csdesk.intake.cells import number_texts
from csdesk.intake.headers import header_key
from csdesk.intake.recipes import recognised
from csdesk.intake.sheets import CellKind, DroppedRow, RawColumn, Table
from csdesk.intake.values.read import read_column
from csdesk.model.fields import field


@dataclass(frozen=True, slots=True)
class _Found:
    """The columns of ``RecipeLines`` in a table."""

    head: int
    amount: int
    tax: int | None
    added: np.ndarray[Any, Any]  # which rows have the tax on top of the amount


def with_line_sums(table: Table, width: int = 0) -> Table:
    """The table with one row a record and what its lines add up to; as it is where no line is below another.

    Args:
        width: how many columns the sheet has.
    """
    recipe = next(iter(recognised(table.headers)), None)
    if recipe is None or recipe.lines is None or not table.rows:
        return table
    keys = [header_key(header) for header in table.headers]
    lines = recipe.lines
    if lines.head not in keys or lines.amount not in keys:
        return table
    tax = keys.index(lines.tax) if lines.tax in keys else None
    found = _Found(keys.index(lines.head), keys.index(lines.amount), tax, _added(table, keys, lines.on_top))
    heads = _filled(table.columns[found.head])
    if not heads[0] or (heads.all() and not found.added.any()):
        return table
    starts = np.flatnonzero(heads)
    sums = np.add.reduceat(_amounts(table, found), starts)
    below = np.flatnonzero(~heads)
    kept = pa.array(starts, pa.int64())
    numbers = table.row_numbers.to_numpy()
    dropped = (*table.dropped, *(DroppedRow(int(numbers[row]), "detail") for row in below.tolist()))
    whole = replace(
        table,
        columns=tuple(column.taken(kept) for column in table.columns),
        row_numbers=table.row_numbers.take(kept),
        dropped=tuple(sorted(dropped, key=lambda drop: drop.row)),
    )
    values = pa.array(sums, pa.float64())
    kinds = pa.repeat(pa.scalar(int(CellKind.NUMBER), pa.uint8()), len(sums))
    return with_column(whole, lines.total, RawColumn(kinds, number_texts(values), values), width)


def _filled(column: RawColumn) -> Any:
    trimmed = pc.fill_null(pc.utf8_trim_whitespace(column.texts), "")
    return pc.not_equal(trimmed, "").to_numpy(zero_copy_only=False)


def _added(table: Table, keys: list[str], on_top: Mapping[str, frozenset[str]]) -> Any:
    """Which rows say that the tax comes on top of their amount."""
    added = np.zeros(table.rows, dtype=bool)
    for place, key in enumerate(keys):
        if key in on_top:
            words = pa.array(sorted(on_top[key]), pa.string())
            texts = pc.utf8_trim_whitespace(table.columns[place].texts)
            added |= pc.is_in(texts, value_set=words).to_numpy(zero_copy_only=False)
    return added


def _amounts(table: Table, found: _Found) -> Any:
    """What each row adds to its record; blank cells and cells that are no amount add nothing."""
    amounts = np.nan_to_num(read_column(table.columns[found.amount], field("invoice.amount")).values)
    if found.tax is None:
        return amounts
    tax = np.nan_to_num(read_column(table.columns[found.tax], field("invoice.amount")).values)
    return amounts + np.where(found.added, tax, 0.0)
