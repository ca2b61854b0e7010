"""From records back to the rows of the sheets they came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from csdesk.book.book import Book
from csdesk.book.provenance import SourceTable
from csdesk.model.messages import Message
from tests.book.book_records import batch, cells, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


def keys(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, dtype=np.int64)


@pytest.fixture
def imported(book: Book) -> Book:
    accounts = SourceTable(
        path="/home/mika/may.xlsx", file_name="may.xlsx", sha256="ab" * 32, sheet="Customers", header_row=3,
        columns=((0, "Customer", "account.name"), (1, "CSM", "account.csm")),
        cells=cells([4, 7], c0=[None, "Lark"], c1=["Ann", "Bob"]),
        origins={"account": (keys(1, 2), keys(4, 7)), "contact": (keys(1, 2, 3), keys(7, 7, 4))},
    )  # fmt: skip
    people = [{"account_key": 2, "name": "A"}, {"account_key": 2, "name": "B"}, {"account_key": 1, "name": "C"}]
    batches = [batch("account", {"name": "Kestrel"}, {"name": "Lark"}), batch("contact", *people)]
    book.write(Message("Import"), batches, [accounts])
    return book


def test_a_row_that_gave_several_records_is_told_once(imported: Book) -> None:
    (row,) = imported.rows_behind({"account": [2], "contact": [1, 2]})
    assert (row.file, row.sheet, row.cell, row.texts) == ("may.xlsx", "Customers", "A7", ("Lark", "Bob"))
    assert dict(row.records) == {"account": 1, "contact": 2}
    assert row.imported_at == imported.history()[0].at


def test_the_cell_is_the_first_one_that_holds_something(imported: Book) -> None:
    (row,) = imported.rows_behind({"account": [1]})
    assert (row.cell, row.texts) == ("B4", ("Ann",))


def test_records_without_a_sheet_have_no_rows(imported: Book) -> None:
    assert imported.rows_behind({"account": [99], "task": [], "touchpoint": [1]}) == []
