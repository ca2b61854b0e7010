"""Finding rows while typing: one folded text a row, searched by Arrow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_REMEMBERED = 64
_HIRAGANA = re.compile("[ぁ-ゖ]")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def folded_text(text: str) -> str:
    """Width, case and the two kana scripts fall together."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_TO_KATAKANA)


def search_texts(frame: pd.DataFrame, columns: Sequence[str]) -> pa.Array:
    """One folded text a row: the named text columns, separated by a control character."""
    present = [name for name in columns if name in frame.columns]
    if not present or frame.empty:
        return pa.array([""] * len(frame), pa.large_string())
    parts = [pc.fill_null(pa.array(frame[name], pa.large_string(), from_pandas=True), "") for name in present]
    joined = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, pa.scalar("\x1f", pa.large_string()))
    folded = pc.utf8_lower(pc.utf8_normalize(joined, "NFKC"))
    combined = folded.combine_chunks() if isinstance(folded, pa.ChunkedArray) else folded
    return _with_katakana(combined)


def _with_katakana(texts: pa.Array) -> pa.Array:
    rows = np.flatnonzero(pc.match_substring_regex(texts, "[ぁ-ゖ]").to_numpy(zero_copy_only=False))
    if not len(rows):
        return texts
    turned = pa.array([text.translate(_TO_KATAKANA) for text in texts.take(pa.array(rows)).to_pylist()], texts.type)
    mask = np.zeros(len(texts), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(texts, pa.array(mask), turned)


class TypedSearch:
    """Which of the texts hold every word that was typed.

    A letter more looks only among the rows that were found without it, a letter less is remembered.
    """

    def __init__(self, texts: pa.Array) -> None:
        self._texts = texts
        self._found: dict[str, np.ndarray] = {}  # folded words → positions, rising

    def rows(self, typed: str) -> np.ndarray:
        """Boolean per text."""
        mask = np.zeros(len(self._texts), dtype=bool)
        mask[self._positions(" ".join(folded_text(typed).split()))] = True
        return mask

    def _positions(self, wanted: str) -> np.ndarray:
        known = self._found.get(wanted)
        if known is None:
            known = self._searched(wanted)
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[wanted] = known
        return known

    def _searched(self, wanted: str) -> np.ndarray:
        shorter = next((wanted[:end] for end in range(len(wanted) - 1, 0, -1) if wanted[:end] in self._found), "")
        found = self._found[shorter] if shorter else np.arange(len(self._texts))
        for word in wanted.split():
            texts = self._texts.take(pa.array(found)) if len(found) < len(self._texts) else self._texts
            found = found[pc.match_substring(texts, word).to_numpy(zero_copy_only=False)]
        return found
