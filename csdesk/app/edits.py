"""What a person does to a book, by intention: each function gives the change set, none applies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

import pandas as pd

from csdesk.app.notice_edits import with_notice
from csdesk.model.changes import Change, ChangeSet, Values, change_of, collected
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Kind, Origin, record_type
from csdesk.model.messages import Message


class EditableBook(Protocol):
    """What an edit has to know of the book."""

    def frame(self, record: str) -> pd.DataFrame:
        """The record's frame."""

    def next_key(self, record: str) -> int:
        """A key that was never used."""

    @property
    def as_of(self) -> date:
        """The date everything is computed for."""


def stored_values(book: EditableBook, record: str, keys: Iterable[int]) -> dict[int, dict[str, object]]:
    """The stored values of records in plain Python: dates as ``date``, absent as None."""
    frame = book.frame(record)
    wanted = frame[frame["key"].isin(list(keys))]
    names = [field.name for field in record_type(record).stored]
    found: dict[int, dict[str, object]] = {}
    for row in wanted[["key", *names]].itertuples(index=False, name=None):
        found[int(row[0])] = {name: plain_value(value) for name, value in zip(names, row[1:], strict=True)}
    return found


def plain_value(value: object) -> object:
    """A cell of a frame as a plain Python value."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def edit_records(book: EditableBook, record: str, keys: Sequence[int], values: Values) -> ChangeSet:
    """Give the same values to one or more records of a type.

    Raises:
        CSDeskError: a value does not fit its field.
    """
    given = with_notice(values) if record == "contract" else values
    checked = {name: check_value(record, name, value) for name, value in given.items()}
    kind = record_type(record)
    changes = []
    for key, old in stored_values(book, record, keys).items():
        wanted = _with_day_of_view(book, old, checked) if record == "account" else checked
        changes.append(change_of(record, key, {name: old.get(name) for name in wanted}, wanted))
    labels = Message(kind.field(next(iter(checked))).label) if len(checked) == 1 else Message(kind.label)
    if record != "account":
        said = Message("Set {field} for {n}", field=labels, n=len(keys))
    elif len(keys) > 1:
        said = Message("Set {field} for {n} accounts", field=labels, n=len(keys))
    elif len(checked) == 1:
        said = Message("Set {field} of {account}", field=labels, account=account_name(book, keys[0]))
    else:
        said = Message("Edit {account}", account=account_name(book, keys[0]))
    return collected(said, changes)


def _with_day_of_view(book: EditableBook, old: Values, new: Values) -> Values:
    """A new view of the CSM counts from today on, and until the day given with it."""
    if "sentiment" not in new or "sentiment_on" in new or new["sentiment"] == old["sentiment"]:
        return new
    return {"sentiment_until": None, **new, "sentiment_on": None if new["sentiment"] is None else book.as_of}


def check_value(record: str, name: str, value: object) -> object:
    """The value if it fits the field.

    Raises:
        CSDeskError: it does not; the sentence says what the field takes.
    """
    field = record_type(record).field(name)
    if value is None:
        return None
    fits: Mapping[Kind, type | tuple[type, ...]] = {
        Kind.DATE: date, Kind.MONEY: int, Kind.INTEGER: int, Kind.KEY: int, Kind.NUMBER: (int, float),
        Kind.RATIO: (int, float), Kind.FLAG: bool,
    }  # fmt: skip
    if field.origin is not Origin.STORED or not isinstance(value, fits.get(field.kind, str)):
        raise CSDeskError(Message("{value} does not fit {field}.", value=str(value), field=Message(field.label)))
    if field.kind is Kind.CHOICE and field.choices and value not in field.choices:
        raise CSDeskError(
            Message("{value} is not a choice of {field}.", value=str(value), field=Message(field.label)),
            Message("Choose one of: {choices}.", choices=", ".join(field.choices)),
        )
    if name in ("seats", "term_months", "notice_n", "renewal_term_months") and isinstance(value, int) and value < 0:
        raise CSDeskError(Message("{field} cannot be negative.", field=Message(field.label)))
    return value


def _new(book: EditableBook, record: str, values: Values) -> Change:
    kept = {name: check_value(record, name, value) for name, value in values.items() if value is not None}
    return Change(record, book.next_key(record), None, kept)


def create_account(book: EditableBook, values: Values) -> ChangeSet:
    """Make an account.

    Raises:
        CSDeskError: it has no name, or its external id is taken.
    """
    name = str(values.get("name") or "").strip()
    if not name:
        raise CSDeskError(Message("An account needs a name."))
    external_id = values.get("external_id")
    if external_id is not None and bool((book.frame("account")["external_id"] == external_id).any()):
        raise CSDeskError(
            Message("Account ID {id} is already in use.", id=str(external_id)), Message("Choose another ID.")
        )
    change = _new(book, "account", {**values, "name": name})
    return ChangeSet(Message("Create account {name}", name=name), (change,))


def create_contract(book: EditableBook, account_key: int, values: Values) -> ChangeSet:
    """Make a contract for an account.

    Raises:
        CSDeskError: it ends before it starts, or has neither amount nor dates.
    """
    start, end = values.get("start"), values.get("end")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise CSDeskError(
            Message("The contract ends on {end}, before it starts on {start}.", end=end, start=start),
            Message("Correct one of the two dates."),
        )
    if all(values.get(name) is None for name in ("amount", "start", "end")):
        raise CSDeskError(Message("A contract needs an amount or a date."))
    change = _new(book, "contract", {**with_notice(values), "account_key": account_key})
    return ChangeSet(Message("Create contract for {account}", account=account_name(book, account_key)), (change,))


def archive_accounts(book: EditableBook, keys: Sequence[int], *, archived: bool = True) -> ChangeSet:
    """Put accounts away, or bring them back; nothing of them is lost, and their past revenue still counts.

    Raises:
        CSDeskError: one of them has a contract that is still running.
    """
    running = _running(book, keys) if archived else None
    if running is not None:
        raise CSDeskError(
            Message("{account} has a contract that is still running.", account=account_name(book, running)),
            Message("End its contracts first, or delete the account."),
        )
    text = Message("Archive {n} accounts", n=len(keys)) if archived else Message("Bring back {n} accounts", n=len(keys))
    changes = (
        change_of("account", key, {"archived": old["archived"]}, {"archived": archived or None})
        for key, old in stored_values(book, "account", keys).items()
    )
    return collected(text, changes)


def _running(book: EditableBook, keys: Sequence[int]) -> int | None:
    """The first of the accounts with a contract that runs on the as-of date."""
    contracts = book.frame("contract")
    today = pd.Timestamp(book.as_of)
    ended = (contracts["status"] == "ended").fillna(False).astype(bool)
    over = contracts["end"].notna() & (contracts["end"] < today)
    gone = contracts["archived"].fillna(False).astype(bool) | over | (ended & contracts["end"].isna())
    owners = set(contracts.loc[~gone, "account_key"].dropna().astype(int))
    return next((key for key in keys if key in owners), None)


# What hangs on an account and goes with it.
OF_ACCOUNT = (
    "alias", "contact", "contract", "measurement", "ticket", "response", "invoice", "event", "touchpoint", "objective",
    "milestone", "task", "feedback", "touch_assignment", "health_override", "agenda_mark",
)  # fmt: skip


def delete_accounts(book: EditableBook, keys: Sequence[int]) -> ChangeSet:
    """Take accounts out of the book with everything that hangs on them."""
    changes: list[Change] = []
    for record in OF_ACCOUNT:
        frame = book.frame(record)
        changes += _deleted(book, record, frame.loc[frame["account_key"].isin(list(keys)), "key"].tolist())
    contracts = {change.key for change in changes if change.record == "contract"}
    decisions = book.frame("decision")
    changes += _deleted(
        book, "decision", decisions.loc[decisions["contract_key"].isin(list(contracts)), "key"].tolist()
    )
    changes += _deleted(book, "account", keys)
    name = account_name(book, keys[0]) if len(keys) == 1 else None
    text = Message("Delete account {name}", name=name) if name else Message("Delete {n} accounts", n=len(keys))
    return ChangeSet(text, tuple(changes))


def delete_records(book: EditableBook, record: str, keys: Sequence[int]) -> ChangeSet:
    """Take records out of the book; of a contract its renewal decision goes too."""
    changes: list[Change] = []
    if record == "contract":
        decisions = book.frame("decision")
        changes += _deleted(book, "decision", decisions.loc[decisions["contract_key"].isin(list(keys)), "key"].tolist())
    changes += _deleted(book, record, keys)
    return ChangeSet(Message("Delete {what}", what=Message(record_type(record).label)), tuple(changes))


def _deleted(book: EditableBook, record: str, keys: Sequence[int]) -> list[Change]:
    return [
        Change(record, key, {name: value for name, value in old.items() if value is not None}, None)
        for key, old in stored_values(book, record, keys).items()
    ]


def log_touchpoint(book: EditableBook, account_key: int, values: Values) -> ChangeSet:
    """Write down a meeting, call or mail with an account.

    Raises:
        CSDeskError: it has no date or no kind.
    """
    if values.get("date") is None or values.get("kind") is None:
        raise CSDeskError(Message("A touchpoint needs a date and a kind."))
    change = _new(book, "touchpoint", {**values, "account_key": account_key})
    return ChangeSet(Message("Log touchpoint with {account}", account=account_name(book, account_key)), (change,))


def archive_contract(book: EditableBook, key: int) -> ChangeSet:
    """Put a contract away that should not count, without losing it."""
    old = stored_values(book, "contract", [key])
    changes = (change_of("contract", key, {"archived": row["archived"]}, {"archived": True}) for row in old.values())
    return collected(Message("Archive contract"), changes)


def set_next_step(book: EditableBook, keys: Sequence[int], text: str | None, on: date | None = None) -> ChangeSet:
    """Say what happens next with one or more accounts."""
    values = {"next_step": text or None, "next_step_date": on}
    changes = (
        change_of("account", key, {name: old[name] for name in values}, values)
        for key, old in stored_values(book, "account", keys).items()
    )
    if len(keys) == 1:
        return collected(Message("Set next step for {account}", account=account_name(book, keys[0])), changes)
    return collected(Message("Set next step for {n} accounts", n=len(keys)), changes)


_JUDGED = {
    "forecast": Message("Set forecast for {n} contracts"),
    "expected_amount": Message("Set expected amount for {n} contracts"),
    "risk_reason": Message("Set risk reason for {n} contracts"),
}


def set_decision(book: EditableBook, contract_keys: Sequence[int], values: Values) -> ChangeSet:
    """Say what is expected of the renewal of one or more contracts (forecast, expected amount, reason …)."""
    checked = {name: check_value("decision", name, value) for name, value in values.items()}
    frame = book.frame("decision")
    known = frame[frame["contract_key"].isin(list(contract_keys))]
    by_contract = dict(zip(known["contract_key"].tolist(), known["key"].tolist(), strict=True))
    old = stored_values(book, "decision", by_contract.values())
    changes: list[Change | None] = []
    key = book.next_key("decision")
    for contract_key in contract_keys:
        if contract_key in by_contract:
            before = old[by_contract[contract_key]]
            changes.append(
                change_of("decision", by_contract[contract_key], {name: before[name] for name in checked}, checked)
            )
        else:
            kept = {name: value for name, value in checked.items() if value is not None}
            changes.append(Change("decision", key, None, {"contract_key": contract_key, **kept}))
            key += 1
    said = _JUDGED.get(next(iter(checked)), _JUDGED["forecast"]) if len(checked) == 1 else Message("Judge {n} renewals")
    return collected(Message(said.text, n=len(contract_keys)), changes)


def mark_item(
    book: EditableBook, account_key: int, rule: str, facts: str, mark: str, until: date | None = None,
    reason: str | None = None,
) -> ChangeSet:  # fmt: skip
    """Mark an agenda item as done, snoozed or dismissed; it returns when its facts change."""
    values: dict[str, object] = {"facts": facts, "mark": mark, "until": until, "reason": reason}
    frame = book.frame("agenda_mark")
    known = frame[(frame["account_key"] == account_key) & (frame["rule"] == rule)]
    texts = {
        "done": Message("Mark as done: {account}", account=account_name(book, account_key)),
        "snoozed": Message("Snooze {account}", account=account_name(book, account_key)),
        "dismissed": Message("Dismiss {account}", account=account_name(book, account_key)),
    }
    if known.empty:
        change: Change | None = _new(book, "agenda_mark", {"account_key": account_key, "rule": rule, **values})
    else:
        key = int(known["key"].iloc[0])
        old = stored_values(book, "agenda_mark", [key])[key]
        change = change_of("agenda_mark", key, {name: old[name] for name in values}, values)
    return collected(texts[mark], [change])


def account_name(book: EditableBook, key: int) -> str:
    """The name of an account, or "" where it has none."""
    frame = book.frame("account")
    names = frame.loc[frame["key"] == key, "name"]
    return "" if names.empty or names.isna().iloc[0] else str(names.iloc[0])
