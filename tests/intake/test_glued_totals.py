"""Subtotals whose word is glued to what they sum up are no rows; companies whose names end alike are."""

from collections.abc import Sequence
from datetime import date

import pytest

from csdesk.intake.layout import find_tables
from csdesk.intake.sheets import Workbook
from csdesk.intake.workbook_tables import tables_of
from tests.intake.made_sheets import Value, sheet_of
from tests.intake.made_tables import plan_of, records_of

DAY = date(2026, 4, 1)


def left_out(rows: Sequence[Sequence[Value]]) -> dict[int, str]:
    """Row of the sheet → why it is no data, of its only table, which nothing is noted on."""
    (table,) = find_tables(sheet_of(rows))
    assert table.notes == ()
    return {drop.row: drop.reason for drop in table.dropped}


@pytest.mark.parametrize(
    ("rows", "totals"),
    [
        pytest.param(
            [["部門", "顧客名", "開始日", "月額"], ["1課", "アオイ", DAY, 100], ["1課", "ベニ", DAY, 200],
             ["1課計", None, None, 300], ["2課", "クロ", DAY, 50], ["2課計", None, None, 50]],
            [4, 6], id="after the name of the group",
        ),
        pytest.param(
            [["顧客名", "契約開始日", "月額"], ["アオイ", DAY, 100], ["ベニ", DAY, 200], ["関東エリア計", None, 300],
             ["クロ", DAY, 50], ["総計", None, 350]],
            [4, 6], id="in the column of names, with a grand total",
        ),
        pytest.param(
            [["顧客名", "月額"], ["アオイ", 100], ["ベニ", 200], ["東京支店計", 300], ["クロ", 50], ["ヤマ", 60],
             ["大阪支店計", 110], ["東日本計", 410], ["シロ", 5], ["福岡支店計", 5], ["全社計", 415]],
            [4, 7, 8, 10, 11], id="subtotals of subtotals, and one of a single row",
        ),
        pytest.param(
            [["顧客名", "席数", "月額"], ["アオイ", 3, "¥1,000"], ["東洋設計", 3, "¥1,000"], ["【関西計】", 6, "¥2,000"]],
            [4], id="texts and marks",
        ),
    ],
)  # fmt: skip
def test_a_row_that_adds_up_the_rows_above_is_a_total(rows: list[list[Value]], totals: list[int]) -> None:
    assert left_out(rows) == dict.fromkeys(totals, "total")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["アオイ", DAY, 100], ["株式会社中部時計", None, 100], ["東洋設計", None, 200]], id="companies"),
        pytest.param([["アオイ", DAY, 100], ["ベニ", DAY, 200], ["関東計", None, 250]], id="no sum"),
        pytest.param([["アオイ", DAY, 100], ["ベニ", DAY, 200], ["関東計", DAY, 300]], id="a date of its own"),
        pytest.param(
            [["アオイ", None, 100], ["三協計", None, 100], ["クロ", None, 7]], id="the amount above once more"
        ),
        pytest.param([["三協計", None, 0], ["アオイ", DAY, 100]], id="nothing above"),
    ],
)
def test_a_company_is_no_total(rows: list[list[Value]]) -> None:
    assert left_out([["顧客名", "開始日", "月額"], *rows]) == {}


def test_the_last_customer_keeps_its_amount() -> None:
    rows: list[list[Value]] = [
        ["部門", "顧客名", "開始日", "月額"], ["1課", "アオイ", DAY, 100], ["1課", "ベニ", DAY, 200],
        ["1課計", None, None, 300], ["2課", "クロ", DAY, 50], ["2課計", None, None, 50],
    ]  # fmt: skip
    plan = plan_of(*tables_of(Workbook("list.xlsx", "xlsx", (sheet_of(rows),), "0" * 64)))
    assert [row["name"] for row in records_of(plan, "account")] == ["アオイ", "ベニ", "クロ"]
    assert [row["amount"] for row in records_of(plan, "contract")] == [100, 200, 50]
