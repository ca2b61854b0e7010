from __future__ import annotations

from datetime import date

import pytest

from csdesk.intake.months import fiscal_year_of, metric_named, month_columns, month_of

AS_OF = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("4月", (None, 4)), ("12月分", (None, 12)), ("2026年4月", (2026, 4)), ("2026-04", (2026, 4)), ("2026/4", (2026, 4)),
        ("202604", (2026, 4)), ("Apr-26", (2026, 4)), ("Apr 2026", (2026, 4)), ("September", (None, 9)), ("R8.4", (2026, 4)),
        ("2026-04-01", (2026, 4)), ("Marvel", None), ("13月", None), ("2026年度", None), ("May the 4th", None),
    ],
)  # fmt: skip
def test_headers_that_name_a_month(header: str, found: tuple[int | None, int] | None) -> None:
    assert month_of(header) == found


def test_in_a_fiscal_year_the_first_months_of_the_calendar_are_in_the_next_year() -> None:
    found = month_columns(["名", "4月", "12月", "1月", "3月"], ["2026年度 利用"], AS_OF, 4)
    assert list(found.values()) == [date(2026, 4, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)]


def test_the_header_above_tells_the_year() -> None:
    found = month_columns(["2025年度 / 2月", "2025年度 / 3月", "2026年度 / 4月"], [], AS_OF, 4)
    assert list(found.values()) == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_calendar_year_in_the_file_name_counts_from_the_first_month_on() -> None:
    found = month_columns(["11月", "12月", "1月"], ["ログイン_2025"], AS_OF, 4)
    assert list(found.values()) == [date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31)]


def test_without_any_year_the_latest_run_that_has_begun_is_meant() -> None:
    found = month_columns(["4月", "5月", "6月"], [], AS_OF, 4)
    assert list(found.values()) == [date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]
    assert month_columns(["12月", "1月", "2月"], [], AS_OF, 4)[0] == date(2025, 12, 31)


def test_two_months_are_not_yet_month_columns() -> None:
    assert month_columns(["4月", "5月", "名"], [], AS_OF) == {}


def test_fiscal_years_and_metrics_are_named_in_texts() -> None:
    assert fiscal_year_of("予算実績 2026年度") == 2026
    assert fiscal_year_of("FY26 usage") == 2026
    assert fiscal_year_of("令和8年度") == 2026
    assert fiscal_year_of("2026年") is None
    assert metric_named(["Sheet1", "アクティブユーザー数の推移"]) == "active_users"
    assert metric_named(["logins_2026"]) == "logins"
    assert metric_named(["売上"]) is None


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["Customer", "2026-10", "2026-11"], {1: date(2026, 10, 31), 2: date(2026, 11, 30)}),
        (["Customer", "Dec 2026", "Jan 2027"], {1: date(2026, 12, 31), 2: date(2027, 1, 31)}),
        (["顧客名", "2026年4月"], {1: date(2026, 4, 30)}),
        (["Customer", "2026-04", "2027-03"], {}),
        (["Customer", "2026-11", "2026-10"], {}),
        (["Customer", "MRR 2026-10", "ARR 2026-11"], {}),
        (["Customer", "MRR / 2026-10", "Users / 2026-11"], {}),
        (["Customer", "MRR (2026-11)"], {}),
        (["顧客名", "4月", "5月"], {}),
        (["顧客名", "4月"], {}),
    ],
)
def test_one_or_two_months_count_only_with_their_years(headers: list[str], found: dict[int, date]) -> None:
    assert dict(month_columns(headers, [], date(2026, 11, 22))) == found
