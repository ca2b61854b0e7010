from __future__ import annotations

import pytest

from csdesk.rules.movements import Bridge
from csdesk.rules.retention import (
    annualised,
    customer_churn,
    gross_retention,
    net_retention,
    quick_ratio,
    revenue_churn,
    share,
)  # fmt: skip

OPENING, CLOSING = [100, 100, 50, 250], [130, 80, 0, 260]


def test_nrr_is_what_the_accounts_of_the_opening_are_worth_now() -> None:
    assert net_retention(OPENING, CLOSING) == pytest.approx(0.94)
    assert net_retention([100], [100 + 12 - 5 - 8]) == pytest.approx(0.99)
    assert net_retention([*OPENING, 0], [*CLOSING, 999]) == pytest.approx(0.94)


def test_grr_leaves_growth_out_and_never_passes_one() -> None:
    assert gross_retention(OPENING, CLOSING) == pytest.approx(0.86)
    assert gross_retention([10_000_000], [10_000_000 - 600_000 - 900_000]) == pytest.approx(0.85)
    assert gross_retention([5, 0], [50, 50]) == 1.0


def test_customer_churn_counts_accounts() -> None:
    assert customer_churn([1] * 100, [0] * 10 + [1] * 90) == pytest.approx(0.10)
    assert customer_churn([1] * 20, [0] * 3 + [1] * 17) == pytest.approx(0.15)


def test_revenue_churn_divides_by_the_opening_or_by_what_remains_of_it() -> None:
    opening = [50_000] * 10 + [100_000] * 10
    closing = [50_000] * 10 + [100_000] * 7 + [0] * 3
    assert revenue_churn(opening, closing) == pytest.approx(0.20)
    assert revenue_churn(opening, closing, "closing") == pytest.approx(0.25)


def test_two_percent_a_month_is_more_than_a_fifth_a_year() -> None:
    yearly = annualised(0.02)
    assert yearly is not None
    assert round(yearly, 3) == 0.215


def test_the_quick_ratio_sets_growth_against_loss() -> None:
    moved = Bridge(
        opening=100, new=20, reactivation=0, upsell=8, cross_sell=0, contraction=5, churn=3, fx=0, closing=120
    )
    assert quick_ratio(moved) == pytest.approx(3.5)


def test_a_rate_of_nothing_is_not_measured() -> None:
    assert share(0, 0) is None
    assert [f([], []) for f in (net_retention, gross_retention, customer_churn, revenue_churn)] == [None] * 4
    assert revenue_churn([5], [0], "closing") is None
    assert annualised(None) is None
    assert quick_ratio(Bridge(0, 20, 0, 0, 0, 0, 0, 0, 20)) is None
