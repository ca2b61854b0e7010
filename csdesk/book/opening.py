"""From a path to an open file that is a book of today's format, and back."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from csdesk.book import lock, schema
from csdesk.book.engine import found_version, holding_writers_off, opened_engine, reading, recover, stamp, writing
from csdesk.book.format_version import CURRENT
from csdesk.book.settings import POLICIES, policies_json, store_setting
from csdesk.model.errors import BookError
from csdesk.model.fields import record_types
from csdesk.model.messages import Message
from csdesk.model.policies import Policies


def make_file(path: Path, policies: Policies) -> None:
    """Make an empty book; the file appears complete or not at all, for its owner alone (mode 0600).

    Raises:
        BookError: there is a file of that name, or the folder cannot be written.
    """
    if path.exists():
        raise BookError(
            Message("There is already a file {book}.", book=path.name), Message("Open it, or choose another name.")
        )
    unfinished = unfinished_path(path)
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _fill(unfinished, policies)
        os.replace(unfinished, path)
    except OSError as error:
        raise BookError(
            Message("{book} could not be made: {reason}", book=path.name, reason=str(error.strerror or error)),
            Message("Check that the folder exists and may be written."),
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def unfinished_path(path: Path) -> Path:
    """Where this process makes a book before it is renamed into its place."""
    return path.with_name(f".{path.name}.{os.getpid()}.new")


def _fill(path: Path, policies: Policies) -> None:
    made = opened_engine(path, writable=True)
    try:
        with writing(made, path) as connection:
            schema.metadata.create_all(connection, checkfirst=False)
            rows = [(code, 0, 1) for code in ("", *record_types())]
            connection.exec_driver_sql("INSERT INTO revision (record, version, next_key) VALUES (?, ?, ?)", rows)
            store_setting(connection, POLICIES, policies_json(policies))
            stamp(connection)
    finally:
        made.dispose()


def open_file(
    path: Path, writer: lock.Writer | None, at: datetime, *, take_over: bool = False, lent: bool = False
) -> Engine:
    """An engine on a sound book of today's format; for writing where there is a writer.

    ``lent``: the writer holds the book already, in another process, and we write in its name.

    Raises:
        BookLocked: somebody else has it open for writing.
        BookError: it is missing, damaged, no book, too new, or may not be written.
    """
    if not path.is_file():
        raise BookError(
            Message("There is no book {book}.", book=str(path)), Message("Check the name and the folder, or create it.")
        )
    recover(path)
    opened = opened_engine(path, writable=writer is not None)
    try:
        with reading(opened, path) as connection:
            version = found_version(connection, path)
        if writer is not None:
            with holding_writers_off(opened, path):
                if lent:
                    lock.require_lent(path, writer)
                else:
                    lock.take_lock(path, writer, take_over=take_over)
            from csdesk.book.upgrades import brought_up_to_date

            brought_up_to_date(opened, path, version, at)
        elif version < CURRENT:
            from csdesk.book.upgrades import require_readable

            require_readable(path, version)
    except BaseException:
        close_file(path, opened, None if lent else writer)
        raise
    return opened


def close_file(path: Path, opened: Engine, writer: lock.Writer | None) -> None:
    """Let go of the file and of the lock, if it is ours."""
    opened.dispose()
    if writer is not None:
        lock.release_lock(path, writer)
