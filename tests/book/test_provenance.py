from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from csdesk.book.batches import Batch
from csdesk.book.book import Book
from csdesk.book.problems import FileProblem
from csdesk.book.provenance import SourceColumn, SourceTable
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, Severity
from tests.book.book_records import added, batch, cells, changed, changes, new_book

IMPORT = Message("Import")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    yield from new_book(tmp_path)


SEPTEMBER, OCTOBER = pd.Timestamp(2026, 9, 30), pd.Timestamp(2026, 10, 31)


def keys(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, dtype=np.int64)


def table(file: str, rows: list[int], csms: list[str | None], accounts: list[int]) -> SourceTable:
    return SourceTable(
        path=f"/home/mika/{file}",
        file_name=file,
        sha256="ab" * 32,
        sheet="Customers",
        header_row=3,
        columns=((0, "Customer", "account.name"), (27, "担当CSM", "account.csm"), (28, "Colour", None)),
        cells=cells(rows, c0=["x"] * len(rows), c27=csms, c28=["red"] * len(rows)),
        origins={"account": (keys(*accounts), keys(*rows))},
    )


def write(book: Book, source: SourceTable, **values: object) -> None:
    """Give account 2 other values, from that table."""
    rows = [(2, name, value) for name, value in values.items()]
    updated = pd.DataFrame(rows, columns=["key", "field", "after"], dtype=object)
    assert book.write(IMPORT, [Batch("account", updated=updated)], [source]) is not None


def cells_of(book: Book, field: str, key: int = 2) -> list[tuple[str, str, str]]:
    return [(c.file, c.cell, c.text) for c in book.trace("account", key, field)]


@pytest.fixture
def imported(book: Book) -> Book:
    rows = [{"name": "Kestrel", "csm": "Ann"}, {"name": "Lark", "csm": "Bob"}]
    book.write(IMPORT, [batch("account", *rows)], [table("may.xlsx", [4, 7], ["Ann", "Bob"], [1, 2])])
    return book


def test_a_value_is_led_to_its_cell(imported: Book) -> None:
    (cell,) = imported.trace("account", 2, "csm")
    assert (cell.file, cell.sheet, cell.cell, cell.text, cell.by_hand) == ("may.xlsx", "Customers", "AB7", "Bob", "")
    assert cell.imported_at == imported.history()[0].at
    assert cells_of(imported, "csm", 1) == [("may.xlsx", "AB4", "Ann")]


def test_what_nobody_gave_comes_from_nowhere(imported: Book) -> None:
    assert cells_of(imported, "industry") == []
    assert cells_of(imported, "csm", 99) == []


def test_the_latest_import_comes_first_and_a_blank_cell_gives_nothing(imported: Book) -> None:
    write(imported, table("june.xlsx", [9, 10], ["Cleo", "Dan"], [2, 1]), csm="Cleo")
    write(imported, table("july.xlsx", [5], ["  "], [2]), industry="Food")
    assert cells_of(imported, "csm") == [("june.xlsx", "AB9", "Cleo"), ("may.xlsx", "AB7", "Bob")]


def test_an_import_that_was_undone_gives_nothing(imported: Book) -> None:
    write(imported, table("june.xlsx", [9], ["Cleo"], [2]), csm="Cleo")
    imported.undo()
    assert cells_of(imported, "csm") == [("may.xlsx", "AB7", "Bob")]
    assert [s.file_name for s in imported.sources()] == ["may.xlsx"]
    imported.redo()
    assert cells_of(imported, "csm")[0] == ("june.xlsx", "AB9", "Cleo")


