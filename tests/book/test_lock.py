from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csdesk.book.book import Book
from csdesk.book.lock import Writer, current_writer, lock_path
from csdesk.model.errors import BookError, BookLocked
from tests.book.book_records import added, changes, new_book

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def noticed(book: Book) -> bool:
    return book.changed_elsewhere


def leave_lock(path: Path, **different: object) -> None:
    lock_path(path).write_text(json.dumps({**asdict(Writer.this_process("Mika", AT)), **different}))


def test_a_second_writer_is_told_who_writes_and_since_when(book: Book) -> None:
    with pytest.raises(BookLocked, match=r"open for writing by Mika Tanaka on this computer since 2026-11-22 \d\d:01"):
        Book.open(book.path, who="Kenji")
    holder = current_writer(book.path)
    assert holder is not None
    assert (holder.pid, holder.host) == (os.getpid(), socket.gethostname())


def test_others_may_read_and_notice_what_the_writer_does(book: Book) -> None:
    with Book.open(book.path, writable=False) as reader:
        assert not reader.writable
        assert reader.frames.frame("account").empty
        assert reader.frames.frame("contract").empty
        assert not noticed(reader)
        book.apply(changes(added("account", 1, name="Kestrel")))
        assert noticed(reader)
        assert reader.refresh() == {"account"}
        assert not noticed(reader)
        assert reader.frames.frame("account")["name"].tolist() == ["Kestrel"]
        assert reader.version == book.version


def test_a_book_open_for_reading_refuses_to_write(book: Book) -> None:
    with Book.open(book.path, writable=False) as reader:
        with pytest.raises(BookError, match="open for reading only"):
            reader.apply(changes(added("account", 1, name="Kestrel")))
        with pytest.raises(BookError, match="open for reading only"):
            reader.settings["view"] = 1
        with pytest.raises(BookError, match="open for reading only"):
            reader.undo()


def test_closing_gives_the_lock_back(book: Book) -> None:
    book.close()
    assert not lock_path(book.path).exists()
    with Book.open(book.path) as again:
        assert again.writable


def test_the_lock_of_a_program_that_died_is_taken_over(book: Book) -> None:
    book.close()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    leave_lock(book.path, pid=gone.pid)
    with Book.open(book.path, who="Kenji"):
        holder = current_writer(book.path)
        assert holder is not None
        assert holder.who == "Kenji"


def test_the_lock_of_an_earlier_process_with_our_number_is_taken_over(book: Book) -> None:
    book.close()
    leave_lock(book.path, started=1.0)
    with Book.open(book.path) as again:
        assert again.writable


def test_the_lock_of_another_computer_holds_until_the_user_says_otherwise(book: Book) -> None:
    book.close()
    leave_lock(book.path, host="elsewhere", who="Kenji", pid=1)
    with pytest.raises(BookLocked, match="by Kenji on elsewhere since"):
        Book.open(book.path)
    Book.open(book.path, take_over=True).close()
    assert not lock_path(book.path).exists()


def test_a_lock_nobody_can_read_counts_as_none(book: Book) -> None:
    book.close()
    lock_path(book.path).write_text("{")
    with Book.open(book.path) as again:
        assert again.writable


def test_a_folder_that_takes_no_lock_is_no_place_to_write(book: Book) -> None:
    book.close()
    lock_path(book.path).mkdir()
    with pytest.raises(BookError, match="may not be written"):
        Book.open(book.path)
    with Book.open(book.path, writable=False) as reader:
        assert reader.history() == []
