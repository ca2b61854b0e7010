"""What each tier is given: defaults in both languages, and a missed cadence as an item of the agenda."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csdesk.i18n import Language
from csdesk.model.policies import Play, PlayPolicy, Policies, RevenuePolicy, TouchPolicy, as_data, from_data
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.plays import TEXTS, days_by_tier, play_text
from csdesk.rules.timeline import NEVER
from tests.rules.worked_books import TODAY, Records, book


def customer(name: str, amount: int, *contacts: tuple[str, int]) -> Records:
    """A customer since 2025 with touchpoints, each (kind, days ago)."""
    contract = {"start": date(2025, 1, 1), "amount": amount, "basis": "annual", "currency": "JPY"}
    touchpoints = [
        {"kind": kind, "date": TODAY - timedelta(days=days), "text": f"{kind} {days}"} for kind, days in contacts
    ]
    return {"account": [{"name": name}], "contract": [contract], "touchpoint": touchpoints}


def assessed(plays: PlayPolicy, *accounts: Records) -> Assessment:
    touch = TouchPolicy(high_from=6_000_000, low_from=1_200_000)
    return assess(book(*accounts), Policies(revenue=RevenuePolicy(currency="JPY"), touch=touch, plays=plays), TODAY)


def items(assessment: Assessment) -> dict[str, tuple[str, str]]:
    of_each = [assessment.agenda_of(key) for key in assessment.accounts["key"]]
    return {
        row.account: (Language("en").text(row.ask), Language("en").text(row.why))
        for found in of_each
        for row in found[found["rule"].isin(["contact_cadence", "qbr_due"])].itertuples()
    }


def test_the_defaults_are_those_of_the_touch_model() -> None:
    plays = PlayPolicy()
    monthly_and_quarterly = {play.code: play.days for play in plays.of("high") if play.days}
    assert monthly_and_quarterly == {"monthly_call": 30, "qbr": 91}
    assert {play.code: play.days for play in plays.of("low") if play.days} == {
        "workshop": 31, "quarterly_check": 90, "half_year_review": 183,
    }  # fmt: skip
    assert {play.code: play.days for play in plays.of("tech") if play.days} == {"monthly_mail": 31, "webinar": 31}


def test_a_default_speaks_the_language_of_its_reader_and_a_text_of_the_book_does_not() -> None:
    assert {play.code for play in PlayPolicy().plays} == set(TEXTS)
    qbr = Play("high", "qbr")
    assert (Language("en").text(play_text(qbr)), Language("ja").text(play_text(qbr))) == (
        "QBR each quarter", "四半期レビュー（QBR）",
    )  # fmt: skip
    own = Play("high", "qbr", text="Coffee with Ms Abe")
    assert Language("ja").text(play_text(own)) == "Coffee with Ms Abe"


def test_plays_travel_as_data() -> None:
    policies = Policies(plays=PlayPolicy((Play("low", text="Lunch", days=60, kinds=("meeting",), together=True),)))
    assert from_data(Policies, as_data(policies)) == policies
    assert from_data(Policies, {}).plays == PlayPolicy()


def test_the_shortest_cadence_of_a_tier_counts() -> None:
    plays = PlayPolicy(
        (Play("high", "a", days=30), Play("high", "b", days=14), Play("low", "c", days=60, together=True))
    )
    assert days_by_tier(plays, ()).tolist() == [14, NEVER, NEVER]


@pytest.mark.parametrize(("days", "missed"), [(45, False), (46, True)])
def test_contact_is_due_as_often_as_the_book_says(days: int, missed: bool) -> None:
    plays = PlayPolicy((Play("high", "monthly_call", days=45),))
    found = items(assessed(plays, customer("A", 9_000_000, ("call", days)), customer("B", 2_000_000, ("call", 300))))
    expected = {"A": ("No contact for 46 days", "The target for high touch is 45 days.")} if missed else {}
    assert found == expected


def test_a_play_that_certain_touchpoints_fulfil_is_missed_account_by_account() -> None:
    plays = PlayPolicy((Play("low", text="Lunch together", days=60, kinds=("meeting",)),))
    late, fresh, never = (
        customer("Late", 2_000_000, ("meeting", 61), ("call", 1)), customer("Fresh", 2_000_000, ("meeting", 60)),
        customer("Never", 2_000_000, ("call", 1)),
    )  # fmt: skip
    found = items(assessed(plays, late, fresh, never))
    assert found == {
        "Late": (
            "Not kept: Lunch together",
            "The last was on 22\u00a0Sep\u00a02026. The target for low touch is 60 days.",
        ),
        "Never": ("Not kept: Lunch together", "Never so far. The target for low touch is 60 days."),
    }
    assert items(assessed(plays, never)) == {}  # nobody in this book writes lunches down


def test_a_play_for_many_is_missed_once_for_the_tier() -> None:
    plays = PlayPolicy((Play("low", "workshop", days=31, kinds=("event", "webinar"), together=True),))
    small, large = customer("Small", 1_500_000, ("webinar", 40)), customer("Large", 4_000_000, ("call", 3))
    found = items(assessed(plays, small, large))
    assert list(found) == ["Large"]
    assert found["Large"][0] == "Not held: Group workshop each month"
    assert items(assessed(plays, customer("Small", 1_500_000, ("webinar", 31)), large)) == {}
    assert items(assessed(plays, large)) == {}


def test_reviews_are_due_in_the_tiers_that_have_them() -> None:
    plays = PlayPolicy((Play("low", "qbr", days=100, kinds=("qbr",)),))
    high, low = customer("High", 9_000_000, ("qbr", 200)), customer("Low", 2_000_000, ("qbr", 100))
    assert list(items(assessed(plays, high, low))) == ["Low"]
