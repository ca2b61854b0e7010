"""Sheets made in memory for tests of what is found on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from csdesk.intake.cells import column_of
from csdesk.intake.sheets import Merge, Sheet

Value = str | int | float | bool | date | None


def sheet_of(
    rows: Sequence[Sequence[Value]], merges: Sequence[tuple[int, int, int, int]] = (), name: str = "S"
) -> Sheet:
    """A sheet with those rows from A1; None is blank; merges as top, left, bottom, right."""
    columns = [["" if v is None else v for v in column] for column in zip_longest(*rows, fillvalue=None)]
    return Sheet(name, len(rows), tuple(column_of(column) for column in columns), tuple(Merge(*m) for m in merges))


def cells_of(sheet: Sheet) -> list[list[str | None]]:
    """The texts of a sheet, row by row."""
    return [list(row) for row in zip(*(column.texts.to_pylist() for column in sheet.columns), strict=True)]
