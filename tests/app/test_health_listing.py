"""What ``csdesk show backtest`` and ``show disagreements`` give, as plain data."""

from __future__ import annotations

import json
from datetime import date

import pytest

from csdesk.app.health_listing import backtest_row, disagreement_rows, history_rows
from csdesk.app.reports import LISTINGS
from csdesk.model.policies import Policies
from csdesk.rules.assessment import assess
from tests.rules.test_backtest import BY_SEATS, KEPT_LOW, LOST_HIGH, LOST_LOW
from tests.rules.worked_books import TODAY, book, tsukimi


def test_a_back_test_is_plain_data_with_intervals_and_other_horizons() -> None:
    row = backtest_row(assess(book(LOST_LOW, LOST_HIGH, KEPT_LOW), Policies(health=(BY_SEATS,)), TODAY))
    again = json.loads(json.dumps(row))
    # 30 Jun 2025: low lost (caught), high kept yet; 30 Sep: high lost (missed); low kept five times
    assert (again["losses"], again["caught"], again["missed"], again["false_alarms"], again["quiet"]) == (2, 1, 1, 5, 1)
    assert again["recall"] == 0.5
    assert again["recall_interval"] == [pytest.approx(0.0945), pytest.approx(0.9055)]  # of 1 in 2
    assert again["few_losses"] is True
    assert [one["horizon_days"] for one in again["other_horizons"]] == [60, 180]
    assert again["gains"][-1] == {"units": 8, "losses": 2}
    assert again["without"][0]["component"] == "seat_use"


def test_disagreements_name_account_and_reason() -> None:
    records = tsukimi()
    records["account"][0] |= {"sentiment": 1, "sentiment_on": date(2026, 11, 20)}
    (row,) = disagreement_rows(assess(book(records), Policies(), TODAY))
    assert json.loads(json.dumps(row)) == row
    assert (row["account_key"], row["health"], row["said"], row["said_on"]) == ("acc-1", 72, 0, "2026-11-20")
    assert (row["arr"], row["currency"]) == (24_000_000, "USD")
    assert row["why"] == "Active seats and Login trend carry the score"


def test_month_ends_hold_score_band_coverage_and_model() -> None:
    rows = history_rows(assess(book(tsukimi()), Policies(), TODAY))
    assert json.loads(json.dumps(rows[-1])) == {
        "account_key": "acc-1", "account": "Tsukimi Robotics", "date": "2026-11-22", "health": 72,
        "points": pytest.approx(71.94, abs=0.005), "band": "healthy", "coverage": 1, "model": "default 1",
    }  # fmt: skip


def test_all_can_be_shown() -> None:
    assert {"backtest", "disagreements", "health"} <= set(LISTINGS)
