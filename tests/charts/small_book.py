"""Three accounts whose figures were worked out by hand, as the charts and the publishing see them.

Alpha: ARR 6,000,000, started 2024-04-01. Beta: 3,000,000 since 2025-01-01, was 4,000,000 a
year before. Gamma: 1,000,000, new on 2026-06-01. As of 2026-11-22, JPY, fiscal year from April.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from csdesk.model.policies import Calendar, Policies, RevenuePolicy
from csdesk.rules.assessment import Assessment, assess
from csdesk.rules.frames import MemoryFrames, frame_of

AS_OF = date(2026, 11, 22)
ALPHA, BETA, GAMMA = 1, 2, 3

ACCOUNTS: list[dict[str, object]] = [
    {"external_id": "0001", "name": "Alpha Works", "csm": "Mika Sato", "notes": "Sponsor may leave in spring"},
    {"external_id": "0002", "name": "ベータ商事", "csm": "Mika Sato", "language": "ja"},
    {"external_id": "0003", "name": "=Gamma()", "csm": "Ken Tanaka"},
]
CONTRACTS: list[dict[str, object]] = [
    {"account_key": ALPHA, "external_id": "C-1", "product": "Plan", "start": date(2024, 4, 1), "end": date(2027, 3, 31),
     "amount": 6_000_000, "basis": "annual", "currency": "JPY", "seats": 100, "notice_n": 3, "notice_unit": "months", "auto_renew": True},
    {"account_key": BETA, "external_id": "C-2", "product": "Plan", "start": date(2025, 1, 1), "end": date(2025, 12, 31),
     "amount": 4_000_000, "basis": "annual", "currency": "JPY", "seats": 50},
    {"account_key": BETA, "external_id": "C-3", "product": "Plan", "start": date(2026, 1, 1), "end": date(2026, 12, 31),
     "amount": 3_000_000, "basis": "annual", "currency": "JPY", "seats": 40},
    {"account_key": GAMMA, "external_id": "C-4", "product": "Plan", "start": date(2026, 6, 1), "end": date(2027, 5, 31),
     "amount": 1_000_000, "basis": "annual", "currency": "JPY", "seats": 10},
]  # fmt: skip
DECISIONS: list[dict[str, object]] = [
    {"contract_key": 1, "forecast": "commit", "expected_amount": 6_400_000, "why": "Rollout on course"},
    {"contract_key": 3, "forecast": "at_risk", "why": "Budget was cut by a third"},
]
MEASUREMENTS: list[dict[str, object]] = [
    {"account_key": ALPHA, "metric": "active_users", "date": date(2026, month, 20), "value": 60.0 + month}
    for month in range(1, 12)
]
RESPONSES: list[dict[str, object]] = [
    {"account_key": ALPHA, "respondent": f"p{n}", "date": date(2026, 11, 10), "score": score, "comment": comment}
    for n, (score, comment) in enumerate(
        [(9, "We close the plan in two days"), (10, None), (9, None), (7, None), (3, "Sync is slow")]
    )
]
TICKETS: list[dict[str, object]] = [
    {"account_key": ALPHA, "external_id": "4903", "opened": date(2026, 11, 3), "severity": "urgent", "subject": "Slow sync"},
    {"account_key": ALPHA, "external_id": "4800", "opened": date(2026, 9, 3), "closed": date(2026, 9, 5), "severity": "normal", "subject": "Login"},
]  # fmt: skip
OBJECTIVES: list[dict[str, object]] = [
    {"account_key": ALPHA, "text": "Close the plan in 2 days", "unit": "days", "from_value": 5.0, "to_value": 2.0, "now_value": 2.0,
     "start": date(2026, 2, 5), "due": date(2026, 12, 31)},
]  # fmt: skip
TASKS: list[dict[str, object]] = [
    {"account_key": ALPHA, "objective_key": 1, "text": "Data mapping", "owner": "Usui", "start": date(2026, 9, 1),
     "due": date(2026, 9, 26), "done_on": date(2026, 9, 26), "progress": 1.0, "status": "done"},
    {"account_key": ALPHA, "objective_key": 1, "text": "Full rollout", "owner": "both", "start": date(2026, 11, 2),
     "due": date(2026, 12, 18), "progress": 0.4, "status": "started", "test": "120 users signed in"},
]  # fmt: skip


def policies() -> Policies:
    return Policies(
        calendar=Calendar(fiscal_first_month=4, holiday_country="JP"), revenue=RevenuePolicy(currency="JPY")
    )


def frames(**more: list[dict[str, object]]) -> MemoryFrames:
    rows = {
        "account": ACCOUNTS, "contract": CONTRACTS, "decision": DECISIONS, "measurement": MEASUREMENTS,
        "response": RESPONSES, "ticket": TICKETS, "objective": OBJECTIVES, "task": TASKS,
        **more,
    }  # fmt: skip
    held: dict[str, pd.DataFrame] = {record: frame_of(record, listed) for record, listed in rows.items()}
    return MemoryFrames(held)


def small_assessment(**more: list[dict[str, object]]) -> Assessment:
    return assess(frames(**more), policies(), AS_OF)
