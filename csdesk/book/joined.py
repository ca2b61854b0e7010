"""What SQLite joined into texts (``raw_tables``), taken apart into Arrow columns.

That takes a third of the time of one Python object a cell.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from csdesk.book.columns import stored_type
from csdesk.book.payload import one_array
from csdesk.book.raw_tables import ABSENT, UNIT, Joined, RawTable, Window
from csdesk.book.storage_classes import kinds, word_columns

_PARSE = pa_csv.ParseOptions(quote_char=False, ignore_empty_lines=False)


def column_type(record: str, name: str) -> pa.DataType:
    """The Arrow type of a column of a record's rows."""
    if name == "uuid":
        return pa.binary(16)
    return pa.int64() if name == "key" else stored_type(kinds(record)[name])


def rows_of_raw(raw: RawTable, texts: Callable[[pa.Array], pa.Array]) -> pa.Table:
    """The rows in order of key: ``key``, then the columns that are filled somewhere.

    Args:
        texts: the words behind their numbers.
    """
    windows = [_rows(raw, window, texts) for window in raw.windows]
    if not windows:
        return pa.table({name: pa.array([], column_type(raw.record, name)) for name in ("key", *raw.names)})
    return windows[0] if len(windows) == 1 else pa.concat_tables(windows).combine_chunks()


def _rows(raw: RawTable, window: Window, texts: Callable[[pa.Array], pa.Array]) -> pa.Table:
    worded = word_columns(raw.record)
    keys = _numbers(window.keys, pa.int64())
    order = _order(keys)
    columns = {"key": keys if order is None else keys.take(order)}
    for name in raw.names:
        wanted = column_type(raw.record, name)
        held = pa.int64() if name in worded else wanted
        if name in window.joined:
            array = _taken_apart(window.joined[name], held)
            array = array if order is None else array.take(order)
        elif name in window.fetched:
            array = pa.array(window.fetched[name], held)
        else:
            array = pa.nulls(window.rows, held)
        columns[name] = texts(array) if name in worded else array
    return pa.table(columns)


def _taken_apart(column: Joined, kind: pa.DataType) -> pa.Array:
    if column.sql_type != "TEXT":
        numbers = _numbers(column.joined, kind)
        return numbers if column.scale == 1 else pc.divide(numbers, float(column.scale))
    if column.joined is None:
        return pa.array([], kind)
    texts = one_array(pc.split_pattern(pa.array([column.joined]), UNIT).flatten())
    if column.filled == len(texts):
        return texts
    return pc.if_else(pc.equal(texts, ABSENT), pa.scalar(None, kind), texts)


def _numbers(lines: bytes | None, kind: pa.DataType) -> pa.Array:
    if not lines:
        return pa.array([None] if lines == b"" else [], kind)
    lines += b"\n"
    whole = pa_csv.ReadOptions(column_names=["value"], use_threads=False, block_size=len(lines) + 1)
    convert = pa_csv.ConvertOptions(column_types={"value": kind}, null_values=[""])
    table = pa_csv.read_csv(pa.py_buffer(lines), read_options=whole, parse_options=_PARSE, convert_options=convert)
    return one_array(table.column(0))


def _order(keys: pa.Array) -> pa.Array | None:
    """What puts the rows in order of key: SQLite promises none inside ``group_concat``, though it keeps one."""
    found = keys.to_numpy()
    return None if bool(np.all(found[1:] > found[:-1])) else pa.array(np.argsort(found))
