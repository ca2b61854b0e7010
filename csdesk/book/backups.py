"""Copies of a book: one where the user wants it, and dated ones in a folder beside it."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from csdesk.book.engine import database_errors
from csdesk.model.errors import BookError
from csdesk.model.messages import Message

KEPT_LAST = 10
KEPT_DAYS = 30
_STAMP = "%Y-%m-%d %H.%M.%S"
_STAMPED = re.compile(r" (\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)(?: \d+)?$")


def backup_folder(book: Path) -> Path:
    """The folder with the dated copies of a book."""
    return book.with_name(f"{book.stem}.backups")


def backups(book: Path) -> list[Path]:
    """The dated copies of a book, the latest first."""
    folder = backup_folder(book)
    found = [p for p in folder.glob(f"*{book.suffix}") if _taken(p) is not None] if folder.is_dir() else []
    return sorted(found, key=lambda p: (_taken(p) or datetime.min, p.name), reverse=True)


def _taken(path: Path) -> datetime | None:
    stamped = _STAMPED.search(path.stem)
    return None if stamped is None else datetime.strptime(stamped.group(1), _STAMP)


def copied(engine: Engine, book: Path, target: Path) -> None:
    """Copy an open book as one state of it; the target appears complete or not at all.

    Raises:
        BookError: the target cannot be written.
    """
    if target.exists() and target.resolve() == book.resolve():
        raise BookError(
            Message("{book} cannot be copied onto itself.", book=book.name), Message("Choose another name or folder.")
        )
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _copy_into(engine, book, unfinished)
        os.replace(unfinished, target)
    except OSError as error:
        raise BookError(
            Message("{file} could not be written: {reason}", file=target.name, reason=str(error.strerror or error)),
            Message("Check the folder, its permissions and the space on the disk."),
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _copy_into(engine: Engine, book: Path, unfinished: Path) -> None:
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with database_errors(book), engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        with closing(sqlite3.connect(unfinished)) as target:
            raw.backup(target)
    descriptor = os.open(unfinished, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def dated_backup(engine: Engine, book: Path, at: datetime) -> Path:
    """Put a dated copy beside the book and let go of copies nobody needs any more.

    Raises:
        BookError: the folder cannot be written.
    """
    folder = backup_folder(book)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise BookError(
            Message("The folder {folder} for backups could not be made.", folder=folder.name),
            Message("Check the permissions of the folder the book is in."),
        ) from error
    target = _free_name(folder, f"{book.stem} {at.strftime(_STAMP)}", book.suffix)
    copied(engine, book, target)
    unfinished = folder.glob(".*.part")  # what a crash left; nobody else writes while we hold the book
    for path in [*superfluous(backups(book), at), *unfinished]:
        path.unlink(missing_ok=True)
    return target


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    names = [stem, *(f"{stem} {n}" for n in range(2, 1000))]
    return next(path for path in (folder / f"{name}{suffix}" for name in names) if not path.exists())


def superfluous(latest_first: Sequence[Path], at: datetime) -> list[Path]:
    """Which copies may go: all but the ten last and, for 30 days, the last of each day."""
    oldest = (at - timedelta(days=KEPT_DAYS)).replace(tzinfo=None)
    days: set[object] = set()
    gone = []
    for number, path in enumerate(latest_first):
        taken = _taken(path) or datetime.min
        last_of_day = taken.date() not in days
        days.add(taken.date())
        if number >= KEPT_LAST and not (last_of_day and taken >= oldest):
            gone.append(path)
    return gone
