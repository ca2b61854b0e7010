from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csdesk.book.book import Book
from csdesk.book.provenance import SourceTable
from csdesk.model.messages import Message
from tests.book.book_records import added, batch, changed, changes, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def tamper(book: Book, statement: str) -> None:
    with book._file.writing(references=False) as connection:
        connection.exec_driver_sql(statement)


@pytest.fixture
def filled(book: Book) -> Book:
    book.write(
        Message("Import"),
        [batch("account", {"name": "Kestrel"}), batch("contract", {"account_key": 1})],
        [SourceTable("/a/b.xlsx", "b.xlsx", "00", "Sheet1", 1, (), b"")],
    )
    book.apply(changes(changed("account", 1, {"csm": None}, {"csm": "Ann"})))
    tamper(book, "UPDATE source_table SET cells = (SELECT data FROM entry_batch WHERE data IS NOT NULL)")
    return book


def test_a_sound_book_has_nothing_to_say(filled: Book) -> None:
    assert filled.check() == []


def test_references_that_find_nothing_are_counted(filled: Book) -> None:
    tamper(filled, "UPDATE contract SET account_key = 77")
    assert [str(m) for m in filled.check()] == ["1 records of the type contract refer to a record that is gone."]


def test_a_journal_that_cannot_be_read_is_named(filled: Book) -> None:
    tamper(filled, "UPDATE entry_batch SET data = x'00' WHERE entry = 2")
    assert [str(m) for m in filled.check()] == ["Entry 2 of the journal cannot be read."]


def test_kept_rows_that_cannot_be_read_are_named(filled: Book) -> None:
    tamper(filled, "UPDATE source_table SET cells = x'FF00'")
    assert [str(m) for m in filled.check()] == ["The kept rows of b.xlsx cannot be read."]


def test_a_file_with_overwritten_pages_is_damaged(filled: Book) -> None:
    filled.apply(changes(*(added("account", key, name="x" * 500) for key in range(2, 400))))
    filled.close()
    with filled.path.open("r+b") as file:
        file.seek(filled.path.stat().st_size // 2)
        file.write(b"\xff" * 20_000)
    with Book.open(filled.path, writable=False) as damaged:
        found = damaged.check()
    assert found
    assert all("damaged" in str(message) for message in found)
