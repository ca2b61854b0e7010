"""One account that holds two customers becomes two: chosen records move to a new one; one entry takes it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from csdesk.app.edits import OF_ACCOUNT, EditableBook, account_name, create_account, delete_records, plain_value
from csdesk.model.changes import Change, ChangeSet, Values, change_of, collected
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

# Who looks after the new account and in which language, as long as nobody says otherwise.
INHERITED = ("csm", "sales_owner", "language")
_FOLLOWERS = ("milestone", "task")  # they go with their objective
_DATES = ("start", "date", "opened", "issued", "due", "assigned_on", "set_on")
_TEXTS = ("external_id", "name", "product", "subject", "text", "kind", "survey", "rule", "touch")


@dataclass(frozen=True, slots=True)
class Part:
    """Records of an account that are chosen together: one, or the measurements of one metric.

    Attributes:
        on: the day it stands for; of several the last.
    """

    record: str
    keys: tuple[int, ...]
    text: str
    on: date | None


def parts_of(book: EditableBook, key: int) -> tuple[Part, ...]:
    """What could be taken out of an account, the newest of each record type first; what follows an objective is left out."""
    found: list[Part] = []
    for record in OF_ACCOUNT:
        frame = book.frame(record)
        rows = frame[(frame["account_key"] == key).fillna(value=False)]
        if record in _FOLLOWERS:
            rows = rows[rows["objective_key"].isna()]
        if not len(rows):
            continue
        parts = _metrics(rows) if record == "measurement" else [_part(record, row) for row in rows.to_dict("records")]
        found += sorted(parts, key=lambda part: (part.on or date.min, part.text), reverse=True)
    return tuple(found)


def _metrics(rows: pd.DataFrame) -> list[Part]:
    parts = []
    for metric, some in rows.groupby("metric", dropna=False):
        last = plain_value(some["date"].max())
        keys = tuple(int(key) for key in some["key"])
        parts.append(
            Part("measurement", keys, str(plain_value(metric) or ""), last if isinstance(last, date) else None)
        )
    return parts


def _part(record: str, row: Mapping[object, object]) -> Part:
    values = {str(name): plain_value(value) for name, value in row.items()}
    texts = [str(values[name]) for name in _TEXTS if values.get(name) is not None]
    on = next((values[name] for name in _DATES if isinstance(values.get(name), date)), None)
    return Part(record, (int(str(values["key"])),), " · ".join(texts[:2]), on if isinstance(on, date) else None)


def split_account(book: EditableBook, key: int, values: Values, moved: Mapping[str, Collection[int]]) -> ChangeSet:
    """Make a new account of records of another.

    Args:
        values: fields of the new account; it needs a name.
        moved: record type → keys. Milestones and tasks go with their objective, renewal decisions with their contract.

    Raises:
        CSDeskError: the new account has no name, its ID is taken, or a record does not belong to the account.
    """
    made = create_account(book, values)
    (account,) = made.changes
    needless = _own_aliases(book, key, account)
    chosen = {record: set(keys) for record, keys in moved.items() if keys}
    for record in _FOLLOWERS:
        chosen[record] = chosen.get(record, set()) | _following(book, record, chosen.get("objective", set()))
    changes: list[Change | None] = [account]
    for record in OF_ACCOUNT:
        keys = chosen.get(record, set())
        _require_own(book, record, keys, key)
        moving = sorted(keys - needless) if record == "alias" else sorted(keys)
        changes += [change_of(record, k, {"account_key": key}, {"account_key": account.key}) for k in moving]
    if needless:
        changes += delete_records(book, "alias", sorted(needless)).changes
    name = str((account.after or {})["name"])
    return collected(Message("Split {name} off {account}", name=name, account=account_name(book, key)), changes)


def _own_aliases(book: EditableBook, key: int, account: Change) -> set[int]:
    """Aliases of the old account that are what the new one is called itself."""
    frame = book.frame("alias")
    rows = frame[(frame["account_key"] == key).fillna(value=False)]
    named = zip(rows["key"], rows["identity"].fillna("name"), rows["text"], strict=True)
    return {int(k) for k, identity, text in named if (account.after or {}).get(identity) == text}


def _require_own(book: EditableBook, record: str, keys: Collection[int], account: int) -> None:
    frame = book.frame(record)
    own = set(frame.loc[(frame["account_key"] == account).fillna(value=False), "key"].astype(int))
    if not own.issuperset(keys):
        raise CSDeskError(
            Message("Something that was chosen is no longer part of {account}.", account=account_name(book, account)),
            Message("Look at the account once more."),
        )


def _following(book: EditableBook, record: str, objectives: Collection[int]) -> set[int]:
    frame = book.frame(record)
    return set(frame.loc[frame["objective_key"].isin(list(objectives)), "key"].astype(int)) if objectives else set()
