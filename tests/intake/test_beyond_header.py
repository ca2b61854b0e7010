"""More cells than names."""

from __future__ import annotations

from tests.intake.made_tables import plan_of, problems, table_of


def test_rows_with_a_separator_within_a_value_are_told() -> None:
    table = table_of(["会社名", "ARR", "C"], ["イロハ", "120", None], ["ニホヘ", "1", "250"], ["トチリ", "90", None])
    assert problems(plan_of(table)) == [("C3", "beyond_header")]


def test_a_column_without_a_name_is_not() -> None:
    assert problems(plan_of(table_of(["会社名", "ARR", "C"], ["イロハ", 1, "x"], ["ニホヘ", 2, "y"]))) == []
