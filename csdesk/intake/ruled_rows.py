"""Rows that are lines drawn with signs: ``|---|:--:|`` of Markdown, ``+-----+`` of a terminal, a row of ＝＝＝＝."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.sheets import RawColumn

# Two signs may be a way to say "nothing"; a line needs one cell with three.
_PIECE = r"^[\s|+]*:?[-=_―─━－＝—–*~·.]+:?[\s|+]*(?:\+[-=+\s]*)?$"
_LINE = r"[-=_―─━－＝—–*~·.]{3}"


def ruled_rows(columns: Sequence[RawColumn]) -> list[int]:
    """Positions of rows whose filled cells hold nothing but drawn lines."""
    places: Any = None  # where all cells looked at so far are lines or blank; the fullest column leaves the fewest
    for column in sorted(columns, key=lambda column: column.texts.null_count):
        if column.texts.null_count == len(column):
            continue
        texts = column.texts if places is None else column.texts.take(pa.array(places))
        drawn = pc.fill_null(pc.match_substring_regex(texts, _PIECE), True).to_numpy(zero_copy_only=False)
        places = np.flatnonzero(drawn) if places is None else places[drawn]
        if not len(places):
            return []
    if places is None:
        return []
    some = np.zeros(len(places), dtype=bool)
    for column in columns:
        drawn = pc.match_substring_regex(column.texts.take(pa.array(places)), _LINE)
        some |= pc.fill_null(drawn, False).to_numpy(zero_copy_only=False)
    return [int(row) for row in places[some]]
