"""A list in blocks: what a line above each block says counts for the rows below it, and for no others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.sheets import Table, Workbook
from csdesk.intake.workbook_tables import tables_of
from tests.intake.made_sheets import Value, sheet_of
from tests.intake.requirements.files import imported, text_file, values
from tests.intake.test_layout import dropped, rows_of

Rows = list[list[Value]]
CONTRACTS: list[Value] = ["契約番号", "開始日", "月額"]


def only(rows: Sequence[Sequence[Value]]) -> Table:
    (table,) = tables_of(Workbook("a.xlsx", "xlsx", (sheet_of(rows),), "0" * 64))
    return table


def block(title: str, first: int, *, blank: bool = True, header: list[Value] = CONTRACTS) -> Rows:
    rows: Rows = [[title], header]
    rows += [[f"K-{first + i}", date(2026, 4, 1 + i), 10_000 * (first + i)] for i in range(2)]
    return [*rows, []] if blank else rows


def added(table: Table) -> dict[str, list[str | None]]:
    """The columns beyond the sheet's own."""
    own = len(CONTRACTS)
    return {h: c.texts.to_pylist() for h, c in zip(table.headers[own:], table.columns[own:], strict=True)}


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize(("before", "after"), [("顧客名：", " 様"), ("■", ""), ("【", "】"), ("取引先： ", "御中")])
def test_the_line_above_each_block_names_its_customer(before: str, after: str, blank: bool) -> None:
    rows = [row for n, name in enumerate(("青空商事", "さくら工業", "ミナト運輸")) for row in block(f"{before}{name}{after}", 3 * n, blank=blank)]  # fmt: skip
    table = only(rows)
    assert added(table) == {"顧客名": ["青空商事", "青空商事", "さくら工業", "さくら工業", "ミナト運輸", "ミナト運輸"]}
    step = 5 if blank else 4
    assert {row for row, reason in dropped(table).items() if reason == "title"} == {1, 1 + step, 1 + 2 * step}
    assert [note.code for note in table.notes] == ["block_titles"]


def test_contracts_of_each_block_go_to_its_own_customer(tmp_path: Path) -> None:
    lines = [",".join(str(cell) for cell in row) for n, name in enumerate(("青空商事", "さくら工業")) for row in block(f"顧客名：{name}", 3 * n)]  # fmt: skip
    plan = imported(text_file(tmp_path / "contracts.csv", "\n".join(lines)))
    names = dict(values(plan, "account", "key", "name"))
    assert [(names[key], number) for key, number in values(plan, "contract", "account_key", "external_id")] == [
        ("青空商事", "K-0"), ("青空商事", "K-1"), ("さくら工業", "K-3"), ("さくら工業", "K-4"),
    ]  # fmt: skip


def test_several_lines_with_labels_are_several_columns() -> None:
    rows: Rows = []
    for n, (name, owner) in enumerate((("青空商事", "佐藤"), ("さくら工業", "鈴木"))):
        rows += [[f"顧客名：{name}"], [f"担当CSM：{owner}"], *block("", 3 * n)[1:]]
    assert added(only(rows)) == {
        "顧客名": ["青空商事", "青空商事", "さくら工業", "さくら工業"],
        "担当CSM": ["佐藤", "佐藤", "鈴木", "鈴木"],
    }


def test_a_word_beside_the_name_says_what_it_is() -> None:
    rows: Rows = []
    for n, name in enumerate(("青空商事", "さくら工業")):
        rows += [["顧客名", name], CONTRACTS, [f"K-{n}", date(2026, 4, 1), 100 + n]]
    assert added(only(rows)) == {"顧客名": ["青空商事", "さくら工業"]}


def test_a_title_of_the_whole_list_stays_its_title() -> None:
    rows: Rows = [["契約一覧 2026年（単位：千円）"], *block("■青空商事", 0), *block("■さくら工業", 3)]
    table = only(rows)
    assert table.title == "契約一覧 2026年（単位：千円）"
    assert added(table) == {"顧客名": ["青空商事", "青空商事", "さくら工業", "さくら工業"]}


def test_months_above_blocks_are_months_and_branches_of_named_customers_headings() -> None:
    header: list[Value] = ["顧客名", "契約番号", "月額"]

    def listed(*titles: str) -> dict[str, list[str | None]]:
        rows: Rows = []
        for n, title in enumerate(titles):
            rows += [[title], header, ["青空商事", f"K-{n}", 100 + n], []]
        return added(only(rows))

    assert listed("2026年9月", "2026年10月") == {"年月": ["2026年9月", "2026年10月"]}
    assert listed("【東京支社】", "【大阪支社】") == {"見出し": ["東京支社", "大阪支社"]}


