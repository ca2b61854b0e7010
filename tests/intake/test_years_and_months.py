"""Year and month in columns of their own."""

from __future__ import annotations

from csdesk.intake.sheets import Table
from csdesk.intake.years_and_months import with_whole_months
from tests.intake.made_tables import table_of


def _last(table: Table) -> list[str | None]:
    texts: list[str | None] = with_whole_months(table).columns[-1].texts.to_pylist()
    return texts


def test_year_and_month_are_joined() -> None:
    assert _last(table_of(["年", "月", "会社名"], [2026, 8, "あかね"], ["2026年", "9月", "あかね"])) == [
        "2026-08",
        "2026-09",
    ]
    assert _last(table_of(["Customer", "Year", "Month"], ["Rota", 2026, "Aug"], ["Rota", 2026, "September"])) == [
        "2026-08",
        "2026-09",
    ]


def test_the_first_months_of_a_year_that_begins_in_april_are_of_the_next() -> None:
    table = table_of(["年度", "月", "会社名"], ["令和7年度", 4, "あかね"], ["令和7年度", 3, "あかね"])
    assert _last(table) == ["2025-04", "2026-03"]


def test_with_a_day_it_is_a_date() -> None:
    table = with_whole_months(table_of(["年", "月", "日", "会社名"], [2026, 8, 1, "あかね"]))
    assert (table.headers[-1], table.columns[-1].texts.to_pylist()) == ("日付", ["2026-08-01"])


def test_a_table_that_has_dates_and_one_whose_numbers_are_no_years_stay_as_they_are() -> None:
    dated = table_of(["年", "月", "日付"], [2026, 8, "2026/8/1"])
    terms = table_of(["年", "月", "会社名"], [3, 0, "あかね"])
    assert with_whole_months(dated) is dated
    assert with_whole_months(terms) is terms
