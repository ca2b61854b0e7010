"""Whatever stands on a sheet is taken, kept, or listed: no cell goes missing between the file and the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csdesk.intake.outcome import PlanOptions
from csdesk.intake.plan import make_plan
from csdesk.intake.sheet_notes import file_notes
from csdesk.intake.sheets import Sheet, Table, Workbook
from csdesk.intake.workbook_tables import tables_of
from tests.intake.made_sheets import Value, cells_of, sheet_of
from tests.intake.made_tables import Book

_CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "顧客名", "製品1", "年額1", "製品2", "年額2", "レコードの開始行", "*", "行区分", "契約", "明細", "商談名", "合計", "小計",
            "Total", "（円）", "4月", "5月", "6月", "#REF!", "※ 税抜", "青空商事", "さくら工業様向け", "-", "A-1", "2026/4/1",
            "1,200円", "85%", "Notes", "Account Name",
        ]
    ),
    st.integers(-5, 3000),
    st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)  # fmt: skip
_ROWS = st.lists(st.lists(_CELLS, min_size=1, max_size=6), min_size=1, max_size=12)
_NUMBERED: list[Value] = ["行区分", "顧客名", "契約番号", "商品名", "年額"]
_HEADED = st.builds(
    lambda header, rows: [header, *rows],
    st.sampled_from(
        [
            ["顧客名", "製品1", "年額1", "製品2", "年額2"],
            ["レコードの開始行", "顧客名", "接触日", "対応内容"],
            _NUMBERED,
            ["地域", "顧客名", "製品", "年額"],
            ["商談名", "年額", "契約開始日"],
        ]
    ),
    _ROWS,
)


def lost(sheet: Sheet, tables: list[Table]) -> list[tuple[int, int, str]]:
    """The cells of the sheet that are in no table, no header and no row that is listed as left out."""
    taken: set[tuple[int, int]] = set()
    rows_out: set[int] = set()
    for table in tables:
        numbers = table.row_numbers.to_pylist()
        for place, column in enumerate(table.column_numbers):
            texts = table.columns[place].texts.to_pylist()
            taken |= {(row, column) for row, text in zip(numbers, texts, strict=True) if text is not None}
        rows_out |= {drop.row for drop in table.dropped}
        rows_out |= set(range(max(1, table.header_row - 2), table.header_row + 1))
    marks = {note.column for table in tables for note in table.notes if note.code == "record_marks"}
    return [
        (row, column, text)
        for row, line in enumerate(cells_of(sheet), 1)
        for column, text in enumerate(line)
        if text is not None
        and text.strip()
        and row not in rows_out
        and (row, column) not in taken
        and column not in marks
    ]


@settings(max_examples=150, deadline=None)
@given(st.one_of(_ROWS, _HEADED))
def test_every_cell_of_a_random_sheet_is_in_a_table_or_listed(rows: list[list[Value]]) -> None:
    sheet = sheet_of(rows)
    workbook = Workbook("a.xlsx", "xlsx", (sheet,), "0" * 64)
    tables = tables_of(workbook, "a.xlsx")
    if not tables:
        filled = any(text for line in cells_of(sheet) for text in line)
        assert bool(file_notes(workbook, tables)) == filled  # a sheet without a table is told
        return
    assert lost(sheet, tables) == []


@settings(max_examples=40, deadline=None)
@given(_HEADED)
@example([_NUMBERED, [None, "顧客名"], ["顧客名", "顧客名", 0], ["製品1", "顧客名", 0, None, 0]])  # names it, makes it
@example([_NUMBERED, ["北", "青空", "K-1", None, 5], ["南", "青空", "K-1", None, 5]])
def test_every_cell_of_a_table_is_read_kept_or_told(rows: list[list[Value]]) -> None:
    sheet = sheet_of(rows)
    workbook = Workbook("a.xlsx", "xlsx", (sheet,), "0" * 64)
    tables = tables_of(workbook, "a.xlsx")
    plan = make_plan([("a.xlsx", workbook, tables)], Book(), PlanOptions(date(2026, 11, 22), "JPY"))
    for table, made in zip(tables, plan.tables, strict=True):
        told = {(problem.row, problem.column) for problem in made.problems}
        replaced = [
            (p.row, p.column) for p in made.problems if p.code == "conflicting_rows"
        ]  # by what a later row says
        rejected = {problem.row for problem in made.problems if problem.severity.value == "rejected"}
        for place, choice in enumerate(made.columns):
            if choice.field is None:
                assert str(choice.reason)  # left out with a reason
            elif choice.field.endswith(".custom"):
                kept = _kept(plan.records)
                for row, text in zip(
                    table.row_numbers.to_pylist(), table.columns[place].texts.to_pylist(), strict=True
                ):
                    cell = (row, table.column_numbers[place])
                    assert (
                        text is None or cell in told or row in rejected or text.strip() in kept or _no_record(made, row)
                        or any(by > row and column == cell[1] for by, column in replaced)
                    )  # fmt: skip


def _kept(records: Any) -> str:
    frames = [plan.inserted for plan in records.values() if "custom" in plan.inserted.columns]
    return "\n".join(pd.concat([f["custom"].dropna() for f in frames]).tolist()) if frames else ""


def _no_record(made: Any, row: int) -> bool:
    """Whether the row gave no record at all: its source is kept, and it is counted nowhere as taken."""
    return not any(row in origin.rows for origin in made.source.origins.values())
