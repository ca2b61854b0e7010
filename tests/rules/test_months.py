from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model import periods
from csdesk.rules.months import Days, add_months, rolled_on, whole_months

DAYS = st.dates(date(1960, 1, 1), date(2090, 12, 31))


def array(*values: date | None) -> Days:
    return np.array(values, dtype="datetime64[D]")


@given(st.lists(st.tuples(DAYS, st.integers(-400, 400)), min_size=1))
def test_whole_columns_of_months_are_added_as_single_dates_are(rows: list[tuple[date, int]]) -> None:
    added = add_months(array(*(d for d, _ in rows)), np.array([m for _, m in rows], dtype=np.int64))
    assert added.tolist() == [periods.add_months(d, m) for d, m in rows]


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1))
def test_whole_columns_of_months_are_counted_as_single_dates_are(pairs: list[tuple[date, date]]) -> None:
    pairs = [(min(pair), max(pair)) for pair in pairs]
    counted = whole_months(array(*(a for a, _ in pairs)), array(*(b for _, b in pairs)))
    assert counted.tolist() == [periods.whole_months(a, b) for a, b in pairs]


def test_a_missing_date_stays_missing() -> None:
    assert np.isnat(add_months(array(None), 3)).all()
    assert whole_months(array(None), array(date(2026, 1, 1))).tolist() == [0]


@given(DAYS, st.integers(1, 36), st.integers(1, 3000))
def test_a_term_that_repeats_ends_on_or_after_the_day_and_not_a_term_later(end: date, term: int, later: int) -> None:
    to = np.datetime64(end, "D") + later
    rolled = rolled_on(array(end), np.array([term]), to)
    assert rolled[0] >= to
    after = rolled + np.timedelta64(1, "D")
    assert add_months(after, -term)[0] <= to


def test_month_ends_stay_month_ends_when_a_term_repeats() -> None:
    rolled = rolled_on(array(date(2026, 2, 28)), np.array([1]), np.datetime64("2026-03-15"))
    assert rolled.tolist() == [date(2026, 3, 31)]
