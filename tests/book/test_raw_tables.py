from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from csdesk.book import raw_tables
from csdesk.book.book import Book
from csdesk.model.messages import Message
from csdesk.rules.frames import frame_of
from tests.book.book_records import batch, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def reread(book: Book, record: str) -> pd.DataFrame:
    book.frames.forget([record])
    return book.frames.frame(record)


@pytest.mark.parametrize(
    "values",
    [
        [0.37, 12.5, -4.0001, 0.0, 123_456_789.1234, None],  # four digits at most
        [1 / 3, 0.1, 2.0],  # more digits than that
        [1e300, -1e300, float("inf"), 0.5],
        [0.1 + 0.2, 0.3],  # a neighbour of 0.3, and 0.3
        [2.0**53, 2.0**62, -(2.0**63), 2.0**64],
        [922_337_203_685_477.6, 0.25],
    ],
)
def test_fractions_come_back_to_the_last_bit(book: Book, values: list[float | None]) -> None:
    book.write(Message("Import"), [batch("person", *({"name": str(v), "hours": v} for v in values))])
    found = reread(book, "person")["hours"]
    assert [None if pd.isna(v) else v.hex() for v in found] == [None if v is None else v.hex() for v in values]


def test_rows_read_in_several_statements_are_one_frame(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_tables, "WINDOW", 3)
    texts = ["a", None, "b\x1fc", "d", "e", None, "\x1e\x1e", None]
    rows: list[dict[str, object]] = [
        {"key": 2 * n + 1, "name": f"A{n}", "csm": text, "seats": n if n > 5 else None} for n, text in enumerate(texts)
    ]
    book.write(Message("Import"), [batch("account", *rows)])
    pd.testing.assert_frame_equal(reread(book, "account"), frame_of("account", rows))


def test_a_text_that_looks_like_the_mark_of_the_absent_stays_a_text(book: Book) -> None:
    rows: list[dict[str, object]] = [{"name": t, "csm": c} for t, c in zip("abc", ["\x1e\x1e", None, "x"], strict=True)]
    book.write(Message("Import"), [batch("account", *rows)])
    assert reread(book, "account")["csm"].tolist() == ["\x1e\x1e", pd.NA, "x"]


def test_a_column_of_fractions_filled_only_far_below_is_read(book: Book) -> None:
    rows: list[dict[str, object]] = [{"name": f"P{n}", "hours": 1 / 3 if n == 2_000 else None} for n in range(2_100)]
    book.write(Message("Import"), [batch("person", *rows)])
    found = reread(book, "person")["hours"]
    assert found.notna().sum() == 1
    assert found.iloc[2_000] == 1 / 3
