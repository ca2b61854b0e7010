"""Points, scores, bands and caps of the health model, with numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.policies import DEFAULT_COMPONENTS, HealthComponent, HealthModel, MissingData, Policies
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.frames import MemoryFrames, frame_of
from csdesk.rules.health import (
    AT_RISK,
    BANDS,
    HEALTHY,
    NO_DATA,
    WATCH,
    age_banded,
    banded,
    banding,
    combined,
    half_up,
    linear,
    manual,
    recency,
)
from tests.rules.worked_books import TODAY, Records, book, ryugu, tsukimi


def array(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(values, dtype=np.float64)


def test_weighted_mean_is_exact_and_shown_half_up() -> None:
    points = [array(83), array(71), array(78), array(54)]
    score, coverage = combined(points, [array(7), array(5), array(8), array(3)], "drop")
    assert score[0] == pytest.approx(74.8696, abs=1e-4)  # 1722 / 23
    assert half_up(score)[0] == 75
    assert coverage[0] == 1


@pytest.mark.parametrize(("missing", "expected"), [("drop", 68.0), ("neutral", 63.5), ("zero", 51.0)])
def test_missing_data_is_dropped_or_neutral_or_zero(missing: MissingData, expected: float) -> None:
    nan = float("nan")
    points = [array(80), array(60), array(50), array(nan), array(nan)]
    score, coverage = combined(points, [array(40), array(15), array(20), array(15), array(10)], missing)
    assert score[0] == pytest.approx(expected)
    assert coverage[0] == pytest.approx(0.75)


def test_a_half_goes_up_even_where_binary_fractions_fall_short() -> None:
    assert half_up(array(69.5, 69.49999999999999, 69.4, 0.5, 53.75)).tolist() == [70, 70, 69, 1, 54]


def test_linear_works_in_both_directions_and_stops_at_the_ends() -> None:
    assert linear(array(0.3, 0.6, 0.9, 1.2), 0.3, 0.9).tolist() == pytest.approx([0, 50, 100, 100])
    assert linear(array(4, 1.75, 0), 4, 0).tolist() == pytest.approx([0, 56.25, 100])


def test_recency_of_45_days_between_14_and_90_gives_59() -> None:
    assert half_up(recency(array(45, 14, 90, 3, 200), full=14, zero=90)).tolist() == [59, 100, 0, 100, 0]


def test_bands_take_the_last_cut_reached() -> None:
    bands = ((1.0, 20.0), (3.0, 60.0), (5.0, 100.0))
    assert banded(array(0, 1, 2.9, 3, 9), bands).tolist() == [0, 20, 20, 60, 100]


def test_the_csms_view_from_1_to_5_spreads_over_the_scale() -> None:
    assert manual(array(1, 3, 5)).tolist() == [0, 50, 100]


@pytest.mark.parametrize(
    ("use", "months", "points"),
    [
        (0.09, 3, 0), (0.09, 30, 0),
        (0.10, 3, 50), (0.50, 5, 50), (0.50, 6, 0),
        (0.51, 2, 100), (0.75, 5, 100), (0.75, 6, 50), (0.60, 8, 50), (0.60, 9, 0),
        (0.76, 3, 100), (0.95, 40, 100),
    ],
)  # fmt: skip
def test_seat_use_is_judged_by_the_age_of_the_customer(use: float, months: float, points: float) -> None:
    assert age_banded(array(use), array(months)).tolist() == [points]


def test_bands_use_the_score_as_shown_and_need_half_of_the_weight() -> None:
    model = HealthModel()
    shown, coverage = half_up(array(69.5, 69.4, 49.5, 49.4, 95, 95)), array(1, 1, 1, 1, 0.5, 0.49)
    assert banding(shown, coverage, model).tolist() == [HEALTHY, WATCH, WATCH, AT_RISK, HEALTHY, NO_DATA]


@given(
    st.lists(
        st.tuples(st.floats(0, 100) | st.just(float("nan")), st.floats(0.5, 50)),
        min_size=1,
        max_size=8,
    )
)
def test_a_score_lies_between_the_least_and_the_most_points(parts: list[tuple[float, float]]) -> None:
    score, _ = combined([array(p) for p, _ in parts], [array(w) for _, w in parts], "drop")
    known = [p for p, _ in parts if p == p]
    if known:
        assert min(known) - 1e-9 <= score[0] <= max(known) + 1e-9
    else:
        assert np.isnan(score[0])


def assessed(*accounts: Records, policies: Policies | None = None) -> Assessment:
    return assess(book(*accounts), policies or Policies(), TODAY)


def health_of(assessment: Assessment) -> dict[str, object]:
    row: dict[str, object] = assessment.accounts.iloc[0].to_dict()
    return row


def test_tsukimi_scores_72_from_its_records() -> None:
    assessment = assessed(tsukimi())
    row = health_of(assessment)
    assert row["health_points"] == pytest.approx(71.94, abs=0.005)
    assert (row["health"], row["band"], row["coverage"]) == (72, "healthy", 1.0)
    contributions = assessment.health_parts.set_index("component")["contribution"].to_dict()
    assert contributions == pytest.approx(
        {
            "seat_use": 25 * (331 / 400 - 0.3) / 0.6,  # 22.0
            "login_trend": 20 * (-0.04 + 0.3) / 0.4,  # 13.0
            "features_used": 12.0,
            "nps_mean": 9.0,
            "urgent_tickets": 5.625,
            "last_contact": 10 * (120 - 51) / 90,  # 7.7
            "invoice_overdue": 5 * (45 - 21) / 45,  # 2.7
        },
        abs=1e-9,
    )


def test_ryugu_marine_scores_54_from_its_records() -> None:
    row = health_of(assessed(ryugu()))
    assert row["health_points"] == pytest.approx(53.75, abs=0.02)
    assert (row["health"], row["band"]) == (54, "watch")


def test_a_component_no_account_has_data_for_is_left_out_and_listed() -> None:
    records = tsukimi()
    del records["response"], records["touchpoint"]
    assessment = assessed(records)
    row = health_of(assessment)
    assert row["coverage"] == 1.0
    assert set(assessment.health_parts["component"]) == {
        "seat_use", "login_trend", "features_used", "urgent_tickets", "invoice_overdue",
    }  # fmt: skip
    assert assessment.left_out_components == (("default", "nps_mean"), ("default", "last_contact"))
    parts = 25 * (331 / 400 - 0.3) / 0.6 + 13 + 12 + 5.625 + 5 * 24 / 45
    assert row["health_points"] == pytest.approx(parts / 75 * 100)


def test_under_half_of_the_weight_there_is_no_band() -> None:
    silent: Records = {"account": [{"name": "Silent"}], "contract": [{"start": date(2026, 1, 1), "seats": 10}]}
    rows = assessed(tsukimi(), silent).accounts.set_index("name")
    # only tickets and invoices, 15 of 100
    assert rows.loc["Silent", "coverage"] == pytest.approx(0.15)
    assert rows.loc["Silent", "band"] == "no_data"
    assert rows.loc["Tsukimi Robotics", "band"] == "healthy"


@pytest.mark.parametrize(
    ("record", "row", "band"),
    [
        ("event", {"kind": "champion_left", "date": date(2026, 11, 14)}, "watch"),
        ("event", {"kind": "escalation", "date": date(2026, 11, 14)}, "watch"),
        ("ticket", {"opened": date(2026, 11, 1), "escalated": True, "severity": "normal"}, "watch"),
        ("ticket", {"opened": date(2026, 11, 1), "closed": date(2026, 11, 2), "escalated": True}, "healthy"),
        ("ticket", {"opened": date(2026, 11, 1), "closed": date(2026, 11, 25), "escalated": True}, "watch"),
        ("contact", {"role": "champion", "left_on": date(2026, 11, 14)}, "watch"),
        ("event", {"kind": "champion_left", "date": date(2026, 7, 1)}, "healthy"),
        ("event", {"kind": "notice_received", "date": date(2026, 11, 20)}, "at_risk"),
    ],
)
def test_an_open_event_caps_the_band_whatever_the_points(record: str, row: dict[str, object], band: str) -> None:
    records = tsukimi()
    records[record] = [*records.get(record, []), row]
    found = health_of(assessed(records))
    assert (found["health"], found["band"]) == (72, band)


def test_a_payment_more_than_30_days_overdue_puts_the_account_at_risk() -> None:
    records = tsukimi()
    records["invoice"] = [{"due": date(2026, 10, 22)}]  # 31 days
    assert health_of(assessed(records))["health_cap"] == "payment_overdue"
    assert health_of(assessed(records))["band"] == "at_risk"
    records["invoice"] = [{"due": date(2026, 10, 23)}]  # 30 days
    row = health_of(assessed(records))
    assert (row["health"], row["band"]) == (71, "healthy")  # 69.27 + 5 x 15 / 45


def test_notice_on_a_contract_caps_until_the_contract_is_over() -> None:
    records = tsukimi()
    records["contract"][0]["notice_received"] = date(2026, 11, 1)
    assert health_of(assessed(records))["band"] == "at_risk"


def test_a_score_set_by_hand_counts_until_it_expires_and_the_computed_one_stays_visible() -> None:
    records = tsukimi()
    records["health_override"] = [{"score": 40.0, "set_on": date(2026, 11, 1), "expires_on": date(2026, 11, 22)}]
    row = health_of(assessed(records))
    assert (row["health"], row["band"], row["health_computed"]) == (40, "at_risk", 72)
    records["health_override"][0]["expires_on"] = date(2026, 11, 21)
    assert health_of(assessed(records))["health"] == 72


def test_the_score_freezes_when_the_customer_is_gone() -> None:
    records = tsukimi()
    for contract in records["contract"]:
        contract |= {"end": date(2026, 11, 22), "status": "ended"}
    later = assess(book(records), Policies(), date(2027, 9, 1))
    assert later.accounts["health"].tolist() == [72]
    assert later.accounts["arr"].tolist() == [0]


def test_the_first_model_meant_for_the_tier_scores_the_account() -> None:
    by_seats = HealthModel("tech", 3, (HealthComponent("seat_use", 1, zero=0, full=1),), touch=("tech",))
    other = HealthModel("others", 1, (HealthComponent("nps_mean", 1, zero=0, full=10),))
    small: Records = {
        "account": [{"name": "Small"}],
        "contract": [{"start": date(2026, 1, 1), "amount": 100, "basis": "annual", "seats": 10}],
        "measurement": [{"metric": "active_users", "date": date(2026, 11, 1), "value": 4.0}],
    }
    rows = assessed(tsukimi(), small, policies=Policies(health=(by_seats, other))).accounts.set_index("name")
    assert rows.loc["Tsukimi Robotics", "touch"] == "high"
    assert rows.loc["Tsukimi Robotics", ["health", "health_model"]].tolist() == [74, "others 1"]
    assert rows.loc["Small", "touch"] == "tech"
    assert rows.loc["Small", ["health", "health_model"]].tolist() == [40, "tech 3"]


def test_a_book_without_records_has_no_scores() -> None:
    assessment = assess(MemoryFrames({"account": frame_of("account", [{"name": "A"}])}), Policies(), TODAY)
    row = health_of(assessment)
    assert row["band"] == "no_data"
    assert assessment.accounts["health"].isna().all()
    assert assessment.accounts["arr"].isna().all()
    assert list(BANDS) == ["healthy", "watch", "at_risk", "no_data"]


def test_history_gives_the_score_known_at_each_week() -> None:
    assessment = assessed(tsukimi())
    history = assessment.health_history(4)
    assert history.columns.tolist()[0] == "account_key"
    assert len(history.columns) == 5
    assert history.iloc[0, -1] == pytest.approx(71.94, abs=0.005)
    earlier = assess(assessment.frames, Policies(), date(2026, 11, 8))
    assert history.iloc[0, -3] == pytest.approx(earlier.accounts["health_points"].iloc[0])


def test_what_was_not_yet_measured_on_an_earlier_day_lowers_its_coverage() -> None:
    assessment = assessed(tsukimi())
    then = assessment.scored(date(2026, 8, 2))
    # tickets (10) alone of 100; by itself that day would have been judged by the ticket only
    assert then.scores.coverage.tolist() == [pytest.approx(0.10)]
    assert BANDS[int(then.scores.band[0])] == "no_data"
    assert assess(assessment.frames, Policies(), date(2026, 8, 2)).accounts["coverage"].tolist() == [1.0]


def test_without_a_model_for_it_an_account_has_no_score() -> None:
    only_low = replace(HealthModel(), touch=("low",))
    for models in ((), (only_low,)):
        row = health_of(assessed(tsukimi(), policies=Policies(health=models)))
        assert row["band"] == "no_data"
        assert assessed(tsukimi(), policies=Policies(health=models)).accounts["health"].isna().all()


def test_components_apply_by_tier_and_age() -> None:
    components = (
        HealthComponent("seat_use", 10, zero=0, full=1),
        HealthComponent("nps_mean", 10, zero=0, full=10, touch=("tech",)),
        HealthComponent("features_used", 10, zero=0, full=10, months_from=10),
        HealthComponent("urgent_tickets", 10, zero=4, full=0, months_to=9),
    )
    # high touch, 9 whole months since 1 Feb: of the four only the seats apply
    assessment = assessed(tsukimi(), policies=Policies(health=(HealthModel(components=components),)))
    assert assessment.health_parts["component"].tolist() == ["seat_use"]
    assert health_of(assessment)["health_points"] == pytest.approx(82.75)


def test_a_trend_component_reads_its_metric_by_periods() -> None:
    # 96 a day against 100: -4%, 65 of 100 points between -30% and +10%
    component = HealthComponent("logins", 1, method="trend", zero=-0.30, full=0.10)
    assessment = assessed(tsukimi(), policies=Policies(health=(HealthModel(components=(component,)),)))
    assert health_of(assessment)["health_points"] == pytest.approx(65.0)


def test_scores_of_earlier_weeks_keep_the_version_that_gave_them() -> None:
    old = HealthModel(components=(HealthComponent("seat_use", 1, zero=0, full=1),))
    new = replace(old, components=(HealthComponent("features_used", 1, zero=0, full=10),))
    policies = Policies(health=(old,)).with_health((new,), TODAY)
    records = tsukimi()
    records["measurement"] += [{"metric": "active_users", "date": date(2026, 11, 10), "value": 200.0}]
    history = assess(book(records), policies, TODAY).health_history(2)
    # a week ago 200 of 400 seats under the first version; today 5 of 10 features under the second
    assert history.iloc[0, 1:].tolist() == [pytest.approx(50.0), pytest.approx(50.0)]
    assert assess(book(records), policies, date(2026, 11, 21)).accounts["health_model"].tolist() == ["default 1"]
    assert assess(book(records), policies, TODAY).accounts["health_model"].tolist() == ["default 2"]


def test_a_new_version_alone_is_no_fall_of_health() -> None:
    old = HealthModel(components=(HealthComponent("seat_use", 1, zero=0, full=0.5),))
    policies = Policies(health=(old,)).with_health((replace(old, components=DEFAULT_COMPONENTS[:1]),), TODAY)
    records = tsukimi()
    records["measurement"] += [{"metric": "active_users", "date": date(2026, 9, 1), "value": 331.0}]
    assessment = assess(book(records), policies, TODAY)
    assert assessment.recorded(date(2026, 10, 23)).scores.shown.tolist() == [100]
    assert assessment.accounts["health_change"].tolist() == [0]
