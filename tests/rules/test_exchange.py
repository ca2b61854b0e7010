from __future__ import annotations

from datetime import date

import pytest

from csdesk.model.errors import CSDeskError
from csdesk.model.policies import Policies, RevenuePolicy
from csdesk.rules.exchange import minor_rates
from csdesk.rules.frames import frame_of
from tests.rules.contract_books import arr, book, contract

RATES = frame_of(
    "rate",
    [
        {"currency": "USD", "month": date(2026, 3, 1), "rate": 150.0},
        {"currency": "USD", "month": date(2026, 5, 1), "rate": 160.0},
        {"currency": "KWD", "month": date(2026, 3, 1), "rate": 500.0},
    ],
)


def test_one_cent_is_worth_a_hundredth_of_the_rate_in_yen() -> None:
    worth = minor_rates(RATES, ["USD", "KWD", "JPY"], "JPY", date(2026, 3, 31))
    assert worth == pytest.approx({"USD": 1.5, "KWD": 0.5, "JPY": 1.0})


def test_a_rate_holds_until_the_next_month_that_has_one() -> None:
    assert minor_rates(RATES, ["USD"], "JPY", date(2026, 4, 30))["USD"] == pytest.approx(1.5)
    assert minor_rates(RATES, ["USD"], "JPY", date(2026, 5, 2))["USD"] == pytest.approx(1.6)


@pytest.mark.parametrize(("currency", "on"), [("EUR", date(2026, 5, 1)), ("USD", date(2026, 2, 28))])
def test_a_missing_rate_is_an_error_that_names_the_currency(currency: str, on: date) -> None:
    with pytest.raises(CSDeskError, match=currency):
        minor_rates(RATES, [currency], "JPY", on)


def test_the_ledger_never_takes_a_foreign_amount_for_its_own() -> None:
    policies = Policies(revenue=RevenuePolicy(currency="JPY"))
    foreign = book(
        [contract(1, 100_00, currency="USD")], rate=[{"currency": "USD", "month": date(2026, 3, 1), "rate": 150.25}]
    )
    assert arr(foreign, date(2026, 3, 15), policies=policies) == 15_025
    with pytest.raises(CSDeskError, match="USD"):
        arr(book([contract(1, 100_00, currency="USD")]), date(2026, 3, 15), policies=policies)


def test_a_currency_without_rate_does_no_harm_on_lines_that_do_not_count() -> None:
    policies = Policies(revenue=RevenuePolicy(currency="JPY"))
    frames = book([contract(1, 500), contract(1, 100_00, currency="USD", basis="one_off")])
    assert arr(frames, date(2026, 3, 15), policies=policies) == 500
