"""Arrays of read values in the dtypes of the frames."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import pandas_dtype

from csdesk.model.fields import Kind, record_type, stored_dtypes
from csdesk.model.money import minor_digits

_TEXTS = (Kind.TEXT, Kind.ID, Kind.TAGS, Kind.CHOICE)


def texts(values: Any) -> Any:
    """A pyarrow string array as ``string[pyarrow]``."""
    return (
        pd.array(values, dtype="string[pyarrow]")
        if not isinstance(values, (pa.Array, pa.ChunkedArray))
        else _arrow(values)
    )


def _arrow(values: Any) -> Any:
    return pd.arrays.ArrowStringArray(pa.chunked_array([values]) if isinstance(values, pa.Array) else values)


def integers(values: Any) -> Any:
    """Float64 with NaN as ``Int64`` with NA."""
    absent = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(absent, 1, values).astype(np.int64), absent)


def typed(kind: Kind, values: Any) -> Any:
    """The values of a ``Reading`` as the dtype of that kind; money must be in minor units already."""
    if kind in _TEXTS:
        return texts(values)
    if kind is Kind.DATE:
        return pd.array(values.astype("datetime64[s]"), dtype="datetime64[s]")
    if kind is Kind.FLAG:
        return pd.arrays.BooleanArray(values == 1, values < 0)
    if kind in (Kind.MONEY, Kind.INTEGER, Kind.KEY):
        return integers(values)
    absent = np.isnan(values)
    return pd.arrays.FloatingArray(np.where(absent, 1.0, values), absent)


def to_minor(values: Any, currencies: Any) -> Any:
    """Major units (float64) as minor units (float64, whole), half-even, by the currency of each row.

    Args:
        currencies: pyarrow string array, no nulls where there is a value.
    """
    encoded = currencies.dictionary_encode()
    digits = [minor_digits(code) for code in encoded.dictionary.to_pylist()]
    lookup = np.array([10.0**d for d in digits] or [1.0])
    codes = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)
    # Six digits first: 2.675 * 100 is 267.49999999999994 as a float, and means 267.5.
    with np.errstate(invalid="ignore"):
        return np.rint(np.round(values * lookup[codes], 6))


def constant(value: str | None, rows: int) -> Any:
    """A string array that says the same in every row."""
    return pa.nulls(rows, pa.string()) if value is None else pa.repeat(pa.scalar(value, pa.string()), rows)


def in_frame_form(record: str, frame: pd.DataFrame, rows: int) -> pd.DataFrame:
    """The frame with every stored column of the record in order; what it lacks is absent."""
    dtypes = stored_dtypes(record)
    kinds = {f.name: f.kind for f in record_type(record).stored}
    columns = {}
    for name, dtype in dtypes.items():
        if name in frame.columns:
            values = frame[name]
            columns[name] = values.array if values.dtype == pandas_dtype(dtype) else values.astype(dtype).array
        else:
            columns[name] = _absent(kinds.get(name, Kind.TEXT), rows)
    return pd.DataFrame(columns, copy=False)


def _absent(kind: Kind, rows: int) -> Any:
    if kind in _TEXTS:
        return _arrow(pa.nulls(rows, pa.string()))
    if kind is Kind.DATE:
        return pd.array(np.full(rows, "NaT", dtype="datetime64[s]"))
    if kind is Kind.FLAG:
        return pd.arrays.BooleanArray(np.zeros(rows, dtype=bool), np.ones(rows, dtype=bool))
    return typed(kind, np.full(rows, np.nan))
