"""Whether a book is sound, and whether every reference finds its record."""

from __future__ import annotations

import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.payload import unpacked
from csdesk.book.references import dangling
from csdesk.book.schema import RECORD_TABLES
from csdesk.book.stored_messages import read_message
from csdesk.model.messages import Message


def check(connection: Connection) -> list[Message]:
    """Everything that is wrong with a book; empty where it is sound."""
    return [*_damage(connection), *_dangling(connection), *_journal(connection), *_sources(connection)]


def _damage(connection: Connection) -> list[Message]:
    rows = connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
    return [Message("The file is damaged: {what}", what=str(row[0])) for row in rows if row[0] != "ok"]


def _dangling(connection: Connection) -> list[Message]:
    return [
        Message("{n} records of the type {record} refer to a record that is gone.", n=n, record=table)
        for table, n in dangling(connection, RECORD_TABLES).items()
    ]


def _journal(connection: Connection) -> list[Message]:
    broken: set[int] = set()
    for number, intention in connection.exec_driver_sql("SELECT id, intention FROM entry").fetchall():
        try:
            read_message(intention)
        except (ValueError, KeyError, TypeError):
            broken.add(number)
    rows = connection.exec_driver_sql("SELECT entry, keys, data FROM entry_batch")
    broken |= {entry for entry, *blobs in rows if not all(_readable(blob) for blob in blobs)}
    return [Message("Entry {number} of the journal cannot be read.", number=number) for number in sorted(broken)]


def _sources(connection: Connection) -> list[Message]:
    broken = {
        name
        for name, cells in connection.exec_driver_sql("SELECT file_name, cells FROM source_table")
        if not _readable(cells)
    }
    origins = connection.exec_driver_sql(
        "SELECT s.file_name, o.data FROM origin o JOIN source_table s ON s.id = o.source_table"
    )
    broken |= {name for name, data in origins if not _readable(data)}
    return [Message("The kept rows of {file} cannot be read.", file=name) for name in sorted(broken)]


def _readable(blob: bytes | None) -> bool:
    if blob is None:
        return True
    try:
        unpacked(blob)
    except (pa.ArrowException, OSError):
        return False
    return True
