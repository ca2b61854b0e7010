"""An edited model beside the live one, with numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from csdesk.model.policies import HealthComponent, HealthModel, Policies
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.health_metrics import HEALTH_METRICS, fitted_model, shares_with_data
from csdesk.rules.health_what_if import BandCount, what_if, worked_parts
from csdesk.rules.signals import MENTIONED
from tests.rules.worked_books import TODAY, Records, book, ryugu, tsukimi


def gone() -> Records:
    return {"account": [{"name": "Gone"}], "contract": [{"start": date(2025, 1, 1), "end": date(2025, 12, 31), "amount": 100, "basis": "annual", "status": "ended"}]}  # fmt: skip


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess(book(tsukimi(), ryugu(), gone()), Policies(), TODAY)


def moved(**weights: float) -> tuple[HealthModel, ...]:
    model = HealthModel()
    components = tuple(replace(c, weight=weights.get(c.metric, c.weight)) for c in model.components)
    return (replace(model, components=components),)


def test_the_drawn_example_goes_from_72_0_to_72_2(assessment: Assessment) -> None:
    found = what_if(assessment, moved(login_trend=25, nps_mean=10))
    assert found.live.points[0] == pytest.approx(71.94, abs=0.005)
    assert found.draft.points[0] == pytest.approx(72.19, abs=0.005)  # 71.94 + 5 x 0.65 − 5 x 0.60
    parts = {part.metric: part for part in worked_parts(found, 0)}
    assert (parts["login_trend"].weight_live, parts["login_trend"].earned_live) == pytest.approx((20, 13.0))
    assert (parts["login_trend"].weight, parts["login_trend"].earned) == pytest.approx((25, 16.25))
    assert (parts["nps_mean"].earned, parts["nps_mean"].earned_live) == pytest.approx((6.0, 9.0))
    assert parts["seat_use"].raw == pytest.approx(331 / 400)


def test_moved_bands_say_who_changes_and_how_much_revenue(assessment: Assessment) -> None:
    found = what_if(assessment, (replace(HealthModel(), healthy_from=75, watch_from=55),))
    assert found.accounts == 2  # who has left is not compared
    assert found.bands == (
        BandCount("healthy", 1, 0, 2_400_000_000, 0),
        BandCount("watch", 1, 1, 1_440_000_000, 2_400_000_000),
        BandCount("at_risk", 0, 1, 0, 1_440_000_000),
        BandCount("no_data", 0, 0, 0, 0),
    )
    assert found.changed["account"].tolist() == ["Tsukimi Robotics", "竜宮マリン"]
    row = found.changed.iloc[0]
    assert (row["band_live"], row["live"], row["band_draft"], row["draft"]) == ("healthy", 72, "watch", 72)
    assert found.changed["arr"].tolist() == [2_400_000_000, 1_440_000_000]


def test_bars_are_five_points_wide_and_know_the_band(assessment: Assessment) -> None:
    found = what_if(assessment, (replace(HealthModel(), healthy_from=71),))
    assert np.flatnonzero(found.bins_live).tolist() == [10, 14]  # 54 and 72
    assert [tuple(cell) for cell in np.argwhere(found.bins_draft).tolist()] == [(0, 14), (1, 10)]


def test_what_is_live_changes_nothing(assessment: Assessment) -> None:
    found = what_if(assessment, assessment.policies.health)
    assert found.changed.empty
    assert np.array_equal(found.live.points, found.draft.points, equal_nan=True)


def test_other_windows_read_the_facts_anew(assessment: Assessment) -> None:
    found = what_if(assessment, (replace(HealthModel(), ticket_days=10),))
    assert found.draft.points[0] > found.live.points[0]  # no urgent ticket in ten days


def test_the_share_with_data_is_of_the_accounts_it_concerns(assessment: Assessment) -> None:
    components = (HealthComponent("seat_use", 1, zero=0, full=1), HealthComponent("csat", 1, zero=0, full=5), HealthComponent("nps_mean", 1, touch=("tech",)))  # fmt: skip
    shares = what_if(assessment, (HealthModel(components=components),)).shares
    assert shares == {(0, 0): 1.0, (0, 1): 0.0, (0, 2): 1.0}


def test_a_model_is_fitted_to_what_the_data_offer() -> None:
    records = tsukimi()
    del records["response"], records["touchpoint"]
    signals = assess(book(records), Policies(), TODAY).scored(TODAY).signals
    model, left_out = fitted_model(signals)
    assert left_out == ("nps_mean", "last_contact")
    # 25, 20, 15, 10, 5 of 75: 33.3, 26.7, 20, 13.3, 6.7
    assert [c.weight for c in model.components] == [33, 27, 20, 13, 7]
    empty = assess(book({"account": [{"name": "A"}]}), Policies(), TODAY).scored(TODAY).signals
    assert fitted_model(empty)[0] == HealthModel()


def test_every_metric_of_the_list_has_a_signal(assessment: Assessment) -> None:
    shares = shares_with_data(assessment.scored(TODAY).signals)
    assert set(shares) == set(HEALTH_METRICS)
    assert shares["seat_use"] == pytest.approx(2 / 3)
    assert {c.metric for c in HealthModel().components} <= set(HEALTH_METRICS)
    assert set(MENTIONED) <= set(HEALTH_METRICS)
