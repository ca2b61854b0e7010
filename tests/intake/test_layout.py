from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.intake.layout import find_tables
from csdesk.intake.sheets import Sheet, Table
from tests.intake.made_sheets import Value, sheet_of


def only(sheet: Sheet) -> Table:
    (table,) = find_tables(sheet)
    return table


def rows_of(table: Table) -> list[tuple[str | None, ...]]:
    return list(zip(*(column.texts.to_pylist() for column in table.columns), strict=True))


def dropped(table: Table) -> dict[int, str]:
    return {drop.row: drop.reason for drop in table.dropped}


CUSTOMERS: list[list[Value]] = [
    ["Account ID", "Name", "ARR", "Start"],
    ["A-1", "Aozora", 1200, date(2026, 4, 1)],
    ["A-2", "Sakura", 2400, date(2026, 5, 1)],
    ["A-3", "Minato", 3600, date(2026, 6, 1)],
]


def test_a_plain_table_is_taken_as_it_stands() -> None:
    table = only(sheet_of(CUSTOMERS))
    assert table.header_row == 1
    assert table.headers == ("Account ID", "Name", "ARR", "Start")
    assert rows_of(table)[0] == ("A-1", "Aozora", "1200", "2026-04-01")
    assert table.row_numbers.to_pylist() == [2, 3, 4]
    assert table.column_numbers == (0, 1, 2, 3)
    assert table.cell_name(2, 2) == "C4"
    assert (table.title, table.dropped) == ("", ())


def test_titles_above_the_header_are_kept_as_the_title() -> None:
    table = only(
        sheet_of([["契約一覧 2026年11月（単位：千円）"], [None, None, None, "作成日：2026/11/22"], [], *CUSTOMERS])
    )
    assert table.header_row == 4
    assert table.title == "契約一覧 2026年11月（単位：千円）\n作成日：2026/11/22"
    assert dropped(table) == {1: "title", 2: "title"}
    assert table.row_numbers.to_pylist() == [5, 6, 7]


def test_a_title_merged_across_the_table_is_no_header() -> None:
    table = only(sheet_of([["Customer list", None, None, None], *CUSTOMERS], merges=[(0, 0, 0, 3)]))
    assert (table.header_row, table.title) == (2, "Customer list")


def test_a_table_that_begins_further_right_and_below_is_found() -> None:
    table = only(sheet_of([[], [], *([None, None, *row] for row in CUSTOMERS)]))
    assert table.column_numbers == (2, 3, 4, 5)
    assert table.cell_name(0, 0) == "C4"


def test_merged_headers_are_joined_parent_and_child() -> None:
    sheet = sheet_of(
        [
            ["契約番号", "顧客名", "契約期間", None, "金額", None],
            [None, None, "自", "至", "月額", "年額"],
            ["K-1", "青空商事", date(2026, 4, 1), date(2027, 3, 31), 10, 120],
            ["K-2", "さくら工業", date(2026, 5, 1), date(2027, 4, 30), 20, 240],
        ],
        merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)],
    )
    table = only(sheet)
    assert table.header_row == 2
    assert table.headers == ("契約番号", "顧客名", "契約期間 / 自", "契約期間 / 至", "金額 / 月額", "金額 / 年額")
    assert rows_of(table)[0][0] == "K-1"


def test_three_merged_header_rows_are_joined() -> None:
    sheet = sheet_of(
        [
            ["団体コード", "令和2年", None, None],
            [None, "人口", None, "世帯数"],
            [None, "男", "女", None],
            ["010006", 10, 12, 9],
            ["010007", 11, 13, 8],
        ],
        merges=[(0, 0, 2, 0), (0, 1, 0, 3), (1, 1, 1, 2), (1, 3, 2, 3)],
    )
    assert only(sheet).headers == ("団体コード", "令和2年 / 人口 / 男", "令和2年 / 人口 / 女", "令和2年 / 世帯数")


def test_a_year_above_its_months_is_joined_without_a_merge() -> None:
    months = ["4月", "5月", "6月"]
    table = only(
        sheet_of([["年度", "2026年度", None, None], [None, *months], ["青空商事", 1, 2, 3], ["さくら", 4, 5, 6]])
    )
    assert table.headers == ("年度", "2026年度 / 4月", "2026年度 / 5月", "2026年度 / 6月")


