from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from csdesk.model.policies import Policies, RevenuePolicy
from csdesk.rules.ledger import arr_by_account, arr_by_account_product, revalued
from tests.rules.contract_books import Row, arr, book, contract, ledger_of

END = date(2025, 12, 31)


def line(*contracts: Row, as_of: date, **records: Any) -> dict[str, Any]:
    """The first line of the ledger as plain values."""
    row = ledger_of(book(contracts, **records), as_of).iloc[0]
    return {name: (value.date() if isinstance(value, pd.Timestamp) else value) for name, value in row.items()}


def test_a_contract_counts_from_its_first_to_its_last_day() -> None:
    frames = book([contract(1, 1200, date(2025, 4, 1), end=date(2026, 3, 31), status="ended")])
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [arr(frames, date(2026, 6, 1), day) for day in days] == [0, 1200, 1200, 0]


def test_a_contract_without_an_end_is_evergreen() -> None:
    assert arr(book([contract(1)]), date(2035, 1, 1)) == 1200


def test_without_a_start_it_counts_from_the_day_it_was_first_seen() -> None:
    frames = book([contract(1, start=None, seen_on=date(2026, 5, 10))])
    assert arr(frames, date(2026, 6, 1), date(2026, 5, 9)) == 0
    assert arr(frames, date(2026, 6, 1), date(2026, 5, 10)) == 1200


def test_start_and_term_alone_give_the_end() -> None:
    found = line(contract(1, start=date(2025, 4, 1), term_months=12), as_of=date(2025, 6, 1))
    assert found["end"] == found["renewal_on"] == date(2026, 3, 31)


@pytest.mark.parametrize("final", [{"status": "ended"}, {"notice_received": date(2025, 9, 1)}])
def test_a_final_contract_stops_after_its_end_whatever_else_is_true(final: dict[str, Any]) -> None:
    ended = contract(1, end=END, auto_renew=True, **final)
    frames = book([ended, contract(1, start=date(2026, 2, 1))])
    assert arr(frames, date(2026, 3, 1), END) == 1200
    assert arr(frames, date(2026, 3, 1), date(2026, 1, 1)) == 0
    found = line(ended, as_of=date(2026, 1, 10))
    assert found["final"]
    assert not found["assumed"]
    assert not found["overdue"]


def test_notice_that_has_not_come_yet_is_not_seen() -> None:
    noticed = contract(1, end=END, auto_renew=True, notice_received=date(2026, 3, 1))
    assert line(noticed, as_of=date(2026, 2, 1))["assumed"]


def test_notice_during_an_assumed_term_ends_it_with_that_term() -> None:
    noticed = contract(1, end=END, auto_renew=True, notice_received=date(2026, 3, 1))
    assert line(noticed, as_of=date(2026, 6, 1))["counted_to"] == date(2026, 12, 31)


def test_a_successor_within_sixty_days_carries_the_contract_through_the_gap() -> None:
    late = contract(1, 1500, start=date(2026, 3, 1))  # 60 days after the end
    frames = book([contract(1, end=END), late])
    assert [arr(frames, date(2026, 4, 1), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [1200, 1500]
    found = line(contract(1, end=END), late, as_of=date(2026, 4, 1))
    assert found["late_successor"]
    assert found["successor_key"] == 2
    assert found["counted_to"] == date(2026, 2, 28)


def test_a_successor_after_sixty_one_days_is_a_new_contract() -> None:
    frames = book([contract(1, end=END), contract(1, start=date(2026, 3, 2))])
    assert arr(frames, date(2026, 4, 1), date(2026, 1, 1)) == 0


def test_the_window_for_late_renewals_is_a_setting() -> None:
    frames = book([contract(1, end=END), contract(1, start=date(2026, 3, 2))])
    policies = Policies(revenue=RevenuePolicy(late_renewal_days=61))
    assert arr(frames, date(2026, 4, 1), date(2026, 1, 1), policies) == 1200


def test_a_late_renewal_is_never_assumed_renewed_as_well() -> None:
    frames = book([contract(1, end=END, auto_renew=True), contract(1, 1500, start=date(2026, 2, 1))])
    assert arr(frames, date(2026, 4, 1)) == 1500


def test_a_renewal_signed_before_the_end_leaves_nothing_overdue() -> None:
    early = contract(1, 1500, start=date(2025, 12, 1))
    found = line(contract(1, end=END), early, as_of=date(2026, 1, 10))
    assert (found["overdue"], found["successor_key"], found["counted_to"]) == (False, 2, END)


@pytest.mark.parametrize(
    ("product", "other", "follows"),
    [("Core", "Core", True), ("Core", "Analytics", False), ("Core", None, True), (None, "Analytics", True)],
)
def test_a_successor_has_the_same_product_unless_one_is_unknown(
    product: str | None, other: str | None, follows: bool
) -> None:
    found = line(
        contract(1, end=END, product=product),
        contract(1, start=date(2026, 2, 1), product=other),
        as_of=date(2026, 4, 1),
    )
    assert bool(found["late_successor"]) is follows


@pytest.mark.parametrize("other", [{"basis": "one_off"}, {"trial": True}, {"amount": -5}])
def test_setup_fees_trials_and_credits_renew_nothing(other: dict[str, Any]) -> None:
    following = {**contract(1, start=date(2026, 1, 1)), **other}
    assert line(contract(1, end=END), following, as_of=date(2026, 1, 15))["overdue"]


def test_a_successor_of_another_account_does_not_count() -> None:
    assert line(contract(1, end=END), contract(2, start=date(2026, 1, 1)), as_of=date(2026, 1, 15))["overdue"]


def test_a_successor_nobody_knows_yet_is_not_seen() -> None:
    future = contract(1, start=date(2026, 2, 1))
    assert pd.isna(line(contract(1, end=END), future, as_of=date(2025, 11, 1))["successor_key"])
    seen = {**future, "seen_on": date(2025, 10, 1)}
    assert line(contract(1, end=END), seen, as_of=date(2025, 11, 1))["successor_key"] == 2


def test_auto_renewal_is_assumed_and_rolls_the_term_forward() -> None:
    auto = contract(1, end=END, auto_renew=True)
    assert not line(auto, as_of=END)["assumed"]
    found = line(auto, as_of=date(2027, 2, 1))
    assert found["assumed"]
    assert pd.isna(found["counted_to"])
    assert found["renewal_on"] == date(2027, 12, 31)
    assert arr(book([auto]), date(2027, 2, 1)) == 1200


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"renewal_term_months": 1}, date(2026, 2, 28)),
        ({"renewal_term_months": 6, "term_months": 12}, date(2026, 6, 30)),
        ({"term_months": 24}, date(2027, 12, 31)),
        ({}, date(2026, 12, 31)),
    ],
)
def test_a_renewal_runs_its_own_term_else_the_first_one(terms: dict[str, Any], expected: date) -> None:
    assert line(contract(1, end=END, auto_renew=True, **terms), as_of=date(2026, 2, 1))["renewal_on"] == expected