def test_what_stands_on_every_printed_page_is_left_out_and_says_nothing() -> None:
    rows: Rows = []
    for page in (1, 2, 3):
        rows += [["契約一覧"], [f"{page}/3 ページ"], CONTRACTS, [f"K-{page}", date(2026, 4, page), 100], []]
    table = only(rows)
    assert added(table) == {}
    assert table.rows == 3
    assert [row for row, reason in dropped(table).items() if reason == "title"] == [1, 2, 6, 7, 11, 12]
    assert table.notes == ()


def test_a_header_again_within_a_block_goes_on_with_its_customer() -> None:
    rows: Rows = [
        *block("顧客名：青空商事", 0),
        CONTRACTS,
        ["K-2", date(2026, 5, 1), 5],
        [],
        *block("顧客名：さくら工業", 3),
    ]
    assert added(only(rows)) == {"顧客名": ["青空商事"] * 3 + ["さくら工業"] * 2}


def test_a_customer_without_facts_above_a_page_break_stays_a_customer() -> None:
    header: list[Value] = ["Company", "Start", "ARR"]
    rows: Rows = [
        header,
        ["Akane", date(2026, 4, 1), 100],
        ["Birch", None, None],
        header,
        ["Cedar", date(2026, 5, 1), 5],
    ]
    assert [row[0] for row in rows_of(only(rows))] == ["Akane", "Birch", "Cedar"]


def test_groups_under_one_header_are_told_by_marks_or_by_their_subtotals() -> None:
    header: list[Value] = ["顧客名", "契約番号", "月額"]

    def grouped(*names: str, sums: bool) -> Table:
        rows: Rows = [header]
        for n, name in enumerate(names):
            rows += [[name], [f"青空{n}", f"K-{n}", 100], [f"さくら{n}", f"L-{n}", 200]]
            rows += [["小計", None, 300]] if sums else []
        return only(rows)

    for table in (grouped("■東京", "■大阪", sums=False), grouped("東京", "大阪", sums=True)):
        assert added(table) == {"見出し": ["東京", "東京", "大阪", "大阪"]}
        assert table.columns[0].texts.to_pylist() == ["青空0", "さくら0", "青空1", "さくら1"]
    assert grouped("東京", "大阪", sums=False).rows == 6, "nothing says that they are no customers"


def test_names_that_stand_for_the_blank_rows_below_are_no_titles() -> None:
    rows: Rows = [["顧客名", "契約番号", "月額"]]
    for name in ("■青空商事", "■さくら工業"):
        rows += [[name], [None, f"{name}1", 100], [None, f"{name}2", 200]]
    table = only(rows)
    assert table.rows == 6
    assert dropped(table) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=6), st.booleans(), st.booleans())
def test_every_row_stands_under_its_own_title(sizes: list[int], blank: bool, english: bool) -> None:
    header: list[Value] = ["Contract ID", "Start", "MRR"] if english else CONTRACTS
    rows: Rows = []
    expected: list[tuple[str, str]] = []
    for n, size in enumerate(sizes):
        name = f"Customer {'ABCDEF'[n]}" if english else f"{'東西南北中央'[n]}商事"
        rows += [[f"Account name: {name}" if english else f"顧客名：{name}"], header]
        for i in range(size):
            rows.append([f"K-{n}-{i}", date(2026, 4, 1 + i), 100])
            expected.append((f"K-{n}-{i}", name))
        rows += [[]] if blank else []
    table = only(rows)
    cells = rows_of(table)
    assert [(row[0], row[3]) for row in cells] == expected


D = date(2026, 4, 1)
NAMED: list[Value] = ["Company", "Start", "ARR"]
ONE_BRANCH: list[list[Value]] = [["Akane", D, 100], ["Birch"], NAMED, ["Cedar", D, 5]]


