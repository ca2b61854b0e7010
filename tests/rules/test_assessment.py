"""The assessment as a whole: its frames, its memory, and the view from earlier days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from csdesk.model.fields import Origin, record_type
from csdesk.model.policies import Policies, RevenuePolicy
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.frames import MemoryFrames
from tests.rules.worked_books import TODAY, Records, book, ryugu, tsukimi

DOLLARS = Policies(revenue=RevenuePolicy(currency="USD"))


@pytest.fixture
def assessment() -> Assessment:
    return assess(book(tsukimi(), ryugu()), DOLLARS, TODAY)


def changed(frames: MemoryFrames, record: str, **columns: object) -> MemoryFrames:
    """The same records with other values in some columns of one frame, and that table's version raised."""
    tables = {code: frames.frame(code) for code in ("account", "contract", "measurement", "response", "ticket", "touchpoint", "invoice")}  # fmt: skip
    tables[record] = tables[record].assign(**columns)
    return MemoryFrames(tables, {record: frames.version(record) + 1})


def test_the_account_frame_has_every_field_of_the_catalogue(assessment: Assessment) -> None:
    names = [f.name for f in record_type("account").fields if f.origin is not Origin.INPUT]
    assert [name for name in names if name not in assessment.accounts.columns] == []
    assert assessment.accounts.columns.is_unique


def test_computed_columns_have_the_dtypes_of_the_catalogue(assessment: Assessment) -> None:
    texts = {"touch_reason"}  # Messages, for the reader's language
    wrong = {
        f.name: str(assessment.accounts[f.name].dtype)
        for f in record_type("account").fields
        if f.origin is Origin.COMPUTED
        and f.name not in texts
        and assessment.accounts[f.name].dtype != pd.Series(dtype=f.dtype).dtype
    }
    assert wrong == {}


def test_the_worked_accounts_come_out_as_drawn(assessment: Assessment) -> None:
    row = assessment.accounts.iloc[0]
    assert (row["arr"], row["mrr"], row["currency"]) == (2_400_000_000, 200_000_000, "USD")
    assert (row["renewal_on"], row["notice_by"]) == (pd.Timestamp(2027, 1, 31), pd.Timestamp(2026, 12, 2))
    assert (row["days_to_notice"], row["renewal_state"]) == (10, "notice_open")
    assert (row["seats_bought"], row["seats_active"], row["nps"]) == (400, 331, 60)
    assert row["seat_use"] == pytest.approx(331 / 400)
    assert row["last_contact_on"] == pd.Timestamp(2026, 11, 20)


def test_archived_accounts_take_no_part() -> None:
    gone = ryugu()
    gone["account"][0]["archived"] = True
    assessment = assess(book(tsukimi(), gone), DOLLARS, TODAY)
    assert assessment.accounts["name"].tolist() == ["Tsukimi Robotics"]
    assert assessment.contracts["account"].unique().tolist() == ["Tsukimi Robotics"]
    assert assessment.accounts["arr"].tolist() == [2_400_000_000]


def test_contracts_know_their_account_their_worth_and_their_state(assessment: Assessment) -> None:
    contracts = assessment.contracts
    assert contracts["account"].tolist() == ["Tsukimi Robotics", "Tsukimi Robotics", "竜宮マリン"]
    assert contracts["arr"].tolist() == [2_160_000_000, 240_000_000, 1_440_000_000]
    assert contracts["state"].tolist() == ["notice_open"] * 3


def test_renewals_carry_health_and_tier_of_the_account(assessment: Assessment) -> None:
    renewals = assessment.renewals
    assert renewals["renewal_on"].is_monotonic_increasing
    assert renewals["health"].tolist() == [72, 72, 54]
    assert renewals["touch"].tolist() == ["high", "high", "tech"]


def test_renaming_a_csm_scores_nothing_again(assessment: Assessment) -> None:
    _ = assessment.accounts
    frames = assessment.frames
    assert isinstance(frames, MemoryFrames)
    again = assess(changed(frames, "account", csm="Ken Tanaka"), DOLLARS, TODAY, assessment)
    assert again.accounts["csm"].tolist() == ["Ken Tanaka", "Ken Tanaka"]
    assert again.ledger is assessment.ledger
    assert again.scored(TODAY) is assessment.scored(TODAY)
    assert again.segmentation is assessment.segmentation


def test_new_measurements_leave_the_ledger_and_change_the_score(assessment: Assessment) -> None:
    _ = assessment.accounts
    frames = assessment.frames
    assert isinstance(frames, MemoryFrames)
    measured = frames.frame("measurement")
    more = measured["value"].where(measured["metric"] != "active_users", 400.0)
    again = assess(changed(frames, "measurement", value=more), DOLLARS, TODAY, assessment)
    assert again.ledger is assessment.ledger
    assert again.scored(TODAY) is not assessment.scored(TODAY)
    assert again.accounts["health"].tolist()[0] == 75  # 71.94 - 22.0 + 25
    assert again.facts.responses() is assessment.facts.responses()


