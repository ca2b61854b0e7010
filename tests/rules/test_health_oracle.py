"""The default model over random books against plain Python over the same records, and orders that must not matter."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.model.policies import Policies
from csdesk.rules.assessment import assess
from csdesk.rules.backtest import backtest
from csdesk.rules.frames import MemoryFrames
from tests.rules.worked_books import TODAY, Records, book

MARKS = {  # metric: weight, zero, full
    "seat_use": (25, 0.30, 0.90), "nps_mean": (15, 5, 9), "urgent_tickets": (10, 4, 0),
    "last_contact": (10, 120, 30), "invoice_overdue": (5, 45, 0),
}  # fmt: skip
BACK = st.integers(0, 200)
ACCOUNT = st.fixed_dictionaries(
    {
        "seats": st.integers(1, 300),
        "users": st.lists(st.tuples(BACK, st.integers(0, 300)), max_size=3),
        "answers": st.lists(st.tuples(st.integers(0, 500), st.integers(0, 10)), max_size=3),
        "urgent": st.lists(BACK, max_size=3),
        "contacts": st.lists(st.tuples(BACK, st.booleans()), max_size=3),
        "due": st.lists(st.tuples(st.integers(-30, 120), st.booleans()), max_size=2),
        "ended": st.none() | st.integers(0, 400),
    }
)


def before(days: int) -> date:
    return TODAY - timedelta(days=days)


def records(made: dict[str, Any], name: str) -> Records:
    contract: dict[str, Any] = {"start": date(2025, 1, 1), "amount": 1200, "basis": "annual", "seats": made["seats"]}
    if made["ended"] is not None:
        contract |= {"end": before(made["ended"]), "status": "ended"}
    return {
        "account": [{"name": name}],
        "contract": [contract],
        "measurement": [{"metric": "active_users", "date": before(b), "value": float(n)} for b, n in dict(made["users"]).items()],
        "response": [{"respondent": f"p{n}", "date": before(b), "score": float(s)} for n, (b, s) in enumerate(made["answers"])],
        "ticket": [{"opened": before(b), "severity": "urgent"} for b in made["urgent"]],
        "touchpoint": [{"date": before(b), "kind": "call", "executive": high} for b, high in made["contacts"]],
        "invoice": [{"issued": before(b + 30), "due": before(b), "paid": before(b) if paid else None} for b, paid in made["due"]],
    }  # fmt: skip


def raw(made: dict[str, Any], everybody: list[dict[str, Any]]) -> dict[str, float | None]:
    """What is known of the account today, or on its last day where it left, by hand."""
    off = made["ended"] if made["ended"] is not None and made["ended"] > 0 else 0
    users = [(b, n) for b, n in dict(made["users"]).items() if b >= off]
    answers = [s for b, s in made["answers"] if off <= b < off + 365]
    urgent = [b for b in made["urgent"] if off <= b < off + 90]
    contacts = [b for b, high in made["contacts"] if high and b >= off] or [b for b, _ in made["contacts"] if b >= off]
    late = [b - off for b, paid in made["due"] if not paid and b > off]
    tickets_known = any(b >= off for one in everybody for b in one["urgent"])
    invoices_known = any(b + 30 >= off for one in everybody for b, _ in one["due"])
    return {
        "seat_use": min(users)[1] / made["seats"] if users else None,
        "nps_mean": sum(answers) / len(answers) if answers else None,
        "urgent_tickets": len(urgent) / made["seats"] * 100 if tickets_known else None,
        "last_contact": min(contacts) - off if contacts else None,
        "invoice_overdue": max(late, default=0) if invoices_known else None,
    }


def scored(values: dict[str, float | None], counted: set[str]) -> tuple[float | None, float]:
    """Score and coverage over the components that some account has data for."""
    total = weight = whole = 0.0
    for metric, (share, zero, full) in MARKS.items():
        if metric not in counted:
            continue
        whole += share
        value = values[metric]
        if value is not None:
            points = min(1.0, max(0.0, (value - zero) / (full - zero))) * 100
            total, weight = total + share * points, weight + share
    return (total / weight if weight else None), (weight / whole if whole else math.nan)


@settings(max_examples=8, deadline=None)
@given(st.lists(ACCOUNT, min_size=1, max_size=4))
def test_scores_and_bands_are_those_of_plain_python(everybody: list[dict[str, Any]]) -> None:
    found = assess(book(*(records(one, f"A{n}") for n, one in enumerate(everybody))), Policies(), TODAY).accounts
    values = [raw(one, everybody) for one in everybody]
    counted = {metric for metric in MARKS if any(own[metric] is not None for own in values)}
    for row, own in zip(found.to_dict("records"), values, strict=True):
        score, coverage = scored(own, counted)
        if score is None:
            assert row["band"] == "no_data"
            continue
        assert row["health_points"] == pytest.approx(score, abs=1e-6)
        assert row["coverage"] == pytest.approx(coverage)
        shown = math.floor(round(score, 9) + 0.5)
        band = "healthy" if shown >= 70 else "watch" if shown >= 50 else "at_risk"
        overdue = own["invoice_overdue"] is not None and own["invoice_overdue"] > 30
        expected = "at_risk" if overdue else "no_data" if round(coverage, 9) < 0.5 else band
        assert (row["health"], row["band"]) == (shown, expected)


@settings(max_examples=2, deadline=None)
@given(st.lists(ACCOUNT, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_names_of_accounts_change_nothing(
    everybody: list[dict[str, Any]], chance: random.Random
) -> None:
    frames = book(*(records(one, f"A{n}") for n, one in enumerate(everybody)))
    mixed = {}
    for record in ("account", "contract", "measurement", "response", "ticket", "touchpoint", "invoice", "event"):
        frame = frames.frame(record)
        order = chance.sample(range(len(frame)), len(frame))
        mixed[record] = frame.iloc[order].reset_index(drop=True)
    mixed["account"] = mixed["account"].assign(name="Somebody")
    one, other = (assess(held, Policies(), TODAY) for held in (frames, MemoryFrames(mixed)))
    shown = [a.accounts.set_index("key").sort_index()[["health_points", "band"]] for a in (one, other)]
    assert shown[0].astype(str).equals(shown[1].astype(str))
    first, second = backtest(one), backtest(other)
    assert (first.outcome, first.warning_days) == (second.outcome, second.warning_days)
    assert first.gains.tolist() == second.gains.tolist()
