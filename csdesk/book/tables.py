"""One record table of a book, read and written by column.

Columns travel as Arrow arrays of the types in ``columns.stored_type``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.columns import kinds, python_values, stored_type
from csdesk.book.joined import filled_columns, joined_columns, quoted
from csdesk.book.payload import Keys, one_array
from csdesk.book.schema import word_columns
from csdesk.book.words import Words
from csdesk.model.fields import record_type

# Keys read in one statement: bounds the text SQLite makes (it allows 1 GB).
WINDOW = 2_000_000

# Rows made into Python objects at once: bounds the memory of an import of millions.
SLICE = 100_000


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
        self._picked = "false"

    # Reading

    def read(self, names: Sequence[str] | None = None, *, uuid: bool = False, picked: bool = False) -> pa.Table:
        """Rows in order of key: ``key``, then the fields asked for (all by default) that are filled somewhere.

        Args:
            names: the fields wanted; those named are returned even where they are empty.
            uuid: with the column ``uuid`` (binary) where the record has one.
            picked: only the rows that were picked (see ``pick``).
        """
        held = self._held_columns()
        if not held:  # the record type is newer than a book that is open for reading only
            return self._empty(names or (), uuid)
        wanted = [n for n in (self._kinds if names is None else names) if n in held]
        source = f"FROM {self._name} WHERE {self._picked if picked else 'true'}"
        first, last = self._extent(source)
        filled = filled_columns(self._connection, source, wanted) if first <= last else []
        windows = [self._window(low, filled, source, uuid) for low in range(first, last + 1, WINDOW)]
        table = pa.concat_tables(windows) if windows else self._empty(filled, uuid)
        for name in names or ():
            if name not in filled:
                table = table.append_column(name, pa.nulls(table.num_rows, stored_type(self._kinds[name])))
        return table if len(windows) == 1 else table.combine_chunks()

    def _held_columns(self) -> frozenset[str]:
        rows = self._connection.exec_driver_sql(f"PRAGMA table_info({self._name})").fetchall()
        return frozenset(row[1] for row in rows)

    def _extent(self, source: str) -> tuple[int, int]:
        """First and last key; the first is greater where there is no row."""
        run = self._connection.exec_driver_sql
        first, last = run(f"SELECT (SELECT min(key) {source}), (SELECT max(key) {source})").one()
        return (0, -1) if first is None else (first, last)

    def _window(self, low: int, names: Sequence[str], source: str, uuid: bool) -> pa.Table:
        source = f"{source} AND key >= {low} AND key < {low + WINDOW}"
        columns = joined_columns(self._connection, source, {n: self._sql_type(n) for n in names})
        other = [n for n in names if n not in columns] + (["uuid"] if uuid and self._edited else [])
        columns |= dict(zip(other, self._fetched(other, source), strict=True))
        for name in self._worded.intersection(columns):
            columns[name] = self._words.texts(self._connection, columns[name])
        ordered = ["key", *names, *(["uuid"] if "uuid" in columns else [])]
        return pa.table({name: columns[name] for name in ordered})

    def _sql_type(self, name: str) -> pa.DataType:
        return pa.int64() if name in self._worded else self._type(name)

    def _fetched(self, names: Sequence[str], source: str) -> list[pa.Array]:
        if not names:
            return []
        listed = ", ".join(quoted(n) for n in names)
        cursor = self._connection.exec_driver_sql(f"SELECT {listed} {source} ORDER BY key").cursor
        rows = cursor.fetchall() if cursor is not None else []
        flat = list(chain.from_iterable(rows))
        return [pa.array(flat[i :: len(names)], self._sql_type(name)) for i, name in enumerate(names)]

    def _type(self, name: str) -> pa.DataType:
        return pa.binary(16) if name == "uuid" else stored_type(self._kinds[name])

    def _empty(self, names: Iterable[str], uuid: bool) -> pa.Table:
        columns = {"key": pa.array([], pa.int64()), **{n: pa.array([], self._type(n)) for n in names}}
        if uuid and self._edited:
            columns["uuid"] = pa.array([], pa.binary(16))
        return pa.table(columns)

    # Writing

    def pick(self, keys: Keys) -> None:
        """Choose the rows with those keys, for what follows; keys without a row are passed over."""
        self._picked = picked(self._connection, keys).format(column="key")

    def insert(self, rows: pa.Table) -> None:
        """Add rows; records that people edit get a UUID unless they bring one."""
        for start in range(0, rows.num_rows, SLICE):
            part = rows.slice(start, SLICE)
            columns = {name: self._sql_values(name, part.column(name)) for name in part.column_names}
            if self._edited and "uuid" not in columns:
                columns["uuid"] = fresh_uuids(part.num_rows)
            names = ", ".join(quoted(n) for n in columns)
            marks = ", ".join("?" * len(columns))
            self._many(f"INSERT INTO {self._name} ({names}) VALUES ({marks})", *columns.values())

    def update(self, name: str, keys: Keys, values: pa.Array) -> None:
        """Set one field of the rows with those keys."""
        statement = f"UPDATE {self._name} SET {quoted(name)} = ? WHERE key = ?"
        self._many(statement, self._sql_values(name, values), keys.tolist())

    def delete_picked(self) -> None:
        """Delete the rows that were picked."""
        self._connection.exec_driver_sql(f"DELETE FROM {self._name} WHERE {self._picked}")

    def _sql_values(self, name: str, column: pa.ChunkedArray | pa.Array) -> list[object]:
        array = one_array(column)
        return python_values(self._words.ids(self._connection, array) if name in self._worded else array)

    def _many(self, statement: str, *columns: Sequence[object]) -> None:
        """One statement for each row; straight to the driver, which needs no list of tuples."""
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.executemany(statement, zip(*columns, strict=True))


def picked(connection: Connection, keys: Keys) -> str:
    """A condition that holds where ``{column}`` is one of the keys; long gaps go through ``temp.picked``."""
    rising = np.sort(keys)
    if len(rising) and bool(np.all(np.diff(rising) == 1)):
        return f"{{column}} BETWEEN {rising[0]:d} AND {rising[-1]:d}"
    run = connection.exec_driver_sql
    run("CREATE TEMP TABLE IF NOT EXISTS picked (key INTEGER PRIMARY KEY)")
    run("DELETE FROM temp.picked")
    if len(rising):
        run("INSERT OR IGNORE INTO temp.picked (key) VALUES (?)", [(key,) for key in rising.tolist()])
    return "{column} IN (SELECT key FROM temp.picked)"


def fresh_uuids(count: int) -> list[object]:
    """That many random UUIDs (version 4) of 16 bytes."""
    drawn = np.frombuffer(os.urandom(16 * count), dtype=np.uint8).reshape(count, 16).copy()
    drawn[:, 6] = drawn[:, 6] & 0x0F | 0x40
    drawn[:, 8] = drawn[:, 8] & 0x3F | 0x80
    block = drawn.tobytes()
    return [block[i : i + 16] for i in range(0, len(block), 16)]
