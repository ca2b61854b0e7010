"""The small book with what happened to its customers: usage, tickets, survey answers, a plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.messages import Message
from csdesk.model.periods import add_months
from tests.desktop.desktop_books import copied_book, make_small_book


def story_book(path: Path) -> Workspace:
    """Tsukimi Robotics has 12 months of usage, a ticket, two answers and a plan; the others have usage only."""
    return copied_book(path, _make_story_book)


def _make_story_book(path: Path) -> Workspace:
    workspace = make_small_book(path)
    changes: list[Change] = []
    for month in range(12):
        day = add_months(date(2025, 12, 20), month)
        for account, users in ((1, 60 + 2 * month), (2, 50 - month), (3, 10)):
            changes.append(
                _new("measurement", len(changes) + 1, account, metric="active_users", date=day, value=float(users))
            )
    changes += [
        _new("ticket", 1, 1, external_id="4903", opened=date(2026, 11, 18), severity="urgent", subject="Slow sync"),
        _new("response", 1, 1, respondent="J. Usui", date=date(2026, 11, 14), survey="nps", score=10, comment="Good."),
        _new("response", 2, 1, respondent="Line 3", date=date(2026, 11, 11), survey="nps", score=3),
        _new("objective", 1, 1, text="Close the plan in 2 days", start=date(2026, 9, 1), due=date(2027, 1, 31)),
        _new("task", 1, 1, objective_key=1, text="Data mapping", start=date(2026, 9, 1), due=date(2026, 9, 30), done_on=date(2026, 9, 28)),
        _new("task", 2, 1, objective_key=1, text="Pilot, line 3", start=date(2026, 10, 12), due=date(2026, 11, 20)),
    ]  # fmt: skip
    workspace.apply(ChangeSet(Message("made"), tuple(changes)))
    return workspace


def _new(record: str, key: int, account: int, **values: object) -> Change:
    return Change(record, key, None, {"account_key": account, **values})