def test_months_as_dates_may_head_columns() -> None:
    header: list[Value] = ["Account", *(date(2026, month, 1) for month in range(1, 7))]
    table = only(sheet_of([header, ["A-1", 1, 2, 3, 4, 5, 6], ["A-2", 7, 8, 9, 10, 11, 12]]))
    assert table.header_row == 1
    assert table.headers[1] == "2026-01-01"


def test_years_as_numbers_may_head_columns() -> None:
    table = only(sheet_of([["Account", 2023, 2024, 2025], ["A-1", 10, 11, 12], ["A-2", 20, 21, 22]]))
    assert table.headers == ("Account", "2023", "2024", "2025")


def test_a_row_of_units_is_no_data_and_goes_into_the_headers() -> None:
    table = only(sheet_of([["Account", "ARR", "席数"], [None, "（千円）", "人"], ["A-1", 10, 5], ["A-2", 20, 6]]))
    assert table.headers == ("Account", "ARR（千円）", "席数（人）")
    assert dropped(table) == {2: "unit"}
    assert rows_of(table) == [("A-1", "10", "5"), ("A-2", "20", "6")]


def test_names_beside_units_in_one_row_belong_to_the_header() -> None:
    table = only(
        sheet_of(
            [[None, None, "男", "女"], ["コード", "市区町村名", "人", "人"], ["01", "札幌", 5, 6], ["02", "函館", 7, 8]]
        )
    )
    assert table.headers == ("コード", "市区町村名", "男（人）", "女（人）")
    assert table.header_row == 2


def test_answers_below_the_questions_of_a_survey_belong_to_the_header() -> None:
    table = only(
        sheet_of(
            [
                ["Respondent ID", "Start Date", "Which of these?", None, "How likely?"],
                [None, None, "Phone", "Mail", "Response"],
                ["114", date(2026, 4, 1), "Phone", None, 9],
                ["115", date(2026, 4, 2), None, "Mail", 3],
            ]
        )
    )
    assert table.headers == (
        "Respondent ID", "Start Date", "Which of these? / Phone", "Which of these? / Mail", "How likely? / Response",
    )  # fmt: skip
    assert table.row_numbers.to_pylist() == [3, 4]


def test_totals_and_subtotals_are_left_out_with_the_reason() -> None:
    table = only(
        sheet_of(
            [
                ["顧客名", "担当", "月額"],
                ["青空商事", "佐藤", 100],
                ["さくら工業", "佐藤", 200],
                ["小計", None, 300],
                ["ミナト運輸", "鈴木", 50],
                ["鈴木 計", None, 50],
                ["合　計", None, 350],
            ]
        )
    )
    assert [row[0] for row in rows_of(table)] == ["青空商事", "さくら工業", "ミナト運輸"]
    assert dropped(table) == {4: "total", 6: "total", 7: "total"}
    assert table.row_numbers.to_pylist() == [2, 3, 5]


def test_english_totals_are_left_out_too() -> None:
    table = only(sheet_of([*CUSTOMERS, [None, "Grand Total", 7200, None], ["Total", None, 7200]]))
    assert dropped(table) == {5: "total", 6: "total"}


def test_a_customer_called_total_is_a_customer() -> None:
    rows: list[list[Value]] = [
        ["Name", "CSM", "Plan", "ARR"],
        ["Total", "Sato", "Pro", 100],
        ["Aozora", "Kim", "Pro", 50],
    ]
    assert len(rows_of(only(sheet_of(rows)))) == 2


def test_the_footer_of_a_crm_report_is_left_out() -> None:
    table = only(
        sheet_of(
            [
                *CUSTOMERS,
                [],
                ["Customer report"],
                ["Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."],
                ["Confidential Information - Do Not Distribute"],
                ["Generated By: Sato 2026/11/22 10:00"],
            ]
        )
    )
    assert table.row_numbers.to_pylist() == [2, 3, 4]
    assert dropped(table) == {6: "footer", 7: "footer", 8: "footer", 9: "footer"}


