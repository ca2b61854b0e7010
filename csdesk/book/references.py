"""Whether every reference finds its record, checked for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.engine import Connection

from csdesk.book.batches import StoredBatch
from csdesk.book.payload import one_array
from csdesk.book.raw_tables import quoted
from csdesk.book.schema import RECORD_TABLES, referred
from csdesk.book.storage_classes import kinds
from csdesk.book.store import conflict
from csdesk.book.tables import RecordTable, picked
from csdesk.book.words import Words


def dangling(connection: Connection, tables: Iterable[str]) -> dict[str, int]:
    """Table → how many of its references find no record; tables without such are left out."""
    counts: dict[str, int] = {}
    for table in tables:
        found = len(connection.exec_driver_sql(f'PRAGMA foreign_key_check("{table}")').fetchall())
        if found:
            counts[table] = found
    return counts


def pointing_to(record: str) -> list[tuple[str, str]]:
    """Table and column of every reference to a record type."""
    return [
        (name, column.name)
        for name, table in RECORD_TABLES.items()
        for column in table.columns
        if any(key.column.table.name == record for key in column.foreign_keys)
    ]


def require_references(connection: Connection, batches: Iterable[StoredBatch]) -> None:
    """Check what a bulk transaction wrote, and what it left behind where it deleted.

    Raises:
        EditConflict: something refers to a record that is not there.
    """
    held: dict[str, pa.Array] = {}
    for batch in batches:
        for target, values in _written(batch):
            if target not in held:
                held[target] = one_array(RecordTable(connection, target, Words()).read([]).column("key"))
            if not pc.all(pc.is_in(values.drop_null(), value_set=held[target]), min_count=0).as_py():
                raise conflict()
        if batch.deleted is not None and _left_behind(connection, batch.record, batch.deleted):
            raise conflict()


def _left_behind(connection: Connection, record: str, deleted: pa.Table) -> bool:
    """Whether anything still refers to records that were deleted."""
    gone = picked(connection, one_array(deleted.column("key")).to_numpy())
    for table, name in pointing_to(record):
        column = quoted(name)
        found = f"SELECT 1 FROM {quoted(table)} WHERE {gone.format(column=column)}"
        still = f"{column} NOT IN (SELECT key FROM {quoted(record)})"
        if connection.exec_driver_sql(f"SELECT EXISTS ({found} AND {still})").scalar_one():
            return True
    return False


def _written(batch: StoredBatch) -> Iterator[tuple[str, pa.Array]]:
    """Record types that are pointed to, and the keys that point."""
    for name, kind in kinds(batch.record).items():
        target = referred(name, kind)
        if target is None:
            continue
        if batch.inserted is not None and name in batch.inserted.column_names:
            yield target, one_array(batch.inserted.column(name))
        for update in batch.updated:
            if update.name == name:
                yield target, update.after
