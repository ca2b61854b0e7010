from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.policies import RevenuePolicy
from csdesk.rules.annualise import half_even, yearly
from csdesk.rules.frames import frame_of

THREE_YEARS = {"start": date(2026, 4, 1), "end": date(2029, 3, 31)}


def annual(policy: RevenuePolicy | None = None, **row: Any) -> tuple[float, object]:
    values, excluded = yearly(
        frame_of("contract", [{"account_key": 1, **row}]), policy or RevenuePolicy(currency="JPY")
    )
    code = excluded.iloc[0]
    return float(values[0]), None if pd.isna(code) else code


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"basis": "monthly", "amount": 30_000}, 360_000),
        ({"basis": "quarterly", "amount": 90_000}, 360_000),
        ({"basis": "half_yearly", "amount": 60_000}, 120_000),
        ({"basis": "annual", "amount": 120_000}, 120_000),
        ({"basis": "total", "amount": 3_600_000, **THREE_YEARS}, 1_200_000),
        ({"basis": "total", "amount": 3_600_000, "term_months": 36}, 1_200_000),
        ({"amount": 90_000, "billing": "quarterly"}, 360_000),
        ({"amount": 120_000}, 120_000),
        ({"basis": "annual", "amount": 120_000, "billing": "monthly"}, 120_000),
    ],
)
def test_amounts_are_brought_to_a_year_by_their_basis(row: dict[str, Any], expected: int) -> None:
    assert annual(**row) == (expected, None)


def test_a_total_over_an_uneven_term_is_spread_by_days() -> None:
    # 100 days: 1000 x 12 / (100 x 12 / 365.25)
    value, _ = annual(basis="total", amount=1000, start=date(2026, 1, 1), end=date(2026, 4, 10))
    assert value == pytest.approx(1000 * 365.25 / 100)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"basis": "one_off", "amount": 300_000}, "one_off"),
        ({"basis": "metered", "amount": 300_000}, "metered"),
        ({"basis": "annual", "amount": 300_000, "trial": True}, "trial"),
        ({"basis": "annual", "amount": -300_000}, "credit"),
        ({"basis": "annual"}, "no_amount"),
        ({"basis": "total", "amount": 300_000}, "no_term"),
    ],
)
def test_what_is_no_recurring_revenue_is_kept_apart_and_says_why(row: dict[str, Any], code: str) -> None:
    value, excluded = annual(**row)
    assert excluded == code
    assert value == 0 or np.isnan(value)


def test_an_amount_with_tax_is_divided_by_one_plus_the_rate() -> None:
    assert annual(basis="annual", amount=110_000, tax="included")[0] == pytest.approx(100_000)
    assert annual(basis="annual", amount=110_000, tax="excluded")[0] == 110_000
    eight = RevenuePolicy(tax_rate=0.08)
    assert annual(eight, basis="annual", amount=108_000, tax="included")[0] == pytest.approx(100_000)


def test_a_discount_is_taken_off_unless_the_book_counts_list_prices() -> None:
    gross = RevenuePolicy(net_of_discount=False)
    alone: dict[str, Any] = {"basis": "annual", "amount": 100_000, "discount": 0.2}
    assert annual(**alone)[0] == pytest.approx(80_000)
    assert annual(gross, **alone)[0] == 100_000
    beside_list: dict[str, Any] = {"basis": "annual", "amount": 80_000, "list_price": 100_000, "discount": 0.2}
    assert annual(**beside_list)[0] == 80_000
    assert annual(gross, **beside_list)[0] == 100_000
    only_list: dict[str, Any] = {"basis": "annual", "list_price": 100_000, "discount": 0.2}
    assert annual(**only_list)[0] == pytest.approx(80_000)


def test_a_half_goes_to_the_even_neighbour_although_factors_are_inexact() -> None:
    # 105 x 0.9 = 94.5 and 15 x 0.7 = 10.5 in decimals; 1.1 x 1.5 = 1.65
    values = np.array([0.5, 1.5, 2.5, 105 * (1 - 0.1), 15 * (1 - 0.3), 1e12 + 0.5, np.nan])
    assert half_even(values).tolist() == [0, 2, 2, 94, 10, 10**12, 0]


@given(st.integers(0, 10**11), st.integers(0, 1000))
def test_discounts_in_tenths_of_a_percent_round_as_exact_decimals_do(amount: int, per_mille: int) -> None:
    rounded = half_even(np.array([float(amount)]) * (1 - per_mille / 1000))[0]
    exact = Decimal(amount) * (1000 - per_mille) / 1000
    assert rounded == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