def test_japanese_remarks_below_are_left_out() -> None:
    table = only(sheet_of([*CUSTOMERS, ["※税抜"], ["注）2026年11月時点"]]))
    assert dropped(table) == {5: "footer", 6: "footer"}


def test_a_last_row_with_one_cell_is_data_when_nothing_says_otherwise() -> None:
    assert len(rows_of(only(sheet_of([*CUSTOMERS, ["A-4"]])))) == 4


def test_a_header_repeated_on_each_printed_page_is_left_out() -> None:
    table = only(sheet_of([*CUSTOMERS, CUSTOMERS[0], ["A-4", "Kita", 10, date(2026, 7, 1)]]))
    assert dropped(table) == {5: "repeated_header"}
    assert table.row_numbers.to_pylist() == [2, 3, 4, 6]


def test_blank_rows_between_data_are_left_out_and_numbers_stay_right() -> None:
    table = only(sheet_of([*CUSTOMERS, [], ["A-4", "Kita", 10, date(2026, 7, 1)]]))
    assert table.row_numbers.to_pylist() == [2, 3, 4, 6]
    assert dropped(table) == {5: "blank"}


def test_two_tables_one_below_the_other_are_two() -> None:
    first, second = find_tables(
        sheet_of(
            [*CUSTOMERS, [], ["Contacts"], ["Email", "Role", "Since"], ["a@example.com", "Admin", date(2025, 1, 1)]]
        )
    )
    assert first.row_numbers.to_pylist() == [2, 3, 4]
    assert (second.headers, second.header_row, second.title) == (("Email", "Role", "Since"), 7, "Contacts")
    assert rows_of(second) == [("a@example.com", "Admin", "2025-01-01")]


def test_two_tables_side_by_side_are_two() -> None:
    left: list[list[Value]] = [["Name", "ARR"], ["Aozora", 1], ["Sakura", 2], ["Minato", 3]]
    right: list[list[Value]] = [["Name", "Score"], ["Aozora", 9], ["Sakura", 8], [None, None]]
    first, second = find_tables(sheet_of([[*a, None, *b] for a, b in zip(left, right, strict=True)]))
    assert (first.headers, second.headers) == (("Name", "ARR"), ("Name", "Score"))
    assert second.column_numbers == (3, 4)
    assert len(rows_of(second)) == 2


def test_a_blank_column_inside_one_table_does_not_part_it() -> None:
    table = only(sheet_of([[*row[:2], None, *row[2:]] for row in CUSTOMERS]))
    assert table.headers == ("Account ID", "Name", "ARR", "Start")
    assert table.column_numbers == (0, 1, 3, 4)


def test_a_table_without_header_gets_column_letters() -> None:
    table = only(sheet_of([["P04", 4, 198, "惣菜"], ["P05", 4, 240, "惣菜"], ["P06", 5, 110, "飲料"]]))
    assert (table.header_row, table.headers) == (0, ("A", "B", "C", "D"))
    assert table.row_numbers.to_pylist() == [1, 2, 3]


def test_a_single_row_of_numbers_is_data() -> None:
    table = only(sheet_of([["1", "2", "3"]]))
    assert (table.header_row, table.rows) == (0, 1)


def test_repeated_and_blank_headers_are_told_apart() -> None:
    table = only(sheet_of([["id", "name", "name", None, "name"], [1, "a", "b", "c", "d"], [2, "e", "f", "g", "h"]]))
    assert table.headers == ("id", "name", "name (2)", "D", "name (3)")


def test_cells_merged_downwards_belong_to_each_row() -> None:
    sheet = sheet_of(
        [["顧客名", "製品", "月額"], ["青空商事", "Base", 10], [None, "Plus", 20], ["さくら工業", "Base", 30]],
        merges=[(1, 0, 2, 0)],
    )
    assert [row[0] for row in rows_of(only(sheet))] == ["青空商事", "青空商事", "さくら工業"]


def test_error_cells_do_not_hide_the_table() -> None:
    table = only(sheet_of([["Account ID", "ARR"], ["A-1", "#REF!"], ["A-2", 5]]))
    assert len(rows_of(table)) == 2


