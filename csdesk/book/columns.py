"""How values travel between frames, the journal and SQLite: one Arrow type for each kind of field.

Dates are whole days since 1970-01-01, money minor units, flags 0 or 1: all of them
int64. Numbers and ratios are float64, everything else is text. Absent is null.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.book.storage_classes import INTEGERS, REALS
from csdesk.model.fields import Kind

SECONDS_A_DAY = 86_400
EPOCH = date(1970, 1, 1)


def stored_type(kind: Kind) -> pa.DataType:
    """The Arrow type in which values of that kind are stored."""
    if kind in INTEGERS:
        return pa.int64()
    return pa.float64() if kind in REALS else pa.string()


def from_series(series: pd.Series, kind: Kind) -> pa.Array:
    """A column of a frame as it is stored."""
    if kind is Kind.DATE:
        seconds = series.to_numpy(dtype="datetime64[s]")
        missing = np.isnat(seconds)
        return pa.array(np.floor_divide(seconds.view("int64"), SECONDS_A_DAY), mask=missing if missing.any() else None)
    wanted = stored_type(kind)
    array = pa.array(series, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    return array if array.type == wanted else array.cast(wanted)


def to_series_array(array: pa.Array, kind: Kind) -> object:
    """Stored values as the array of a frame's column (dtype: ``fields.DTYPES[kind]``)."""
    if kind is Kind.DATE:
        missing = np.iinfo("int64").min // SECONDS_A_DAY
        days = pc.fill_null(array, missing).to_numpy(zero_copy_only=False)
        seconds = days * SECONDS_A_DAY
        seconds[days == missing] = np.iinfo("int64").min
        return seconds.view("datetime64[s]")
    if kind is Kind.FLAG:
        return pd.BooleanDtype().__from_arrow__(array.cast(pa.bool_()))
    if kind in INTEGERS:
        return pd.Int64Dtype().__from_arrow__(array)
    if kind in REALS:
        return pd.Float64Dtype().__from_arrow__(array)
    return pd.StringDtype("pyarrow").__from_arrow__(array)


def python_values(array: pa.Array) -> list[object]:
    """Stored values as a plain list, None where absent; much faster than ``to_pylist``."""
    if array.null_count == 0:
        values: list[object] = array.to_numpy(zero_copy_only=False).tolist()
        return values
    if pa.types.is_string(array.type) or pa.types.is_binary(array.type):
        return list(array.to_numpy(zero_copy_only=False))
    present = array.drop_null().to_numpy(zero_copy_only=False)
    held = np.full(len(array), None, dtype=object)
    held[array.is_valid().to_numpy(zero_copy_only=False)] = present.tolist()
    return held.tolist()


def stored_value(value: object, kind: Kind) -> int | float | str | None:
    """One plain value of a change as it is stored.

    Raises:
        TypeError: the value is not of that kind.
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if kind is Kind.DATE:
        if not isinstance(value, date):
            raise TypeError(f"not a date: {value!r}")
        return value.toordinal() - EPOCH.toordinal()
    if kind in INTEGERS:
        return int(value)  # type: ignore[call-overload, no-any-return]
    if kind in REALS:
        return None if value != value else float(value)  # type: ignore[arg-type]
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value


def plain_value(stored: object, kind: Kind) -> object:
    """A stored value in plain Python, as changes hold it."""
    if stored is None:
        return None
    if kind is Kind.DATE:
        return EPOCH + timedelta(days=stored)  # type: ignore[arg-type]
    return bool(stored) if kind is Kind.FLAG else stored


def differing(before: pa.Array, after: pa.Array) -> pa.Array:
    """True where two columns differ, null counting as a value."""
    same = pc.fill_null(pc.equal(before, after), False)
    both_null = pc.and_(before.is_null(), after.is_null())
    return pc.invert(pc.or_(same, both_null))
