"""Some rows of a sheet, small enough to be sent to whoever looks at them."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_ROWS = 256


@dataclass(frozen=True, slots=True)
class CellPage:
    """At most ``PAGE_ROWS`` rows of a sheet as they stand in the file.

    Attributes:
        first: the first row, from 0.
        texts: a column each: what the cells say, empty where blank.
        numeric: a column each: for each cell a byte, 1 where it is a number or a date.
    """

    first: int
    texts: tuple[tuple[str, ...], ...]
    numeric: tuple[bytes, ...]
