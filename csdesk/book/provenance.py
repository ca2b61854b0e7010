"""Where values come from: the sheets of every import, their raw cells, and which row gave which record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.engine import Connection

from csdesk.book.journal import COUNTS
from csdesk.book.payload import Keys, one_array, packed_integers, unpacked, unpacked_integers
from csdesk.model.problems import column_letters

# How many rows of one table are named for one value; a sum may have thousands.
SHOWN_ROWS = 100


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of a source table: its number in the sheet (from 0), its header, the qualified field or None."""

    number: int
    header: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table of an imported file, with everything needed to show it again when the file is gone.

    Attributes:
        columns: ``SourceColumn`` or plain tuples ``(number, header, field)``.
        cells: Arrow stream, zstd: ``row`` (int64, as the sheet counts from 1) and for each
            sheet column n (from 0) a string column ``c<n>``.
        origins: record type → (keys, rows), both int64: which row gave which record. A third
            array names the column (from 0) the record's value stood in, for sheets with a
            column a month; -1 where that is not one column.
    """

    path: str
    file_name: str
    sha256: str
    sheet: str
    header_row: int
    columns: tuple[SourceColumn | tuple[int, str, str | None], ...]
    cells: bytes
    origins: Mapping[str, tuple[Keys, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell, or a person, a value came from.

    Attributes:
        cell: address such as ``D47``; empty for an edit by hand.
        text: what stood there, or what was typed.
        imported_at: when it came into the book, with time zone.
        by_hand: who typed it; empty for an import.
    """

    file: str
    sheet: str
    cell: str
    text: str
    imported_at: datetime
    by_hand: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A table that was imported.

    Attributes:
        records: record type → rows of this table that gave one.
    """

    table_id: int
    entry: int
    path: str
    file_name: str
    sha256: str
    sheet: str
    header_row: int
    columns: tuple[SourceColumn, ...]
    imported_at: datetime
    records: Mapping[str, int]

    def as_row(self) -> dict[str, object]:
        """Its file, sheet and rows, flat, for a listing."""
        return {
            "entry": self.entry,
            "file": self.file_name,
            "path": self.path,
            "sha256": self.sha256,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "imported_at": self.imported_at.isoformat(),
            **dict(self.records),
        }


def store_sources(connection: Connection, entry: int, tables: Iterable[SourceTable]) -> None:
    """Keep the tables of an import."""
    for table in tables:
        columns = [_column(c) for c in table.columns]
        listed = json.dumps([[c.number, c.header, c.field] for c in columns], ensure_ascii=False)
        added = connection.exec_driver_sql(
            "INSERT INTO source_table (entry, path, file_name, sha256, sheet, header_row, columns, cells)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (entry, table.path, table.file_name, table.sha256, table.sheet, table.header_row, listed, table.cells),
        )
        for record, arrays in table.origins.items():
            named = dict(zip(("key", "row", "column"), (np.asarray(a, dtype=np.int64) for a in arrays), strict=False))
            connection.exec_driver_sql(
                "INSERT INTO origin (source_table, record, rows, data) VALUES (?, ?, ?, ?)",
                (added.lastrowid, record, len(named["key"]), packed_integers(**named)),
            )


def _column(column: SourceColumn | tuple[int, str, str | None]) -> SourceColumn:
    return column if isinstance(column, SourceColumn) else SourceColumn(*column)


_SOURCE = (
    "SELECT s.id, s.entry, s.path, s.file_name, s.sha256, s.sheet, s.header_row, s.columns, e.at"
    f" FROM source_table s JOIN entry e ON e.id = s.entry WHERE {COUNTS}"
)


def sources(connection: Connection) -> list[Source]:
    """The tables of all imports that count, the latest first."""
    counts: dict[int, dict[str, int]] = {}
    for table, record, rows in connection.exec_driver_sql("SELECT source_table, record, rows FROM origin"):
        counts.setdefault(table, {})[record] = rows
    found = connection.exec_driver_sql(f"{_SOURCE} ORDER BY s.id DESC").fetchall()
    return [_source(row, counts.get(row[0], {})) for row in found]


def _source(row: Sequence[object], records: Mapping[str, int]) -> Source:
    number, entry, path, file_name, sha256, sheet, header_row, columns, at = row
    listed = tuple(SourceColumn(*c) for c in json.loads(str(columns)))
    when = datetime.fromisoformat(str(at))
    return Source(
        number,  # type: ignore[arg-type]
        entry,  # type: ignore[arg-type]
        str(path),
        str(file_name),
        str(sha256),
        str(sheet),
        header_row,  # type: ignore[arg-type]
        listed,
        when,
        records,
    )


def cells_of(connection: Connection, table_id: int) -> pa.Table:
    """The raw cells of a table: ``row`` and a string column ``c<n>`` for each sheet column n.

    Raises:
        KeyError: there is no such table.
    """
    blob = connection.exec_driver_sql("SELECT cells FROM source_table WHERE id = ?", (table_id,)).scalar()
    if blob is None:
        raise KeyError(table_id)
    return unpacked(blob)


def keys_of(connection: Connection, table_id: int) -> dict[str, Keys]:
    """Which records a table gave: record type → their keys, each once, rising."""
    rows = connection.exec_driver_sql("SELECT record, data FROM origin WHERE source_table = ?", (table_id,)).fetchall()
    return {record: np.unique(unpacked_integers(data)["key"]) for record, data in rows}


class KeptCells:
    """The raw cells of the tables asked for last, so that many traces read each once."""

    def __init__(self, size: int = 4) -> None:
        self._size = size
        self._held: dict[int, pa.Table] = {}

    def of(self, connection: Connection, table_id: int) -> pa.Table:
        """The cells of a table; see ``cells_of``."""
        if table_id not in self._held:
            while len(self._held) >= self._size:
                self._held.pop(next(iter(self._held)))
            self._held[table_id] = cells_of(connection, table_id)
        return self._held[table_id]


def cells_behind(
    connection: Connection, kept: KeptCells, record: str, key: int, fields: Sequence[str]
) -> list[tuple[int, SourceCell]]:
    """The cells that gave a record one of those fields (qualified codes), with their entry; the latest first."""
    found: list[tuple[int, SourceCell]] = []
    rows = connection.exec_driver_sql(
        f"{_SOURCE} AND EXISTS (SELECT 1 FROM origin o WHERE o.source_table = s.id AND o.record = ?) ORDER BY s.id DESC",
        (record,),
    ).fetchall()
    for row in rows:
        source = _source(row, {})
        columns = sorted((c for c in source.columns if c.field in fields), key=lambda c: fields.index(c.field or ""))
        if columns:
            found += [(source.entry, cell) for cell in _cells(connection, kept, source, record, key, columns)]
    return found


def _cells(
    connection: Connection, kept: KeptCells, source: Source, record: str, key: int, columns: Sequence[SourceColumn]
) -> list[SourceCell]:
    blob = connection.exec_driver_sql(
        "SELECT data FROM origin WHERE source_table = ? AND record = ?", (source.table_id, record)
    ).scalar_one()
    origin = unpacked_integers(blob)
    at = np.flatnonzero(origin["key"] == key)[::-1][:SHOWN_ROWS]
    if not len(at):
        return []
    cells = kept.of(connection, source.table_id)
    row_numbers = one_array(cells.column("row"))
    found = []
    for place in at.tolist():
        row = int(origin["row"][place])
        position = pc.index(row_numbers, row).as_py()
        only = int(origin["column"][place]) if "column" in origin else -1
        meant = [column for column in columns if column.number == only] or columns
        for column in meant:
            text = _text(cells, column.number, position)
            if text:
                address = f"{column_letters(column.number)}{row}"
                found.append(SourceCell(source.file_name, source.sheet, address, text, source.imported_at))
    return found


def _text(cells: pa.Table, column: int, position: int) -> str:
    name = f"c{column}"
    if position < 0 or name not in cells.column_names:
        return ""
    return (cells.column(name)[position].as_py() or "").strip()
