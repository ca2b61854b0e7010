from __future__ import annotations

from datetime import date

import pytest

from csdesk.model.policies import Calendar
from csdesk.rules.cohorts import cohorts
from tests.rules.contract_books import book, contract, ledger_of

AS_OF = date(2026, 11, 22)


def test_each_start_quarter_keeps_what_it_keeps_by_count_and_by_value() -> None:
    # First quarter of 2026: 100 and 60 begin; by June one of them is gone and the other has grown to 150.
    frames = book([
        contract(1, 100, date(2026, 1, 10)), contract(1, 50, date(2026, 5, 1)),
        contract(2, 60, date(2026, 3, 31), end=date(2026, 6, 29), status="ended"),
        contract(3, 40, date(2026, 10, 1)),
    ])  # fmt: skip
    found = cohorts(ledger_of(frames, AS_OF), Calendar(), AS_OF)
    rows = [
        (r.code, r.age, r.on.date(), r.accounts, r.kept, r.arr, r.kept_arr, r.kept_gross)
        for r in found.rows.itertuples()
    ]
    assert rows == [
        ("2026Q1", 0, date(2026, 3, 31), 2, 2, 160, 160, 160),
        ("2026Q1", 1, date(2026, 6, 30), 2, 1, 160, 150, 100),
        ("2026Q1", 2, date(2026, 9, 30), 2, 1, 160, 150, 100),
        ("2026Q1", 3, AS_OF, 2, 1, 160, 150, 100),
        ("2026Q4", 0, AS_OF, 1, 1, 40, 40, 40),
    ]
    second = found.rows.iloc[1]
    assert (second["by_count"], second["by_value"], second["by_value_gross"]) == (0.5, 150 / 160, 0.625)
    assert (found.n, found.left_out) == (3, None)
    assert found.period == (date(2026, 1, 1), AS_OF)


def test_quarters_are_those_of_the_fiscal_year() -> None:
    frames = book([contract(1, 100, date(2026, 2, 10))])
    found = cohorts(ledger_of(frames, AS_OF), Calendar(fiscal_first_month=4), AS_OF)
    assert found.rows["code"].tolist() == ["2025Q4"] * 4
    shifted = cohorts(ledger_of(frames, AS_OF), Calendar(fiscal_first_month=2), AS_OF)
    assert [d.date() for d in shifted.rows["on"]] == [date(2026, 4, 30), date(2026, 7, 31), date(2026, 10, 31), AS_OF]


def test_who_comes_back_is_kept_again_in_her_first_quarter() -> None:
    frames = book([
        contract(1, 100, date(2026, 1, 1), end=date(2026, 4, 30), status="ended"), contract(1, 80, date(2026, 9, 1)),
    ])  # fmt: skip
    found = cohorts(ledger_of(frames, AS_OF), Calendar(), AS_OF).rows
    assert found["kept"].tolist() == [1, 0, 1, 1]
    assert found["by_value"].tolist() == pytest.approx([1.0, 0.0, 0.8, 0.8])


def test_accounts_without_a_start_are_left_out_and_it_is_said() -> None:
    frames = book([contract(1, 100, None, seen_on=date(2026, 5, 1)), contract(2, 100, date(2026, 5, 1))])
    found = cohorts(ledger_of(frames, AS_OF), Calendar(), AS_OF)
    assert found.rows["accounts"].tolist() == [1, 1, 1]
    assert str(found.left_out) == "Accounts left out because a contract has no start date: 1."


def test_trials_setup_fees_and_what_has_not_begun_start_no_cohort() -> None:
    frames = book([
        contract(1, 100, date(2026, 1, 1), trial=True, end=date(2026, 3, 31), status="ended"),
        contract(1, 100, date(2026, 4, 1)), contract(2, 100, date(2026, 1, 1), basis="one_off"),
        contract(3, 100, date(2027, 1, 1)),
    ])  # fmt: skip
    found = cohorts(ledger_of(frames, AS_OF), Calendar(), AS_OF).rows
    assert found["code"].unique().tolist() == ["2026Q2"]


def test_only_the_newest_start_quarters_where_so_many_are_asked_for_and_none_of_an_empty_book() -> None:
    frames = book([contract(1, 100, date(2020, 1, 1)), contract(2, 100, date(2026, 7, 1))])
    found = cohorts(ledger_of(frames, AS_OF), Calendar(), AS_OF, last=4).rows
    assert found["code"].unique().tolist() == ["2026Q3"]
    empty = cohorts(ledger_of(book([]), AS_OF), Calendar(), AS_OF)
    assert empty.rows.empty
    assert empty.n == 0
