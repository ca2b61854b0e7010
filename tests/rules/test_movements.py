from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from csdesk.model.policies import Policies, RevenuePolicy
from csdesk.rules.movements import Bridge, bridge, movements
from tests.rules.contract_books import Row, book, contract, ledger_of

SINCE, AS_OF = date(2025, 12, 31), date(2026, 12, 31)
OLD, NEW = date(2025, 1, 1), date(2026, 6, 1)


def ended(account: int, amount: int, end: date, start: date = OLD, **others: Any) -> Row:
    return contract(account, amount, start, end=end, status="ended", **others)


def kinds(*contracts: Row) -> dict[tuple[int, str], int]:
    found = movements(ledger_of(book(contracts), AS_OF), SINCE, AS_OF)
    return {(int(a), str(k)): int(v) for a, k, v in found.itertuples(index=False)}


def test_the_worked_bridge_foots() -> None:
    # 100 + 20 new + 12 expansion + 1 reactivation - 5 contraction - 8 churn = 120
    contracts = [
        contract(1, 50, OLD), ended(2, 30, NEW), contract(2, 42, NEW),  # +12
        ended(3, 12, NEW), contract(3, 7, NEW),  # -5
        ended(4, 8, NEW),  # churned
        contract(5, 20, NEW),
        ended(6, 9, date(2025, 3, 31)), contract(6, 1, NEW),  # back after a pause
    ]  # fmt: skip
    found = bridge(ledger_of(book(contracts), AS_OF), SINCE, AS_OF)
    assert found == Bridge(
        opening=100, new=20, reactivation=1, upsell=12, cross_sell=0, contraction=5, churn=8, fx=0, closing=120
    )
    assert found.expansion == 12


def test_each_account_moves_by_what_it_was_and_is() -> None:
    assert kinds(contract(1, 10, NEW)) == {(1, "new"): 10}
    assert kinds(ended(1, 10, date(2025, 6, 30)), contract(1, 12, NEW)) == {(1, "reactivation"): 12}
    assert kinds(contract(1, 10), contract(1, 5, NEW)) == {(1, "upsell"): 5}
    assert kinds(contract(1, 10), ended(1, 5, NEW)) == {(1, "contraction"): -5}
    assert kinds(ended(1, 10, NEW)) == {(1, "churn"): -10}
    assert kinds(contract(1, 10)) == {}


def test_growth_is_cross_sell_up_to_the_revenue_of_products_not_held_before() -> None:
    core, plus = contract(1, 100, product="Core"), contract(1, 30, NEW, product="Plus")
    assert kinds(core, plus) == {(1, "cross_sell"): 30}
    more_core = contract(1, 20, NEW, product="Core")
    assert kinds(core, plus, more_core) == {(1, "cross_sell"): 30, (1, "upsell"): 20}
    less_core = [ended(1, 100, NEW, product="Core"), contract(1, 90, NEW, product="Core")]
    assert kinds(*less_core, plus) == {(1, "cross_sell"): 20}


def test_a_line_whose_product_nobody_knows_is_no_new_product() -> None:
    assert kinds(contract(1, 100, product="Core"), contract(1, 30, NEW)) == {(1, "upsell"): 30}


def test_a_new_product_instead_of_an_old_one_is_no_growth() -> None:
    assert kinds(ended(1, 100, NEW, product="Core"), contract(1, 80, NEW, product="Plus")) == {(1, "contraction"): -20}


def test_what_first_appears_without_a_start_date_is_a_bar_of_its_own() -> None:
    seen = contract(1, 70, None, seen_on=NEW)
    assert kinds(seen) == {(1, "unexplained"): 70}
    found = bridge(ledger_of(book([seen, contract(2, 5)]), AS_OF), SINCE, AS_OF)
    assert (found.opening, found.new, found.unexplained, found.closing) == (5, 0, 70, 75)


def test_customers_of_a_trial_were_never_paying() -> None:
    assert kinds(ended(1, 0, date(2025, 6, 30), trial=True), contract(1, 12, NEW)) == {(1, "new"): 12}


@pytest.mark.parametrize(("constant", "opening", "fx"), [(True, 160, 0), (False, 100, 60)])
def test_exchange_rates_are_a_bar_of_their_own_when_currency_is_not_held_constant(
    constant: bool, opening: int, fx: int
) -> None:
    rates = [
        {"currency": "EUR", "month": date(2025, 12, 1), "rate": 1.0},
        {"currency": "EUR", "month": date(2026, 12, 1), "rate": 1.6},
    ]
    frames = book([contract(1, 100, currency="EUR"), contract(2, 10, NEW)], rate=rates)
    policies = Policies(revenue=RevenuePolicy(constant_currency=constant))
    found = bridge(ledger_of(frames, AS_OF, policies), SINCE, AS_OF, policies, frames.frame("rate"))
    assert (found.opening, found.fx, found.new, found.closing) == (opening, fx, 10, 170)
