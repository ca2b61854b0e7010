"""Cuts the blank columns and rows off that surround what a sheet holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csdesk.intake.sheets import RawColumn


def trimmed(columns: tuple[RawColumn, ...]) -> tuple[RawColumn, ...]:
    """The columns without blank ones at the right and blank rows at the bottom."""
    from csdesk.intake.sheets import RawColumn

    width = max((place + 1 for place, c in enumerate(columns) if c.texts.null_count < len(c)), default=0)
    kept = columns[:width]
    rows = max((_last_filled(column) + 1 for column in kept), default=0)
    if rows == (len(kept[0]) if kept else 0):
        return kept
    return tuple(RawColumn(c.kinds[:rows], c.texts[:rows], c.numbers[:rows]) for c in kept)


def _last_filled(column: RawColumn) -> int:
    import pyarrow.compute as pc

    if column.texts.null_count == len(column):
        return -1
    if column.texts[-1].is_valid:
        return len(column) - 1
    places = pc.indices_nonzero(pc.is_valid(column.texts))
    return int(places[-1].as_py())
