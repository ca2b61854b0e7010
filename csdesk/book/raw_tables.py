"""Reading a table as SQLite joins it: each column one text, no Python object a cell.

One statement is one step of SQLite, during which other threads of Python run. What does
not come through exactly that way (a separator inside a text, a fraction of many digits)
is fetched value by value.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csdesk.book.storage_classes import kinds, sql_type

UNIT = "\x1f"  # between two texts
ABSENT = "\x1e\x1e"  # stands for NULL

# Keys read in one statement: bounds the text SQLite makes (it allows 1 GB).
WINDOW = 2_000_000

# A number that is so many times a whole number is read as that whole number.
_SCALES = (1, 10_000)

_LOOK = 1000  # rows that show which columns are filled


@dataclass(frozen=True, slots=True)
class Joined:
    """A column as one text.

    Attributes:
        sql_type: ``INTEGER`` and ``REAL`` are lines of digits (empty: absent), ``TEXT`` has ``UNIT`` between two values.
        joined: the text; None where there is no row. Digits are bytes.
        filled: how many values are not absent.
        scale: what the digits are to be divided by.
    """

    sql_type: str
    joined: Any
    filled: int
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of a stretch of keys: joined columns, and lists of the values of others, all in one order of rows."""

    rows: int
    keys: bytes | None
    joined: Mapping[str, Joined]
    fetched: Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of a record type.

    Attributes:
        names: the columns that are filled somewhere, in their order.
    """

    record: str
    names: tuple[str, ...]
    windows: tuple[Window, ...]


def quoted(name: str) -> str:
    """A column or table name inside a statement; ours never hold a quote."""
    return f'"{name}"'


def held_columns(connection: sqlite3.Connection, record: str) -> frozenset[str]:
    """The columns the file has; none where the record type is newer than the book."""
    return frozenset(row[1] for row in connection.execute(f"PRAGMA table_info({quoted(record)})"))


def read_raw(
    connection: sqlite3.Connection,
    record: str,
    names: Sequence[str] | None = None,
    where: str = "true",
    uuid: bool = False,
) -> RawTable:
    """The rows of a record's table, which the file has.

    Args:
        names: the columns wanted, all by default; those without any value are left out.
        where: which rows.
        uuid: with the column ``uuid``, which the table has.
    """
    held = held_columns(connection, record)
    wanted = [n for n in (kinds(record) if names is None else names) if n in held]
    source = f"FROM {quoted(record)} WHERE {where}"
    first, last = connection.execute(f"SELECT (SELECT min(key) {source}), (SELECT max(key) {source})").fetchone()
    if first is None:
        return RawTable(record, (), ())
    likely = _filled_at_first(connection, source, wanted)
    windows = [
        _Reader(connection, f"{source} AND key >= {low} AND key < {low + WINDOW}", record).window(wanted, likely, uuid)
        for low in range(first, last + 1, WINDOW)
    ]
    filled = frozenset(name for window in windows for name in (*window.joined, *window.fetched))
    return RawTable(record, tuple(n for n in (*wanted, "uuid") if n in filled), tuple(windows))


def _filled_at_first(connection: sqlite3.Connection, source: str, names: Sequence[str]) -> frozenset[str]:
    """The columns that a few rows show to be filled."""
    if not names:
        return frozenset()
    counted = ", ".join(f"count({quoted(n)})" for n in names)
    listed = ", ".join(quoted(n) for n in names)
    few = connection.execute(f"SELECT {counted} FROM (SELECT {listed} {source} ORDER BY key LIMIT {_LOOK})").fetchone()
    return frozenset(name for name, some in zip(names, few, strict=True) if some)


class _Reader:
    """Reads one stretch of keys. ``source``: ``FROM … WHERE …``."""

    def __init__(self, connection: sqlite3.Connection, source: str, record: str) -> None:
        self._run = connection.execute
        self._source = source
        self._record = record

    def window(self, wanted: Sequence[str], likely: frozenset[str], uuid: bool) -> Window:
        """The columns that are likely filled, and those that turn out to be."""
        scales = dict(self._scales([n for n in wanted if n in likely]))
        joined = [n for n in wanted if n in likely and scales.get(n, 1)]
        unlikely = [n for n in wanted if n not in likely]
        counted = [f"count({quoted(n)})" for n in unlikely]
        row = self._run(self._statement(joined, scales, counted)).fetchone()
        rows, keys = row[0], row[1]
        columns = dict(self._columns(joined, scales, row[2:]))
        fetched = [n for n, scale in scales.items() if not scale]
        late = [n for n, some in zip(unlikely, row[len(row) - len(unlikely) :], strict=True) if some]
        if late:
            again = dict(self._scales(late))
            joined = [n for n in late if again.get(n, 1)]
            columns |= self._columns(joined, again, self._run(self._statement(joined, again, [])).fetchone()[2:])
            fetched += [n for n, scale in again.items() if not scale]
        torn = [n for n, c in columns.items() if c.sql_type == "TEXT" and not _whole(c, rows)]
        fetched += [*torn, *(["uuid"] if uuid else [])]
        return Window(rows, keys, {n: c for n, c in columns.items() if n not in torn}, self._fetched(fetched))

    def _scales(self, names: Sequence[str]) -> Iterator[tuple[str, int]]:
        """By what each column of numbers is multiplied to become whole; 0 where nothing helps."""
        for name in names:
            if sql_type(self._record, name) == "REAL":
                column = quoted(name)
                bent = (
                    f"SELECT EXISTS (SELECT 1 {self._source} AND {column} <> {_scaled(column, s)} / {s}.0)"
                    for s in _SCALES
                )
                yield name, next((s for s, q in zip(_SCALES, bent, strict=True) if not self._run(q).fetchone()[0]), 0)

    def _statement(self, names: Sequence[str], scales: Mapping[str, int], more: Sequence[str]) -> str:
        parts = ["count(*)", "CAST(group_concat(key, '\n') AS BLOB)"]
        for name in names:
            column, kind = quoted(name), sql_type(self._record, name)
            if kind == "TEXT":
                parts.append(f"group_concat(ifnull({column}, '{ABSENT}'), '{UNIT}')")
            else:
                number = column if kind == "INTEGER" else _scaled(column, scales[name])
                parts.append(f"CAST(group_concat(ifnull({number}, ''), '\n') AS BLOB)")
            parts.append(f"count({column})")
        return f"SELECT {', '.join([*parts, *more])} {self._source}"

    def _columns(
        self, names: Sequence[str], scales: Mapping[str, int], found: Sequence[Any]
    ) -> Iterator[tuple[str, Joined]]:
        for at, name in enumerate(names):
            yield name, Joined(sql_type(self._record, name), found[2 * at], found[2 * at + 1], scales.get(name, 1))

    def _fetched(self, names: Sequence[str]) -> dict[str, list[Any]]:
        if not names:
            return {}
        listed = ", ".join(quoted(n) for n in names)
        columns = list(zip(*self._run(f"SELECT {listed} {self._source} ORDER BY key"), strict=True))
        return {name: list(column) for name, column in zip(names, columns or [()] * len(names), strict=True)}


def _scaled(column: str, scale: int) -> str:
    return f"CAST({column} AS INTEGER)" if scale == 1 else f"CAST(round({column} * {scale}) AS INTEGER)"


def _whole(column: Joined, rows: int) -> bool:
    """Whether a joined text comes apart into as many values as there are rows, as many of them absent as should be."""
    if column.joined is None:
        return True
    separate = column.joined.count(UNIT) == rows - 1
    return separate and (column.filled == rows or column.joined.count(ABSENT) == rows - column.filled)
