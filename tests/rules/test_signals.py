"""Raw values of accounts as of a day: windows, gaps and what is never taken for zero."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from csdesk.model.policies import Policies
from csdesk.rules.assessment import assess
from csdesk.rules.signals import Signal
from tests.rules.worked_books import TODAY, Records, book


def signal(metric: str, *accounts: Records, as_of: date = TODAY) -> Signal:
    return assess(book(*accounts), Policies(), as_of).scored(as_of).signals.signal(metric)


def values(metric: str, *accounts: Records, as_of: date = TODAY) -> list[float | None]:
    return [None if np.isnan(value) else value for value in signal(metric, *accounts, as_of=as_of).value.tolist()]


def account(**records: list[dict[str, Any]]) -> Records:
    return {"account": [{"name": "A", "seats": 50}], **records}


def measured(metric: str, *points: tuple[int, float], feature: str | None = None) -> list[dict[str, Any]]:
    """Values by days before today."""
    return [
        {"metric": metric, "feature": feature, "date": TODAY - timedelta(days=back), "value": value}
        for back, value in points
    ]


def test_seat_use_is_the_latest_count_of_users_over_the_seats_of_active_contracts() -> None:
    contracts = [
        {"start": date(2026, 1, 1), "end": date(2026, 12, 31), "seats": 40},
        {"start": date(2026, 6, 1), "seats": 20},
        {"start": date(2025, 1, 1), "end": date(2025, 12, 31), "seats": 100, "status": "ended"},
        {"start": date(2027, 1, 1), "end": date(2027, 12, 31), "seats": 500},
    ]
    usage = measured("active_users", (40, 10), (2, 45), (-3, 60))
    assert values("seat_use", account(contract=contracts, measurement=usage)) == [45 / 60]


def test_seats_used_stand_in_where_active_users_are_not_counted() -> None:
    one = account(measurement=measured("seats_used", (3, 30)))
    both = account(measurement=[*measured("seats_used", (1, 30)), *measured("active_users", (5, 20))])
    assert values("seat_use", one, both) == [0.6, 0.4]


def test_rows_by_feature_do_not_hide_the_count_of_the_whole_account() -> None:
    rows = [*measured("active_users", (5, 40)), *measured("active_users", (2, 3), feature="export")]
    assert values("seats_active", account(measurement=rows)) == [40]


def test_login_trend_compares_daily_averages_of_30_and_90_days() -> None:
    logins = [(back, 90.0) for back in range(30)] + [(back, 100.0) for back in range(30, 120)]
    assert values("login_trend", account(measurement=measured("logins", *logins))) == [pytest.approx(-0.1)]


def test_a_month_without_rows_is_not_measured_and_a_month_of_zeros_is_a_fall() -> None:
    before = [(back, 10.0) for back in range(30, 120)]
    silent = account(measurement=measured("logins", *before))
    zeros = account(measurement=measured("logins", *before, (5, 0.0)))
    assert values("login_trend", silent, zeros) == [None, -1.0]


def test_an_account_measured_for_50_days_is_averaged_over_those() -> None:
    logins = [(back, 12.0) for back in range(30)] + [(back, 10.0) for back in range(30, 80)]
    fresh = [(back, 12.0) for back in range(30)] + [(back, 10.0) for back in range(30, 50)]
    assert values(
        "login_trend",
        account(measurement=measured("logins", *logins)),
        account(measurement=measured("logins", *fresh)),
    ) == [pytest.approx(0.2), None]


def test_features_used_are_the_books_most_used_ones_of_the_last_90_days() -> None:
    rows = []
    for number in range(10):
        # feature 9 is used least, feature 8 second to least: neither is among the eight
        rows += measured("feature_uses", (10, 100.0 - number), feature=f"feature {number}")
    rows += measured("feature_uses", (95, 500.0), feature="feature 0")
    quiet = account(measurement=measured("feature_uses", (100, 5.0), feature="feature 1"))
    unknown = account()
    found = signal("features_used", account(measurement=rows), quiet, unknown)
    assert found.value.tolist()[:2] == [8.0, 0.0]
    assert np.isnan(found.value[2])


def test_a_stated_number_of_features_goes_before_the_counted_one_for_90_days() -> None:
    rows = [*measured("features_used", (80, 4.0)), *measured("feature_uses", (5, 1.0), feature="export")]
    old = [*measured("features_used", (95, 4.0)), *measured("feature_uses", (5, 1.0), feature="export")]
    assert values("features_used", account(measurement=rows), account(measurement=old)) == [4.0, 1.0]


def test_nps_counts_answers_of_365_days() -> None:
    answers = [{"respondent": "a", "date": TODAY, "score": 10.0}, {"respondent": "b", "date": TODAY, "score": 6.0}]
    answers += [{"respondent": "c", "date": TODAY - timedelta(days=364), "score": 9.0}]
    answers += [{"respondent": "d", "date": TODAY - timedelta(days=366), "score": 0.0}]
    answers += [{"respondent": "e", "date": TODAY + timedelta(days=1), "score": 0.0}]
    answers += [{"respondent": "f", "date": TODAY, "score": None}]
    assert values("nps_mean", account(response=answers)) == [pytest.approx(25 / 3)]
    assert values("nps", account(response=answers)) == [pytest.approx(100 / 3)]


def test_the_worked_nps_of_18_promoters_and_6_detractors_among_40_is_30() -> None:
    scores = [10.0] * 18 + [3.0] * 6 + [8.0] * 16
    answers = [{"respondent": str(n), "date": TODAY, "score": score} for n, score in enumerate(scores)]
    assert values("nps", account(response=answers)) == [30.0]


def test_urgent_tickets_are_zero_where_the_book_has_tickets_and_unknown_where_it_has_none() -> None:
    tickets = [{"opened": TODAY - timedelta(days=back), "severity": "urgent"} for back in (0, 89, 90)]
    tickets.append({"opened": TODAY, "severity": "high"})
    assert values("urgent_tickets", account(ticket=tickets), account()) == [4.0, 0.0]
    assert values("urgent_tickets", account()) == [None]
    without_seats: Records = {"account": [{"name": "B"}]}
    assert values("urgent_tickets", account(ticket=tickets), without_seats) == [4.0, None]


def test_contact_with_an_executive_goes_first_where_there_was_one() -> None:
    calls: list[dict[str, Any]] = [{"date": TODAY - timedelta(days=5), "kind": "call"}]
    executive = [*calls, {"date": TODAY - timedelta(days=51), "kind": "meeting", "executive": True}]
    assert values("last_contact", account(touchpoint=executive), account(touchpoint=calls), account()) == [51, 5, None]


def test_the_oldest_unpaid_invoice_counts() -> None:
    invoices = [
        {"due": TODAY - timedelta(days=60), "paid": TODAY - timedelta(days=1)},
        {"due": TODAY - timedelta(days=21)},
        {"due": TODAY - timedelta(days=5)},
        {"due": TODAY + timedelta(days=5)},
    ]
    paid_later = [{"due": TODAY - timedelta(days=3), "paid": TODAY + timedelta(days=2)}]
    found = signal("invoice_overdue", account(invoice=invoices), account(invoice=paid_later), account())
    assert found.value.tolist() == [21, 3, 0]
    assert found.sources(0) == (2,)
    assert found.sources(2) == ()


def test_every_measurement_is_a_signal_of_its_own() -> None:
    rows = [*measured("errors", (3, 2.0), (20, 5.0), (31, 100.0)), *measured("storage", (3, 7.0), (20, 9.0))]
    assert values("errors", account(measurement=rows)) == [7.0]
    assert values("storage", account(measurement=rows)) == [7.0]
    assert values("no_such_metric", account(measurement=rows)) == [None]


def test_a_trend_holds_the_last_30_days_against_the_mean_of_the_three_before() -> None:
    rows = measured("sessions", (5, 60.0), (35, 100.0), (65, 80.0), (95, 120.0))
    assert values("trend:sessions", account(measurement=rows)) == [pytest.approx(-0.4)]


def test_nothing_dated_later_is_seen() -> None:
    rows = account(
        measurement=measured("active_users", (0, 10), (-1, 99)),
        response=[{"respondent": "a", "date": TODAY + timedelta(days=1), "score": 0.0}],
        touchpoint=[{"date": TODAY + timedelta(days=1), "kind": "call"}],
    )
    assert values("seats_active", rows) == [10]
    assert values("nps_mean", rows) == [None]
    assert values("last_contact", rows) == [None]


def test_before_the_first_ticket_or_invoice_of_the_book_nothing_is_known() -> None:
    one = account(ticket=[{"opened": date(2026, 9, 1), "severity": "urgent"}], invoice=[{"due": date(2026, 9, 1)}])
    for metric in ("urgent_tickets", "invoice_overdue"):
        assert values(metric, one, account(), as_of=date(2026, 8, 31)) == [None, None]
        assert values(metric, account(), one, as_of=date(2026, 9, 1))[0] == 0


def views(as_of: date, **stated: object) -> list[float | None]:
    return values("sentiment", {"account": [{"name": "A", "sentiment": 2, **stated}]}, as_of=as_of)


def test_the_csms_view_counts_from_its_day_to_its_expiry() -> None:
    given = {"sentiment_on": date(2026, 10, 1), "sentiment_until": date(2026, 11, 22)}
    days = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 22), date(2026, 11, 23))
    assert [views(day, **given) for day in days] == [[None], [2], [2], [None]]


def test_a_view_without_an_expiry_counts_for_180_days_and_one_without_a_day_today_alone() -> None:
    given = {"sentiment_on": date(2026, 1, 1)}
    assert [views(day, **given) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [[2], [None]]
    assert views(TODAY) == [2]
    assessment = assess(book({"account": [{"name": "A", "sentiment": 2}]}), Policies(), TODAY)
    assert np.isnan(assessment.scored(TODAY - timedelta(days=1)).signals.signal("sentiment").value).all()


def test_the_mood_is_the_mean_of_the_touchpoints_of_90_days() -> None:
    felt = [(0, 5), (89, 2), (90, 1), (10, None)]
    touchpoints = [{"date": TODAY - timedelta(days=back), "kind": "call", "sentiment": mood} for back, mood in felt]
    assert values("mood", account(touchpoint=touchpoints), account()) == [3.5, None]


def test_trainings_are_touchpoints_that_say_so_and_none_is_0_once_the_book_has_any() -> None:
    texts = ("Admin Training 1", "管理者研修", "Rollout call")
    touchpoints = [{"date": date(2026, 9, 1), "kind": "meeting", "text": text} for text in texts]
    assert values("trainings", account(touchpoint=touchpoints), account()) == [2, 0]
    assert values("community", account(touchpoint=touchpoints)) == [None]
