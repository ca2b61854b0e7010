"""Tables beside one another are two; a blank column within one list is only air."""

from __future__ import annotations

import pytest

from csdesk.intake.layout import find_tables
from tests.intake.made_sheets import Value, sheet_of

Rows = list[list[Value]]
CUSTOMERS: Rows = [["顧客名", "ARR"], ["青山商事", 100], ["赤坂物産", 200], ["白金工業", 300], ["目黒製作所", 400]]


def beside(left: Rows, right: Rows, gap: int = 1) -> list[tuple[str, ...]]:
    """The headers of each table where ``right`` stands beside ``left``."""
    width = len(left[0])
    lines = max(len(left), len(right))
    rows = [
        [*(left[n] if n < len(left) else [None] * width), *[None] * gap, *(right[n] if n < len(right) else [])]
        for n in range(lines)
    ]
    return [table.headers for table in find_tables(sheet_of(rows))]


@pytest.mark.parametrize("gap", [1, 3])
@pytest.mark.parametrize(
    "right",
    [
        [["顧客名", "ARR"], ["品川運輸", 1], ["大崎電機", 2], ["五反田紙業", 3], ["恵比寿酒造", 4]],  # the list goes on
        [["会社名", "席数"], ["品川運輸", 1], ["大崎電機", 2], ["五反田紙業", 3], ["恵比寿酒造", 4]],  # in other words
        [["月", "売上"], ["4月", 1], ["5月", 2], ["6月", 3], ["合計", 6]],
        [["Month", "Signed"], ["2026-11", 1], ["2026-12", 2], ["2027-01", 3], ["2027-02", 6]],
        [["ランク", "意味"], ["A", "大口"], ["B", "中口"]],  # ends far above
    ],
)
def test_a_table_of_another_subject_of_the_same_height_stands_by_itself(right: Rows, gap: int) -> None:
    assert beside(CUSTOMERS, right, gap) == [("顧客名", "ARR"), tuple(right[0])]


@pytest.mark.parametrize(
    "right",
    [
        [["開始日", "席数"], ["2026-04-01", 1], ["2026-05-01", 2], ["2026-06-01", 3], ["2026-07-01", 4]],
        [["担当者", "メール"], ["山田", "y@a.jp"], ["佐藤", "s@b.jp"], ["鈴木", "u@c.jp"], ["高橋", "t@d.jp"]],
        [["更新月", "席数"], ["4月", 1], ["5月", 2], ["6月", 3], ["7月", 4]],  # by chance one after another
        [["開始日", "席数"], ["2026-04-01", 1], ["2026-05-01", 2], ["2026-06-01", 3]],  # the last one has none yet
    ],
)
def test_a_blank_column_inside_a_list_parts_nothing(right: Rows) -> None:
    assert beside(CUSTOMERS, right) == [("顧客名", "ARR", *right[0])]


def test_what_comes_twice_for_the_same_customer_is_not_another_table() -> None:
    years: Rows = [
        ["開始日", "ARR"],
        ["2026-04-01", 110],
        ["2026-05-01", 210],
        ["2026-06-01", 310],
        ["2026-07-01", 410],
    ]
    assert beside(CUSTOMERS, years) == [("顧客名", "ARR", "開始日", "ARR (2)")]


def test_words_that_come_twice_where_no_customer_is_named_are_two_tables() -> None:
    assert beside(
        [["製品", "件数"], ["Pro", 10], ["Lite", 20]], [["地域", "件数"], ["東京", 10], ["大阪", 20]]
    ) == [("製品", "件数"), ("地域", "件数")]  # fmt: skip


def test_air_inside_one_of_two_tables_stays_air() -> None:
    left = [[*row[:1], None, *row[1:], "x"] for row in CUSTOMERS]
    left[0][3] = "備考"
    right: Rows = [["顧客名", "件数"], ["品川運輸", 1], ["大崎電機", 2], ["五反田紙業", 3], ["恵比寿酒造", 4]]
    lone = [[*row[:1], "K", None, *row[1:], "x"] for row in CUSTOMERS]
    lone[0] = ["顧客名", "契約番号", None, "ARR", "備考"]
    assert beside(lone, right) == [("顧客名", "契約番号", "ARR", "備考"), ("顧客名", "件数")]
    # A lone column is never a table, and nobody can tell which side it belongs to.
    assert len(beside(left, right)) == 1


def test_a_side_without_a_header_or_a_merge_across_keeps_all_in_one() -> None:
    assert beside(CUSTOMERS, [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]) != []
    (together,) = beside(CUSTOMERS, [[5, 9], [3, 4], [5, 6], [7, 8], [9, 10]])
    assert together[:2] == ("顧客名", "ARR")
