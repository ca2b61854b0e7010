"""An older book becomes one of today's format, after a backup; Alembic is loaded only then."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from csdesk.book.backups import dated_backup
from csdesk.book.engine import reading, writing
from csdesk.book.format_version import CURRENT, FormatVersion
from csdesk.book.schema import RECORD_TABLES, metadata
from csdesk.book.storage_classes import kinds, sql_type
from csdesk.model.errors import BookError
from csdesk.model.messages import Message

MIGRATIONS = Path(__file__).parent / "migrations"


def require_readable(path: Path, version: FormatVersion) -> None:
    """Refuse to read an older format without changing it.

    Raises:
        BookError: always.
    """
    raise BookError(
        Message("{book} has the older format {version}.", book=path.name, version=str(version)),
        Message("Open it for writing once; a copy of it as it is will be kept."),
    )


def brought_up_to_date(opened: Engine, path: Path, version: FormatVersion, at: datetime) -> None:
    """Migrate an open book to today's format, and give it columns for fields that are new.

    The caller holds the lock. A book of a newer minor format stays as it is.

    Raises:
        BookError: the backup or the migration could not be written; the book is as it was.
    """
    if version < CURRENT:
        dated_backup(opened, path, at)
        with writing(opened, path, references=False) as connection:
            migrate(connection, version, "head")
            connection.exec_driver_sql(f"PRAGMA user_version = {CURRENT.packed}")
    with reading(opened, path) as connection:
        complete = not _missing(connection)
    if not complete:
        with writing(opened, path) as connection:
            _add_missing(connection)


def migrate(connection: Connection, version: FormatVersion, to: str) -> None:
    """Run the steps from a format to another inside an open transaction; ``head`` is today's.

    The format stands in ``user_version`` alone; Alembic's own table lives only while it runs.
    """
    from alembic import command
    from alembic.config import Config

    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (str(version),))
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    (command.upgrade if to == "head" else command.downgrade)(settings, to)
    connection.exec_driver_sql("DROP TABLE alembic_version")


def _missing(connection: Connection) -> list[tuple[str, str | None]]:
    """Record tables (with None) and columns that the catalogue has and the file has not."""
    rows = connection.exec_driver_sql(
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
    ).fetchall()
    held = {(table, column) for table, column in rows}
    tables = {table for table, _ in held}
    missing: list[tuple[str, str | None]] = [(record, None) for record in RECORD_TABLES if record not in tables]
    missing += [(r, name) for r in RECORD_TABLES if r in tables for name in kinds(r) if (r, name) not in held]
    return missing


def _add_missing(connection: Connection) -> None:
    missing = _missing(connection)
    for record, name in missing:
        if name is None:
            metadata.create_all(connection, tables=[RECORD_TABLES[record]])
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO revision (record, version, next_key) VALUES (?, 0, 1)", (record,)
            )
        else:
            connection.exec_driver_sql(f'ALTER TABLE "{record}" ADD COLUMN "{name}" {sql_type(record, name)}')
