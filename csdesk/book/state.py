"""What an open book knows of its file without asking again: versions, settings, frames; renewed by every transaction."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.frames import BookFrames
from csdesk.book.journal import Entry
from csdesk.book.open_file import OpenFile
from csdesk.book.provenance import KeptCells
from csdesk.book.settings import POLICIES, Settings, opened_policies, store_setting, stored_settings
from csdesk.book.tables import RecordTable
from csdesk.book.transactions import Done, count_up
from csdesk.book.words import Words
from csdesk.model.policies import Policies


class BookState:
    """The state of an open book.

    Attributes:
        words, cells: what was read of the tables ``word`` and ``source_table``.
    """

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self.words = Words()
        self.cells = KeptCells()
        self.policies = Policies()
        self.frames = BookFrames(self._read_rows, self.version_of, file.turn)
        self.settings = Settings({}, self._store_setting)
        self._revisions: dict[str, tuple[int, int]] = {}
        self._seen = 0
        self.refresh()

    def version_of(self, record: str) -> int:
        """When a record type changed last, counted in transactions; of "" the number of transactions."""
        return self._revisions.get(record, (0, 1))[0]

    def next_key(self, record: str) -> int:
        """A key nobody ever had."""
        return self._revisions.get(record, (0, 1))[1]

    @property
    def outdated(self) -> bool:
        """Whether another program wrote since this one looked."""
        with self._file.reading() as connection:
            return _data_version(connection) != self._seen

    def refresh(self) -> frozenset[str]:
        """Look again; the record types that changed."""
        with self._file.reading() as connection:
            before = self._revisions
            self._seen = _data_version(connection)
            self.words.forget()
            self._take_over(connection)
            changed = frozenset(r for r, state in self._revisions.items() if r and before.get(r) != state)
            self.frames.forget(changed)
            return changed

    def transact(self, work: Callable[[Connection], Done], *, references: bool) -> Entry:
        """Run a transaction, then take over what it did; where it fails everything is as it was.

        Args:
            references: see ``engine.writing``.

        Raises:
            BookError: the book is open for reading only, or the disk refuses.
        """
        with self._file.turn:
            self.frames.stop_reading_ahead()
            try:
                with self._file.writing(references=references) as connection:
                    done = work(connection)
            except BaseException:
                self.words.forget()
                raise
            self.frames.patch(done.batches)
            with self._file.reading() as connection:
                self._take_over(connection)
            return done.entry

    def _take_over(self, connection: Connection) -> None:
        rows = connection.exec_driver_sql("SELECT record, version, next_key FROM revision").fetchall()
        self._revisions = {record: (version, next_key) for record, version, next_key in rows}
        held = stored_settings(connection)
        self.policies = opened_policies(held.get(POLICIES))
        self.settings.replace(held)

    def _read_rows(self, record: str) -> pa.Table:
        with self._file.reading() as connection:
            return RecordTable(connection, record, self.words).read()

    def _store_setting(self, name: str, value: str | None) -> None:
        self.frames.stop_reading_ahead()
        with self._file.writing() as connection:
            store_setting(connection, name, value)
            count_up(connection, ())


def _data_version(connection: Connection) -> int:
    number: int = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    return number
