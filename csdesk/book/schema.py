"""The tables of a book. The record tables are made from the catalogue of fields, one a record type."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import Float

from csdesk.book.storage_classes import kinds, sql_type
from csdesk.model.fields import Kind, record_type, record_types

metadata = MetaData()

_POINTS_TO = {"depends_on": "task"}


def referred(name: str, kind: Kind) -> str | None:
    """The record type a field points to, or None where it is no reference."""
    if kind is not Kind.KEY:
        return None
    return _POINTS_TO.get(name, name.removesuffix("_key"))


def _record_table(record: str) -> Table:
    columns: list[Column[object]] = [Column("key", Integer, primary_key=True)]
    if record_type(record).edited:
        columns.append(Column("uuid", LargeBinary(16), nullable=False))
    for name, kind in kinds(record).items():
        target = referred(name, kind)
        held = {"INTEGER": Integer, "REAL": Float, "TEXT": Text}[sql_type(record, name)]
        points = () if target is None else (ForeignKey(f"{target}.key", deferrable=True, initially="DEFERRED"),)
        columns.append(Column(name, held, *points))
    return Table(record, metadata, *columns)


RECORD_TABLES: Mapping[str, Table] = {code: _record_table(code) for code in record_types()}

WORD = Table(
    "word", metadata, Column("id", Integer, primary_key=True), Column("text", Text, nullable=False, unique=True)
)

# Small settings by name, as JSON; the policies are one of them.
SETTING = Table("setting", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

# For each record type: when it changed last (counted in transactions), and the next key nobody had before.
REVISION = Table(
    "revision",
    metadata,
    Column("record", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("next_key", Integer, nullable=False),
)

ENTRY = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("intention", Text, nullable=False),
    Column("state", Text, nullable=False),
    sqlite_autoincrement=True,
)

# What an entry did, in order; ``field`` only for updates. ``keys`` and ``data`` are Arrow, zstd.
# Rows that are in their table are not kept here a second time: ``data`` of an insert is
# filled when the insert is undone.
ENTRY_BATCH = Table(
    "entry_batch",
    metadata,
    Column("entry", Integer, ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("record", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("field", Text),
    Column("rows", Integer, nullable=False),
    Column("keys", LargeBinary, nullable=False),
    Column("data", LargeBinary),
    Column("first_key", Integer, nullable=False, server_default="0"),
    Column("last_key", Integer, nullable=False, server_default="0"),
    Index("entry_batch_by_key", "record", "first_key", "last_key"),
)

ENTRY_SETTING = Table(
    "entry_setting",
    metadata,
    Column("entry", Integer, ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("before", Text),
    Column("after", Text),
)

SOURCE_TABLE = Table(
    "source_table",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry", Integer, ForeignKey("entry.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("header_row", Integer, nullable=False),
    Column("columns", Text, nullable=False),
    Column("cells", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

ORIGIN = Table(
    "origin",
    metadata,
    Column("source_table", Integer, ForeignKey("source_table.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Text, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

PROBLEM = Table(
    "problem",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry", Integer, ForeignKey("entry.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("problem", Text, nullable=False),
)
