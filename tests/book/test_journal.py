from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from csdesk.book.book import Book
from csdesk.book.provenance import SourceTable
from csdesk.model.messages import Message
from csdesk.model.money import Money
from tests.book.book_records import added, batch, changed, changes, deleted, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def everything(book: Book) -> dict[str, pd.DataFrame]:
    return {record: book.frames.frame(record) for record in ("account", "contract", "measurement")}


def same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    for record, frame in left.items():
        pd.testing.assert_frame_equal(frame, right[record])


def uuids(book: Book) -> list[bytes]:
    with book._file.reading() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT uuid FROM account ORDER BY key")]


def test_an_entry_says_who_did_what_and_when(book: Book) -> None:
    said = Message(
        "Close {what} for {amount} on {day}",
        what=Message("renewal"),
        amount=Money(18_600_000, "JPY"),
        day=date(2026, 11, 28),
    )
    entry = book.apply(changes(added("account", 1, name="Kestrel")))
    assert entry is not None
    book.write(
        said, [batch("account", {"key": 2, "name": "Lark"}), batch("contract", {"account_key": 2}, {"account_key": 1})]
    )
    latest, first = book.history()
    assert first == entry
    assert (latest.intention, latest.who, latest.kind, latest.done) == (said, "Mika Tanaka", "import", True)
    assert dict(latest.counts) == {"account": 1, "contract": 2}
    assert latest.touched == {"account", "contract"}
    assert (first.kind, latest.at > first.at, latest.at.tzinfo is not None) == ("edit", True, True)


def test_undo_of_the_first_import_gives_an_empty_book_and_redo_the_same_one(book: Book) -> None:
    rows = [{"name": f"Account {n}", "seats": n if n % 3 else None} for n in range(3_000)]
    book.write(
        Message("Import"),
        [
            batch("account", *rows),
            batch("contract", *({"account_key": n, "amount": 100 * n} for n in range(1, 3_001))),
            batch(
                "measurement",
                *(
                    {"account_key": n, "metric": "logins", "date": date(2026, 1, 1), "value": n / 4}
                    for n in range(1, 3_001)
                ),
            ),
        ],
    )
    full, identities = everything(book), uuids(book)
    assert book.undo() is not None
    assert {record: len(frame) for record, frame in everything(book).items()} == {
        "account": 0,
        "contract": 0,
        "measurement": 0,
    }
    book.close()
    with Book.open(book.path) as again:
        assert all(frame.empty for frame in everything(again).values())
        assert [e.done for e in again.history()] == [False]
        assert again.redo() is not None
        same(everything(again), full)
        assert uuids(again) == identities
        assert again.redo() is None


def test_undo_and_redo_walk_through_the_history_across_restarts(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel")))
    book.apply(changes(changed("account", 1, {"name": "Kestrel", "csm": None}, {"name": "Lark", "csm": "Ann"})))
    book.apply(changes(deleted("account", 1, name="Lark", csm="Ann")))
    seen = []
    path = book.path
    book.close()
    for move in ("undo", "undo", "undo", "undo", "redo", "redo", "redo", "redo"):
        with Book.open(path) as again:
            moved = getattr(again, move)()
            frame = again.frames.frame("account")
            seen.append(
                (
                    moved is not None,
                    frame[["name", "csm"]]
                    .astype(object)
                    .where(frame[["name", "csm"]].notna(), None)
                    .to_numpy()
                    .tolist(),
                )
            )
    lark, kestrel = [["Lark", "Ann"]], [["Kestrel", None]]
    assert seen == [
        (True, lark), (True, kestrel), (True, []), (False, []),
        (True, kestrel), (True, lark), (True, []), (False, []),
    ]  # fmt: skip


def test_an_undone_deletion_brings_the_same_record_back(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel", notes="VIP"), added("account", 2, name="Lark")))
    identities = uuids(book)
    book.apply(changes(deleted("account", 1, name="Kestrel", notes="VIP")))
    book.undo()
    assert uuids(book) == identities
    assert book.frames.frame("account")["key"].tolist() == [1, 2]


def test_a_new_edit_cuts_off_what_was_undone(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel")))
    source = SourceTable("/a/b.xlsx", "b.xlsx", "00", "Sheet1", 1, ((0, "Name", "account.name"),), b"")
    book.write(Message("Import"), [batch("account", {"key": 2, "name": "Lark"})], [source])
    book.undo()
    book.apply(changes(added("account", 3, name="Wren")))
    assert book.redo() is None
    assert [entry.intention.text for entry in book.history()] == ["Edit", "Edit"]
    assert book.sources() == []
    assert book.check() == []


def test_an_edit_that_fails_leaves_what_can_be_redone(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel")))
    book.undo()
    assert book.apply(changes()) is None
    with pytest.raises(KeyError):
        book.apply(changes(added("account", 2, nonsense="x")))
    assert book.redo() is not None


def test_undoing_nothing_gives_none(book: Book) -> None:
    assert book.undo() is None
    assert book.redo() is None


def test_rows_of_an_insert_stand_in_the_table_or_in_the_journal_but_never_in_both(book: Book) -> None:
    book.write(Message("Import"), [batch("account", *({"name": f"Account {n}"} for n in range(100)))])

    def kept() -> list[tuple[bool, int]]:
        with book._file.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT data IS NOT NULL, (SELECT count(*) FROM account) FROM entry_batch"
            )
            return [(bool(row[0]), row[1]) for row in rows]

    assert kept() == [(False, 100)]
    book.undo()
    assert kept() == [(True, 0)]
    book.redo()
    assert kept() == [(False, 100)]