def test_other_policies_or_another_day_are_not_mixed_up(assessment: Assessment) -> None:
    _ = assessment.accounts
    strict = replace(DOLLARS, health=(replace(DOLLARS.health[0], healthy_from=80),))
    assert assess(assessment.frames, strict, TODAY, assessment).accounts["band"].tolist() == ["watch", "watch"]
    earlier = TODAY - timedelta(days=40)
    then = assess(assessment.frames, DOLLARS, earlier, assessment)
    fresh = assess(assessment.frames, DOLLARS, earlier)
    pd.testing.assert_frame_equal(
        then.accounts.drop(columns="touch_reason"), fresh.accounts.drop(columns="touch_reason")
    )


def test_health_is_compared_with_the_day_that_is_asked_for(assessment: Assessment) -> None:
    week = TODAY - timedelta(days=7)
    compared = assess(assessment.frames, DOLLARS, TODAY, compare_to=week)
    before = assess(assessment.frames, DOLLARS, week)
    assert compared.compared_to == week
    expected = (compared.accounts["health"] - before.accounts["health"]).tolist()
    assert compared.accounts["health_change"].tolist() == expected
    assert assessment.compared_to == TODAY - timedelta(days=30)


def test_an_account_that_began_later_has_no_change() -> None:
    fresh = tsukimi()
    for contract in fresh["contract"]:
        contract["start"] = date(2026, 11, 1)
    assert assess(book(fresh), DOLLARS, TODAY).accounts["health_change"].isna().all()


def test_what_changed_since_a_day_is_told() -> None:
    grown: Records = tsukimi()
    grown["contract"].append(
        {"product": "Add-on", "start": date(2026, 11, 1), "end": date(2027, 10, 31), "amount": 100_000, "basis": "annual", "currency": "USD"}
    )  # fmt: skip
    before = {"metric": "active_users", "date": date(2026, 10, 20)}
    grown["measurement"].append(before | {"value": 331.0})
    fallen = ryugu()
    fallen["measurement"].append(before | {"value": 190.0})
    since = assess(book(grown, fallen), DOLLARS, TODAY).since(date(2026, 10, 22))
    assert (since.arr_before, since.arr_now) == (3_840_000_000, 3_840_100_000)
    assert since.movements[["account", "kind", "amount"]].to_dict("list") == {
        "account": ["Tsukimi Robotics"],
        "kind": ["cross_sell"],
        "amount": [100_000],
    }
    assert since.health["account"].tolist()[0] == "竜宮マリン"
    assert (since.health["change"] < 0).sum() == since.fell


def test_a_renewal_that_moved_is_told() -> None:
    renewed = ryugu()
    renewed["contract"][0]["end"] = date(2026, 10, 31)
    renewed["contract"].append(renewed["contract"][0] | {"start": date(2026, 11, 1), "end": date(2027, 10, 31)})
    moved = assess(book(renewed), DOLLARS, TODAY).since(date(2026, 10, 22)).renewals
    assert moved[["before", "now", "renewed"]].iloc[0].tolist() == [
        pd.Timestamp(2026, 10, 31),
        pd.Timestamp(2027, 10, 31),
        True,
    ]


def test_figures_and_trend_count_what_is_at_risk() -> None:
    risky = ryugu()
    risky["event"] = [{"kind": "notice_received", "date": date(2026, 11, 10)}]
    assessment = assess(book(tsukimi(), risky), DOLLARS, TODAY)
    assert assessment.figures().numbers["arr_at_risk"].value == 1_440_000_000
    trend = assessment.trend(2)
    assert trend.columns.tolist() == ["date", "arr", "nrr", "grr", "arr_at_risk", "accounts"]
    assert trend["arr_at_risk"].tolist() == [0, 1_440_000_000]
    assert trend["arr"].tolist() == [3_840_000_000, 3_840_000_000]


def test_an_empty_book_is_assessed_without_complaint() -> None:
    assessment = assess(MemoryFrames({}), DOLLARS, TODAY)
    for part in ("accounts", "contracts", "renewals", "agenda", "lint", "health_parts", "capacity"):
        assert len(getattr(assessment, part)) == 0
    assert assessment.segments["accounts"].tolist() == [0, 0, 0]
    assert assessment.figures().numbers["arr"].value in (0, None)
    assert len(assessment.trend(3)) == 3
    assert assessment.since(date(2026, 10, 22)).arr_now == 0
    assert assessment.health_history(2).columns.tolist()[0] == "account_key"
