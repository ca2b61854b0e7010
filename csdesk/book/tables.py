"""One record table of a book, read and written by column.

Columns travel as Arrow arrays of the types in ``columns.stored_type``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.columns import python_values
from csdesk.book.joined import column_type, rows_of_raw
from csdesk.book.payload import Keys, one_array
from csdesk.book.raw_tables import RawTable, held_columns, quoted, read_raw
from csdesk.book.storage_classes import word_columns
from csdesk.book.words import Words
from csdesk.model.fields import record_type

# Rows made into Python objects at once: bounds the memory of an import of millions.
SLICE = 100_000


class RecordTable:
    """The rows of one record type inside an open transaction."""

    def __init__(self, connection: Connection, record: str, words: Words) -> None:
        self._connection = connection
        self.record = record
        self._name = quoted(record)
        self._words = words
        self._worded = word_columns(record)
        self._edited = record_type(record).edited
        self._picked = "false"
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self._driver = driver

    # Reading

    def read(self, names: Sequence[str] | None = None, *, uuid: bool = False, picked: bool = False) -> pa.Table:
        """Rows in order of key: ``key``, then the fields asked for (all by default) that are filled somewhere.

        Args:
            names: the fields wanted; those named are returned even where they are empty.
            uuid: with the column ``uuid`` (binary) where the record has one.
            picked: only the rows that were picked (see ``pick``).
        """
        where = self._picked if picked else "true"
        raw = RawTable(self.record, (), ())  # the record type may be newer than a book that is open for reading only
        if held_columns(self._driver, self.record):
            raw = read_raw(self._driver, self.record, names, where, uuid=uuid and self._edited)
        table = rows_of_raw(raw, lambda ids: self._words.texts(self._connection, ids))
        empty = [name for name in names or () if name not in raw.names]
        if uuid and self._edited and "uuid" not in raw.names:
            empty.append("uuid")
        for name in empty:
            table = table.append_column(name, pa.nulls(table.num_rows, column_type(self.record, name)))
        return table

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
        self._driver.executemany(statement, zip(*columns, strict=True))


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
