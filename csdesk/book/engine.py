"""The SQLite file underneath: how it is opened, begun, recovered, and what its errors mean to a reader."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import StaticPool

from csdesk.book.format_version import APPLICATION_ID, CURRENT, FormatVersion
from csdesk.model.errors import BookError, BookLocked, EditConflict
from csdesk.model.messages import Message

BUSY_SECONDS = 5.0
_OPTION = "csdesk_writes"


def opened_engine(path: Path, *, writable: bool) -> Engine:
    """An engine of one connection to the file. Nothing is read yet.

    Transactions are begun explicitly, because Python's own mode does not roll DDL back.
    """
    mode = "rw" if writable else "ro"
    address = f"file:{quote(str(path.resolve()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA foreign_keys = ON")
        if writable:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")
        else:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_OPTION, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """A transaction that sees one state of the book.

    Raises:
        BookError: the file cannot be read.
    """
    with database_errors(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, path: Path, *, references: bool = True) -> Iterator[Connection]:
    """A transaction that is written when the block ends, or leaves everything as it was.

    Args:
        references: whether SQLite watches the references row by row. In bulk that costs a
            search of every table that points here, for each deleted row; whoever turns it
            off checks them at the end (``check.dangling``).

    Raises:
        BookError: the file cannot be written.
        EditConflict: a reference would point to a record that is gone.
    """
    with database_errors(path), engine.connect().execution_options(**{_OPTION: True}) as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute(f"PRAGMA foreign_keys = {'ON' if references else 'OFF'}")
        try:
            with connection.begin():
                yield connection
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


@contextmanager
def holding_writers_off(engine: Engine, path: Path) -> Iterator[None]:
    """Nobody writes while the block runs, nor does the block. Who reads may go on: a commit, even of nothing, waits.

    Raises:
        BookLocked: somebody is writing.
    """
    option = {_OPTION: True}
    with (
        database_errors(path),
        engine.connect().execution_options(**option) as connection,
        connection.begin() as transaction,
    ):
        yield
        transaction.rollback()


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence for the reader.

    Raises:
        BookError: the disk is full, the file is damaged, locked, not writable.
        EditConflict: a reference would point to a record that is gone, or a key exists already.
    """
    try:
        yield
    except (IntegrityError, sqlite3.IntegrityError) as error:
        raise EditConflict(
            Message("The edit does not fit the book as it is now, and nothing was changed."),
            Message("Something it needs was changed or deleted in the meantime. Look again and repeat it."),
        ) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise _explained(error, path) from error
    except UnicodeDecodeError as error:  # SQLite quotes the broken bytes in what it says
        raise _damaged(path) from error


def _explained(error: Exception, path: Path) -> BookError:
    said = str(getattr(error, "orig", None) or error).lower()
    name, backups = path.name, f"{path.stem}.backups"
    if "locked" in said or "busy" in said:
        return BookLocked(
            Message("{book} is being written by another program right now.", book=name),
            Message("Wait a moment and try again."),
        )
    if "full" in said:
        return BookError(
            Message("The disk is full; {book} was left as it was.", book=name),
            Message("Make room on the disk and try again."),
        )
    if "readonly" in said or "read-only" in said:
        return BookError(
            Message("{book} may not be written.", book=name),
            Message("Check the permissions of the file and its folder, or open it for reading only."),
        )
    if "not a database" in said:
        return BookError(
            Message("{book} is not a CSDesk book, or its beginning is damaged.", book=name),
            Message("Choose a file ending in .csdesk, or the latest copy in the folder {folder}.", folder=backups),
        )
    if "malformed" in said or "corrupt" in said:
        return _damaged(path)
    return BookError(
        Message("{book} could not be read or written: {reason}", book=name, reason=said),
        Message("Check that the disk is there and not full, and try again."),
    )


def _damaged(path: Path) -> BookError:
    return BookError(
        Message("{book} is damaged.", book=path.name),
        Message("Open the latest copy in the folder {folder} beside it.", folder=f"{path.stem}.backups"),
    )


def recover(path: Path) -> None:
    """Finish or take back a transaction that a crash left behind; only a writable open can.

    Raises:
        BookError: the file is damaged or may not be written.
    """
    if not Path(f"{path}-journal").exists() or not os.access(path, os.W_OK):
        return
    engine = opened_engine(path, writable=True)
    try:
        with reading(engine, path) as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").one()
    finally:
        engine.dispose()


def stamp(connection: Connection) -> None:
    """Write into a new file what it is, and in which format."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {CURRENT.packed}")


def found_version(connection: Connection, path: Path) -> FormatVersion:
    """The format of an open file.

    Raises:
        BookError: it is no book, or of a newer major format.
    """
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application != APPLICATION_ID:
        raise BookError(
            Message("{book} is not a CSDesk book.", book=path.name),
            Message("Choose a file ending in .csdesk, or import the file into a book."),
        )
    version = FormatVersion.unpacked(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version.major > CURRENT.major:
        raise BookError(
            Message("{book} was made by a newer CSDesk (format {version}).", book=path.name, version=str(version)),
            Message("Update CSDesk to open it."),
        )
    return version
