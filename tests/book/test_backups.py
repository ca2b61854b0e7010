from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csdesk.book.backups import backup_folder, backups, superfluous
from csdesk.book.book import Book
from csdesk.model.errors import BookError
from csdesk.model.messages import Message
from tests.book.book_records import added, batch, changes, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def test_an_empty_book_needs_no_backup(book: Book) -> None:
    assert book.backup() is None
    assert not backup_folder(book.path).exists()


def test_before_an_import_the_book_is_copied(book: Book) -> None:
    book.write(Message("First"), [batch("account", {"name": "Kestrel"})])
    assert backups(book.path) == []
    book.write(Message("Second"), [batch("account", {"key": 2, "name": "Lark"})])
    (copy,) = backups(book.path)
    assert copy.parent.name == "renewals.backups"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Book.open(copy, writable=False) as earlier:
        assert earlier.frames.frame("account")["name"].tolist() == ["Kestrel"]
        assert earlier.history()[0].intention == Message("First")


def test_two_backups_of_one_second_are_two(tmp_path: Path) -> None:
    with Book.create(tmp_path / "a.csdesk", clock=lambda: datetime(2026, 11, 22, 10, 0, tzinfo=UTC)) as book:
        book.apply(changes(added("account", 1, name="Kestrel")))
        assert book.backup() != book.backup()
        assert len(backups(book.path)) == 2


def test_ten_last_backups_stay_and_one_a_day_for_30_days() -> None:
    now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    hourly = [now - timedelta(hours=n) for n in range(24 * 60)]  # 60 days, one an hour
    paths = [Path(f"a {at:%Y-%m-%d %H.%M.%S}.csdesk") for at in hourly]
    gone = set(superfluous(paths, now))
    kept = [path for path in paths if path not in gone]
    assert kept[:10] == paths[:10]
    assert [path.stem[2:] for path in kept[10:12]] == ["2026-11-21 23.00.00", "2026-11-20 23.00.00"]
    assert kept[-1].stem[2:] == "2026-10-23 23.00.00"
    assert len(kept) == 10 + 30


def test_a_saved_copy_is_the_whole_book(book: Book, tmp_path: Path) -> None:
    book.apply(changes(added("account", 1, name="Kestrel")))
    book.save_copy(tmp_path / "copy.csdesk")
    with Book.open(tmp_path / "copy.csdesk") as copy:
        copy.undo()
        assert copy.frames.frame("account").empty
    assert book.frames.frame("account")["name"].tolist() == ["Kestrel"]
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == []


def test_a_copy_that_cannot_be_written_says_so(book: Book, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"copy\.csdesk could not be written"):
        book.save_copy(tmp_path / "nowhere" / "copy.csdesk")
    with pytest.raises(BookError, match="onto itself"):
        book.save_copy(book.path)
