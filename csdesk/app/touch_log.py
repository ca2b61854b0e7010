"""The log of the touch model: who moved, held, deferred or rejected what, when, from where to where, and why.

It is read from the journal of the book, so that nothing is kept twice and what was undone is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from csdesk.app.edits import stored_values
from csdesk.book.past_changes import PastBatch, past_batches, past_policies
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.policies import Policies
from csdesk.rules.touch import TIERS
from csdesk.rules.touch_candidates import CANDIDATE
from csdesk.rules.touch_words import BASES, METHODS

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One decision.

    Attributes:
        entry: number of the entry in the journal.
        account_key: None for what concerns the whole book.
        kind: ``assigned`` (by an import), ``moved``, ``kept``, ``override``, ``lifted``, ``deferred``, ``rejected``,
            ``done``, ``removed``, ``policy``.
        was, now: codes of tiers; None where the value alone decides.
        why: the reason in the words of whoever gave it.
        text: what changed, for ``assigned`` and ``policy``.
    """

    entry: int
    at: datetime
    who: str
    account_key: int | None
    kind: str
    was: str | None = None
    now: str | None = None
    why: str = ""
    until: date | None = None
    text: Message | None = None


def touch_log(workspace: Workspace, account_key: int | None = None) -> list[LogLine]:
    """Every decision about tiers, the last first: of the book, or of one account."""
    lines = [*_assignments(workspace, account_key), *_marks(workspace, account_key)]
    if account_key is None:
        lines += _policies(workspace)
    return sorted(lines, key=lambda line: -line.entry)


def _assignments(workspace: Workspace, account_key: int | None) -> Iterator[LogLine]:
    batches = past_batches(workspace.book, "touch_assignment")
    frame = workspace.frame("touch_assignment")
    followed = {key for batch in batches if batch.action != "insert" for key in batch.keys.tolist()}
    if account_key is not None:
        followed |= set(frame.loc[frame["account_key"] == account_key, "key"].tolist())
    followed |= set(frame.loc[frame["override"].fillna(value=False).astype(bool), "key"].tolist())
    by_hand = {key for batch in batches if batch.entry.kind == "edit" for key in batch.keys.tolist()}
    rows = stored_values(workspace, "touch_assignment", followed | by_hand)
    for entry, before, after in _steps(batches, rows):
        line = _assignment_line(entry, before, after)
        if account_key is None or line.account_key == account_key:
            yield line
    if account_key is None:
        yield from _imported(batches, np.asarray(sorted(followed | by_hand), dtype=np.int64))


def _imported(batches: list[PastBatch], followed: np.ndarray) -> Iterator[LogLine]:
    """One line for all the accounts an import assigned and nobody touched since."""
    for batch in batches:
        n = int((~np.isin(batch.keys, followed)).sum()) if batch.action == "insert" else 0
        if n:
            entry = batch.entry
            yield LogLine(
                entry.id,
                entry.at,
                entry.who,
                None,
                "assigned",
                text=Message("{n} accounts assigned by their value", n=n),
            )


def _steps(batches: list[PastBatch], rows: dict[int, Row]) -> Iterator[tuple[Entry, Row | None, Row | None]]:
    """The records before and after each entry, the last entry first; ``rows`` are as they are now."""
    number = 0
    while number < len(batches):
        entry = batches[number].entry
        after: dict[int, Row | None] = {}
        while number < len(batches) and batches[number].entry.id == entry.id:
            batch, number = batches[number], number + 1
            for key in batch.keys.tolist():
                if batch.action != "delete" and key not in rows:
                    continue
                now = rows.get(key)
                after.setdefault(key, None if now is None else dict(now))
                _undo(batch, key, rows)
        for key, row in after.items():
            yield entry, rows.get(key), row


def _undo(batch: PastBatch, key: int, rows: dict[int, Row]) -> None:
    if batch.action == "insert":
        del rows[key]
    elif batch.action == "delete":
        row = batch.before.get(key)
        rows[key] = dict(row) if isinstance(row, Mapping) else {}
    elif batch.field is not None:
        rows[key][batch.field] = batch.before.get(key)


def _assignment_line(entry: Entry, before: Row | None, after: Row | None) -> LogLine:
    row = after or before or {}
    was, now = (_text(side, "touch") for side in (before, after))
    held, holds = (bool(side and side.get("override")) for side in (before, after))
    if after is None:
        kind = "removed"
    elif holds:
        kind = "override"
    elif held:
        kind = "lifted"
    elif before is None and entry.kind == "import":
        kind = "assigned"
    else:
        kind = "kept" if was == now else "moved"
    until, account = row.get("expires_on"), row.get("account_key")
    return LogLine(
        entry.id, entry.at, _text(after, "author") or entry.who, account if isinstance(account, int) else None, kind, was, now,
        _text(after, "reason") or "", until if isinstance(until, date) and holds else None,
    )  # fmt: skip


def _text(row: Row | None, name: str) -> str | None:
    value = (row or {}).get(name)
    return None if value is None else str(value)


def _marks(workspace: Workspace, account_key: int | None) -> Iterator[LogLine]:
    frame = workspace.frame("agenda_mark")
    wanted = set(frame.loc[(frame["rule"] == CANDIDATE).fillna(value=False), "key"].tolist())
    rows = stored_values(workspace, "agenda_mark", wanted)
    for entry, _, after in _steps(past_batches(workspace.book, "agenda_mark"), rows):
        if after is None or after.get("rule") != CANDIDATE:
            continue
        account, until = after.get("account_key"), after.get("until")
        if account_key is not None and account != account_key:
            continue
        kind = {"dismissed": "rejected", "snoozed": "deferred"}.get(str(after.get("mark")), "done")
        was, now = _tiers_of(str(after.get("facts") or ""))
        yield LogLine(
            entry.id, entry.at, entry.who, account if isinstance(account, int) else None, kind, was, now,
            _text(after, "reason") or "", until if isinstance(until, date) else None,
        )  # fmt: skip


def _tiers_of(facts: str) -> tuple[str | None, str | None]:
    """From and to of a candidate, by its fingerprint."""
    parts = facts.split(":")
    if len(parts) < 3 or not all(part.isdigit() and int(part) < len(TIERS) for part in parts[1:3]):
        return None, None
    return TIERS[int(parts[2])], TIERS[int(parts[1])]


def _policies(workspace: Workspace) -> Iterator[LogLine]:
    for entry, before, after in past_policies(workspace.book):
        for text in _differences(before, after):
            yield LogLine(entry.id, entry.at, entry.who, None, "policy", text=text)


def _differences(before: Policies, after: Policies) -> Iterator[Message]:
    old, new, currency = before.touch, after.touch, after.revenue.currency
    if old.basis != new.basis:
        yield Message("Basis {now}, was {was}", now=BASES[new.basis], was=BASES[old.basis])
    if old.method != new.method:
        yield Message("Method {now}, was {was}", now=METHODS[new.method], was=METHODS[old.method])
    cuts = (
        (Message("High from {now}, was {was}"), Message("High from {now}"), old.high_from, new.high_from),
        (Message("Low from {now}, was {was}"), Message("Low from {now}"), old.low_from, new.low_from),
    )
    for moved, first, was, now in cuts:
        if was == now or now is None:
            continue
        if was is None:
            yield Message(first.text, now=Money(now, currency))
        else:
            yield Message(moved.text, now=Money(now, currency), was=Money(was, currency))
    if before.plays != after.plays:
        yield Message("Other plays")
