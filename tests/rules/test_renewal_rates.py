from __future__ import annotations

from datetime import date

import pytest

from csdesk.rules.renewal_rates import Due, due_between
from tests.rules.contract_books import Row, book, contract, ledger_of

SINCE, AS_OF = date(2025, 12, 31), date(2026, 12, 31)
END, NEXT = date(2026, 3, 31), date(2026, 4, 1)


def due(*contracts: Row) -> Due:
    return due_between(ledger_of(book(contracts), AS_OF), SINCE, AS_OF)


def test_forty_five_of_fifty_contracts_renewed_are_ninety_percent() -> None:
    contracts = [contract(n, end=END) for n in range(1, 51)] + [contract(n, start=NEXT) for n in range(1, 46)]
    found = due(*contracts)
    assert (len(found.keys), len(found.renewed)) == (50, 45)
    assert found.by_count == pytest.approx(0.9)


def test_by_value_losses_and_reductions_count_and_increases_do_not() -> None:
    # (4.0 - 0.5 - 0.3) / 4.0
    found = due(
        contract(1, 500, end=END),
        contract(2, 1000, end=END), contract(2, 700, start=NEXT),
        contract(3, 2500, end=END), contract(3, 9000, start=NEXT),
    )  # fmt: skip
    assert (found.value, found.kept) == (4000, 3200)
    assert found.by_value == pytest.approx(0.8)


def test_lines_may_be_merged_or_split_by_the_renewal() -> None:
    merged = due(contract(1, 600, end=END), contract(1, 400, end=END), contract(1, 1000, start=NEXT))
    split = due(contract(1, 1000, end=END), contract(1, 600, start=NEXT), contract(1, 400, start=NEXT))
    assert merged.by_value == split.by_value == 1.0


def test_contracts_that_renew_themselves_are_renewed_and_open_ones_are_not() -> None:
    auto = contract(1, 1000, end=END, auto_renew=True)
    overdue = contract(2, 1000, end=date(2026, 12, 1))
    found = due(auto, overdue)
    assert found.renewed.tolist() == [1]
    assert found.by_count == 0.5


def test_only_contracts_that_came_due_in_the_period_count() -> None:
    found = due(
        contract(1, end=date(2025, 12, 31)), contract(2, end=date(2027, 1, 1)), contract(3),
        contract(4, end=END, basis="one_off"), contract(5, end=END, trial=True),
    )  # fmt: skip
    assert len(found.keys) == 0
    assert found.by_count is None
    assert found.by_value is None


def test_products_followed_by_one_line_without_a_product_keep_no_more_than_it_is_worth() -> None:
    lines = [contract(1, 100, end=END, product="Core"), contract(1, 100, end=END, product="Plus")]
    found = due(*lines, contract(1, 150, start=NEXT))
    assert (found.value, found.kept) == (200, 150)
    assert due(*lines, contract(1, 250, start=NEXT)).by_value == 1.0
