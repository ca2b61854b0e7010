"""A health model against the past: a book whose losses and scores are worked out by hand, and a count in plain Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.errors import JobCancelled
from csdesk.model.policies import Calendar, HealthComponent, HealthModel, Policies
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.backtest import BackTest, Outcome, backtest, wilson
from csdesk.rules.backtest_ground import ContractLines, ground_of, losses, quarter_ends
from csdesk.rules.timeline import NEVER, NO_DAY
from tests.rules.worked_books import TODAY, Records, book

BY_SEATS = HealthModel(components=(HealthComponent("seat_use", 1, zero=0, full=1),))


def account(contract: dict[str, Any], *uses: tuple[date, float], **records: list[dict[str, Any]]) -> Records:
    """100 seats from the start of 2025, with active users on some days."""
    return {
        "account": [{"name": "A"}],
        "contract": [{"start": date(2025, 1, 1), "amount": 1200, "basis": "annual", "seats": 100, **contract}],
        "measurement": [{"metric": "active_users", "date": day, "value": value} for day, value in uses],
        **records,
    }


EARLY = date(2025, 2, 1)
LOST_LOW = account({"end": date(2025, 8, 31), "status": "ended"}, (EARLY, 10.0))
LOST_HIGH = account({"end": date(2025, 11, 15), "status": "ended"}, (EARLY, 90.0))
KEPT_LOW = account({}, (EARLY, 20.0), event=[{"kind": "churn", "date": date(2025, 10, 10)}])
KEPT_HIGH = account({}, (EARLY, 90.0), health_override=[{"score": 5.0, "set_on": EARLY}])
LAPSED = account({"end": date(2026, 2, 10), "auto_renew": False}, (EARLY, 90.0), (date(2025, 12, 15), 30.0))
SILENT = account({})


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    frames = book(LOST_LOW, LOST_HIGH, KEPT_LOW, KEPT_HIGH, LAPSED, SILENT)
    return assess(frames, Policies(health=(BY_SEATS,)), TODAY)


@pytest.fixture(scope="module")
def found(assessment: Assessment) -> BackTest:
    return backtest(assessment)


def test_quarter_ends_reach_back_18_months_and_their_horizon_is_over() -> None:
    ends = [date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31), date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30)]  # fmt: skip
    assert list(quarter_ends(date(2024, 12, 31), Calendar(), 90)) == ends
    assert list(quarter_ends(date(2024, 12, 31), Calendar(), 180)) == ends[:-1]
    assert quarter_ends(date(2024, 12, 29), Calendar(), 90)[-1] == date(2024, 9, 30)
    assert quarter_ends(date(2024, 12, 28), Calendar(), 90)[-1] == date(2024, 6, 30)
    assert quarter_ends(date(2024, 12, 31), Calendar(fiscal_first_month=2), 90)[-1] == date(2024, 7, 31)


def test_at_risk_is_a_predicted_loss(found: BackTest) -> None:
    # quarter-ends 30 Jun, 30 Sep, 31 Dec 2025, 31 Mar, 30 Jun 2026; 2 + 1 lost; 5 times low and kept;
    # quiet: once before the loss, 5 times high, twice before the lapse, 5 times without data
    assert found.days[0] == date(2025, 6, 30)
    assert len(found.days) == 5
    assert found.outcome == Outcome(caught=2, missed=1, false_alarms=5, quiet=13)
    assert (found.outcome.recall, found.outcome.precision) == pytest.approx((2 / 3, 2 / 7))
    assert found.outcome.f1 == pytest.approx(0.4)
    assert found.few
    assert found.lost_accounts == 3


def test_what_had_no_score_is_counted_and_said(found: BackTest) -> None:
    assert (found.no_data, found.no_data_lost) == (5, 0)
    assert found.scores_lost.sum() == 3
    assert found.scores_kept.sum() == 13
    assert found.scores_lost[[2, 6, 18]].tolist() == [1, 1, 1]


def test_a_warning_counts_from_the_first_quarter_end_at_risk(found: BackTest) -> None:
    # 30 Jun to 31 Aug 2025: 62 days; 31 Dec 2025 to 11 Feb 2026, the day after the lapsed end: 42
    assert found.warning_days == median([62, 42])


def test_events_of_the_source_stand_beside_the_losses(found: BackTest) -> None:
    assert (found.events, found.events_flagged) == (1, 1)


def test_gains_take_those_at_risk_first_then_the_lowest_score(found: BackTest) -> None:
    assert len(found.gains) == found.outcome.units + 1
    assert found.gains[[0, 1, 6, 7, -1]].tolist() == [0, 1, 1, 2, 3]


def test_each_component_is_left_out_in_turn(assessment: Assessment) -> None:
    model = replace(BY_SEATS, components=(*BY_SEATS.components, HealthComponent("nps_mean", 1, zero=0, full=10)))
    assert [name for _, name, _ in backtest(assessment, (model,)).without] == ["seat_use"]  # nobody answered
    alone = backtest(assessment).without
    assert [(model, metric, outcome.caught, outcome.missed) for model, metric, outcome in alone] == [
        ("default", "seat_use", 0, 3)
    ]


def test_to_leave_a_component_out_takes_nobody_s_band_for_want_of_coverage() -> None:
    # 3 of 5 weights have data; without the one of 2 it would be 1 of 3, and the loss would count as missed
    answers = [{"respondent": "p", "date": day, "score": 9.0} for day in (date(2025, 3, 1), date(2026, 11, 1))]
    kept = account({}, (EARLY, 90.0), response=answers)
    seats, twice = BY_SEATS.components[0], replace(BY_SEATS.components[0], weight=2)
    model = replace(BY_SEATS, components=(seats, twice, HealthComponent("nps_mean", 2, zero=0, full=10)))
    found = backtest(assess(book(LOST_LOW, kept), Policies(health=(model,)), TODAY))
    assert found.outcome.caught == 1
    assert [(metric, outcome.caught) for _, metric, outcome in found.without] == [
        ("seat_use", 1), ("seat_use", 1), ("nps_mean", 1),
    ]  # fmt: skip


def test_a_longer_horizon_sees_losses_further_off(assessment: Assessment) -> None:
    ground = ground_of(assessment, 180)
    found = backtest(assessment, ground=ground)
    # 30 Jun 2025: both final ends; 30 Sep: 15 Nov and the lapse on 11 Feb; 31 Dec: the lapse
    assert [int((q.lost_on != NO_DAY).sum()) for q in ground.quarters] == [2, 2, 1, 0]
    assert (found.horizon, found.outcome.losses) == (180, 5)
    assert backtest(assessment, ground=ground_of(assessment, 60)).outcome.losses == 2  # 62 days are too far


def test_an_edited_model_is_tried_on_the_same_ground(assessment: Assessment) -> None:
    ground = ground_of(assessment)
    strict = replace(BY_SEATS, watch_from=15, healthy_from=20, nps_days=100)
    assert backtest(assessment, (strict,), ground).outcome == Outcome(caught=1, missed=2, false_alarms=0, quiet=18)


def test_it_stops_when_asked_to(assessment: Assessment) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        backtest(assessment, report=stop)


def test_a_book_without_a_past_has_nothing_to_test() -> None:
    found = backtest(assess(book({"account": [{"name": "New"}]}), Policies(), TODAY))
    assert found.outcome == Outcome(0, 0, 0, 0)
    assert (found.outcome.recall, found.outcome.precision, found.outcome.recall_interval) == (None, None, None)
    assert found.warning_days is None


def test_who_left_and_was_put_away_since_counts_all_the_same(found: BackTest) -> None:
    away = {**LOST_LOW, "account": [{"name": "A", "archived": True}]}
    frames = book(away, LOST_HIGH, KEPT_LOW, KEPT_HIGH, LAPSED, SILENT)
    again = backtest(assess(frames, Policies(health=(BY_SEATS,)), TODAY))
    assert (again.outcome, again.gains.tolist()) == (found.outcome, found.gains.tolist())


def test_a_tier_of_today_does_not_choose_the_model_of_then() -> None:
    # it was low touch until it left; without revenue today it would be tech, and have no score
    model = replace(BY_SEATS, touch=("high", "low"))
    policies = Policies(health=(model,))
    policies = replace(policies, touch=replace(policies.touch, high_from=100_000, low_from=1000))
    found = backtest(assess(book(LOST_LOW, KEPT_HIGH), policies, TODAY))
    assert found.outcome.caught == 1


def test_wilson_by_hand() -> None:
    # p = 11/14, z2/n = 3.8415/14 = 0.27439: middle 0.92291/1.27439, half 1.95996 x sqrt(0.012026 + 0.0049) / 1.27439
    assert wilson(11, 14) == pytest.approx((0.5241, 0.9243), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)  # z2 / (n + z2)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(0, 0) is None


LINE = st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(0, 40) | st.none(), st.booleans(), st.booleans())


@given(st.lists(LINE, max_size=8), st.integers(5, 40), st.integers(1, 30))
def test_losses_are_those_of_a_count_day_by_day(lines: list[Any], since: int, horizon: int) -> None:
    known = [(p, s, None if n is None else s + n, final and n is not None, paid) for p, s, n, final, paid in lines]
    made = ContractLines(
        np.asarray([p for p, *_ in known], dtype=np.int64),
        np.asarray([s for _, s, *_ in known], dtype=np.int64),
        np.asarray([NEVER if e is None else e for _, _, e, *_ in known], dtype=np.int64),
        np.asarray([NO_DAY if e is None else e for _, _, e, *_ in known], dtype=np.int64),
        np.asarray([final for *_, final, _ in known], dtype=np.bool_),
        np.asarray([paid for *_, paid in known], dtype=np.bool_),
    )
    expected = []
    for account in range(3):
        own = [line for line in known if line[0] == account]

        def earns(day: int, own: list[Any] = own) -> bool:
            return any(paid and s <= day and (e is None or day <= e) for _, s, e, _, paid in own)

        days = [e for _, _, e, final, _ in own if e is not None and final and since < e <= since + horizon]
        if earns(since):
            days += [day for day in range(since + 1, since + horizon + 1) if not earns(day)][:1]
        expected.append(min(days, default=NO_DAY))
    assert losses(made, 3, since, horizon).tolist() == expected


def test_tiers_by_the_hours_of_csms_are_those_of_each_quarter_end_too() -> None:
    policies = Policies(health=(BY_SEATS,))
    policies = replace(policies, touch=replace(policies.touch, method="capacity", full_time_hours=6.0))
    owned: Records = {**LOST_LOW, "account": [{"name": "A", "csm": "Mika Sato"}]}
    assert backtest(assess(book(owned, KEPT_HIGH), policies, TODAY)).outcome.caught == 1
