"""One record table of a book, read and written by column.

Columns travel as Arrow arrays of the types in ``columns.stored_type``. Integers are
read through ``group_concat``: SQLite joins a column into one text and Arrow parses it,
which takes a third of the time of a Python object for every cell.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from sqlalchemy.engine import Connection

from csdesk.book.columns import INTEGERS, kinds, python_values, stored_type
from csdesk.book.payload import Keys, one_array
from csdesk.book.schema import word_columns
from csdesk.book.words import Words
from csdesk.model.fields import record_type

# Keys read in one statement: bounds the text SQLite makes (it allows 1 GB).
WINDOW = 500_000

_READ = pa_csv.ReadOptions(column_names=["value"], use_threads=False)
_PARSE = pa_csv.ParseOptions(quote_char=False, ignore_empty_lines=False)
_CONVERT = pa_csv.ConvertOptions(column_types={"value": pa.int64()}, null_values=[""])


def quoted(name: str) -> str:
    """A column or table name inside a statement; ours never hold a quote."""
    return f'"{name}"'


class RecordTable:
    """The rows of one record type inside an open transaction."""

    def __init__(self, connection: Connection, record: str, words: Words) -> None:
        self._connection = connection
        self.record = record
        self._name = quoted(record)
        self._words = words
        self._kinds = kinds(record)
        self._worded = word_columns(record)
        self._edited = record_type(record).edited

    # Reading

    def read(self, names: Sequence[str] | None = None, *, uuid: bool = False, picked: bool = False) -> pa.Table:
        """Rows in order of key: ``key``, then the fields asked for (all by default) that are filled somewhere.

        Args:
            names: the fields wanted; those named are returned even where they are empty.
            uuid: with the column ``uuid`` (binary) where the record has one.
            picked: only the rows whose keys stand in ``picked`` (see ``pick``).
        """
        held = self._held_columns()
        wanted = [n for n in (self._kinds if names is None else names) if n in held]
        within = " WHERE key IN (SELECT key FROM temp.picked)" if picked else ""
        first, last, filled = self._extent(wanted, within)
        windows = [self._window(low, filled, within, uuid) for low in range(first, last + 1, WINDOW)]
        table = pa.concat_tables(windows) if windows else self._empty(filled, uuid)
        for name in names or ():
            if name not in filled:
                table = table.append_column(name, pa.nulls(table.num_rows, stored_type(self._kinds[name])))
        return table.combine_chunks()

    def _held_columns(self) -> frozenset[str]:
        rows = self._connection.exec_driver_sql(f"PRAGMA table_info({self._name})").fetchall()
        return frozenset(row[1] for row in rows)

    def _extent(self, names: Sequence[str], within: str) -> tuple[int, int, list[str]]:
        """First and last key, and which columns hold anything."""
        run = self._connection.exec_driver_sql
        first, last = run(f"SELECT min(key), max(key) FROM {self._name}{within}").one()
        if first is None:
            return 0, -1, []
        source = f"FROM {self._name}{within or ' WHERE true'}"
        tests = ", ".join(f"EXISTS (SELECT 1 {source} AND {quoted(n)} IS NOT NULL)" for n in names) or "NULL"
        found = run(f"SELECT {tests}").one()
        return first, last, [name for name, some in zip(names, found, strict=False) if some]

    def _window(self, low: int, names: Sequence[str], within: str, uuid: bool) -> pa.Table:
        source = f"FROM {self._name}{within or ' WHERE true'} AND key >= {low} AND key < {low + WINDOW}"
        whole = ["key", *(n for n in names if self._is_whole(n))]
        columns = dict(zip(whole, self._integers(whole, source), strict=True))
        other = [n for n in names if n not in columns] + (["uuid"] if uuid and self._edited else [])
        columns |= dict(zip(other, self._others(other, source), strict=True))
        for name in self._worded.intersection(columns):
            columns[name] = self._words.texts(self._connection, columns[name])
        ordered = ["key", *names, *(["uuid"] if "uuid" in columns else [])]
        return pa.table({name: columns[name] for name in ordered})

    def _is_whole(self, name: str) -> bool:
        return self._kinds[name] in INTEGERS or name in self._worded

    def _integers(self, names: Sequence[str], source: str) -> list[pa.Array]:
        joined = ", ".join(f"group_concat(ifnull({quoted(n)}, ''), char(10))" for n in names)
        texts = self._connection.exec_driver_sql(f"SELECT {joined} FROM (SELECT * {source} ORDER BY key)").one()
        return [_parsed(text) for text in texts]

    def _others(self, names: Sequence[str], source: str) -> list[pa.Array]:
        if not names:
            return []
        listed = ", ".join(quoted(n) for n in names)
        cursor = self._connection.exec_driver_sql(f"SELECT {listed} {source} ORDER BY key").cursor
        rows = cursor.fetchall() if cursor is not None else []
        flat = list(chain.from_iterable(rows))
        return [pa.array(flat[i :: len(names)], self._type(name)) for i, name in enumerate(names)]

    def _type(self, name: str) -> pa.DataType:
        return pa.binary(16) if name == "uuid" else stored_type(self._kinds[name])

    def _empty(self, names: Iterable[str], uuid: bool) -> pa.Table:
        columns = {"key": pa.array([], pa.int64()), **{n: pa.array([], self._type(n)) for n in names}}
        if uuid and self._edited:
            columns["uuid"] = pa.array([], pa.binary(16))
        return pa.table(columns)

    # Writing

    def pick(self, keys: Keys) -> None:
        """Put keys into the table ``temp.picked``, for what follows."""
        run = self._connection.exec_driver_sql
        run("CREATE TEMP TABLE IF NOT EXISTS picked (key INTEGER PRIMARY KEY)")
        run("DELETE FROM temp.picked")
        if len(keys):
            run("INSERT OR IGNORE INTO temp.picked (key) VALUES (?)", [(key,) for key in np.sort(keys).tolist()])

    def insert(self, rows: pa.Table) -> None:
        """Add rows; records that people edit get a UUID unless they bring one."""
        columns = {name: self._sql_values(name, rows.column(name)) for name in rows.column_names}
        if self._edited and "uuid" not in columns:
            columns["uuid"] = fresh_uuids(rows.num_rows)
        names = ", ".join(quoted(n) for n in columns)
        marks = ", ".join("?" * len(columns))
        self._many(f"INSERT INTO {self._name} ({names}) VALUES ({marks})", *columns.values())

    def update(self, name: str, keys: Keys, values: pa.Array) -> None:
        """Set one field of the rows with those keys."""
        statement = f"UPDATE {self._name} SET {quoted(name)} = ? WHERE key = ?"
        self._many(statement, self._sql_values(name, values), keys.tolist())

    def delete_picked(self) -> None:
        """Delete the rows whose keys stand in ``temp.picked``."""
        self._connection.exec_driver_sql(f"DELETE FROM {self._name} WHERE key IN (SELECT key FROM temp.picked)")

    def _sql_values(self, name: str, column: pa.ChunkedArray | pa.Array) -> list[object]:
        array = one_array(column)
        return python_values(self._words.ids(self._connection, array) if name in self._worded else array)

    def _many(self, statement: str, *columns: Sequence[object]) -> None:
        rows = list(zip(*columns, strict=True))
        if rows:
            self._connection.exec_driver_sql(statement, rows)


def _parsed(text: str | None) -> pa.Array:
    if not text:
        return pa.array([None] if text == "" else [], pa.int64())
    read = pa_csv.read_csv(
        pa.py_buffer(f"{text}\n".encode()), read_options=_READ, parse_options=_PARSE, convert_options=_CONVERT
    )
    return one_array(read.column(0))


def fresh_uuids(count: int) -> list[object]:
    """That many random UUIDs (version 4) of 16 bytes."""
    drawn = np.frombuffer(os.urandom(16 * count), dtype=np.uint8).reshape(count, 16).copy()
    drawn[:, 6] = drawn[:, 6] & 0x0F | 0x40
    drawn[:, 8] = drawn[:, 8] & 0x3F | 0x80
    block = drawn.tobytes()
    return [block[i : i + 16] for i in range(0, len(block), 16)]
