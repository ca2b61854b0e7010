"""An open file and who may use it now: one thread at a time, the writer if there is one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Connection

from csdesk.book import backups, engine, lock, opening
from csdesk.model.errors import BookError
from csdesk.model.messages import Message


class OpenFile:
    """The file of an open book, the lock on it, and the turn of the threads that share it."""

    def __init__(
        self, path: Path, writer: lock.Writer | None, at: datetime, *, take_over: bool = False, lent: bool = False
    ) -> None:
        """Open it; ``lent`` where ``writer`` is another process in whose name we write.

        Raises:
            BookLocked: somebody else has it open for writing.
            BookError: it is missing, damaged, no book, too new, or may not be written.
        """
        self.path = path
        self.turn = threading.RLock()
        self._writer = writer
        self._lent = lent
        self._closed = False
        self._engine = opening.open_file(path, writer, at, take_over=take_over, lent=lent)

    @property
    def writable(self) -> bool:
        """Whether it is open for writing."""
        return self._writer is not None

    @property
    def writer(self) -> lock.Writer | None:
        """Who holds the lock; None where it is open for reading only."""
        return self._writer

    def close(self) -> None:
        """Let go of the file and the lock. A closed file may be closed again."""
        with self.turn:
            opening.close_file(self.path, self._engine, None if self._lent else self._writer)
            self._writer = None
            self._closed = True

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the book.

        Raises:
            BookError: the file cannot be read.
            ValueError: it is closed.
        """
        with self.turn:
            if self._closed:
                raise ValueError(f"{self.path.name} is closed")
            with engine.reading(self._engine, self.path) as connection:
                yield connection

    @contextmanager
    def writing(self, *, references: bool = True) -> Iterator[Connection]:
        """A transaction that is written when the block ends, or leaves everything as it was.

        Args:
            references: see ``engine.writing``.

        Raises:
            BookError: the book is open for reading only, or the file cannot be written.
            EditConflict: a reference would point to a record that is gone.
        """
        self.require_writable()
        with self.turn, engine.writing(self._engine, self.path, references=references) as connection:
            yield connection

    def require_writable(self) -> None:
        """Refuse to write to a book that is open for reading.

        Raises:
            BookError: it is.
        """
        if not self.writable:
            raise BookError(
                Message("{book} is open for reading only.", book=self.path.name),
                Message("Close it where it is open for writing, or work on a copy."),
            )

    def copy_to(self, path: Path) -> None:
        """Write a copy; it appears complete or not at all.

        Raises:
            BookError: the copy cannot be written.
        """
        with self.turn:
            backups.copied(self._engine, self.path, path)

    def dated_backup(self, at: datetime) -> Path:
        """Put a dated copy beside the book.

        Raises:
            BookError: the copy cannot be written.
        """
        with self.turn:
            return backups.dated_backup(self._engine, self.path, at)
