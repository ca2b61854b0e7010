from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.errors import CSDeskError
from csdesk.model.periods import (
    FiscalPeriod,
    PeriodKind,
    add_months,
    month_end,
    month_start,
    parse_period,
    period_of,
    periods_between,
    term_months,
    whole_months,
)
from csdesk.model.policies import Calendar

APRIL = Calendar(fiscal_first_month=4)
APRIL_ENDING = Calendar(fiscal_first_month=4, fiscal_label="ending")
JANUARY = Calendar()
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_are_added_and_the_31st_gives_way_to_the_last_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_month_runs_from_its_first_to_its_last_day() -> None:
    assert month_start(date(2024, 2, 17)) == date(2024, 2, 1)
    assert month_end(date(2024, 2, 17)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 11),
        (date(2026, 1, 1), date(2027, 1, 1), 12),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 3, 1), date(2026, 1, 1), -2),
    ],
)
def test_only_whole_months_are_counted(start: date, end: date, expected: int) -> None:
    assert whole_months(start, end) == expected


@given(DAYS, st.integers(0, 400))
def test_whole_months_find_back_what_was_added(day: date, months: int) -> None:
    assert whole_months(day, add_months(day, months)) == months


def test_a_term_to_the_last_day_before_the_anniversary_is_whole_months() -> None:
    assert term_months(date(2026, 4, 1), date(2029, 3, 31)) == 36
    assert term_months(date(2026, 2, 10), date(2026, 3, 9)) == 1


def test_any_other_term_is_counted_in_days() -> None:
    # 100 days x 12 / 365.25
    assert term_months(date(2026, 1, 1), date(2026, 4, 10)) == Fraction(100 * 12 * 100, 36525)
    assert term_months(date(2026, 1, 1), date(2026, 1, 1)) == Fraction(1200, 36525)


def test_a_term_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        term_months(date(2026, 1, 2), date(2026, 1, 1))


def test_the_third_quarter_of_a_fiscal_year_from_april_is_october_to_december() -> None:
    quarter = period_of(date(2026, 11, 22), PeriodKind.QUARTER, APRIL)
    assert (quarter.start, quarter.end) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (quarter.code, str(quarter.label)) == ("2026Q3", "FY2026 Q3")
    assert quarter.fiscal_year.start == date(2026, 4, 1)
    assert quarter.fiscal_year.end == date(2027, 3, 31)


def test_january_to_march_belong_to_the_fiscal_year_that_began_in_april_before() -> None:
    assert period_of(date(2027, 1, 1), PeriodKind.YEAR, APRIL).year == 2026
    assert period_of(date(2027, 3, 31), PeriodKind.QUARTER, APRIL).code == "2026Q4"
    assert period_of(date(2027, 4, 1), PeriodKind.QUARTER, APRIL).code == "2027Q1"


def test_the_ending_style_names_the_year_in_which_the_fiscal_year_ends() -> None:
    quarter = period_of(date(2026, 11, 22), PeriodKind.QUARTER, APRIL_ENDING)
    assert (quarter.code, quarter.start) == ("2027Q3", date(2026, 10, 1))
    assert period_of(date(2026, 11, 22), PeriodKind.YEAR, Calendar(fiscal_label="ending")).year == 2026


def test_a_half_year_has_two_quarters() -> None:
    half = period_of(date(2026, 11, 22), PeriodKind.HALF, APRIL)
    assert (half.start, half.end) == (date(2026, 10, 1), date(2027, 3, 31))
    assert (half.code, str(half.label)) == ("2026H2", "FY2026 H2")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026Q3", date(2026, 10, 1), date(2026, 12, 31)),
        ("FY2026 Q3", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-q4", date(2027, 1, 1), date(2027, 3, 31)),
        ("2026年度 第3四半期", date(2026, 10, 1), date(2026, 12, 31)),
        ("２０２６年度３Ｑ", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 4, 1), date(2027, 3, 31)),
        ("2026年度", date(2026, 4, 1), date(2027, 3, 31)),
        ("2026H1", date(2026, 4, 1), date(2026, 9, 30)),
        ("2026年度下期", date(2026, 10, 1), date(2027, 3, 31)),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026年2月", date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_periods_are_read_as_people_type_them(text: str, start: date, end: date) -> None:
    period = parse_period(text, APRIL)
    assert (period.start, period.end) == (start, end)


def test_a_typed_year_is_the_year_on_the_label() -> None:
    assert parse_period("2027Q3", APRIL_ENDING).start == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["", "Q3", "2026Q5", "26Q3", "2026-13", "next quarter", "0000Q1"])
def test_what_is_no_period_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(CSDeskError, match="is not a period"):
        parse_period(text, JANUARY)


@given(DAYS, st.sampled_from(PeriodKind), st.integers(1, 12), st.sampled_from(["starting", "ending"]))
def test_periods_hold_their_day_follow_each_other_and_read_back(
    day: date, kind: PeriodKind, first: int, style: str
) -> None:
    calendar = Calendar(fiscal_first_month=first, fiscal_label="ending" if style == "ending" else "starting")
    period = period_of(day, kind, calendar)
    assert day in period
    assert period.moved(1).start == period.end + timedelta(days=1)
    assert period.moved(1).moved(-1) == period
    assert parse_period(period.code, calendar) == period


def test_the_periods_between_two_days_touch_both() -> None:
    found = periods_between(date(2026, 5, 5), date(2026, 10, 1), PeriodKind.QUARTER, APRIL)
    assert [p.code for p in found] == ["2026Q1", "2026Q2", "2026Q3"]
    assert all(isinstance(p, FiscalPeriod) for p in found)
