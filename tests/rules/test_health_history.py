"""Health on record at month ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from csdesk.model.policies import HealthComponent, HealthModel, Policies
from csdesk.rules.assessment import assess
from csdesk.rules.health_history import month_end_history, month_ends
from tests.rules.worked_books import TODAY, Records, book

BY_SEATS = HealthModel(components=(HealthComponent("seat_use", 1, zero=0, full=1),))


def account(name: str, start: date, end: date | None, *uses: tuple[date, float]) -> Records:
    contract: dict[str, Any] = {"start": start, "amount": 1200, "basis": "annual", "seats": 100}
    if end is not None:
        contract |= {"end": end, "status": "ended"}
    measured = [{"metric": "active_users", "date": day, "value": value} for day, value in uses]
    return {"account": [{"name": name}], "contract": [contract], "measurement": measured}


def test_month_ends_lie_before_the_as_of_date_and_it_is_the_last() -> None:
    assert month_ends(TODAY, 3) == (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31), TODAY)
    assert month_ends(date(2026, 3, 31), 1) == (date(2026, 2, 28), date(2026, 3, 31))


def test_each_month_has_the_score_of_its_facts_and_its_version() -> None:
    policies = Policies(health=(BY_SEATS,))
    later = replace(BY_SEATS, healthy_from=90, watch_from=60)
    policies = policies.with_health((later,), date(2026, 10, 15))
    frames = book(
        account("Stays", date(2026, 9, 10), None, (date(2026, 9, 20), 80.0), (date(2026, 11, 1), 50.0)),
        account("Left", date(2025, 1, 1), date(2026, 10, 10), (date(2026, 1, 1), 40.0)),
    )
    found = month_end_history(assess(frames, policies, TODAY), 3)
    rows = [tuple(row) for row in found[["account", "health", "band", "model"]].itertuples(index=False)]
    assert list(zip(found["date"].dt.date, rows, strict=True)) == [
        (date(2026, 8, 31), ("Left", 40, "at_risk", "default 1")),
        (date(2026, 9, 30), ("Stays", 80, "healthy", "default 1")),
        (date(2026, 9, 30), ("Left", 40, "at_risk", "default 1")),
        (date(2026, 10, 31), ("Stays", 80, "watch", "default 2")),
        (TODAY, ("Stays", 50, "at_risk", "default 2")),
    ]
