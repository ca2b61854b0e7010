"""Values as a recipe says a system writes them: its own words, amounts in cents, what stands above the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.cells import column_of
from csdesk.intake.recipes import RecipeColumn
from csdesk.intake.sheets import CellKind, RawColumn
from csdesk.intake.values.read import ColumnStyle, read_column
from csdesk.model.fields import field
from csdesk.model.money import minor_digits


def in_other_words(column: RawColumn, words: Mapping[str, str]) -> RawColumn:
    """The column with the system's own words replaced; a word for nothing leaves the cell blank."""
    if not words:
        return column
    encoded = column.texts.dictionary_encode()
    said = encoded.dictionary.to_pylist()
    meant = [words.get(text.strip().casefold(), text) for text in said]
    changed = pa.array([new != old for new, old in zip(meant, said, strict=True)], pa.bool_())
    texts = pa.array([new or None for new in meant], pa.string()).take(encoded.indices)
    touched = pc.fill_null(changed.take(encoded.indices), False)
    kind = pc.if_else(pc.is_null(texts), int(CellKind.BLANK), int(CellKind.TEXT))
    kinds = pc.if_else(touched, pc.cast(kind, pa.uint8()), column.kinds)
    numbers = pc.if_else(touched, pa.scalar(None, pa.float64()), column.numbers)
    return RawColumn(kinds, texts, numbers)


def from_minor(amounts: Any, currencies: Any) -> Any:
    """Amounts in cents as amounts in dollars; yen have no cents and stay as they are.

    Args:
        amounts: float64.
        currencies: ISO codes, or None where no column names them.
    """
    if currencies is None:
        return amounts / 100
    encoded = currencies.dictionary_encode()
    parts = np.array([*(10.0 ** minor_digits(code) for code in encoded.dictionary.to_pylist()), 100.0])
    codes = pc.fill_null(encoded.indices, len(parts) - 1).to_numpy(zero_copy_only=False)
    return amounts / parts[codes]


def also_read(column: RawColumn, said: RecipeColumn) -> Any:
    """The second field of a column, as in ``Reading.values``: words the recipe does not list say nothing about it."""
    distinct = pc.unique(column.texts.drop_null()).to_pylist()
    silent = {text.strip().casefold(): "" for text in distinct}
    return read_column(in_other_words(column, {**silent, **said.words}), field(said.field)).values


def titled_text(title: str, words: str) -> tuple[str, str]:
    """Those words above the table, and what stands behind them ("" where they do not stand there)."""
    found = re.search(
        rf"^[#\s]*{re.escape(words)}\s*[:=：]\s*(\S[^\t\n]*?)\s*(?:\t.*)?$", title, re.IGNORECASE | re.MULTILINE
    )
    return words, found[1] if found else ""


def titled(title: str, words: str, code: str, rows: int) -> Any:
    """The value that stands behind those words above the table, in every row; None where there is none.

    ``# End date: 20260930`` gives the last of September for the words "End date".
    """
    text = titled_text(title, words)[1]
    if not text:
        return None
    reading = read_column(column_of([text]), field(code), ColumnStyle())
    everywhere = np.zeros(rows, dtype=np.int64)
    values = reading.values
    return values.take(pa.array(everywhere)) if isinstance(values, pa.Array) else values[everywhere]
