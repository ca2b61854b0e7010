"""A blank below a customer means the same customer where a person wrote the list, and nobody where a program did."""

from __future__ import annotations

from csdesk.intake.omitted_repeats import filled_down
from tests.intake.made_tables import table_of


def test_a_person_leaves_repeated_customers_out() -> None:
    table = table_of(
        ["Customer", "Product", "Amount"],
        ["Akane Works", "Core", 100],
        [None, "Reports", 20],
        ["Birch Ltd", "Core", 80],
    )
    assert filled_down(table).columns[0].texts.to_pylist() == ["Akane Works", "Akane Works", "Birch Ltd"]


def test_a_database_says_by_a_blank_that_there_is_no_account() -> None:
    table = table_of(
        ["id", "account_id", "type", "created_at"],
        ["pm1", "a1", "card", "2026-01-01"],
        ["pm2", "a2", "card", "2026-01-02"],
        ["pm3", None, "cash", "2026-01-03"],
    )
    assert filled_down(table) is table


def test_an_answer_without_a_name_is_not_that_of_the_one_before() -> None:
    table = table_of(
        ["Answered on", "Customer", "NPS"],
        ["2026-10-01", "Akane Works", 9],
        ["2026-10-02", None, 2],
        ["2026-10-03", "Birch", 8],
    )
    assert filled_down(table) is table
