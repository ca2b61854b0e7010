"""Tiers, cut-offs, overrides, candidates and hours of the touch model."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.policies import Policies, TouchPolicy
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.segmentation import available_hours, hours_needed
from csdesk.rules.touch import Cutoffs, frozen_cutoffs
from tests.rules.worked_books import TODAY, Records, book

CUTS = TouchPolicy(high_from=6_000_000, low_from=1_200_000)


def customer(name: str, amount: int, **more: object) -> Records:
    contract = {"start": date(2025, 1, 1), "amount": amount, "basis": "annual", "currency": "USD"}
    return {"account": [{"name": name, "csm": "Mika", **more}], "contract": [contract]}


def assessed(*accounts: Records, policy: TouchPolicy = CUTS) -> Assessment:
    return assess(book(*accounts), Policies(touch=policy), TODAY)


def tiers_of(assessment: Assessment) -> dict[str, str]:
    return dict(zip(assessment.accounts["name"], assessment.accounts["touch"], strict=True))


def test_six_high_and_eight_low_accounts_need_48_hours() -> None:
    assert hours_needed(6, 8, 0, TouchPolicy()) == 48.0


def test_accounts_are_cut_by_their_revenue_a_year() -> None:
    assessment = assessed(customer("A", 6_000_000), customer("B", 5_999_999), customer("C", 1_199_999))
    assert tiers_of(assessment) == {"A": "high", "B": "low", "C": "tech"}
    assert [str(reason) for reason in assessment.accounts["touch_reason"]] == [
        "USD 60000.00 a year or more",
        "Between USD 12000.00 and USD 60000.00 a year",
        "Below USD 12000.00 a year",
    ]


def test_the_first_cuts_part_the_top_15_and_the_next_35_percent_at_round_amounts() -> None:
    # 20 accounts: 3 high, the next 7 low
    arr = pd.Series(
        [9_100_000, 7_300_000, 6_200_000, 5_800_000, *range(2_000_000, 1_400_000, -100_000), *range(90, 80, -1)]
    )
    assert frozen_cutoffs(arr, TouchPolicy()) == Cutoffs(6_000_000, 1_000_000)


def test_without_revenue_there_is_nothing_to_freeze() -> None:
    assert frozen_cutoffs(pd.Series([0, 0]), TouchPolicy()) is None


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=60))
def test_frozen_cuts_let_in_the_wanted_number_unless_values_are_equal(values: list[int]) -> None:
    cuts = frozen_cutoffs(pd.Series(values), TouchPolicy())
    assert cuts is not None
    wanted = max(1, int(len(values) * 0.15 + 0.5))
    falling = sorted(values, reverse=True)
    assert sum(value >= cuts.high_from for value in values) == falling.count(falling[wanted - 1]) + sum(
        value > falling[wanted - 1] for value in values
    )
    assert cuts.low_from <= cuts.high_from


def test_a_strategic_account_is_never_below_high() -> None:
    assessment = assessed(customer("A", 100, strategic=True))
    assert tiers_of(assessment) == {"A": "high"}
    assert str(assessment.accounts["touch_reason"].iloc[0]) == "Strategic account, never below high touch"


def test_onboarding_lifts_one_tier_where_the_policy_says_so() -> None:
    new = customer("A", 100)
    new["contract"][0]["start"] = date(2026, 9, 15)
    assert tiers_of(assessed(new)) == {"A": "tech"}
    policy = TouchPolicy(high_from=6_000_000, low_from=1_200_000, onboarding_one_up=True)
    assert tiers_of(assessed(new, policy=policy)) == {"A": "low"}
    new["account"][0]["onboarded_on"] = date(2026, 10, 15)
    assert tiers_of(assessed(new, policy=policy)) == {"A": "tech"}


def test_a_parent_group_counts_together_where_the_policy_says_so() -> None:
    group = (customer("A", 3_500_000), customer("B", 2_500_000, parent="A"))
    assert tiers_of(assessed(*group)) == {"A": "low", "B": "low"}
    policy = TouchPolicy(high_from=6_000_000, low_from=1_200_000, group_together=True)
    assert tiers_of(assessed(*group, policy=policy)) == {"A": "high", "B": "high"}


@pytest.mark.parametrize(
    ("expires", "tier"), [(date(2026, 11, 22), "low"), (date(2026, 11, 21), "high"), (None, "low")]
)
def test_an_override_wins_until_it_expires(expires: date | None, tier: str) -> None:
    account = customer("A", 7_000_000)
    account["touch_assignment"] = [
        {
            "touch": "low",
            "override": True,
            "reason": "Asked for no calls",
            "assigned_on": date(2026, 1, 5),
            "expires_on": expires,
        }
    ]
    assessment = assessed(account)
    assert tiers_of(assessment) == {"A": tier}
    if expires == TODAY:
        assert str(assessment.accounts["touch_reason"].iloc[0]) == "Set by hand until 2026-11-22: Asked for no calls"
        assert not assessment.accounts["touch_candidate"].iloc[0]


def test_an_assignment_counts_from_its_date() -> None:
    account = customer("A", 7_000_000)
    account["touch_assignment"] = [{"touch": "tech", "override": True, "assigned_on": date(2026, 11, 23)}]
    assert tiers_of(assessed(account)) == {"A": "high"}


def assigned_low(amount: int, *more: dict[str, object]) -> Records:
    account = customer("A", amount)
    account["contract"] += [{"currency": "USD", "basis": "annual", **line} for line in more]
    account["touch_assignment"] = [{"touch": "low", "assigned_on": date(2025, 2, 1)}]
    return account


def test_crossing_a_cut_makes_a_candidate_and_no_move() -> None:
    # 7.2M is 20% above the cut; more than that counts at once
    assessment = assessed(assigned_low(7_200_001))
    assert tiers_of(assessment) == {"A": "low"}
    assert assessment.accounts["touch_computed"].tolist() == ["high"]
    assert assessment.accounts["touch_candidate"].tolist() == [True]


def test_a_small_crossing_has_to_last_two_quarters() -> None:
    # 5.5M until 1M were added: quarters (January year) end on 30 Jun and 30 Sep
    lasting = assigned_low(5_500_000, {"start": date(2026, 6, 1), "amount": 1_000_000})
    fresh = assigned_low(5_500_000, {"start": date(2026, 8, 1), "amount": 1_000_000})
    assert assessed(lasting).accounts["touch_candidate"].tolist() == [True]
    assert assessed(fresh).accounts["touch_candidate"].tolist() == [False]


def test_exactly_20_percent_is_no_clear_crossing() -> None:
    grown = assigned_low(5_500_000, {"start": date(2026, 10, 5), "amount": 1_700_000})
    assert assessed(grown).accounts["touch_candidate"].tolist() == [False]
    grown["contract"][1]["amount"] = 1_700_001
    assert assessed(grown).accounts["touch_candidate"].tolist() == [True]


def test_a_fall_below_a_cut_by_more_than_20_percent_is_a_candidate_too() -> None:
    fallen = assigned_low(900_000, {"start": date(2026, 1, 1), "end": date(2026, 10, 31), "amount": 1_000_000, "status": "ended"})  # fmt: skip
    assert assessed(fallen).accounts["touch_candidate"].tolist() == [True]
    fallen["contract"][0]["amount"] = 960_000  # exactly 20% below
    assert assessed(fallen).accounts["touch_candidate"].tolist() == [False]


def test_crossings_of_a_group_are_those_of_the_group() -> None:
    policy = TouchPolicy(high_from=6_000_000, low_from=1_200_000, group_together=True)
    group = (assigned_low(5_000_000), customer("B", 2_500_000, parent="A"))
    assert assessed(*group, policy=policy).accounts["touch_candidate"].tolist() == [True, False]


def test_modifiers_apply_on_top_of_what_is_assigned() -> None:
    policy = TouchPolicy(high_from=6_000_000, low_from=1_200_000, onboarding_one_up=True)
    new = assigned_low(2_000_000)
    new["contract"][0]["start"] = date(2026, 9, 15)
    assert tiers_of(assessed(new, policy=policy)) == {"A": "high"}
    assert not assessed(new, policy=policy).accounts["touch_candidate"].iloc[0]
    strategic = assigned_low(2_000_000)
    strategic["account"][0]["strategic"] = True
    assert tiers_of(assessed(strategic)) == {"A": "high"}


def test_shares_make_candidates_by_the_same_two_tests() -> None:
    # the third of 20 is the last of the top 15%: at 18,000; 21,000 and 22,000 are past it, one of them by more than 20%
    accounts = [customer(str(n), n * 1000) for n in range(1, 19)]
    for amount in (21_000, 22_000):
        known = customer(str(amount), 10_000)
        known["contract"].append(
            {"start": date(2026, 10, 5), "amount": amount - 10_000, "basis": "annual", "currency": "USD"}
        )
        known["touch_assignment"] = [{"touch": "low", "assigned_on": date(2025, 2, 1)}]
        accounts.append(known)
    accounts_frame = assessed(*accounts, policy=TouchPolicy(method="percentiles")).accounts
    found = dict(zip(accounts_frame["name"], accounts_frame["touch_candidate"], strict=True))
    assert [name for name, candidate in found.items() if candidate] == ["22000"]


def test_a_candidate_put_aside_comes_back_when_its_facts_change() -> None:
    def agenda(amount: int, mark: str, facts: str, **until: object) -> list[str]:
        account = assigned_low(amount)
        account["agenda_mark"] = [{"rule": "touch_candidate", "mark": mark, "facts": facts, "reason": "no", **until}]
        return [str(rule) for rule in assessed(account).agenda["rule"] if rule == "touch_candidate"]

    # computed high (0), assigned low (1), cut 6.0M, one step of 20% past it
    facts = "touch_candidate:0:1:6000000:1"
    for mark in ("dismissed", "snoozed"):
        assert agenda(7_500_000, mark, facts) == []
        assert agenda(9_000_000, mark, facts) == ["touch_candidate"]
    assert agenda(7_500_000, "snoozed", facts, until=date(2026, 12, 31)) == []
    assert agenda(7_500_000, "snoozed", facts, until=date(2026, 11, 22)) == ["touch_candidate"]


def test_an_override_that_has_ended_calls() -> None:
    account = customer("A", 7_000_000)
    account["touch_assignment"] = [
        {"touch": "low", "override": True, "reason": "Asked for no calls", "expires_on": date(2026, 11, 21)}
    ]
    agenda = assessed(account).agenda_of(1)
    said = agenda[agenda["rule"] == "touch_candidate"].iloc[0]
    assert (str(said["ask"]), str(said["why"])) == (
        "Override ended: high touch again", "Set by hand to low touch until 2026-11-21. “Asked for no calls”",
    )  # fmt: skip
    account["touch_assignment"][0]["expires_on"] = TODAY
    assert "touch_candidate" not in assessed(account).agenda_of(1)["rule"].tolist()


def test_percentiles_take_the_top_and_the_next_by_rank() -> None:
    accounts = [customer(str(n), n * 1000) for n in range(1, 21)]
    tiers = tiers_of(assessed(*accounts, policy=TouchPolicy(method="percentiles")))
    assert [n for n, tier in tiers.items() if tier == "high"] == ["18", "19", "20"]
    assert sum(tier == "low" for tier in tiers.values()) == 7


def test_capacity_fills_the_hours_from_the_top() -> None:
    accounts = [customer(str(n), n * 1000) for n in range(1, 21)]
    accounts[0]["person"] = [{"name": "Mika", "hours": 32.0}]
    assessment = assessed(*accounts, policy=TouchPolicy(method="capacity"))
    # 2 hours go to all; the rest, 30: 0.885 to 0.49 is 19.3 for high (3 x 5.9), then 8 low (12.3 / 1.4)
    assert assessment.segments["accounts"].tolist() == [3, 8, 9]
    assert assessment.capacity["needed"].tolist() == [pytest.approx(3 * 6 + 8 * 1.5 + 9 * 0.1)]
    assert float(assessment.capacity["needed"].iloc[0]) <= 32.0


def test_a_csm_without_hours_of_her_own_has_those_of_a_full_time_csm() -> None:
    # 40 x 13 x 75% x 85% = 331.5 a quarter
    assert pytest.approx(40 * 13 * 0.75 * 0.85) == 331.5
    assert TouchPolicy().full_time_hours == pytest.approx(331.5 / 3)
    named = pd.Series(["Aya", "Mika", None, "Mika"])
    persons = pd.DataFrame({"name": ["Aya"], "hours": [40.0], "programme_hours": [30.0]})
    assert available_hours(named, persons, TouchPolicy()) == pytest.approx(110.5 + 10)


def test_segments_add_up() -> None:
    assessment = assessed(
        customer("A", 6_000_000), customer("B", 2_000_000), customer("C", 1_000_000), customer("D", 1_000_000)
    )
    segments = assessment.segments.set_index("touch")
    assert segments["accounts"].to_dict() == {"high": 1, "low": 1, "tech": 2}
    assert segments["arr"].to_dict() == {"high": 6_000_000, "low": 2_000_000, "tech": 2_000_000}
    assert segments["arr_share"].tolist() == [0.6, 0.2, 0.2]
    assert segments["hours"].tolist() == pytest.approx([6.0, 1.5, 0.2])


def test_capacity_holds_needed_against_available_hours() -> None:
    accounts = [customer("A", 6_000_000), customer("B", 2_000_000), customer("C", 1_000)]
    accounts[2]["account"][0]["csm"] = "Aya"
    accounts.append(customer("D", 1_000, csm=None))
    accounts[0]["person"] = [{"name": "Aya", "hours": 40.0, "programme_hours": 30.0}, {"name": "Mika", "hours": 54.0}]
    table = assessed(*accounts).capacity
    assert table["csm"].fillna("-").tolist() == ["Mika", "Aya", "-"]
    assert table["programme"].tolist() == [0.0, 30.0, 0.0]
    assert table["needed"].tolist() == pytest.approx([7.5, 30.1, 0.1])
    assert table["available"].tolist() == [54.0, 40.0, 0.0]
    assert np.array_equal(table["accounts"], [2, 1, 1])


def test_a_customer_that_is_gone_has_no_tier_and_takes_no_hours() -> None:
    gone = customer("Gone", 9_000_000)
    gone["contract"][0] |= {"end": date(2026, 10, 31), "status": "ended"}
    assessment = assessed(customer("A", 6_000_000), gone)
    assert assessment.accounts["touch"].fillna("-").tolist() == ["high", "-"]
    assert str(assessment.accounts["touch_reason"].iloc[1]) == "No longer a customer"
    assert assessment.segments["accounts"].tolist() == [1, 0, 0]
    assert assessment.capacity["needed"].tolist() == [6.0]
