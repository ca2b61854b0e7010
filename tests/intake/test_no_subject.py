"""A table that gives nothing says so, and why."""

from __future__ import annotations

from dataclasses import replace

from csdesk.intake.decisions import Decisions
from tests.intake.made_tables import plan_of, problems, table_of


def test_a_table_without_a_column_of_customers_says_so() -> None:
    assert problems(plan_of(table_of(["地域", "人口"], ["北海道", 5043], ["青森県", 1164]))) == [
        ("A2", "no_account_column")
    ]


def test_fields_in_the_first_column_are_told_from_customers() -> None:
    table = table_of(["項目", "イロハ", "ニホヘ"], ["契約開始日", "2026/4/1", "2026/5/1"], ["ARR", 100, 200])
    assert problems(plan_of(table)) == [("A2", "fields_in_rows")]


def test_a_table_without_a_header_is_told() -> None:
    table = replace(table_of(["A", "B"], ["C001", "イロハ"], ["C002", "ニホヘ"]), header_row=0)
    assert problems(plan_of(table)) == [("A2", "no_header")]


def test_of_a_sheet_a_person_skipped_nothing_is_said() -> None:
    table = table_of(["地域", "人口"], ["北海道", 5043])
    skipped = Decisions(skipped=frozenset({("list.xlsx", "S")}))
    assert problems(plan_of(table, decisions=skipped)) == []


def test_what_is_said_of_a_contract_that_has_neither_amount_nor_dates_is_told() -> None:
    plan = plan_of(
        table_of(["顧客名", "自動更新", "解約予告"], ["アルファ", "あり", "3ヶ月前"], ["ベータ", None, None])
    )
    assert problems(plan) == [("B2", "no_contract")]
