"""Books of every earlier format open, with everything in them, and an earlier copy is kept."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from csdesk.book.backups import backups
from csdesk.book.book import Book
from csdesk.book.format_version import CURRENT, FormatVersion
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import BookError
from csdesk.model.messages import Message

BOOKS = Path(__file__).resolve().parents[1] / "data" / "books"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A copy of a book of format 1.0, made by hand in November 2026."""
    return Path(shutil.copy(BOOKS / "v1.csdesk", tmp_path / "v1.csdesk"))


def number(path: Path, pragma: str, value: int | None = None) -> int:
    with closing(sqlite3.connect(path)) as connection:
        if value is not None:
            connection.execute(f"PRAGMA {pragma} = {value}")
        found: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        return found


def test_a_book_of_format_1_0_opens_with_everything_in_it(first: Path) -> None:
    assert FormatVersion.unpacked(number(first, "user_version")) == FormatVersion(1, 0)
    with Book.open(first) as book:
        assert book.check() == []
        assert book.frames.frame("account")["name"].tolist() == ["竜宮マリン", "Kestrel"]
        assert book.frames.frame("account")["signup"].tolist() == [pd.Timestamp(2020, 4, 1), pd.NaT]
        assert book.frames.frame("contract")["amount"].tolist() == [18_600_000]
        assert book.frames.frame("measurement")["feature"].tolist() == ["検索"]
        assert (book.policies.calendar.fiscal_first_month, book.policies.revenue.currency) == (4, "JPY")
        assert book.settings["as_of"] == "2026-11-22"
        assert [(e.intention.text, e.done) for e in book.history()] == [
            ("Delete account", False), ("Assign CSM", True), ("Import {file}", True),
        ]  # fmt: skip
        assert [(c.text, c.by_hand, c.cell) for c in book.trace("account", 2, "csm")] == [
            ("Aiko", "Mika Tanaka", ""), ("Kenji", "", "B3"),
        ]  # fmt: skip
        assert book.problems()[0].hint == Message("Write it as {example}.", example=date(2026, 2, 28))
        book.undo()
        book.undo()
        assert book.frames.frame("account").empty
    assert FormatVersion.unpacked(number(first, "user_version")) == CURRENT


def test_before_a_migration_the_book_is_copied_as_it_was(first: Path) -> None:
    Book.open(first).close()
    (copy,) = backups(first)
    assert FormatVersion.unpacked(number(copy, "user_version")) == FormatVersion(1, 0)
    Book.open(first).close()
    assert backups(first) == [copy]


def test_an_older_format_is_not_changed_by_reading(first: Path) -> None:
    before = first.read_bytes()
    with pytest.raises(BookError, match=r"has the older format 1\.0"):
        Book.open(first, writable=False)
    assert first.read_bytes() == before


def test_a_newer_minor_opens_and_a_newer_major_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csdesk"
    Book.create(path).close()
    number(path, "user_version", FormatVersion(CURRENT.major, CURRENT.minor + 7).packed)
    Book.open(path).close()
    Book.open(path, writable=False).close()
    number(path, "user_version", FormatVersion(CURRENT.major + 1, 0).packed)
    for writable in (True, False):
        with pytest.raises(BookError, match=r"was made by a newer CSDesk \(format 2\.0\)"):
            Book.open(path, writable=writable)


def test_a_field_new_in_the_catalogue_becomes_a_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csdesk"
    Book.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE account DROP COLUMN kana")
        connection.execute("DROP TABLE target")
        connection.execute("DELETE FROM revision WHERE record = 'target'")
        connection.commit()
    with Book.open(path, writable=False) as book:
        assert "kana" in book.frames.frame("account").columns
        assert book.frames.frame("target").empty
    with Book.open(path) as book:
        assert book.frames.frame("target").empty
        assert book.next_key("target") == 1
        assert book.check() == []


def test_a_record_type_new_in_the_catalogue_becomes_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csdesk"
    with Book.create(path) as book:
        account = Change("account", 1, None, {"name": "Kestrel & Rook"})
        book.apply(ChangeSet(Message("Make an account"), (account,)))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE alias")
        connection.execute("DELETE FROM revision WHERE record = 'alias'")
        connection.commit()
    with Book.open(path, writable=False) as book:
        assert len(book.frames.frame("alias")) == 0
    with Book.open(path) as book:
        alias = Change("alias", book.next_key("alias"), None, {"account_key": 1, "identity": "name", "text": "K&R"})
        book.apply(ChangeSet(Message("Remember a name"), (alias,)))
        assert book.frames.frame("alias")["text"].tolist() == ["K&R"]
        assert book.check() == []
