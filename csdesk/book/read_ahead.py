"""Reading the big tables of a book in a second thread, from the moment somebody wants it open.

While the libraries load and the first conclusions are drawn, SQLite reads on a connection
of its own, in one transaction. What was read is used only where the book, once open, is
the same file and the record type has the version that was read; otherwise the book reads
for itself, as it does where reading ahead failed.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from csdesk.book.format_version import CURRENT, FormatVersion
from csdesk.book.raw_tables import RawTable, held_columns, read_raw
from csdesk.book.storage_classes import kinds
from csdesk.model.fields import record_types

# The tables that grow large, in the order in which conclusions ask for them.
RECORDS = ("account", "contract", "measurement", "ticket", "touchpoint", "invoice", "response", "event")

_ASK_AGAIN = 0.01  # seconds between two requests to SQLite to stop

Make = Callable[[RawTable, Mapping[int, str]], Any]


class _Part:
    """One record type: what was read, and what was made of it."""

    def __init__(self) -> None:
        self.version: int | None = None
        self._begun = False
        self._over = threading.Event()  # it was read, or will not be
        self._raw: RawTable | None = None
        self._made: Any = None
        self._turn = threading.Lock()

    def begin(self) -> bool:
        """Whether it is still to be read."""
        with self._turn:
            self._begun = not self._over.is_set()
            return self._begun

    def read(self, raw: RawTable, version: int | None) -> None:
        self._raw, self.version = raw, version
        self._over.set()

    def leave(self) -> None:
        """What was not read will not be."""
        self._over.set()

    def wait(self) -> None:
        """Until it was read; what was not begun is not waited for, and will not be read."""
        with self._turn:
            if not self._begun:
                self._over.set()
        self._over.wait()

    def made(self, make: Make, words: Mapping[int, str]) -> Any:
        """What is made of it, once; None where it was not read."""
        with self._turn:
            if self._raw is not None:
                raw, self._raw = self._raw, None
                self._made = make(raw, words)
            return self._made


class ReadAhead:
    """What a thread reads of a book before it is asked."""

    def __init__(self, path: Path) -> None:
        """Begin reading."""
        self._path = path
        self._parts = {record: _Part() for record in RECORDS}
        self._words: dict[int, str] = {}
        self._identity: tuple[int, int] | None = None
        self._make: Make | None = None
        self._told = threading.Event()  # what to make of it, or that nobody wants it
        self._stopped = False
        self._released = threading.Event()  # the file is read no more
        self._reading: sqlite3.Connection | None = None
        self._turn = threading.Lock()  # over ``_reading``
        self._thread = threading.Thread(target=self._run, name="read-ahead", daemon=True)
        self._thread.start()

    def make_with(self, make: Make) -> None:
        """What to make of the rows read; ``make`` gets them and the words by number, in any thread."""
        self._make = make
        self._told.set()

    def made(self, record: str, version: int) -> Any:
        """What was made of a record type; waits for what is being read, and gives it once.

        None where it was not read or has another version than that.
        """
        part = self._parts.pop(record, None)
        if part is None or self._make is None:
            return None
        part.wait()
        same = part.version == version and self._identity == _identity(self._path)
        return part.made(self._make, self._words) if same else None

    def stop(self) -> None:
        """Let go of the file, at once; what was read so far stays. May be called again."""
        self._stopped = True
        while not self._released.wait(_ASK_AGAIN):
            with self._turn:
                if self._reading is not None:
                    self._reading.interrupt()

    def close(self) -> None:
        """Let go of the file and of what was read. May be called again."""
        self.stop()
        self._make = None
        self._told.set()
        self._thread.join()
        self._parts.clear()

    # In the thread

    def _run(self) -> None:
        parts = tuple(self._parts.items())
        try:
            self._read(parts)
        finally:
            self._released.set()
            for _, part in parts:
                part.leave()
        self._told.wait()
        for _, part in parts:
            self._prepare(part)

    def _read(self, parts: tuple[tuple[str, _Part], ...]) -> None:
        self._identity = _identity(self._path)
        if self._identity is None or Path(f"{self._path}-journal").exists():
            return  # there is nothing to read, or a crash to recover from first
        try:
            self._read_file(parts)
        except (sqlite3.Error, UnicodeDecodeError):
            return  # it was told to stop, or the book will read for itself and say what is wrong

    def _read_file(self, parts: tuple[tuple[str, _Part], ...]) -> None:
        address = f"file:{quote(str(self._path.resolve()))}?mode=ro"
        opened = sqlite3.connect(address, uri=True, isolation_level=None, timeout=0, check_same_thread=False)
        with self._turn:
            self._reading = opened
        try:
            opened.execute("PRAGMA query_only = ON")
            opened.execute("BEGIN")
            if _of_today(opened):
                versions = dict(opened.execute("SELECT record, version FROM revision"))
                self._words.update(opened.execute("SELECT id, text FROM word"))
                for record, part in parts:
                    if self._stopped:
                        break
                    if part.begin():
                        part.read(read_raw(opened, record), versions.get(record))
                        self._prepare(part)
        finally:
            with self._turn:
                self._reading = None
            opened.close()

    def _prepare(self, part: _Part) -> None:
        make = self._make
        if make is not None:
            part.made(make, self._words)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _of_today(connection: sqlite3.Connection) -> bool:
    """Whether opening the book for writing would leave its tables as they are."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return FormatVersion.unpacked(found) == CURRENT and all(
        held_columns(connection, record).issuperset(kinds(record)) for record in record_types()
    )