def test_without_successor_or_auto_renewal_it_is_overdue_for_sixty_days_and_then_churned() -> None:
    frames = book([contract(1, end=END)])
    assert line(contract(1, end=END), as_of=date(2026, 3, 1))["overdue"]
    assert arr(frames, date(2026, 3, 1)) == 1200
    assert arr(frames, date(2026, 3, 2)) == 0
    # Churn is dated the day after the end, for the days since then too.
    assert arr(frames, date(2026, 3, 2), date(2026, 1, 1)) == 0
    assert arr(frames, date(2026, 3, 2), END) == 1200


def test_an_outcome_decides_what_the_dates_leave_open() -> None:
    lost = [{"contract_key": 1, "outcome": "lost", "decided_on": date(2025, 12, 1)}]
    found = line(contract(1, end=END, auto_renew=True), as_of=date(2026, 1, 10), decision=lost)
    assert (bool(found["final"]), bool(found["assumed"])) == (True, False)
    renewed = [{"contract_key": 1, "outcome": "renewed", "decided_on": date(2025, 12, 1)}]
    assert line(contract(1, end=END), as_of=date(2026, 6, 1), decision=renewed)["assumed"]
    later = [{"contract_key": 1, "outcome": "lost", "decided_on": date(2026, 2, 1)}]
    assert line(contract(1, end=END, auto_renew=True), as_of=date(2026, 1, 10), decision=later)["assumed"]


def test_an_amount_is_made_yearly_and_rounded_before_it_is_exchanged() -> None:
    # 823 yen with 10% tax: 748.18 a month, 8,978 yen a year, at 0.5 dollars 448,900 cents on any day.
    rates = [{"currency": "JPY", "month": date(2025, 1, 1), "rate": 0.5}]
    row = contract(1, 823, currency="JPY", basis="monthly", tax="included")
    frames = book([row], rate=rates)
    ledger = ledger_of(frames, date(2026, 1, 1))
    again = revalued(ledger, frames.frame("rate"), Policies(), date(2025, 6, 1))
    assert (ledger["annual_own"].item(), ledger["annual"].item(), again["annual"].item()) == (8978, 448_900, 448_900)


def test_archived_contracts_are_left_out_and_archived_accounts_keep_their_past() -> None:
    frames = book(
        [contract(1), contract(2), contract(2, archived=True)],
        account=[{"key": 1, "name": "A", "archived": True}, {"key": 2, "name": "B"}],
    )
    assert ledger_of(frames, date(2026, 1, 1))["contract_key"].tolist() == [1, 2]


def test_an_ended_line_without_an_end_has_ended_by_the_day_it_was_first_seen() -> None:
    ended = contract(1, status="ended", seen_on=date(2026, 5, 10))
    assert line(ended, as_of=date(2026, 6, 1))["counted_to"] == date(2026, 5, 9)
    assert arr(book([ended]), date(2026, 6, 1)) == 0


def test_revenue_is_added_by_account_and_by_product() -> None:
    frames = book([contract(1, 100, product="Core"), contract(1, 50, product="Plus"), contract(2, 7), contract(2, 8)])
    ledger = ledger_of(frames, date(2026, 1, 1))
    assert arr_by_account(ledger, date(2026, 1, 1)).to_dict() == {1: 150, 2: 15}
    by_product = arr_by_account_product(ledger, date(2026, 1, 1)).to_dict()
    assert by_product == {(1, "Core"): 100, (1, "Plus"): 50, (2, ""): 15}


def test_an_empty_book_has_an_empty_ledger() -> None:
    ledger = ledger_of(book([]), date(2026, 1, 1))
    assert ledger.empty
    assert arr_by_account(ledger, date(2026, 1, 1)).sum() == 0
