from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from csdesk.app.workspace import Workspace
from csdesk.book import read_ahead
from csdesk.book.book import Book
from csdesk.book.raw_tables import RawTable, read_raw
from csdesk.book.read_ahead import RECORDS, ReadAhead
from csdesk.model.messages import Message
from csdesk.rules.frames import frame_of
from tests.book.book_records import added, batch, changed, changes

ACCOUNTS: list[dict[str, object]] = [{"key": k, "name": f"A{k}", "csm": "Ann" if k % 2 else None} for k in range(1, 6)]
MEASURED: list[dict[str, object]] = [
    {"account_key": k, "metric": "logins", "feature": None if k % 2 else "検索", "value": k / 4} for k in range(1, 6)
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Book.create(tmp_path / "renewals.csdesk", who="Mika Tanaka") as book:
        book.write(Message("Import"), [batch("account", *ACCOUNTS), batch("measurement", *MEASURED)])
    return tmp_path / "renewals.csdesk"


class Held:
    """Lets the thread read a table only when it may, and counts what was read."""

    def __init__(self) -> None:
        self.may_read = threading.Event()
        self.begun = threading.Event()
        self.read: list[str] = []

    def __call__(self, connection: sqlite3.Connection, record: str) -> RawTable:
        self.begun.set()
        assert self.may_read.wait(20)
        self.read.append(record)
        return read_raw(connection, record)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    found = Held()
    monkeypatch.setattr(read_ahead, "read_raw", found)
    yield found
    found.may_read.set()


def in_the_book(path: Path, record: str) -> pd.DataFrame:
    with Book.open(path, writable=False) as book:
        return book.frames.frame(record)


def test_what_was_read_ahead_equals_what_the_book_reads(path: Path) -> None:
    with Workspace.open(path) as workspace:
        for record in RECORDS:
            pd.testing.assert_frame_equal(workspace.frame(record), in_the_book(path, record))
        pd.testing.assert_frame_equal(workspace.frame("measurement"), frame_of("measurement", MEASURED))


def test_the_frame_of_a_workspace_is_the_one_read_ahead(path: Path, held: Held) -> None:
    held.may_read.set()
    with Workspace.open(path) as workspace:
        assert held.begun.wait(20)
        assert workspace.frame("account")["name"].tolist() == ["A1", "A2", "A3", "A4", "A5"]
        assert "account" in held.read


def test_an_edit_does_not_wait_for_the_reading_and_is_in_the_frame(path: Path, held: Held) -> None:
    ahead = ReadAhead(path)
    with Book.open(path) as book:
        book.frames.use(ahead)
        assert held.begun.wait(20)
        writing = threading.Thread(target=book.apply, args=(changes(added("account", 6, name="Wren")),))
        writing.start()
        held.may_read.set()
        writing.join(20)
        assert not writing.is_alive()
        assert book.frames.frame("account")["name"].tolist() == ["A1", "A2", "A3", "A4", "A5", "Wren"]
        pd.testing.assert_frame_equal(book.frames.frame("measurement"), frame_of("measurement", MEASURED))
        ahead.close()


def test_an_edit_after_the_reading_is_in_the_frame_that_is_asked_for_later(path: Path, held: Held) -> None:
    held.may_read.set()
    with Workspace.open(path) as workspace:
        book = workspace.book
        book.frames.stop_reading_ahead()  # nothing more will be read of the file, what was read is there
        before, after = {"name": "A1"}, {"name": "Wren"}
        book.apply(changes(changed("account", 1, before, after)))
        assert workspace.frame("account")["name"].iloc[0] == "Wren"
        book.undo()
        assert workspace.frame("account")["name"].iloc[0] == "A1"


def test_what_somebody_else_wrote_after_the_reading_is_in_the_frame(path: Path, held: Held) -> None:
    held.may_read.set()
    with Workspace.open(path, writable=False) as workspace:
        workspace.book.frames.stop_reading_ahead()
        with Book.open(path) as other:
            other.apply(changes(added("account", 6, name="Wren")))
        assert workspace.look_again() == frozenset({"account"})
        assert workspace.frame("account")["name"].iloc[-1] == "Wren"
        assert len(workspace.frame("measurement")) == 5


def test_a_book_is_opened_for_writing_while_it_is_read(path: Path, held: Held) -> None:
    ahead = ReadAhead(path)
    assert held.begun.wait(20)
    with Book.open(path) as book:  # would wait for the reader, and in the end give up, if it had to write
        assert book.writable
        assert not held.read
        held.may_read.set()
        ahead.close()


def test_another_version_is_not_given(path: Path, held: Held) -> None:
    held.may_read.set()
    ahead = ReadAhead(path)
    assert held.begun.wait(20)
    ahead.make_with(lambda raw, words: raw)
    assert ahead.made("account", 2) is None
    assert ahead.made("rate", 0) is None
    ahead.close()


def test_another_file_in_the_place_of_the_one_read_is_not_mixed_up(path: Path, held: Held) -> None:
    held.may_read.set()
    ahead = ReadAhead(path)
    assert held.begun.wait(20)
    ahead.make_with(lambda raw, words: raw)
    copy = path.with_name("copy.csdesk")
    shutil.copy(path, copy)
    os.replace(copy, path)
    assert ahead.made("account", 1) is None
    ahead.close()


def test_a_table_that_is_asked_for_before_its_turn_is_not_waited_for(path: Path, held: Held) -> None:
    ahead = ReadAhead(path)
    with Book.open(path, writable=False) as book:
        book.frames.use(ahead)
        assert held.begun.wait(20)
        assert len(book.frames.frame("measurement")) == 5
        held.may_read.set()
        assert len(book.frames.frame("account")) == 5
        ahead.close()
    assert "measurement" not in held.read


def test_closing_ends_the_reading(path: Path) -> None:
    workspace = Workspace.open(path)
    workspace.close()
    workspace.close()
    assert not [t for t in threading.enumerate() if t.name == "read-ahead"]


@pytest.mark.parametrize("content", [None, b"", b"no book at all" * 99])
def test_where_there_is_no_book_nothing_is_read_ahead(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "renewals.csdesk"
    if content is not None:
        path.write_bytes(content)
    ahead = ReadAhead(path)
    ahead.make_with(lambda raw, words: raw)
    assert ahead.made("account", 0) is None
    ahead.close()


def test_a_book_that_opening_would_change_is_not_read_ahead(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE measurement DROP COLUMN custom")
    connection.close()
    with Workspace.open(path) as workspace:
        pd.testing.assert_frame_equal(workspace.frame("measurement"), frame_of("measurement", MEASURED))


def test_a_crash_to_recover_from_comes_first(path: Path) -> None:
    Path(f"{path}-journal").write_bytes(b"")
    ahead = ReadAhead(path)
    ahead.make_with(lambda raw, words: raw)
    assert ahead.made("account", 1) is None
    ahead.close()
