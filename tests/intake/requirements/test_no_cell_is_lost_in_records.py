"""Cell by cell of a list as people keep it: what it says is in a record, left out with its place or reason, or a problem.

The accounting is the test's own: each cell carries a value found nowhere else on its sheet, which is looked for
in all the records of the plan.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.outcome import ImportPlan, PlanOptions, TablePlan
from csdesk.intake.plan import make_plan
from csdesk.intake.sheets import Workbook
from csdesk.intake.workbook_tables import tables_of
from csdesk.model.problems import Severity
from tests.intake.made_sheets import Value, sheet_of
from tests.intake.made_tables import Book

_DAY = date(2024, 1, 1)
# Header → the cell in the n-th row of the list, of which every one is different.
_COLUMNS: dict[str, Callable[[int], Value]] = {
    "顧客ID": lambda n: f"C-{n:04}",
    "業種": lambda n: f"業種{n:03}号",
    "備考": lambda n: f"備考その{n:03}、見送り",
    "社内コード": lambda n: f"SC{n:03}x",
    "紹介元": lambda n: f"紹介{n:03}先",
    "契約番号": lambda n: f"K-{n:04}",
    "年額": lambda n: 1_000_000 + 1_000 * n,
    "契約開始日": lambda n: _DAY + timedelta(days=n),
    "契約終了日": lambda n: _DAY + timedelta(days=731 + n),
    "製品": lambda n: f"製品{n:03}型",
    "契約席数": lambda n: 5_000 + n,
    "駐車場": lambda n: 70_000 + n,
    "次回訪問": lambda n: _DAY + timedelta(days=1_500 + n),
}
_BAD: tuple[Value, ...] = (
    "2026/2/30",
    "１２O万",
    "確認中",
    "来月あたり",
    "#REF!",
    "-",
    "未定",
    "1,2,3円",
    "△△",
    "Σ?",
    "別紙参照\n要確認",
    0,
    True,
    -7,
)
_TITLES: list[list[Value]] = [["契約一覧（2026年11月）"], ["作成：営業部", None, "社外秘"], ["※ 金額は税抜"]]


@dataclass(frozen=True)
class Made:
    rows: list[list[Value]]
    header: int  # from 1


@st.composite
def lists(draw: st.DrawFn) -> Made:
    headers = ["顧客名", *draw(st.lists(st.sampled_from(sorted(_COLUMNS)), min_size=2, max_size=7, unique=True))]
    shift = draw(st.integers(0, len(headers) - 1))
    headers = headers[shift:] + headers[:shift]
    titles = draw(st.lists(st.sampled_from(_TITLES), max_size=2))
    gap: list[list[Value]] = [[None]] * draw(st.integers(0, 1))
    body: list[list[Value]] = []
    for n in range(draw(st.integers(2, 9))):
        body.append([f"第{n:03}青空商事" if header == "顧客名" else _COLUMNS[header](n) for header in headers])
        for place in range(len(headers)):
            what = draw(st.sampled_from(["good"] * 14 + ["bad", "blank"]))
            if what != "good":
                body[-1][place] = draw(st.sampled_from(_BAD)) if what == "bad" else None
        if draw(st.sampled_from([False] * 7 + [True])):
            body.append([None] * len(headers))
    if draw(st.booleans()):
        sums = [sum(cell for row in body if type(cell := row[i]) is int) for i in range(len(headers))]
        total: list[Value] = [value or None for value in sums]
        total[0] = "合計"
        body.append(total)
    if draw(st.booleans()):
        body.append(["以上"])
    return Made([*titles, *gap, list(headers), *body], len(titles) + len(gap) + 1)


def said(plan: ImportPlan) -> set[str]:
    """Every value of every record, as text; dates as ISO, the members of what is kept beside the fields singly."""
    found: set[str] = set()
    for part in plan.records.values():
        for name in part.inserted.columns:
            for value in part.inserted[name].dropna().tolist():
                if name == "custom":
                    found |= {line for text in json.loads(value).values() for line in (text, *text.split("\n"))}
                else:
                    text = value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)
                    found |= {text, *text.split(" / ")}  # a contract's number of several columns
    return found


def told(made: TablePlan, row: int, column: int) -> bool:
    """Whether a person is told of the cell by its place, its row or its column."""
    places = {(p.row, p.column) for p in made.problems}
    rows = {p.row for p in made.problems if p.severity is Severity.REJECTED} | {d.row for d in made.dropped}
    place = made.source.column_numbers.index(column) if column in made.source.column_numbers else -1
    if (row, column) in places or row in rows:
        return True
    if any(p.code == "no_record" for p in made.problems) and not _given(made, row, *made.source.origins):
        return True
    if not 0 <= place < len(made.columns):
        return False
    choice = made.columns[place]
    loose = any(p.code == "no_contract" for p in made.problems) and not _given(made, row, "contract")
    if loose and (choice.field or "").startswith("contract."):
        return True
    # Rows of one record that say different things: the later one counts, and the field is told, once a record.
    if any(p.code == "conflicting_rows" and (p.field == choice.field or p.column == column) for p in made.problems):
        return True
    asked = any(question.header == choice.header for question in made.questions)
    return asked or (choice.field is None and bool(str(choice.reason)))


def _given(made: TablePlan, row: int, *records: str) -> bool:
    origins = made.source.origins
    return any(row in origins[record].rows for record in records if record in origins)


def missing(sheet: Made, plan: ImportPlan) -> list[tuple[int, int, Value]]:
    """The cells that are nowhere: neither taken nor told."""
    values = said(plan)
    tables = plan.tables
    lost: list[tuple[int, int, Value]] = []
    for row, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            if cell is None or row == sheet.header:
                continue
            text = str(cell).upper() if isinstance(cell, bool) else str(cell)
            if text in values or any(told(made, row, column) for made in tables):
                continue
            nothing = any(
                choice.nothing and made.source.column_numbers[i] == column
                for made in tables
                for i, choice in enumerate(made.columns)
            )
            if not nothing:
                lost.append((row, column, cell))
    return lost


@settings(max_examples=12, deadline=None)
@given(lists())
def test_every_cell_of_a_list_is_in_a_record_or_told(made: Made) -> None:
    plan = planned(made)
    assert missing(made, plan) == []


def planned(made: Made) -> ImportPlan:
    workbook = Workbook("a.xlsx", "xlsx", (sheet_of(made.rows),), "0" * 64)
    tables: Any = tables_of(workbook, "a.xlsx")
    return make_plan([("a.xlsx", workbook, tables)], Book(), PlanOptions(date(2026, 11, 22), "JPY"))


def test_a_contradiction_is_told_for_each_field_at_the_column_it_was_read_from() -> None:
    rows: list[list[Value]] = [
        ["顧客名", "備考", "業種", "契約番号", "年額"],
        ["青空商事", "メモ1", "小売", "K-1", 1000],
        ["青空商事", "メモ2", "製造", "K-1", 2000],
    ]
    found = {(p.cell, p.field) for p in planned(Made(rows, 1)).tables[0].problems if p.code == "conflicting_rows"}
    assert found == {("B3", "account.notes"), ("C3", "account.industry"), ("E3", "contract.amount")}
