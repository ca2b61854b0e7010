"""What the journal holds of one record type, and how settings that change results were changed: for logs that are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from csdesk.book.book import Book
from csdesk.book.columns import plain_value
from csdesk.book.journal import Entry, JournalBatch, batches_of, entries, settings_of
from csdesk.book.payload import Keys, one_array
from csdesk.book.settings import POLICIES, read_policies
from csdesk.book.storage_classes import kinds
from csdesk.model.policies import Policies


@dataclass(frozen=True, slots=True)
class PastBatch:
    """One line of what an entry did to records of a type.

    Attributes:
        action: ``insert``, ``update`` or ``delete``.
        field: which field an update changed.
        before: by key the value of that field, or of a deletion the row, as plain Python. Empty for an insert.
    """

    entry: Entry
    action: str
    field: str | None
    keys: Keys
    before: Mapping[int, object]


def past_batches(book: Book, record: str) -> list[PastBatch]:
    """What entries that count did to records of that type, the last first."""
    with book.reading() as connection:
        return [
            _past(entry, batch)
            for entry in entries(connection)
            if entry.done and record in entry.counts
            for batch in reversed(batches_of(connection, entry.id))
            if batch.record == record
        ]


def _past(entry: Entry, batch: JournalBatch) -> PastBatch:
    before: dict[int, object] = {}
    if batch.action == "update" and batch.field is not None and batch.data is not None:
        kind = kinds(batch.record)[batch.field]
        values = one_array(batch.data.column("before")).to_pylist()
        before = {key: plain_value(value, kind) for key, value in zip(batch.keys.tolist(), values, strict=True)}
    elif batch.action == "delete" and batch.data is not None:
        types = kinds(batch.record)
        for row in batch.data.to_pylist():
            before[row["key"]] = {name: plain_value(row[name], types[name]) for name in row if name in types}
    return PastBatch(entry, batch.action, batch.field, batch.keys, MappingProxyType(before))


def past_policies(book: Book) -> list[tuple[Entry, Policies, Policies]]:
    """The entries that changed policies, the last first, with the policies before and after."""
    with book.reading() as connection:
        return [
            (entry, read_policies(change.before), read_policies(change.after))
            for entry in entries(connection)
            if entry.done and POLICIES in entry.settings
            for change in settings_of(connection, entry.id)
            if change.name == POLICIES
        ]
