"""A full disk, and threads that read while another writes."""

from __future__ import annotations

import threading
from pathlib import Path

import pandas as pd
import pytest

from csdesk.book.batches import Batch
from csdesk.book.book import Book
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import BookError
from csdesk.model.messages import Message
from csdesk.rules.frames import frame_of

IMPORT = Message("Import")


def accounts(first: int, count: int) -> pd.DataFrame:
    return frame_of("account", ({"key": key, "name": "x" * 200} for key in range(first, first + count)))


def test_a_full_disk_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    with Book.create(tmp_path / "a.csdesk") as book:
        book.write(IMPORT, [Batch("account", accounts(1, 10))])
        before = book.frames.frame("account")
        with book._file.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(BookError, match="disk is full"):
            book.write(IMPORT, [Batch("account", accounts(11, 3_000))])
        assert book.next_key("account") == 11
        assert book.frames.frame("account") is before
        book.apply(ChangeSet(IMPORT, (Change("account", 11, None, {"name": "Kestrel"}),)))
        assert len(book.history()) == 2
        assert book.check() == []


def test_threads_that_read_see_whole_transactions_only(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    errors: list[BaseException] = []
    finished = threading.Event()

    with Book.create(tmp_path / "a.csdesk") as book:

        def read() -> None:
            try:
                while not finished.is_set():
                    book.frames.forget(["account"])
                    seen.append((len(book.frames.frame("account")), len(book.history())))
            except BaseException as error:  # noqa: BLE001
                errors.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for turn in range(10):
            book.write(IMPORT, [Batch("account", accounts(1 + 100 * turn, 100))])
        finished.set()
        for reader in readers:
            reader.join()
        assert errors == []
        assert all(rows % 100 == 0 for rows, _ in seen)
        assert len(book.frames.frame("account")) == 1_000
