"""The currency of each amount: said in a column, a cell, the header or the title; else the fallback."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.rows import Rows


def currency_of(rows: Rows, codes: Sequence[str], column: str, fallback: str) -> Any:
    """ISO codes, one a row, none null.

    Args:
        codes: the amount columns whose cells and headers may name it, in order of trust.
        column: the field code of a currency column.
    """
    said: list[Any] = [rows.values[column]] if column in rows.values else []
    said += [rows.marks[code] for code in codes if code in rows.marks]
    header = next(
        (rows.units[code].currency for code in codes if code in rows.units and rows.units[code].currency), None
    )
    last = pa.scalar(header or fallback, pa.string())
    if not said:
        return pa.repeat(last, len(rows))
    return pc.coalesce(*said, last)
