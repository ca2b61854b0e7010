from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from csdesk.book.batches import Batch
from csdesk.book.book import Book
from csdesk.model.messages import Message
from csdesk.rules.frames import frame_of
from tests.book.book_records import added, batch, changed, changes, deleted, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def reread(book: Book, record: str) -> pd.DataFrame:
    book.frames.forget([record])
    return book.frames.frame(record)


ROWS: list[dict[str, object]] = [
    {"key": 3, "account_key": 1, "metric": "logins", "feature": "検索", "date": date(2026, 1, 31), "value": 4.0},
    {"key": 4, "account_key": 1, "metric": "logins", "feature": None, "date": date(1969, 12, 31), "value": 0.1},
    {"key": 9, "account_key": None, "metric": None, "feature": "", "date": None, "value": None},
]


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], ROWS[2:], ROWS[:1] * 0])
def test_a_frame_that_was_read_equals_the_one_that_was_written(book: Book, rows: list[dict[str, object]]) -> None:
    book.write(Message("Import"), [batch("account", {"name": "Kestrel"}), batch("measurement", *rows)])
    pd.testing.assert_frame_equal(reread(book, "measurement"), frame_of("measurement", rows))


def test_texts_come_back_as_they_were_whatever_they_hold(book: Book) -> None:
    texts = ["a\nb", "a\x1fb", "\x1e\x1e", "", None, '"quoted", yes', "NULL", "１２３", "emoji 🦭", "tab\t"]
    rows = [{"name": text, "notes": "same\x1fhere"} for text in texts]
    book.write(Message("Import"), [batch("account", *rows)])
    pd.testing.assert_frame_equal(reread(book, "account"), frame_of("account", rows))


def test_numbers_come_back_to_the_last_bit(book: Book) -> None:
    values = [0.1, 1 / 3, -2.5e-300, 1e22, 9007199254740993.0, -0.0, 7.0, None]
    book.write(Message("Import"), [batch("person", *({"name": str(v), "hours": v} for v in values))])
    assert reread(book, "person")["hours"].tolist()[:-1] == values[:-1]
    money = [2**62, -(2**62), 0, None]
    book.write(Message("Import"), [batch("event", *({"amount": m} for m in money))])
    assert reread(book, "event")["amount"].tolist()[:-1] == money[:-1]


def test_a_column_filled_only_far_below_is_not_taken_for_empty(book: Book) -> None:
    rows = [{"name": f"Account {n}", "csm": "Ann" if n == 2_999 else None} for n in range(3_000)]
    book.write(Message("Import"), [batch("account", *rows)])
    assert reread(book, "account")["csm"].iloc[2_999] == "Ann"


def test_frames_given_out_never_change(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel"), added("account", 2, name="Lark")))
    before = book.frames.frame("account")
    copy = before.copy(deep=True)
    book.apply(
        changes(changed("account", 1, {"name": "Kestrel"}, {"name": "Wren"}), deleted("account", 2, name="Lark"))
    )
    pd.testing.assert_frame_equal(before, copy)
    assert book.frames.frame("account")["name"].tolist() == ["Wren"]


def test_a_patched_frame_equals_the_one_read_anew(book: Book) -> None:
    book.write(Message("Import"), [batch("account", *({"key": k, "name": f"A{k}", "seats": k} for k in range(1, 51)))])
    book.frames.frame("account")
    updated = pd.DataFrame({"key": range(2, 52, 4), "field": "seats", "after": [None] * 13}, dtype=object)
    book.write(Message("Import"), [Batch("account", frame_of("account", [{"key": 51, "strategic": False}]))])
    book.write(Message("Import"), [Batch("account", updated=updated, deleted=[1, 5, 51])])
    patched = book.frames.frame("account")
    assert len(patched) == 48
    pd.testing.assert_frame_equal(patched, reread(book, "account"))
    book.undo()
    patched = book.frames.frame("account")
    assert len(patched) == 51
    pd.testing.assert_frame_equal(patched, reread(book, "account"))
