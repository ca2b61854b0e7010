from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.money import Money, minor_digits, round_half_up, to_major, to_minor


def test_currencies_have_the_digits_of_their_minor_unit() -> None:
    assert [minor_digits(c) for c in ("JPY", "USD", "KWD", "EUR", "KRW")] == [0, 2, 3, 2, 0]


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1200.5", "USD", 120050),
        ("0.125", "USD", 12),
        ("0.135", "USD", 14),
        ("2.5", "JPY", 2),
        ("3.5", "JPY", 4),
        ("-1.005", "USD", -100),
    ],
)
def test_amounts_become_minor_units_rounded_half_even(amount: str, currency: str, expected: int) -> None:
    assert to_minor(Decimal(amount), currency) == expected


@given(st.integers(-(10**15), 10**15), st.sampled_from(["JPY", "USD", "KWD"]))
def test_minor_units_survive_the_way_to_major_and_back(minor: int, currency: str) -> None:
    assert to_minor(to_major(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (74.87, 0, "75"),
        (2.675, 2, "2.68"),
        (1860.04, 1, "1860.0"),
    ],
)
def test_screens_round_half_away_from_zero(value: float, digits: int, expected: str) -> None:
    assert str(round_half_up(value, digits)) == expected


def test_money_adds_within_a_currency_only() -> None:
    assert Money(100, "JPY") + Money(20, "JPY") == Money(120, "JPY")
    assert Money(100, "JPY") - Money(120, "JPY") == -Money(20, "JPY")
    assert str(Money(123456, "USD")) == "USD 1234.56"
    with pytest.raises(ValueError, match="do not add up without a rate"):
        Money(1, "JPY") + Money(1, "USD")
