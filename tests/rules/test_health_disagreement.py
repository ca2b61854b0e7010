"""Where model and CSM see an account differently."""

from __future__ import annotations

from datetime import date
from typing import Any

from csdesk.model.policies import Policies
from csdesk.rules.assessment import assess
from csdesk.rules.frames import MemoryFrames
from csdesk.rules.health_disagreement import disagreements
from tests.rules.worked_books import TODAY, book, ryugu, tsukimi


def listed(frames: MemoryFrames) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = disagreements(assess(frames, Policies(), TODAY)).to_dict("records")
    return rows


def test_a_low_view_of_a_healthy_account_is_a_disagreement_and_says_what_carries_the_score() -> None:
    records = tsukimi()
    records["account"][0] |= {"sentiment": 2, "sentiment_on": date(2026, 11, 20)}
    (row,) = listed(book(records, ryugu()))
    assert (row["account"], row["health"], row["band"], row["said"], row["said_band"]) == (
        "Tsukimi Robotics", 72, "healthy", 25.0, "at_risk",
    )  # fmt: skip
    assert (row["source"], row["gap"], row["said_on"].date()) == ("account", 47.0, date(2026, 11, 20))
    assert str(row["why"]) == "Active seats and Login trend carry the score"  # 21.9 and 13.0 of 71.9


def test_the_mood_of_touchpoints_stands_in_and_a_score_by_hand_wins() -> None:
    low = ryugu()
    low["touchpoint"][0]["sentiment"] = 5
    (row,) = listed(book(low, tsukimi()))
    assert (row["health"], row["said"], row["source"]) == (54, 100.0, "touchpoint")
    # lost: 20 of the login trend, 11.1 of the seats, 6 of the features
    assert str(row["why"]) == "Login trend and Active seats cost most"
    low["health_override"] = [{"score": 85.0, "set_on": TODAY}]
    (row,) = listed(book(low, tsukimi()))
    assert (row["health"], row["said"], row["source"], row["gap"]) == (54, 85.0, "override", -31.0)


def test_views_of_the_same_band_or_less_than_25_points_away_agree() -> None:
    records = tsukimi()
    for view in (3, 4, 5):  # 50 is watch but 22 away; 75 and 100 are healthy too
        records["account"][0]["sentiment"] = view
        assert listed(book(records)) == []
