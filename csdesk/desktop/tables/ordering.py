"""Sorting a frame by one of its columns without touching it: an array of positions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# Codes whose meaning has an order that the alphabet does not know.
_RANKS = {
    "touch": ("high", "low", "tech"),
    "band": ("at_risk", "watch", "healthy", "no_data"),
    "severity": ("urgent", "high", "normal", "low"),
    "forecast": ("commit", "likely", "open", "at_risk", "expected_loss", "renewed", "reduced", "lost"),
}


def sorted_positions(frame: pd.DataFrame, column: str, *, descending: bool = False) -> np.ndarray:
    """Positions of the rows in that order; absent values last in both directions, ties as in the frame."""
    values = frame[column]
    absent = values.isna().to_numpy()
    keys = _comparable(values, column)
    present = np.flatnonzero(~absent)
    order = np.argsort(keys[present], kind="stable")
    if descending:
        # A stable order of the negated ranks keeps ties as they stand in the frame.
        ranks = np.empty(len(order), dtype=np.int64)
        ordered = keys[present][order]
        ranks[order] = np.concatenate(([0], np.cumsum(ordered[1:] != ordered[:-1]))) if len(order) else []
        order = np.argsort(-ranks, kind="stable")
    return np.concatenate((present[order], np.flatnonzero(absent))).astype(np.int64)


def _comparable(values: pd.Series, column: str) -> np.ndarray:
    """Numbers that sort as the values do; what stands where a value is absent does not matter."""
    keys: np.ndarray
    if column in _RANKS:
        ranks = {code: rank for rank, code in enumerate(_RANKS[column])}
        keys = values.map(ranks).fillna(len(ranks)).to_numpy(dtype=np.float64)
    elif pd.api.types.is_datetime64_any_dtype(values.dtype):
        keys = values.to_numpy().astype("datetime64[s]").astype(np.int64)
    elif pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_numeric_dtype(values.dtype):
        keys = values.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        keys = _text_ranks(values)
    return keys


def _text_ranks(values: pd.Series) -> np.ndarray:
    """The place of each text among all, without regard to case."""
    texts = pc.utf8_lower(pc.fill_null(pa.array(values, pa.large_string(), from_pandas=True), ""))
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    encoded = texts.dictionary_encode()
    by_rank = pc.sort_indices(encoded.dictionary).to_numpy()
    ranks_of = np.empty(len(by_rank), dtype=np.int64)
    ranks_of[by_rank] = np.arange(len(by_rank))
    places: np.ndarray = encoded.indices.to_numpy(zero_copy_only=False)
    ranks: np.ndarray = ranks_of[places]
    return ranks
