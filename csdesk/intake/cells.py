"""Python cell values as calamine gives them → Arrow arrays of kinds, texts and numbers, by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.sheets import CellKind, RawColumn

_DAY_US = 86_400_000_000
_PLAIN_INTEGERS = 1e15  # Arrow writes larger ones with an exponent
_PLAIN_LIMIT = 1e21


def _constant(kind: CellKind, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(int(kind), pa.uint8()), rows)


def blank_column(rows: int) -> RawColumn:
    """A column of blanks."""
    return RawColumn(_constant(CellKind.BLANK, rows), pa.nulls(rows, pa.string()), pa.nulls(rows, pa.float64()))


def text_column(texts: pa.Array) -> RawColumn:
    """A column of texts; empty and null ones are blank.

    Args:
        texts: string array.
    """
    blank = pc.fill_null(pc.equal(pc.binary_length(texts), 0), True)
    rows = len(texts)
    if not pc.any(blank).as_py():
        return RawColumn(_constant(CellKind.TEXT, rows), texts, pa.nulls(rows, pa.float64()))
    if texts.null_count != pc.sum(blank).as_py():
        texts = pc.if_else(blank, pa.scalar(None, pa.string()), texts)
    kinds = pc.if_else(blank, pa.scalar(int(CellKind.BLANK), pa.uint8()), pa.scalar(int(CellKind.TEXT), pa.uint8()))
    return RawColumn(kinds, texts, pa.nulls(rows, pa.float64()))


def number_texts(numbers: pa.Array) -> pa.Array:
    """Numbers as a person writes them: no ``.0``, no exponent up to 1e21; null stays null."""
    filled = pc.fill_null(pc.is_finite(numbers), True)
    whole = pc.and_(filled, pc.less(pc.abs(numbers), _PLAIN_INTEGERS))
    if pc.all(pc.and_(whole, pc.equal(pc.floor(numbers), numbers)), min_count=0).as_py():
        return pc.cast(pc.cast(numbers, pa.int64()), pa.string())
    texts = pc.cast(numbers, pa.string())
    odd = pc.fill_null(pc.or_(pc.match_substring(texts, "e"), pc.equal(texts, "-0")), False)
    if not pc.any(odd).as_py():
        return texts
    plain = pa.array([_plain(value) for value in numbers.filter(odd).to_pylist()], pa.string())
    return pc.replace_with_mask(texts, odd, plain)


def _plain(value: float) -> str:
    if value == 0:
        return "0"
    if 1e-12 < abs(value) < _PLAIN_LIMIT:
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return repr(value)


def _text(values: Sequence[Any]) -> RawColumn:
    return text_column(pa.array(values, pa.string()))


def _number(values: Sequence[Any]) -> RawColumn:
    numbers = pa.array(values, pa.float64())
    return RawColumn(_constant(CellKind.NUMBER, len(numbers)), number_texts(numbers), numbers)


def _day(values: Sequence[Any]) -> RawColumn:
    days = pa.array(values, pa.date32())
    numbers = pc.cast(pc.cast(days, pa.int32()), pa.float64())
    return RawColumn(_constant(CellKind.DATE, len(days)), pc.cast(days, pa.string()), numbers)


def _moment(values: Sequence[Any]) -> RawColumn:
    moments = pa.array(values, pa.timestamp("us"))
    ticks = pc.cast(moments, pa.int64())
    numbers = pc.divide(pc.cast(ticks, pa.float64()), float(_DAY_US))
    midnight = pc.equal(pc.floor(numbers), numbers)
    days = pc.cast(pc.cast(moments, pa.date32()), pa.string())
    # Excel's clock is a fraction of a day; the nearest second is what the sheet shows.
    seconds = pc.cast(pc.round_temporal(moments, 1, "second"), pa.timestamp("s"))
    texts = pc.if_else(midnight, days, pc.strftime(seconds, "%Y-%m-%d %H:%M:%S"))
    return RawColumn(_constant(CellKind.DATE, len(moments)), texts, numbers)


def _truth(values: Sequence[Any]) -> RawColumn:
    truths = pa.array(values, pa.bool_())
    texts = pc.if_else(truths, "TRUE", "FALSE")
    return RawColumn(_constant(CellKind.BOOL, len(truths)), texts, pc.cast(pc.cast(truths, pa.uint8()), pa.float64()))


def _length(values: Sequence[Any]) -> RawColumn:
    seconds = [_seconds(value) for value in values]
    return RawColumn(
        _constant(CellKind.DURATION, len(seconds)),
        pa.array([_clock(s) for s in seconds], pa.string()),
        pa.array(seconds, pa.float64()),
    )


def _seconds(value: time | timedelta) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6


def _clock(seconds: float) -> str:
    minutes, second = divmod(round(abs(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hours}:{minute:02}:{second:02}"


_READERS: Mapping[type, Callable[[Sequence[Any]], RawColumn]] = {
    str: _text,
    float: _number,
    int: _number,
    bool: _truth,
    date: _day,
    datetime: _moment,
    time: _length,
    timedelta: _length,
}


def column_of(values: Sequence[Any], like: RawColumn | None = None) -> RawColumn:
    """The cells of one column; ``""`` is blank.

    Args:
        values: str, int, float, bool, date, datetime, time or timedelta, as calamine gives them.
        like: the rows above; where they are all texts these are tried as texts first, which is quicker.
    """
    if like is not None and like.numbers.null_count == len(like):
        try:
            return _text(values)
        except pa.ArrowTypeError:
            pass  # other kinds begin here
    kinds = set(map(type, values))
    readers = {_READERS[kind] for kind in kinds}
    if not readers:
        return blank_column(0)
    if len(readers) == 1:
        return readers.pop()(values)
    return _mixed(values, kinds)


def _mixed(values: Sequence[Any], kinds: set[type]) -> RawColumn:
    """Each kind of value read apart, then put together again in order."""
    parts: list[RawColumn] = []
    places: list[int] = []
    for kind in kinds:
        where = [place for place, value in enumerate(values) if value.__class__ is kind]
        parts.append(_READERS[kind]([values[place] for place in where]))
        places.extend(where)
    order = pc.sort_indices(pa.array(places, pa.int64()))
    return joined(parts).taken(order)


def joined(parts: Sequence[RawColumn]) -> RawColumn:
    """The columns one below the other."""
    if len(parts) == 1:
        return parts[0]
    return RawColumn(
        pa.concat_arrays([part.kinds for part in parts]),
        pa.concat_arrays([part.texts for part in parts]),
        pa.concat_arrays([part.numbers for part in parts]),
    )


def padded(column: RawColumn, rows: int) -> RawColumn:
    """The column with blanks below, so that it has that many rows."""
    missing = rows - len(column)
    return column if missing <= 0 else joined([column, blank_column(missing)])


def with_errors(column: RawColumn, errors: Mapping[int, str]) -> RawColumn:
    """The column with error cells put in where the reader gave blanks.

    Args:
        errors: row → code such as ``#REF!``; rows must lie inside the column.
    """
    if not errors:
        return column
    rows = sorted(errors)
    is_error = pc.is_in(pa.array(range(len(column)), pa.int64()), pa.array(rows, pa.int64()))
    codes = pa.array([errors[row] for row in rows], pa.string())
    return RawColumn(
        pc.replace_with_mask(column.kinds, is_error, _constant(CellKind.ERROR, len(rows))),
        pc.replace_with_mask(column.texts, is_error, codes),
        pc.replace_with_mask(column.numbers, is_error, pa.nulls(len(rows), pa.float64())),
    )
