"""A new book, and small change sets and batches, for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from csdesk.book.batches import Batch
from csdesk.book.book import Book
from csdesk.book.payload import packed
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from csdesk.rules.frames import frame_of


class Ticking:
    """A clock that is a minute later whenever somebody looks."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def new_book(folder: Path) -> Iterator[Book]:
    """A new book of Mika's in the folder, closed at the end."""
    with Book.create(folder / "renewals.csdesk", who="Mika Tanaka", clock=Ticking()) as book:
        yield book


def changes(*done: Change, text: str = "Edit") -> ChangeSet:
    return ChangeSet(Message(text), done)


def added(record: str, key: int, **values: object) -> Change:
    return Change(record, key, None, values)


def changed(record: str, key: int, before: Mapping[str, object], after: Mapping[str, object]) -> Change:
    return Change(record, key, before, after)


def deleted(record: str, key: int, **values: object) -> Change:
    return Change(record, key, values, None)


def batch(record: str, *rows: Mapping[str, object]) -> Batch:
    return Batch(record, frame_of(record, rows))


def cells(rows: list[int], **columns: list[str | None]) -> bytes:
    named = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    return packed(pa.table({"row": pa.array(rows, pa.int64()), **named}))
