"""A block of rows after a blank row is a table of its own where its first row heads it, and goes on where not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from csdesk.intake.layout import find_tables
from tests.intake.made_sheets import Value, sheet_of

_NAMES: list[list[Value]] = [
    ["顧客名", "契約番号", "ARR"],
    ["青山商事", "K-1", 100_000],
    ["赤坂物産", "K-2", 200_000],
    [None],
]


def found(rows: Sequence[Sequence[Value]]) -> list[tuple[int, int]]:
    """Header row and data rows of each table."""
    return [(table.header_row, table.rows) for table in find_tables(sheet_of(rows))]


@pytest.mark.parametrize(
    "below",
    [
        [["月", "売上（円）", None], ["4月", 1_000, None]],
        [["担当者", "メールアドレス", None], ["山田", "y@example.jp", None]],
        [["担当者", None, "メールアドレス"], ["山田", None, "y@example.jp"]],
    ],
)
def test_other_words_above_other_rows_head_a_table_of_their_own(below: list[list[Value]]) -> None:
    assert found([*_NAMES, *below]) == [(1, 2), (5, 1)]


@pytest.mark.parametrize(
    "below",
    [
        [["白金工業", "K-3", 300_000], ["目黒製作所", "K-4", 400_000]],
        [["白金工業", "未定", None], ["目黒製作所", "未定", None]],
        [["白金工業", "K-3", "未定"], ["目黒製作所", "K-4", 400_000]],
    ],
)
def test_further_customers_after_a_blank_row_stay_in_their_table(below: list[list[Value]]) -> None:
    assert found([*_NAMES, *below]) == [(1, 4)]


def test_a_value_that_is_a_field_elsewhere_heads_nothing_where_it_stood_above() -> None:
    rows: list[list[Value]] = [["Company", "Kind", "ARR"], ["Akane", "Customer", 100], ["Birch", "Partner", 80]]
    rows += [[None, None, None], ["Cedar", "Customer", None], ["Dogwood", "Partner", None]]
    assert found(rows) == [(1, 4)]


def test_periods_written_in_one_cell_are_no_header() -> None:
    rows: list[list[Value]] = [["取引先", "期間"], ["青山商事", "2025/4/1-2026/3/31"]]
    rows += [["赤坂物産", "2025年4月1日〜2026年3月31日"], ["白金工業", "R6.4.1～R7.3.31"]]
    assert found(rows) == [(1, 3)]


def test_a_small_table_above_a_better_known_one_is_no_title_of_it() -> None:
    rows: list[list[Value]] = [["会社名", "ARR", None], ["青山商事", 100, None], [None], ["連絡先一覧"]]
    rows += [["会社名", "氏名", "メール"], ["青山商事", "山本", "y@example.jp"], ["赤坂物産", "佐藤", "s@example.jp"]]
    assert found(rows) == [(1, 1), (5, 2)]
