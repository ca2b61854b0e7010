"""What is known about one account beside its row: health parts, what happened lately, contacts. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.app.edits import plain_value
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class HealthPart:
    """One component of a score: ``points`` 0 to 100, ``earned`` of ``weight`` points of the model."""

    component: str
    raw: float | None
    raw_on: date | None
    points: float | None
    weight: float
    earned: float | None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, newest first in lists."""

    on: date
    kind: str  # touchpoint kinds, "ticket", "event", "response"
    text: Message
    note: Message | None = None  # who took part, how urgent it is
    tint: str = ""  # "risk" or "watch" where it is a warning


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer."""

    key: int
    name: str
    title: str
    role: str
    email: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """Everything the side pane shows. ``row`` holds the account's stored and computed fields."""

    key: int
    row: Mapping[str, object]
    parts: tuple[HealthPart, ...]
    history: tuple[float | None, ...]
    recent: tuple[Happening, ...]
    contacts: tuple[Contact, ...]
    files: tuple[str, ...]


def account_details(workspace: Workspace, assessment: Assessment, key: int, recent: int = 4) -> AccountDetails | None:
    """Collect them; None where the assessment has no such account (it was archived or deleted)."""
    accounts = assessment.accounts
    found = accounts[accounts["key"] == key]
    if found.empty:
        return None
    row = {str(name): plain_value(value) for name, value in found.iloc[0].items()}
    rows = _of(assessment.health_parts, key)
    return AccountDetails(
        key, row, health_part_list(rows), _history(assessment, key), _recent(workspace, key, assessment.as_of)[:recent],
        _contacts(workspace, key), _source_files(workspace, rows),
    )  # fmt: skip


def _of(frame: pd.DataFrame, key: int) -> pd.DataFrame:
    return frame[frame["account_key"] == key]


def health_part_list(rows: pd.DataFrame) -> tuple[HealthPart, ...]:
    """Rows of ``assessment.health_parts`` as values."""
    parts = []
    names = ["component", "raw", "raw_on", "points", "weight"]
    for component, *rest in rows[names].itertuples(index=False, name=None):
        raw, raw_on, points, weight = (plain_value(value) for value in rest)
        number = float(points) if isinstance(points, (int, float)) else None
        size = float(weight) if isinstance(weight, (int, float)) else 0.0
        parts.append(
            HealthPart(
                str(component),
                float(raw) if isinstance(raw, (int, float)) else None,
                raw_on if isinstance(raw_on, date) else None,
                number,
                size,
                None if number is None else size * number / 100,
            )
        )
    return tuple(parts)


def _history(assessment: Assessment, key: int) -> tuple[float | None, ...]:
    rows = _of(assessment.health_history(12), key)
    if rows.empty:
        return ()
    values = (plain_value(value) for value in rows.iloc[0].drop("account_key").tolist())
    return tuple(float(value) if isinstance(value, (int, float)) else None for value in values)


def _recent(workspace: Workspace, key: int, as_of: date) -> tuple[Happening, ...]:
    found: list[Happening] = []
    touchpoints = _of(workspace.frame("touchpoint"), key)
    for on, kind, text, by, high in touchpoints[["date", "kind", "text", "by", "executive"]].itertuples(index=False, name=None):  # fmt: skip
        who = str(by) if isinstance(by, str) else ""
        note = Message("{text}", text=who) if plain_value(high) is not True else Message("{who}, with an executive", who=who) if who else Message("With an executive")  # fmt: skip
        _add(found, on, str(kind), Message("{text}", text=text if isinstance(text, str) else ""), note)
    tickets = _of(workspace.frame("ticket"), key)
    for opened, closed, number, subject, severity in tickets[["opened", "closed", "external_id", "subject", "severity"]].itertuples(index=False, name=None):  # fmt: skip
        words = {"id": str(number), "subject": subject if isinstance(subject, str) else ""}
        if plain_value(closed) is not None and closed.date() <= as_of:
            _add(found, closed, "ticket", Message("Ticket {id} closed: {subject}", **words))
        else:
            since = plain_value(opened)
            days = (as_of - since).days if isinstance(since, date) else 0
            urgent = severity in ("urgent", "high")
            note = Message("Urgent, open for {n} days", n=days) if severity == "urgent" else Message("Open for {n} days", n=days)  # fmt: skip
            _add(found, opened, "ticket", Message("Ticket {id} opened: {subject}", **words), note, "risk" if urgent else "")  # fmt: skip
    events = _of(workspace.frame("event"), key)
    for on, kind, reason in events[["date", "kind", "reason"]].itertuples(index=False, name=None):
        _add(found, on, "event", Message("{text}", text=reason if isinstance(reason, str) else str(kind)))
    dated = [happening for happening in found if happening.on <= as_of]
    return tuple(sorted(dated, key=lambda happening: happening.on, reverse=True))


def _add(
    found: list[Happening], on: object, kind: str, text: Message, note: Message | None = None, tint: str = ""
) -> None:
    day = plain_value(on)
    if isinstance(day, date):
        found.append(Happening(day, kind, text, note, tint))


def _contacts(workspace: Workspace, key: int) -> tuple[Contact, ...]:
    rows = _of(workspace.frame("contact"), key)
    contacts = []
    for number, *rest in rows[["key", "name", "title", "role", "email", "left_on"]].itertuples(index=False, name=None):
        name, title, role, email, left_on = (plain_value(value) for value in rest)
        left = left_on if isinstance(left_on, date) else None
        contacts.append(
            Contact(int(number), str(name or ""), str(title or ""), str(role or ""), str(email or ""), left)
        )
    order = {"sponsor": 0, "champion": 1, "admin": 2, "user": 3}
    return tuple(sorted(contacts, key=lambda c: (c.left_on is not None, order.get(c.role, 4), c.name)))


def _source_files(workspace: Workspace, rows: pd.DataFrame) -> tuple[str, ...]:
    """The files behind the health parts: of each part the newest source record."""
    files: dict[str, None] = {}
    fields = {
        "measurement": "value", "ticket": "opened", "response": "score", "invoice": "due", "touchpoint": "date",
        "account": "sentiment", "event": "date",
    }  # fmt: skip
    for record, keys in rows[["source_record", "source_keys"]].itertuples(index=False, name=None):
        if isinstance(record, str) and record in fields and keys is not None and len(keys):
            for cell in workspace.book.trace(record, int(keys[-1]), fields[record])[:1]:
                if cell.file:
                    files[cell.file] = None
    return tuple(files)
