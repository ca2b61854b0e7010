"""What a person does to the touch model, by intention: move, override, lift, decide on a candidate, hours, plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from csdesk.app.edits import EditableBook, account_name, check_value, stored_values
from csdesk.model.changes import Change, ChangeSet, Values, change_of, collected
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import Play, TouchPolicy
from csdesk.rules.touch_candidates import CANDIDATE

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry

TIER_WORDS = {"high": Message("high touch"), "low": Message("low touch"), "tech": Message("tech touch")}


@dataclass(frozen=True, slots=True)
class Moves:
    """What is done about the accounts a changed policy would move.

    Attributes:
        to: account → the tier it is assigned from now on.
        kept: account → (the tier it keeps, the facts of the candidate it would be).
    """

    to: Mapping[int, str]
    kept: Mapping[int, tuple[str, str]]


def apply_moves(workspace: Workspace, policy: TouchPolicy, moves: Moves, why: str, author: str) -> Entry | None:
    """Put a changed touch policy into force and move the accounts that were agreed to; the others stay. One step to undo.

    An account that stays is not proposed again until its facts change.

    Raises:
        CSDeskError: the low cut is above the high one, or the book is open for reading only.
    """
    if policy.high_from is not None and policy.low_from is not None and policy.low_from > policy.high_from:
        raise CSDeskError(Message("Low touch cannot begin above high touch."), Message("Move one of the two cuts."))
    tiers = {**moves.to, **{key: tier for key, (tier, _) in moves.kept.items()}}
    changes = _put(
        workspace, "touch_assignment", {k: _plain(t, why, author, workspace.as_of) for k, t in tiers.items()}
    )
    marks: dict[int, Values] = {
        key: {"facts": facts, "mark": "dismissed", "until": None, "reason": why}
        for key, (_, facts) in moves.kept.items()
    }
    changes += _put(workspace, "agenda_mark", marks, rule=CANDIDATE)
    policies = replace(workspace.policies, touch=policy)
    said = Message("Change the touch model")
    if moves.to:
        said = Message("Change the touch model, {n} accounts move", n=len(moves.to))
    return workspace.apply(collected(said, changes), policies=policies if policies != workspace.policies else None)


def approve_moves(book: EditableBook, to: Mapping[int, str], reason: str | None, author: str) -> ChangeSet:
    """Move candidates to the tiers their values ask for."""
    changes = _put(book, "touch_assignment", {k: _plain(t, reason, author, book.as_of) for k, t in to.items()})
    if len(to) == 1:
        key, tier = next(iter(to.items()))
        said = Message("Move {account} to {tier}", account=account_name(book, key), tier=TIER_WORDS[tier])
        return collected(said, changes)
    return collected(Message("Move {n} accounts to other tiers", n=len(to)), changes)


def put_off_move(
    book: EditableBook, account_key: int, facts: str, reason: str | None, until: date | None = None, *, rejected: bool
) -> ChangeSet:
    """Reject a candidate, or defer it (to a day, or until its facts change).

    Raises:
        CSDeskError: no reason is given.
    """
    why = _required_reason(reason)
    mark = {"facts": facts, "mark": "dismissed" if rejected else "snoozed", "until": until, "reason": why}
    name = account_name(book, account_key)
    said = Message("Reject the move of {account}", account=name) if rejected else Message("Defer the move of {account}", account=name)  # fmt: skip
    return collected(said, _put(book, "agenda_mark", {account_key: mark}, rule=CANDIDATE))


def set_override(
    book: EditableBook, account_key: int, touch: str, reason: str | None, until: date | None, author: str
) -> ChangeSet:
    """Hold an account in a tier whatever its value says, for a time and for a reason.

    Raises:
        CSDeskError: the reason or the end is missing, or the end is past.
    """
    why = _required_reason(reason)
    if until is None:
        raise CSDeskError(Message("An override needs an end date."), Message("Enter the day until which it holds."))
    if until < book.as_of:
        raise CSDeskError(Message("{day} is past.", day=until), Message("Enter the day until which it holds."))
    values = {
        "touch": check_value("touch_assignment", "touch", touch), "override": True, "reason": why, "author": author,
        "assigned_on": book.as_of, "expires_on": until,
    }  # fmt: skip
    said = Message(
        "Hold {account} in {tier} until {day}",
        account=account_name(book, account_key), tier=TIER_WORDS[touch], day=until,
    )  # fmt: skip
    return collected(said, _put(book, "touch_assignment", {account_key: values}))


def lift_override(book: EditableBook, account_key: int, tier: str, author: str) -> ChangeSet:
    """End an override: the account returns to the tier its value gives."""
    said = Message("Lift the override of {account}", account=account_name(book, account_key))
    values = _plain(tier, None, author, book.as_of)
    return collected(said, _put(book, "touch_assignment", {account_key: values}))


def set_hours(book: EditableBook, csm: str, hours: float | None, programme_hours: float | None) -> ChangeSet:
    """Say how many hours a month a CSM has, and how many of them go into one-to-many work.

    Raises:
        CSDeskError: a number is below zero or above the hours of a month.
    """
    values = {"hours": hours, "programme_hours": programme_hours}
    if any(value is not None and not 0 <= value <= 744 for value in values.values()):
        raise CSDeskError(Message("A month has 0 to 744 hours."))
    people = book.frame("person")
    known = [int(key) for key in people.loc[(people["name"] == csm).fillna(value=False).astype(bool), "key"]]
    said = Message("Set hours of {csm}", csm=csm)
    if not known:
        kept = {name: float(value) for name, value in values.items() if value is not None}
        return ChangeSet(said, (Change("person", book.next_key("person"), None, {"name": csm, **kept}),))
    old = stored_values(book, "person", known[:1])[known[0]]
    return collected(said, [change_of("person", known[0], {name: old[name] for name in values}, values)])


def set_plays(workspace: Workspace, tier: str, plays: Sequence[Play]) -> Entry | None:
    """Say what a tier is given, in which words and how often.

    Raises:
        CSDeskError: a play has no text, or a cadence of less than a day.
    """
    for play in plays:
        if not (play.text.strip() or play.code):
            raise CSDeskError(Message("A play needs a text."))
        if play.days is not None and play.days < 1:
            raise CSDeskError(Message("A cadence is at least one day."))
    said = Message("Change the plays of {tier}", tier=TIER_WORDS[tier])
    policies = replace(workspace.policies, plays=workspace.policies.plays.with_tier(tier, tuple(plays)))
    if policies == workspace.policies:
        return None
    return workspace.apply(ChangeSet(said, ()), policies=policies)


def _required_reason(reason: str | None) -> str:
    if not (reason or "").strip():
        raise CSDeskError(
            Message("A reason is needed."), Message("Say in a few words why, for whoever reads it later.")
        )
    return str(reason).strip()


def _plain(tier: str, reason: str | None, author: str, day: date) -> Values:
    return {
        "touch": tier, "override": None, "reason": (reason or "").strip() or None, "author": author, "assigned_on": day,
        "expires_on": None,
    }  # fmt: skip


def _put(book: EditableBook, record: str, wanted: Mapping[int, Values], **told: str) -> list[Change | None]:
    """One record an account: changed where there is one (with those further values), else made."""
    frame = book.frame(record)
    here = frame["account_key"].isin(list(wanted))
    for name, value in told.items():
        here &= (frame[name] == value).fillna(value=False)
    known = dict(zip(frame.loc[here, "account_key"].tolist(), frame.loc[here, "key"].tolist(), strict=True))
    old = stored_values(book, record, known.values())
    changes: list[Change | None] = []
    key = book.next_key(record)
    for account, values in wanted.items():
        if account in known:
            before = old[known[account]]
            changes.append(change_of(record, known[account], {name: before[name] for name in values}, values))
        else:
            kept = {name: value for name, value in values.items() if value is not None}
            changes.append(Change(record, key, None, {"account_key": account, **told, **kept}))
            key += 1
    return changes
