"""The transactions of a book: an entry is written, taken back, done again. Each is whole or was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book import journal
from csdesk.book.batches import StoredBatch
from csdesk.book.journal import Entry, EntryKind, SettingChange
from csdesk.book.payload import one_array
from csdesk.book.problems import FileProblem, store_problems
from csdesk.book.provenance import SourceTable, store_sources
from csdesk.book.references import require_references
from csdesk.book.settings import setting_changes, store_setting
from csdesk.book.store import carry_out
from csdesk.book.words import Words
from csdesk.model.messages import Message
from csdesk.model.policies import Policies
from csdesk.model.problems import CellProblem

# From so many rows on, references are checked once at the end instead of row by row. A row
# that goes costs more: each table that points to it is searched.
BULK = 2_000
BULK_DELETED = 20


@dataclass(frozen=True, slots=True)
class Intent:
    """Everything one entry is to do."""

    kind: EntryKind
    intention: Message
    who: str
    at: datetime
    batches: Sequence[StoredBatch]
    sources: Iterable[SourceTable] = ()
    problems: Iterable[CellProblem | FileProblem] = ()
    policies: Policies | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bulk(self) -> bool:
        """Whether it writes so much that references are checked at the end."""
        gone = sum(b.deleted.num_rows for b in self.batches if b.deleted is not None)
        return gone >= BULK_DELETED or sum(b.rows for b in self.batches) >= BULK


@dataclass(frozen=True, slots=True)
class Done:
    """What a transaction did: its entry, and the batches in order, for the frames."""

    entry: Entry
    batches: tuple[StoredBatch, ...]


def write_entry(connection: Connection, words: Words, intent: Intent) -> Done | None:
    """Do it and write it down; None where nothing changes (the caller then takes everything back).

    Raises:
        EditConflict: the book is not as the batches believe.
    """
    number = journal.open_entry(connection, intent.at, intent.who, intent.kind, intent.intention)
    done = [batch for batch in (carry_out(connection, words, b) for b in intent.batches) if batch]
    settings = setting_changes(connection, intent.policies, intent.settings)
    if not done and not settings:
        return None
    journal.record_batches(connection, number, done)
    journal.record_settings(connection, number, settings)
    for change in settings:
        store_setting(connection, change.name, change.after)
    store_sources(connection, number, intent.sources)
    store_problems(connection, number, intent.problems)
    if intent.bulk:
        require_references(connection, done)
    count_up(connection, done)
    return Done(journal.entries(connection, number)[0], tuple(done))


def undo_entry(connection: Connection, words: Words, number: int) -> Done:
    """Take an entry back."""
    done = []
    for found in reversed(journal.batches_of(connection, number)):
        batch = carry_out(connection, words, found.stored().inverse())
        if found.action == "insert":
            journal.keep_rows(connection, number, found.number, batch.deleted)
        done.append(batch)
    _settle(connection, [SettingChange(c.name, c.after, c.before) for c in journal.settings_of(connection, number)])
    return _closed(connection, number, done, counts=False)


def redo_entry(connection: Connection, words: Words, number: int) -> Done:
    """Do an entry again that was taken back: the same rows, keys and UUIDs."""
    done = []
    for found in journal.batches_of(connection, number):
        done.append(carry_out(connection, words, found.stored()))
        if found.action == "insert":
            journal.keep_rows(connection, number, found.number, None)
    _settle(connection, journal.settings_of(connection, number))
    return _closed(connection, number, done, counts=True)


def _settle(connection: Connection, changes: Iterable[SettingChange]) -> None:
    for change in changes:
        store_setting(connection, change.name, change.after)


def _closed(connection: Connection, number: int, done: Sequence[StoredBatch], *, counts: bool) -> Done:
    journal.set_state(connection, number, done=counts)
    if was_bulk(connection, number):
        require_references(connection, done)
    count_up(connection, done)
    return Done(journal.entries(connection, number)[0], tuple(done))


def was_bulk(connection: Connection, number: int) -> bool:
    """Whether taking an entry back or doing it again is bulk; what it added goes when it is taken back."""
    rows, whole = connection.exec_driver_sql(
        "SELECT ifnull(sum(rows), 0), ifnull(sum(rows) FILTER (WHERE action <> 'update'), 0)"
        " FROM entry_batch WHERE entry = ?",
        (number,),
    ).one()
    return bool(whole >= BULK_DELETED or rows >= BULK)


def count_up(connection: Connection, batches: Iterable[StoredBatch]) -> None:
    """Raise the version of the book and of what changed, and the keys that are used."""
    run = connection.exec_driver_sql
    run("UPDATE revision SET version = version + 1 WHERE record = ''")
    for batch in batches:
        used = 0 if batch.inserted is None else _last_key(batch.inserted)
        run(
            "UPDATE revision SET version = (SELECT version FROM revision WHERE record = ''),"
            " next_key = max(next_key, ?) WHERE record = ?",
            (used + 1, batch.record),
        )


def _last_key(rows: pa.Table) -> int:
    return int(np.max(one_array(rows.column("key")).to_numpy()))
