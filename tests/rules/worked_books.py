"""Books of a few records whose results are worked out in DOMAIN terms: 72 for one account, 54 for another."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd

from csdesk.model.fields import record_types
from csdesk.rules.frames import MemoryFrames, frame_of

Records = dict[str, list[dict[str, Any]]]
TODAY = date(2026, 11, 22)


def book(*accounts: Records) -> MemoryFrames:
    """Frames of accounts given record by record; keys and account keys are filled in."""
    rows: Records = {code: [] for code in record_types()}
    for number, records in enumerate(accounts, 1):
        for record, listed in records.items():
            for row in listed:
                rows[record].append({"key": number if record == "account" else len(rows[record]) + 1, **row})
                if record not in ("account", "person", "rate", "target", "decision"):
                    rows[record][-1].setdefault("account_key", number)
    return MemoryFrames(
        {record: frame_of(record, listed) if listed else _empty(record) for record, listed in rows.items()}
    )


@cache
def _empty(record: str) -> pd.DataFrame:
    """One frame for all books: frames are never modified in place."""
    return frame_of(record)


def logins(change: float) -> list[dict[str, Any]]:
    """90 days with 100 logins a day, then 30 days that differ by that share."""
    base = [(day, 100.0) for day in range(30, 120)]
    recent = [(day, 100.0 * (1 + change)) for day in range(30)]
    return [{"metric": "logins", "date": TODAY - timedelta(days=day), "value": value} for day, value in base + recent]


def scores(*values: int) -> list[dict[str, Any]]:
    """Answers of this month."""
    return [{"respondent": f"p{n}", "date": date(2026, 11, 14), "score": float(v)} for n, v in enumerate(values)]


def tsukimi() -> Records:
    """331 of 400 seats, −4%, 5 features, mean answer 7.4, 7 urgent tickets, 51 days, 21 days: 71.94."""
    return {
        "account": [{"name": "Tsukimi Robotics", "csm": "Mika Sato"}],
        "contract": [
            {"product": "Platform", "start": date(2026, 2, 1), "end": date(2027, 1, 31), "amount": 2_160_000_000,
             "basis": "annual", "currency": "USD", "seats": 400, "auto_renew": True, "notice_n": 60, "notice_unit": "days"},
            {"product": "Premium support", "start": date(2026, 2, 1), "end": date(2027, 1, 31), "amount": 240_000_000,
             "basis": "annual", "currency": "USD", "auto_renew": True, "notice_n": 60, "notice_unit": "days"},
        ],
        "measurement": [
            {"metric": "active_users", "date": date(2026, 11, 20), "value": 331.0},
            {"metric": "active_users", "date": date(2026, 11, 25), "value": 1.0},
            {"metric": "features_used", "date": date(2026, 11, 20), "value": 5.0},
            *logins(-0.04),
        ],
        "response": scores(9, 9, 9, 10, 0),
        "ticket": [{"opened": date(2026, 10, n + 1), "severity": "urgent"} for n in range(7)]
        + [{"opened": date(2026, 8, 1), "severity": "urgent"}, {"opened": date(2026, 11, 1), "severity": "normal"}],
        "touchpoint": [
            {"date": date(2026, 10, 2), "kind": "call", "executive": True},
            {"date": date(2026, 11, 20), "kind": "mail"},
        ],
        "invoice": [{"due": date(2026, 11, 1)}, {"due": date(2026, 9, 1), "paid": date(2026, 9, 3)}],
    }  # fmt: skip


def ryugu() -> Records:
    """152 of 240 seats, −40%, 4 features, mean answer 8.0, 1.67 urgent tickets a 100 seats, 41 days, nothing overdue."""
    return {
        "account": [{"name": "竜宮マリン", "csm": "Mika Sato"}],
        "contract": [
            {"product": "Platform", "start": date(2026, 2, 16), "end": date(2027, 2, 15), "amount": 1_440_000_000,
             "basis": "annual", "currency": "USD", "seats": 240, "auto_renew": True, "notice_n": 60, "notice_unit": "days"},
        ],
        "measurement": [
            {"metric": "active_users", "date": date(2026, 11, 20), "value": 152.0},
            {"metric": "features_used", "date": date(2026, 11, 20), "value": 4.0},
            *logins(-0.40),
        ],
        "response": scores(8, 8),
        "ticket": [{"opened": date(2026, 10, n + 1), "severity": "urgent"} for n in range(4)],
        "touchpoint": [{"date": TODAY - timedelta(days=41), "kind": "call"}],
        "invoice": [{"issued": date(2026, 10, 31), "due": date(2026, 11, 30)}],
    }  # fmt: skip
