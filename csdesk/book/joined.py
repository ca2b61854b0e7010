"""Reading a table by column: SQLite joins each column into one text, Arrow takes it apart.

That takes a third of the time of one Python object a cell. A column that does not come
through exactly (a fraction, a separator inside a text) is left out; the caller then
fetches it value by value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from sqlalchemy.engine import Connection

from csdesk.book.payload import one_array

_UNIT = "\x1f"  # between two texts
_ABSENT = "\x1e\x1e"  # stands for NULL
_PARSE = pa_csv.ParseOptions(quote_char=False, ignore_empty_lines=False)


def quoted(name: str) -> str:
    """A column or table name inside a statement; ours never hold a quote."""
    return f'"{name}"'


def joined_columns(connection: Connection, source: str, wanted: Mapping[str, pa.DataType]) -> dict[str, pa.Array]:
    """``key`` and those of the columns that come through exactly, in order of key.

    Args:
        source: ``FROM … WHERE …``.
        wanted: column → int64, float64 (whole numbers only come through) or string.
    """
    parts = ["group_concat(key, '\n')", "count(*)"]
    for name, kind in wanted.items():
        parts += _parts(quoted(name), kind)
    row = list(connection.exec_driver_sql(f"SELECT {', '.join(parts)} {source}").one())
    columns = {"key": _numbers(row[0], pa.int64())}
    for number, (name, kind) in enumerate(wanted.items(), 1):
        array = _taken_apart(row[2 * number], row[2 * number + 1], kind, row[1])
        if array is not None:
            columns[name] = array
    return _in_order(columns)


def _parts(column: str, kind: pa.DataType) -> tuple[str, str]:
    """The joined column, and what tells whether it came through."""
    if kind == pa.string():
        return f"group_concat(ifnull({column}, '{_ABSENT}'), '{_UNIT}')", f"count({column})"
    check = "NULL" if kind == pa.int64() else f"max({column} <> CAST({column} AS INTEGER))"
    return f"group_concat(ifnull(CAST({column} AS INTEGER), ''), '\n')", check


def _taken_apart(text: str | None, check: int | None, kind: pa.DataType, rows: int) -> pa.Array | None:
    if kind != pa.string():
        return None if check else _numbers(text, kind)
    if text is None:
        return pa.array([], kind)
    texts = one_array(pc.split_pattern(pa.array([text]), _UNIT).flatten())
    if len(texts) != rows:
        return None
    if check == rows:
        return texts
    texts = pc.if_else(pc.equal(texts, _ABSENT), pa.scalar(None, kind), texts)
    return texts if len(texts) - texts.null_count == check else None


def _numbers(text: str | None, kind: pa.DataType) -> pa.Array:
    if not text:
        return pa.array([None] if text == "" else [], kind)
    lines = f"{text}\n".encode()
    whole = pa_csv.ReadOptions(column_names=["value"], use_threads=False, block_size=len(lines) + 1)
    convert = pa_csv.ConvertOptions(column_types={"value": kind}, null_values=[""])
    table = pa_csv.read_csv(pa.py_buffer(lines), read_options=whole, parse_options=_PARSE, convert_options=convert)
    return one_array(table.column(0))


def _in_order(columns: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """The columns in order of key: SQLite promises none inside ``group_concat``, though it keeps one."""
    keys = columns["key"].to_numpy()
    if bool(np.all(keys[1:] > keys[:-1])):
        return columns
    order = pa.array(np.argsort(keys))
    return {name: array.take(order) for name, array in columns.items()}


def filled_columns(connection: Connection, source: str, names: Sequence[str]) -> list[str]:
    """Which columns hold anything.

    A few rows show most of them; one pass over the rest usually shows that they are empty.
    """
    if not names:
        return []
    run = connection.exec_driver_sql
    counted = ", ".join(f"count({quoted(n)})" for n in names)
    listed = ", ".join(quoted(n) for n in names)
    few = run(f"SELECT {counted} FROM (SELECT {listed} {source} ORDER BY key LIMIT 1000)").one()
    filled = {name for name, some in zip(names, few, strict=True) if some}
    rest = [n for n in names if n not in filled]
    if rest:
        any_of = f"coalesce({', '.join(quoted(n) for n in rest)}, NULL)"
        if run(f"SELECT EXISTS (SELECT 1 {source} AND {any_of} IS NOT NULL)").scalar_one():
            found = run(f"SELECT {', '.join(f'count({quoted(n)})' for n in rest)} {source}").one()
            filled |= {name for name, some in zip(rest, found, strict=True) if some}
    return [name for name in names if name in filled]
