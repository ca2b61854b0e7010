"""One open writer: a small file beside the book says who it is and since when."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from csdesk.model.errors import BookError, BookLocked
from csdesk.model.messages import Message


@dataclass(frozen=True, slots=True)
class Writer:
    """Who holds a book open for writing.

    Attributes:
        started: when that process started, in seconds since 1970; tells it from a later
            process that was given the same number.
        since: ISO time with zone.
    """

    who: str
    host: str
    pid: int
    started: float
    since: str

    @classmethod
    def this_process(cls, who: str, at: datetime) -> Writer:
        """The writer that is us."""
        pid = os.getpid()
        return cls(who, socket.gethostname(), pid, _started(pid) or 0.0, at.isoformat(timespec="seconds"))

    @property
    def gone(self) -> bool:
        """Whether it certainly runs no more; of another computer nobody knows."""
        if self.host != socket.gethostname():
            return False
        started = _started(self.pid)
        return started is None or abs(started - self.started) > 1.0


def _started(pid: int) -> float | None:
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.NoSuchProcess:
        return None


def lock_path(book: Path) -> Path:
    """Where the lock of a book is."""
    return book.with_name(f".{book.name}.lock")


def current_writer(book: Path) -> Writer | None:
    """Who holds the book, or None; a lock that cannot be understood counts as none."""
    try:
        return Writer(**json.loads(lock_path(book).read_text("utf-8")))
    except (FileNotFoundError, IsADirectoryError, ValueError, TypeError):
        return None


def take_lock(book: Path, writer: Writer, *, take_over: bool = False) -> None:
    """Make ``writer`` the writer of the book. The caller holds SQLite's write lock, so nobody else is here.

    Args:
        take_over: even if another computer holds it: the user says that nobody is there.

    Raises:
        BookLocked: somebody else holds it.
        BookError: the folder may not be written.
    """
    holder = current_writer(book)
    if holder is not None and not holder.gone and not take_over:
        raise locked(book, holder)
    path = lock_path(book)  # readable for all who share the folder: it names the writer and nothing else
    fresh = _fresh(book, writer.pid)
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(writer), file)
        os.replace(fresh, path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BookError(
            Message("{book} may not be written.", book=book.name),
            Message("Check the permissions of the file and its folder, or open it for reading only."),
        ) from error


def require_lent(book: Path, writer: Writer) -> None:
    """See that the writer in whose name we write still holds the book.

    Raises:
        BookLocked: it let go, or somebody else took over.
    """
    holder = current_writer(book)
    if holder == writer:
        return
    if holder is not None:
        raise locked(book, holder)
    raise BookLocked(
        Message("{book} was closed in the meantime.", book=book.name), Message("Open it and import the files again.")
    )


def locked(book: Path, holder: Writer) -> BookLocked:
    """The error that names the holder."""
    since = datetime.fromisoformat(holder.since).astimezone().strftime("%Y-%m-%d %H:%M")
    hint = Message("Close it there, or open it for reading only.")
    if holder.host == socket.gethostname():
        sentence = Message(
            "{book} is open for writing by {who} on this computer since {since}.",
            book=book.name,
            who=holder.who,
            since=since,
        )
        return BookLocked(sentence, hint)
    sentence = Message(
        "{book} is open for writing by {who} on {host} since {since}.",
        book=book.name,
        who=holder.who,
        host=holder.host,
        since=since,
    )
    return BookLocked(sentence, hint)


def release_lock(book: Path, writer: Writer) -> None:
    """Give the lock back, if it is still ours."""
    if current_writer(book) == writer:
        lock_path(book).unlink(missing_ok=True)


def release_own_lock(book: Path) -> None:
    """Give back whatever lock this process has, also one it was just about to take: for an end without a ``finally``."""
    holder, ours = current_writer(book), os.getpid()
    if holder is not None and (holder.host, holder.pid) == (socket.gethostname(), ours):
        lock_path(book).unlink(missing_ok=True)
    _fresh(book, ours).unlink(missing_ok=True)


def _fresh(book: Path, pid: int) -> Path:
    """Where a lock is written before it is renamed into its place."""
    path = lock_path(book)
    return path.with_name(f"{path.name}.{pid}")
