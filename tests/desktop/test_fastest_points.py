"""The steps that bring the most health: named, worked out by the model, one-act steps first."""

from __future__ import annotations

import pytest

from csdesk.desktop.account_details import HealthPart
from csdesk.desktop.fastest_points import Standing, fastest_steps
from csdesk.desktop.translation import tr
from csdesk.model.policies import HealthModel

# Tsukimi's worked example: raw values and the points of the model they give.
RAW = {
    "seat_use": (0.8275, 25, 21.979), "login_trend": (-0.04, 20, 13.0), "features_used": (5, 15, 12.0),
    "nps_mean": (7.4, 15, 9.0), "urgent_tickets": (1.75, 10, 5.625), "last_contact": (51, 10, 7.667),
    "invoice_overdue": (21, 5, 2.667),
}  # fmt: skip


def parts(**changed: tuple[float, float, float] | None) -> list[HealthPart]:
    made = []
    for component, known in {**RAW, **changed}.items():
        if known is None:
            made.append(HealthPart(component, None, None, None, 10, None))
        else:
            raw, weight, earned = known
            made.append(HealthPart(component, raw, None, earned / weight * 100, weight, earned))
    return made


def test_the_three_acts_of_the_worked_account_bring_8_points() -> None:
    steps = fastest_steps(parts(), HealthModel(), Standing(331, 400, ("26-311",)))
    # One feature of the five between 1 and 6 is worth 15 / 5; contact and invoice come up to 10 and 5.
    assert [(step.component, round(step.gain, 1)) for step in steps] == [
        ("features_used", 3.0),
        ("last_contact", 2.3),
        ("invoice_overdue", 2.3),
    ]
    assert [tr(step.text) for step in steps] == [
        "Turn on one more key feature (5 of 6 in use)",
        "Talk to them: the last contact was 51 days ago",
        "Settle invoice 26-311, 21 days overdue",
    ]


def test_without_a_quick_act_the_largest_gains_are_named() -> None:
    done = parts(features_used=(6, 15, 15.0), last_contact=(10, 10, 10.0), invoice_overdue=(0, 5, 5.0))
    steps = fastest_steps(done, HealthModel(), Standing(331, 400))
    assert [(step.component, round(step.gain, 1)) for step in steps] == [
        ("login_trend", 7.0),
        ("nps_mean", 6.0),
        ("urgent_tickets", 4.4),
    ]
    assert tr(steps[0].text) == "Bring logins from −4% to +10%"


def test_seats_to_bring_into_use_reach_the_full_points() -> None:
    """90% of 400 seats are 360: 29 more than 331."""
    only = [part for part in parts() if part.component == "seat_use"]
    (step,) = fastest_steps(only, HealthModel(), Standing(331, 400))
    assert tr(step.text) == "Bring 29 more seats into use"
    assert step.gain == pytest.approx((25 - 21.979) / 25 * 100)  # the only part with data is the whole score


def test_a_part_without_data_asks_for_nothing() -> None:
    steps = fastest_steps(parts(features_used=None), HealthModel(), Standing(331, 400))
    assert "features_used" not in {step.component for step in steps}


def test_perfect_health_leaves_nothing_to_do() -> None:
    full = [HealthPart("last_contact", 3.0, None, 100.0, 10.0, 10.0)]
    assert fastest_steps(full, HealthModel(), Standing(None, None)) == ()
