"""A book: one file that holds the records, how they came to be, and the settings that give them meaning."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book import check, journal, lock, opening, problems, provenance, trace
from csdesk.book.batches import Batch, StoredBatch, of_changes, of_frames
from csdesk.book.journal import Entry
from csdesk.book.open_file import OpenFile
from csdesk.book.payload import Keys
from csdesk.book.problems import FileProblem, ImportProblem
from csdesk.book.provenance import Source, SourceCell, SourceTable
from csdesk.book.source_rows import SourceRow, rows_behind
from csdesk.book.state import BookState
from csdesk.book.taking_back import Cell, TakingBack, Touch
from csdesk.book.transactions import Done, Intent, redo_entry, undo_entry, was_bulk, write_entry
from csdesk.book.words import Words
from csdesk.model.changes import ChangeSet
from csdesk.model.errors import BookError
from csdesk.model.messages import Message
from csdesk.model.policies import Policies
from csdesk.model.problems import CellProblem

Clock = Callable[[], datetime]
_now: Clock = partial(datetime.now, UTC)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process whose user has no name
        return "?"


class _Nothing(Exception):
    """A transaction turned out to change nothing, and is taken back."""


class Book:
    """An open book. Threads may share it: one call runs at a time.

    Attributes:
        path: where the file is.
        writable: False where it was opened for reading only.
        frames: the records, one pandas frame a type.
        settings: small things it remembers by name; setting one writes it.
    """

    def __init__(self, file: OpenFile, who: str, clock: Clock) -> None:
        self.path = file.path
        self._file = file
        self._who, self._clock = who, clock
        self._state = BookState(file)
        self.frames, self.settings = self._state.frames, self._state.settings
        self.reading = file.reading  # a transaction that sees one state of the book

    # Opening and closing

    @classmethod
    def create(
        cls, path: Path | str, policies: Policies | None = None, *, who: str | None = None, clock: Clock = _now
    ) -> Book:
        """Make a new, empty book and open it for writing.

        Raises:
            BookError: there is a file of that name, or the folder cannot be written.
        """
        opening.make_file(Path(path), policies or Policies())
        return cls.open(path, who=who, clock=clock)

    @classmethod
    def open(
        cls,
        path: Path | str,
        writable: bool = True,
        *,
        who: str | None = None,
        clock: Clock = _now,
        take_over: bool = False,
    ) -> Book:
        """Open a book. A crash is recovered from and an older format migrated first, after a backup.

        Args:
            who: the name in lock and journal; the name of the computer's user by default.
            take_over: open it for writing although another computer says that it is.

        Raises:
            BookLocked: somebody else has it open for writing.
            BookError: it is missing, damaged, no book, too new, or may not be written.
        """
        name = who or _user()
        writer = lock.Writer.this_process(name, clock()) if writable else None
        return cls._of_file(OpenFile(Path(path), writer, clock(), take_over=take_over), name, clock)

    @classmethod
    def open_for(cls, path: Path | str, writer: lock.Writer, *, clock: Clock = _now) -> Book:
        """Open a book for writing in the name of another process of ours that holds it (``writer``) and waits.

        Raises:
            BookLocked: it does not hold it any more.
            BookError: it is missing or damaged.
        """
        return cls._of_file(OpenFile(Path(path), writer, clock(), lent=True), writer.who, clock)

    @classmethod
    def _of_file(cls, file: OpenFile, who: str, clock: Clock) -> Book:
        try:
            return cls(file, who, clock)
        except BaseException:
            file.close()
            raise

    def close(self) -> None:
        """Let go of the file and the lock. A closed book may be closed again."""
        self._file.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def writable(self) -> bool:
        """Whether it is open for writing."""
        return self._file.writable

    @property
    def writer(self) -> lock.Writer | None:
        """Who holds it open for writing, for ``open_for``; None where it is open for reading only."""
        return self._file.writer

    # What it holds

    @property
    def policies(self) -> Policies:
        """The settings that change results."""
        return self._state.policies

    @property
    def version(self) -> int:
        """A number that rises with every transaction."""
        return self._state.version_of("")

    @property
    def changed_elsewhere(self) -> bool:
        """Whether another program wrote to the book since this one looked (see ``refresh``)."""
        return self._state.outdated

    def refresh(self) -> frozenset[str]:
        """Look at the book again after another program wrote; the record types that changed."""
        return self._state.refresh()

    def known(self, record: str) -> pd.DataFrame:
        """The records an import is compared with: the frame of that type."""
        return self.frames.frame(record)

    def next_key(self, record: str) -> int:
        """A key nobody ever had, undone and deleted records counted."""
        return self._state.next_key(record)

    def history(self) -> list[Entry]:
        """All entries, the latest first; undone ones too, until a new entry takes their place."""
        with self._file.reading() as connection:
            return journal.entries(connection)

    def sources(self) -> list[Source]:
        """The imported tables that count, the latest first."""
        with self._file.reading() as connection:
            return provenance.sources(connection)

    def source_rows(self, table_id: int) -> pa.Table:
        """The raw cells of an imported table: ``row`` (from 1), then a string column ``c<n>`` for each sheet column n.

        Raises:
            KeyError: there is no such table.
        """
        with self._file.reading() as connection:
            return self._state.cells.of(connection, table_id)

    def source_keys(self, table_id: int) -> dict[str, Keys]:
        """The keys of the records an imported table gave or named, by type, rising."""
        with self._file.reading() as connection:
            return provenance.keys_of(connection, table_id)

    def problems(self) -> list[ImportProblem]:
        """The cells that imports could not take, the latest import first."""
        with self._file.reading() as connection:
            return problems.problems(connection)

    def trace(self, record: str, key: int, field: str) -> list[SourceCell]:
        """Where a stored field of a record comes from, the latest first: cells and edits by hand."""
        with self._file.reading() as connection:
            return trace.trace(connection, self._state.words, self._state.cells, record, key, field)

    def rows_behind(self, keys: Mapping[str, Sequence[int]]) -> list[SourceRow]:
        """The rows of imported sheets that gave the records of those keys, by record type; the latest import first."""
        with self._file.reading() as connection:
            return rows_behind(connection, self._state.cells, keys)

    # Changing it

    def apply(
        self, change_set: ChangeSet, *, policies: Policies | None = None, settings: Mapping[str, Any] | None = None
    ) -> Entry | None:
        """Write an edit as one transaction; None where it changes nothing.

        Raises:
            EditConflict: a record is not as the edit believes; nothing was written.
            BookError: the book is open for reading only, or the disk refuses.
        """
        done, said = of_changes(change_set.changes), change_set.intention
        return self._enter("edit", said, done, policies=policies, settings=settings)

    def write(
        self,
        intention: Message,
        batches: Iterable[Batch],
        sources: Iterable[SourceTable] = (),
        problems: Iterable[CellProblem | FileProblem] = (),
        policies: Policies | None = None,
        *,
        settings: Mapping[str, Any] | None = None,
    ) -> Entry | None:
        """Write an import as one transaction, after a backup; None where no record and no setting changes.

        Raises:
            EditConflict: a record is not as the import believes; nothing was written.
            BookError: the book is open for reading only, or the disk refuses.
        """
        stored = [of_frames(batch) for batch in batches]
        if self.writable and any(stored):
            self.backup()
        kind: journal.EntryKind = "import" if any(stored) else "edit"
        return self._enter(kind, intention, stored, sources, problems, policies=policies, settings=settings)

    def undo(self) -> Entry | None:
        """Take the last entry back; None where there is none.

        Raises:
            BookError: the book is open for reading only, or the disk refuses.
        """
        return self._move(journal.next_to_undo, undo_entry)

    def redo(self) -> Entry | None:
        """Do again what was undone last; None where there is nothing.

        Raises:
            BookError: the book is open for reading only, or the disk refuses.
        """
        return self._move(journal.next_to_redo, redo_entry)

    def later_touched(self, number: int) -> list[Touch]:
        """What later entries did to what an entry wrote; raises ``BookError`` where it cannot be taken back."""
        with self._file.reading() as connection:
            return TakingBack(connection, self._state.words, number).touches

    def undo_entry(self, number: int, keep: Collection[Cell] = ()) -> Entry | None:
        """Take an older entry back as a new one, after a backup; of what later entries touched ``keep`` stays.

        Raises:
            BookError: there is no such entry, it was taken back already, or the book cannot be written.
            EditConflict: what comes back refers to a record that is gone; nothing was written.
        """
        with self._file.turn:
            with self._file.reading() as connection:
                found = TakingBack(connection, self._state.words, number)
                batches, settings, policies = found.batches(keep), found.settings(), found.policies()
            self._file.require_writable()
            self.backup()
            return self._enter("edit", found.said, batches, policies=policies, settings=settings)

    # Looking after it

    def check(self) -> list[Message]:
        """Everything that is wrong with the file; empty where it is sound."""
        try:
            with self._file.reading() as connection:
                return check.check(connection)
        except BookError as error:
            return [error.message]

    def save_copy(self, path: Path | str) -> None:
        """Write a copy, journal and sources included; it appears complete or not at all.

        Raises:
            BookError: the copy cannot be written.
        """
        self._file.copy_to(Path(path))

    def backup(self) -> Path | None:
        """Put a dated copy beside the book; None for a book nothing was ever written to.

        Raises:
            BookError: the copy cannot be written.
        """
        return self._file.dated_backup(self._clock()) if self.history() else None

    # Inside

    def _enter(
        self,
        kind: journal.EntryKind,
        intention: Message,
        batches: Sequence[StoredBatch],
        sources: Iterable[SourceTable] = (),
        problems: Iterable[CellProblem | FileProblem] = (),
        *,
        policies: Policies | None,
        settings: Mapping[str, Any] | None,
    ) -> Entry | None:
        at = self._clock()
        intent = Intent(kind, intention, self._who, at, batches, sources, problems, policies, settings or {})

        def work(connection: Connection) -> Done:
            done = write_entry(connection, self._state.words, intent)
            if done is None:
                raise _Nothing
            return done

        try:
            return self._state.transact(work, references=not intent.bulk)
        except _Nothing:
            return None

    def _move(
        self,
        find: Callable[[Connection], int | None],
        move: Callable[[Connection, Words, int], Done],
    ) -> Entry | None:
        with self._file.turn:
            with self._file.reading() as connection:
                number = find(connection)
                bulk = number is not None and was_bulk(connection, number)
            if number is None:
                self._file.require_writable()
                return None
            return self._state.transact(
                lambda connection: move(connection, self._state.words, number), references=not bulk
            )