def test_an_edit_by_hand_stands_before_the_imports_it_came_after(imported: Book) -> None:
    imported.apply(changes(changed("account", 2, {"csm": "Bob"}, {"csm": "Eve"})))
    write(imported, table("june.xlsx", [9], ["Cleo"], [2]), csm="Cleo")
    imported.apply(changes(changed("account", 2, {"csm": "Cleo"}, {"csm": "Finn"})))
    found = [(c.text, c.by_hand, c.cell) for c in imported.trace("account", 2, "csm")]
    assert found == [("Finn", "Mika Tanaka", ""), ("Cleo", "", "AB9"), ("Eve", "Mika Tanaka", ""), ("Bob", "", "AB7")]
    assert imported.trace("account", 2, "csm")[0].imported_at == imported.history()[0].at


def test_a_record_made_by_hand_says_what_was_typed_first(book: Book) -> None:
    book.apply(changes(added("account", 1, name="Kestrel", signup=date(2026, 1, 5))))
    assert [c.text for c in book.trace("account", 1, "signup")] == ["2026-01-05"]
    book.apply(changes(changed("account", 1, {"signup": date(2026, 1, 5)}, {"signup": date(2026, 2, 1)})))
    assert [c.text for c in book.trace("account", 1, "signup")] == ["2026-02-01", "2026-01-05"]
    assert book.trace("account", 1, "csm") == []


def test_a_field_read_as_another_is_led_to_that_column(book: Book) -> None:
    source = SourceTable(
        "/a/c.xlsx", "c.xlsx", "00", "Contracts", 1, (SourceColumn(0, "MRR", "contract.mrr"),),
        cells([2], c0=["30,000"]), {"contract": (keys(1), keys(2))},
    )  # fmt: skip
    book.write(IMPORT, [batch("contract", {"amount": 30_000, "basis": "monthly"})], [source])
    assert [c.cell for c in book.trace("contract", 1, "amount")] == ["A2"]
    assert [c.cell for c in book.trace("contract", 1, "basis")] == ["A2"]


def test_where_both_stand_the_arr_counts_before_the_mrr(book: Book) -> None:
    columns = ((0, "MRR", "contract.mrr"), (1, "ARR", "contract.arr"))
    made = cells([2], c0=["30,000"], c1=["360,000"])
    source = SourceTable("/a/c.csv", "c.csv", "00", "c", 1, columns, made, {"contract": (keys(1), keys(2))})
    book.write(IMPORT, [batch("contract", {"amount": 360_000, "basis": "annual"})], [source])
    assert [c.cell for c in book.trace("contract", 1, "amount")] == ["B2", "A2"]


def test_a_measurement_is_led_to_the_column_of_its_metric(book: Book) -> None:
    columns = ((0, "Logins", "measurement.logins"), (1, "Errors", "measurement.errors"))
    made = cells([2], c0=["9"], c1=["4"])
    source = SourceTable("/a/u.csv", "u.csv", "00", "u", 1, columns, made, {"measurement": (keys(1, 2), keys(2, 2))})
    rows = [{"metric": "logins", "value": 9.0}, {"metric": "errors", "value": 4.0}]
    book.write(IMPORT, [batch("measurement", *rows)], [source])
    assert [(c.cell, c.text) for c in book.trace("measurement", 2, "value")] == [("B2", "4")]
    assert [c.cell for c in book.trace("measurement", 1, "metric")] == ["A2"]


def test_a_reference_is_led_to_the_cell_that_names_the_other_record(book: Book) -> None:
    columns = ((0, "Customer ID", "account.external_id"), (1, "No.", "contract.external_id"))
    made = cells([2], c0=["C-7"], c1=["S-1"])
    source = SourceTable("/a/c.csv", "c.csv", "00", "c", 1, columns, made, {"contract": (keys(1), keys(2))})
    rows = [batch("account", {"external_id": "C-7"}), batch("contract", {"account_key": 1})]
    book.write(IMPORT, rows, [source])
    assert book.trace("contract", 1, "account_key")[0].text == "C-7"


