"""Rows that sum up or end a table are known wherever their words stand."""

from __future__ import annotations

from csdesk.intake.layout import find_tables
from csdesk.intake.summary_rows import total_rows
from tests.intake.made_sheets import sheet_of
from tests.intake.made_tables import column


def test_a_total_is_known_by_a_label_behind_the_columns_of_date_and_voucher() -> None:
    columns = [column(*cells) for cells in ((2026, None), (4, None), (3, None), ("0001", None), (None, None))]
    columns += [column("Nozzle", "  ― 計 ―"), column(6000, 6000)]
    assert total_rows(columns) == [1]


def test_a_sentence_parted_from_two_columns_of_data_by_a_blank_row_is_a_remark() -> None:
    sheet = sheet_of(
        [
            ["Customer", "ARR"],
            ["Akane Works", 100],
            ["Birch Ltd", 80],
            [None, None],
            ["These are the customers of the northern team only", None],
        ]
    )
    (table,) = find_tables(sheet)
    assert (table.rows, [(drop.row, drop.reason) for drop in table.dropped]) == (2, [(5, "footer")])


def test_a_long_name_that_follows_the_others_stays_a_customer() -> None:
    sheet = sheet_of(
        [["Customer", "ARR"], ["Akane Works", 100], ["The Most Honourable Company of Wool Merchants", None]]
    )
    (table,) = find_tables(sheet)
    assert table.rows == 2


def test_a_sum_may_stand_before_the_name_it_sums_up() -> None:
    columns = [
        column("Blue Fern", "Blue Fern", "Total Blue Fern", "Rota", "小計：Rota"),
        column(100, 20, 120, 5, 5),
    ]
    assert total_rows(columns) == [2, 4]


def test_a_company_called_total_is_no_sum() -> None:
    assert total_rows([column("Rota", "Total Energies", "計 測器商会"), column(1, 2, 3)]) == []
