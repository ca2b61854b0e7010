from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csdesk.model.policies import Policies, RevenuePolicy, TouchPolicy
from csdesk.rules.assessment import assess
from csdesk.rules.lifetime import expected_lifetime, lifetime_value, lifetime_values
from tests.rules.contract_books import book, contract, ledger_of

AS_OF = date(2026, 12, 31)


def test_five_thousand_a_month_for_three_years_are_a_hundred_and_eighty_thousand() -> None:
    assert lifetime_value(5_000, 12, 3) == 180_000
    assert lifetime_value(5_000, 12, 3, margin=0.8) == pytest.approx(144_000)


def test_remaining_years_are_one_over_churn_capped_and_only_estimated_from_ten_churned_accounts() -> None:
    assert expected_lifetime(30, 10, 5.0).remaining == pytest.approx(3)
    assert expected_lifetime(30, 10, 5.0).estimated
    assert expected_lifetime(1000, 10, 5.0).remaining == 5
    assert (expected_lifetime(30, 9, 5.0).remaining, expected_lifetime(30, 9, 5.0).estimated) == (5, False)


def test_an_account_is_worth_its_revenue_for_the_years_so_far_and_those_to_come() -> None:
    # ARR 60,000, two years so far (731 days / 365.25 = 2.0014), five to come
    frames = book([contract(1, 60_000, date(2024, 12, 30))])
    found = lifetime_values(ledger_of(frames, AS_OF), Policies(), AS_OF).iloc[0]
    assert found["ltv"] == round(60_000 * (731 / 365.25 + 5))
    assert not found["estimated"]
    half = Policies(revenue=RevenuePolicy(gross_margin=0.5))
    assert lifetime_values(ledger_of(frames, AS_OF), half, AS_OF).iloc[0]["ltv"] == round(30_000 * (731 / 365.25 + 5))


def test_churn_is_that_of_the_tier_once_there_are_tiers() -> None:
    # 20 high accounts of which 10 churned: 2 more years; one tech account: not estimated
    gone = [contract(n, end=date(2026, 6, 30), status="ended") for n in range(1, 11)]
    frames = book([*gone, *(contract(n) for n in range(11, 22))])
    tiers = pd.Series("high", index=range(1, 21)).reindex(range(1, 22), fill_value="tech").astype("string[pyarrow]")
    found = lifetime_values(ledger_of(frames, AS_OF), Policies(), AS_OF, tiers).set_index("account_key")
    assert found.loc[11, "remaining"] == 2
    assert found.loc[21, "remaining"] == 5
    assert not found.loc[21, "estimated"]
    whole = lifetime_values(ledger_of(frames, AS_OF), Policies(), AS_OF).set_index("account_key")
    assert whole.loc[21, "remaining"] == pytest.approx(2.1)


def test_the_churn_of_accounts_nobody_assigned_counts_in_the_tier_their_last_revenue_gives() -> None:
    # 20 accounts paid 200,000, high touch, and 10 of them left: 2 more years, not 5; somebody approved one tier
    gone = [contract(n, 200_000, end=date(2026, 6, 30), status="ended") for n in range(1, 11)]
    approved = {"account_key": 21, "touch": "low", "author": "Mika Sato", "assigned_on": date(2026, 1, 1)}
    frames = book([*gone, *(contract(n, 200_000) for n in range(11, 21)), contract(21)], touch_assignment=[approved])
    policies = Policies(touch=TouchPolicy(high_from=100_000, low_from=1_000))
    ltv = assess(frames, policies, AS_OF).accounts.set_index("key")["ltv"]
    assert ltv[11] == round(200_000 * (729 / 365.25 + 2))
    assert ltv[21] == round(1_200 * (729 / 365.25 + 5))