def test_in_a_sheet_with_a_column_a_month_the_column_is_known(book: Book) -> None:
    months = tuple((n, f"{n}月", "measurement.value") for n in (4, 5))
    source = SourceTable(
        "/a/u.csv", "u.csv", "00", "u", 1, months, cells([2], c4=["70"], c5=["80"]),
        {"measurement": (keys(1, 2), keys(2, 2), keys(4, 5))},
    )  # fmt: skip
    rows = [{"metric": "logins", "value": 70.0}, {"metric": "logins", "value": 80.0}]
    book.write(IMPORT, [batch("measurement", *rows)], [source])
    assert [(c.cell, c.text) for c in book.trace("measurement", 2, "value")] == [("F2", "80")]


def test_sources_list_what_each_table_gave_and_keep_its_rows(imported: Book) -> None:
    (source,) = imported.sources()
    assert (source.file_name, source.path, source.sheet, source.header_row) == (
        "may.xlsx",
        "/home/mika/may.xlsx",
        "Customers",
        3,
    )
    assert dict(source.records) == {"account": 2}
    assert source.columns[1] == SourceColumn(27, "担当CSM", "account.csm")
    assert source.as_row()["file"] == "may.xlsx"
    rows = imported.source_rows(source.table_id)
    assert rows.to_pydict() == {"row": [4, 7], "c0": ["x", "x"], "c27": ["Ann", "Bob"], "c28": ["red", "red"]}
    with pytest.raises(KeyError):
        imported.source_rows(99)


def test_problems_are_kept_with_their_import(book: Book) -> None:
    problem = CellProblem(
        "not_a_date", Severity.LEFT_EMPTY, "Contracts", 47, 3, "31.2.2026",
        Message("“{text}” is not a date.", text="31.2.2026"), Message("Write it as {example}.", example=date(2026, 2, 28)),
        "contract.end", "2026-02-28",
    )  # fmt: skip
    book.write(IMPORT, [batch("account", {"name": "Kestrel"})], problems=[FileProblem("c.xlsx", problem), problem])
    first, second = book.problems()
    assert (first.file, first.problem, second.file, second.problem) == ("c.xlsx", problem, "", problem)
    assert (first.cell, first.sheet, first.code, first.value) == ("D47", "Contracts", "not_a_date", "31.2.2026")
    assert (first.message, first.hint, first.entry) == (problem.message, problem.hint, book.history()[0].id)
    book.undo()
    assert book.problems() == []


def test_a_value_of_one_column_among_many_is_led_to_that_column_and_to_its_row(book: Book) -> None:
    months = SourceTable(
        path="/home/mika/logins.xlsx",
        file_name="logins.xlsx",
        sha256="cd" * 32,
        sheet="ログイン",
        header_row=1,
        columns=((0, "顧客名", "account.name"), (1, "9月", "measurement.logins"), (2, "10月", "measurement.logins")),
        cells=cells([2, 3], c0=["Kestrel", "Lark"], c1=["5", "1"], c2=["7", "2"]),
        origins={"measurement": (keys(1, 2, 3, 4), keys(2, 3, 2, 3), keys(1, 1, 2, 2))},
    )
    measured = [
        {"account_key": account, "metric": "logins", "date": day, "value": value}
        for day, account, value in [(SEPTEMBER, 1, 5.0), (SEPTEMBER, 2, 1.0), (OCTOBER, 1, 7.0), (OCTOBER, 2, 2.0)]
    ]
    accounts = batch("account", {"name": "Kestrel"}, {"name": "Lark"})
    book.write(IMPORT, [accounts, batch("measurement", *measured)], [months])
    assert [(c.cell, c.text) for c in book.trace("measurement", 4, "value")] == [("C3", "2")]
    assert [(c.cell, c.text) for c in book.trace("measurement", 1, "value")] == [("B2", "5")]
    # Whose number it is stands in the row, not in the month.
    assert [(c.cell, c.text) for c in book.trace("measurement", 4, "account_key")] == [("A3", "Lark")]