@pytest.mark.parametrize(
    "rows",
    [
        [NAMED, ["Akane"], ["Birch", D, 100], ["Cedar"], ["Dune", D, 5], ["Total", None, 105]],
        [NAMED, *ONE_BRANCH, ["Total", None, 105]],
        [NAMED, ["Akane"], ["Birch"], ["Cedar"], NAMED, ["Dune", D, 5]],
        [NAMED, ["Akane", D, 1], [], ["Birch"], NAMED, ["Cedar", D, 2]],
        [["Customers"], NAMED, *ONE_BRANCH, ["Dune"], NAMED, ["Elm", D, 2]],
        [["★Akane"], NAMED, *ONE_BRANCH],
        [NAMED, ["★Akane"], ["Birch", D, 1], ["★Cedar"], ["Dune", D, 2], ["Elm", D, 2]],
        [NAMED, ["https://a.example"], ["Birch", D, 1], ["https://b.example"], ["Dune", D, 2], ["Elm", D, 2]],
        [NAMED, ["Akane: Osaka"], ["Birch", D, 1], ["Akane: Tokyo"], ["Dune", D, 2], ["Elm", D, 2]],
        [NAMED, ["Akane <JP>"], ["Birch", D, 1], ["Akane <US>"], ["Dune", D, 2], ["Elm", D, 2]],
    ],
)
def test_customers_of_whom_only_the_name_is_known_are_no_titles(rows: Rows) -> None:
    table = only(rows)
    names = [row[0] for row in rows if row and row != NAMED and row[0] not in ("Total", "Customers")]
    if rows[0] == ["★Akane"]:
        del names[0]
    assert table.columns[0].texts.to_pylist() == names
    assert len(table.headers) == 3


@pytest.mark.parametrize(
    ("lines", "customers"),
    [
        (("顧客名：青空商事", "取引先：さくら工業", "取引先：みなと"), ["青空商事", "さくら工業", "みなと"]),
        (("顧客名：青空商事", "さくら工業 様", "■みなと"), ["青空商事", "さくら工業", "みなと"]),
        (("契約一覧 2026年", "■さくら工業", "■みなと"), [None, "さくら工業", "みなと"]),
        ((None, "顧客名：さくら工業", "顧客名：みなと"), [None, "さくら工業", "みなと"]),
    ],
)
def test_a_customer_is_named_in_any_of_the_usual_ways(lines: tuple[str | None, ...], customers: list[str | None]) -> None:  # fmt: skip
    rows: Rows = []
    for n, line in enumerate(lines):
        if line:
            rows.append([line])
        rows += [CONTRACTS, [f"K-{n}", D, 100 + n], []]
    table = only(rows)
    assert added(table) == {"顧客名": customers}
    assert table.title == (lines[0] if customers[0] is None and lines[0] else "")


def test_the_same_customer_above_each_page_stays_the_customer() -> None:
    rows: Rows = [["顧客名：青空商事"], CONTRACTS, ["K-1", D, 1], [], ["顧客名：青空商事"], CONTRACTS, ["K-2", D, 2]]
    assert added(only(rows)) == {"顧客名": ["青空商事", "青空商事"]}
    assert added(only([CONTRACTS, *rows])) == {"顧客名": ["青空商事", "青空商事"]}


def test_two_lines_without_a_label_are_customer_and_heading() -> None:
    rows: Rows = []
    for n, (name, branch) in enumerate((("青空商事", "東京支店"), ("さくら工業", "大阪支店"))):
        rows += [[name], [branch], CONTRACTS, [f"K-{n}", D, 100 + n], []]
    assert added(only(rows)) == {"顧客名": ["青空商事", "さくら工業"], "見出し": ["東京支店", "大阪支店"]}


def test_short_rows_above_a_title_stay_rows() -> None:
    rows: Rows = [["顧客名：青空"], CONTRACTS, ["K-0", D, 1], ["K-9"], ["顧客名：さくら"], CONTRACTS, ["K-1", D, 1]]
    table = only(rows)
    assert list(zip(table.columns[0].texts.to_pylist(), added(table)["顧客名"], strict=True)) == [
        ("K-0", "青空"), ("K-9", "青空"), ("K-1", "さくら"),
    ]  # fmt: skip
    paged: Rows = [["1ページ"], NAMED, *ONE_BRANCH[:2], ["2ページ"], NAMED, ["Cedar", D, 5], ["3ページ"], NAMED, ["Dune", D, 5]]  # fmt: skip
    assert only(paged).columns[0].texts.to_pylist() == ["Akane", "Birch", "Cedar", "Dune"]


def test_a_remark_beside_a_title_does_not_hide_it() -> None:
    rows: Rows = []
    for n, name in enumerate(("青空商事", "さくら工業", "ミナト運輸")):
        rows += [[f"顧客名：{name}", None, None, None, None, "memo" if n else None, "x" if n else None], CONTRACTS]
        rows += [[f"K-{n}", D, 100 + n], []]
    assert added(only(rows))["顧客名"] == ["青空商事", "さくら工業", "ミナト運輸"]


def test_a_blank_merged_over_a_cell_is_a_blank() -> None:
    rows: Rows = [NAMED, ["Akane", "a", 1], [None, "x", 2], ["old"], NAMED, ["B", "b", 3]]
    tables = tables_of(Workbook("a.xlsx", "xlsx", (sheet_of(rows, [(2, 0, 3, 0)]),), "0" * 64))
    assert [table.rows for table in tables] == [4]