def test_a_letter_is_no_table() -> None:
    lines: list[list[Value]] = [
        ["Dear team,"],
        ["this is how it went last week. Much was done."],
        ["There is more to come. Soon!"],
    ]
    assert find_tables(sheet_of(lines)) == []


def test_a_lone_cell_is_no_table() -> None:
    assert find_tables(sheet_of([["data"]])) == []


def test_a_blank_sheet_has_no_table() -> None:
    assert find_tables(Sheet("S", 0, ())) == []


def test_known_headers_alone_are_a_table_without_rows() -> None:
    table = only(sheet_of([["Account ID", "Name", "ARR"]]))
    assert (table.header_row, table.rows) == (1, 0)


def test_long_tables_are_taken_whole() -> None:
    body: list[list[Value]] = [[f"A-{n}", f"Name {n}", n, date(2026, 4, 1)] for n in range(30_000)]
    table = only(
        sheet_of([CUSTOMERS[0], *body[:20_000], ["Subtotal", None, 5, None], *body[20_000:], ["Total", None, 9, None]])
    )
    assert table.rows == 30_000
    assert dropped(table) == {20_002: "total", 30_003: "total"}


_CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(
        ["Name", "ARR", "顧客名", "合計", "Total", "（円）", "4月", "#REF!", "※ 税抜", "A-1", "a b", "-", ""]
    ),
    st.integers(-5, 3000),
    st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(_CELLS, min_size=1, max_size=6), min_size=1, max_size=14),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 2), st.integers(0, 2)), max_size=3),
)
def test_no_row_is_lost_or_counted_twice(rows: list[list[Value]], corners: list[tuple[int, int, int, int]]) -> None:
    merges = [(top, left, top + down, left + right) for top, left, down, right in corners]
    sheet = sheet_of(rows, merges)
    for table in find_tables(sheet):
        data = table.row_numbers.to_pylist()
        left_out = [drop.row for drop in table.dropped]
        assert len(set(data)) == len(data) == table.rows
        assert not set(data) & {
            drop.row for drop in table.dropped if drop.reason != "beside"
        }  # which tells other cells
        assert len(table.headers) == len(set(table.headers)) == len(table.columns) == len(table.column_numbers)
        assert all(len(column) == table.rows for column in table.columns)
        first = min([*data, *left_out, table.header_row or len(rows)])
        header = set(range(max(1, table.header_row - 5), table.header_row + 1))
        accounted = {*data, *left_out, *header}
        spanned = range(first, max([*data, *left_out, table.header_row]) + 1)
        lost = [
            row for row in spanned if row not in accounted and any(cell not in (None, "") for cell in rows[row - 1])
        ]
        assert lost == []


def test_cells_beside_a_table_that_make_no_table_are_told() -> None:
    (table,) = find_tables(
        sheet_of(
            [
                ["商談名", "年額", "契約開始日"],
                [None, None, None, None, "製品1", "製品1"],
                ["青空商事", 1200, "2026/4/1"],
            ]
        )
    )
    assert [(drop.row, drop.reason) for drop in table.dropped if drop.reason != "blank"] == [(2, "beside")]
    assert table.row_numbers.to_pylist() == [3]


def test_a_sheet_of_many_tables_is_taken_and_what_is_beyond_all_measure_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows: list[list[Value]] = []
    for n in range(60):
        rows += [["Name", "ARR" if n % 2 else "MRR", "Start"], ["A", 100, date(2026, 10, 1)], []]
    assert len(find_tables(sheet_of(rows))) == 60
    monkeypatch.setattr("csdesk.intake.layout._MOST_TABLES", 50)
    tables = find_tables(sheet_of(rows))
    assert len(tables) == 50
    assert [d.row for d in tables[0].dropped if d.reason == "beside"] == [n for n in range(151, 180) if n % 3]


def test_merges_across_headers_and_blank_rows_do_no_harm() -> None:
    rows: list[list[Value]] = [[None, "2026年9月"], [None, "■東京"], [-1, "顧客名：", 5, "繰越"]]
    rows += [["顧客名", "契約番号", "月額"], [], ["顧客名", "契約番号", "月額"], ["顧客名", "契約番号", "月額"]]
    assert find_tables(sheet_of(rows, [(3, 0, 5, 0)]))
