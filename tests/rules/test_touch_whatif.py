"""What another touch policy would do: against the numbers of the drawn book, and against plain Python on random books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.model.policies import Policies, RevenuePolicy, TouchPolicy
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.touch import TIERS, Cutoffs
from csdesk.rules.touch_histogram import histogram, rounded_cut, stepped_cut
from csdesk.rules.touch_whatif import TouchBook, effect_of, moving, tiers_after, touch_book, what_if
from csdesk.rules.touch_words import title, why_moves
from tests.rules.worked_books import TODAY, Records, book

CUTS = TouchPolicy(high_from=6_000_000, low_from=1_200_000)
PER_TIER = {"high": 6.0, "low": 1.5, "tech": 0.1}


def customer(name: str, amount: int, csm: str | None, **more: Any) -> Records:
    contract = {"start": date(2025, 1, 1), "amount": amount, "basis": "annual", "currency": "JPY"}
    return {"account": [{"name": name, "csm": csm, **more}], "contract": [contract]}


def assessed(accounts: list[Records], policy: TouchPolicy = CUTS) -> Assessment:
    return assess(book(*accounts), Policies(revenue=RevenuePolicy(currency="JPY"), touch=policy), TODAY)


@cache
def drawn() -> TouchBook:
    """Five accounts between the cuts, one of them held low, as they are drawn; Reyes has two of them and 48 hours."""
    named = (("金太郎鉄工", 5_800_000, "Tanaka"), ("Quillfern Publishing", 5_600_000, "Reyes"), ("蛍火電機", 5_400_000, "Kobayashi"), ("Velvet Anchor Hotels", 5_200_000, "Reyes"), ("白兎ペイメント", 5_100_000, "Sato"))  # fmt: skip
    accounts = [customer(name, amount, csm) for name, amount, csm in named]
    accounts += [customer(f"R{n}", 9_000_000, "Reyes") for n in range(4)]
    accounts += [customer(f"r{n}", 2_000_000, "Reyes") for n in range(11)]
    accounts[4]["touch_assignment"] = [
        {"touch": "low", "override": True, "reason": "Runs itself", "expires_on": date(2027, 1, 31)}
    ]
    accounts[0]["person"] = [{"name": "Reyes", "hours": 48.0}, {"name": "Tanaka", "hours": 54.0}]
    return touch_book(assessed(accounts))


def test_a_cut_lowered_to_five_million_moves_the_four_drawn_accounts_and_keeps_the_one_that_is_held() -> None:
    found = what_if(drawn(), replace(CUTS, high_from=5_000_000))
    assert list(drawn().names[found.moves]) == [
        "金太郎鉄工",
        "Quillfern Publishing",
        "蛍火電機",
        "Velvet Anchor Hotels",
    ]
    assert list(drawn().names[found.stays]) == ["白兎ペイメント"]
    assert str(why_moves(drawn(), found, int(found.moves[0]))) == "over JPY 5000000"


def test_reyes_is_over_capacity_by_four_and_a_half_hours() -> None:
    the_book = drawn()
    before = effect_of(the_book, the_book.live.tier, CUTS)
    found = what_if(the_book, replace(CUTS, high_from=5_000_000))
    after = effect_of(the_book, tiers_after(the_book, found), found.policy)
    reyes = the_book.staff.names.index("Reyes")
    assert before.by_csm[reyes].tolist() == [4, 13, 0]
    assert after.by_csm[reyes].tolist() == [6, 11, 0]
    assert (before.needed[reyes], after.needed[reyes]) == (43.5, 52.5)
    assert after.needed[reyes] - the_book.staff.available[reyes] == 4.5
    assert [the_book.staff.names[n] for n in np.flatnonzero(after.over(the_book.staff))] == ["Reyes"]
    assert str(title(the_book, found, 4, before, after)) == (
        "Lowering the High cut from JPY 6000000 to JPY 5000000 moves 4 accounts and puts 1 CSM over capacity"
    )


def test_an_account_that_is_kept_out_stays_where_it_is() -> None:
    the_book = drawn()
    found = what_if(the_book, replace(CUTS, high_from=5_000_000))
    kept = frozenset({int(the_book.keys[found.moves[1]])})
    assert len(moving(the_book, found, kept)) == 3
    assert TIERS[tiers_after(the_book, found, kept)[found.moves[1]]] == "low"


def test_the_same_policy_changes_nothing() -> None:
    found = what_if(drawn(), CUTS)
    before = effect_of(drawn(), drawn().live.tier, CUTS)
    assert len(found.moves) == len(found.stays) == 0
    assert str(title(drawn(), found, 0, before, before)) == "4 high-touch accounts carry 42% of ARR"


def test_a_cut_that_relieves_somebody_says_so() -> None:
    the_book = drawn()
    raised = what_if(the_book, replace(CUTS, low_from=3_000_000))
    before = effect_of(the_book, the_book.live.tier, CUTS)
    after = effect_of(the_book, tiers_after(the_book, raised), raised.policy)
    said = str(title(the_book, raised, len(raised.moves), before, after))
    assert said == "Raising the Low cut from JPY 1200000 to JPY 3000000 moves 11 accounts"
    tight = replace(the_book, staff=replace(the_book.staff, available=np.full(5, 40.0)))
    assert str(title(tight, raised, 11, before, after)).endswith(
        "moves 11 accounts and takes 1 CSM back under capacity"
    )


@st.composite
def random_accounts(draw: st.DrawFn) -> list[dict[str, Any]]:
    account = st.fixed_dictionaries(
        {
            "arr": st.integers(1, 12_000_000),
            "csm": st.sampled_from(["A", "B", None]),
            "strategic": st.booleans(),
            "assigned": st.sampled_from([None, "high", "low", "tech"]),
            "override": st.booleans(),
        }
    )
    return draw(st.lists(account, min_size=1, max_size=25))


def as_records(accounts: list[dict[str, Any]]) -> list[Records]:
    made = []
    for number, account in enumerate(accounts):
        records = customer(f"n{number}", account["arr"], account["csm"], strategic=account["strategic"])
        if account["assigned"]:
            records["touch_assignment"] = [{"touch": account["assigned"], "override": account["override"] or None}]
        made.append(records)
    return made


def plain_tier(arr: int, high: int, low: int) -> str:
    return "high" if arr >= high else "low" if arr >= low else "tech"


def by_hand(account: dict[str, Any]) -> bool:
    return bool(account["assigned"] and account["override"])


def live_tier(account: dict[str, Any]) -> str:
    if by_hand(account):
        return str(account["assigned"])
    tier = account["assigned"] or plain_tier(account["arr"], 6_000_000, 1_200_000)
    return "high" if account["strategic"] else str(tier)


@settings(max_examples=25, deadline=None)
@given(random_accounts(), st.integers(1_200_000, 12_000_000), st.integers(1, 1_200_000))
def test_what_if_agrees_with_a_computation_account_by_account(
    accounts: list[dict[str, Any]], high: int, low: int
) -> None:
    the_book = touch_book(assessed(as_records(accounts)))
    policy = replace(CUTS, high_from=high, low_from=low)
    found = what_if(the_book, policy)
    expected = []
    for account in accounts:
        live = live_tier(account)
        was = "high" if account["strategic"] else plain_tier(account["arr"], 6_000_000, 1_200_000)
        now = "high" if account["strategic"] else plain_tier(account["arr"], high, low)
        expected.append(now if now not in (was, live) and not by_hand(account) else live)
    after = tiers_after(the_book, found)
    assert [TIERS[tier] for tier in after] == expected
    effect = effect_of(the_book, after, policy)
    for place, tier in enumerate(TIERS):
        members = [a for a, t in zip(accounts, expected, strict=True) if t == tier]
        assert effect.accounts[place] == len(members)
        assert effect.arr[place] == sum(a["arr"] for a in members)
        assert effect.hours[place] == pytest.approx(len(members) * PER_TIER[tier])
        assert effect.bands[place].sum() == len(members)
    for row, csm in enumerate([*the_book.staff.names, None]):
        mine = [(a, t) for a, t in zip(accounts, expected, strict=True) if a["csm"] == csm]
        assert effect.by_csm[row].tolist() == [sum(t == tier for _, t in mine) for tier in TIERS]
        assert effect.arr_by_csm[row] == sum(a["arr"] for a, _ in mine)
        assert effect.needed[row] == pytest.approx(sum(PER_TIER[t] for _, t in mine))


def test_the_same_preview_serves_method_and_basis() -> None:
    accounts = [customer(f"n{n}", n * 500_000, "A") for n in range(1, 21)]
    the_book = touch_book(assessed(accounts))
    shares = what_if(the_book, replace(CUTS, method="percentiles"))
    assert [TIERS[tier] for tier in shares.touch.tier].count("high") == 3  # 15% of 20
    assert len(shares.moves) == 20 - sum(
        TIERS[a] == TIERS[b] for a, b in zip(shares.touch.tier, the_book.live.tier, strict=True)
    )
    lifetime = what_if(the_book, replace(CUTS, basis="ltv"))
    assert (lifetime.value > the_book.arr).all()
    assert len(lifetime.moves) > 0


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=80), st.integers(1, 10**8), st.integers(1, 10**8))
def test_no_bin_holds_values_of_both_sides_of_a_cut_and_no_value_is_lost(values: list[int], one: int, two: int) -> None:
    cuts = Cutoffs(max(one, two), min(one, two))
    found = histogram(np.sort(np.asarray(values, dtype=np.int64)), cuts)
    assert found.counts.sum() == len(values)
    for tier, wanted in enumerate(TIERS):
        inside = sum(plain_tier(value, cuts.high_from, cuts.low_from) == wanted for value in values)
        assert found.counts[found.tier == tier].sum() == inside


def test_a_cut_moves_in_steps_of_its_second_digit() -> None:
    assert stepped_cut(6_000_000, -10) == 5_000_000
    assert stepped_cut(1_200_000, 1) == 1_300_000
    assert stepped_cut(1_000_000, -1) == 990_000
    assert stepped_cut(990_000, 1) == 1_000_000
    assert stepped_cut(5_040_000, 1) == 5_100_000
    assert stepped_cut(5_040_000, -1) == 5_000_000
    assert rounded_cut(5_049_999.0) == 5_000_000
