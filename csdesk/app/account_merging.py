"""Two accounts that are one customer become one: everything moves, nothing is lost, one entry takes it back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from csdesk.app.edits import OF_ACCOUNT, EditableBook, delete_records, plain_value, stored_values
from csdesk.model.changes import Change, ChangeSet, change_of
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import record_type, stored_dtypes
from csdesk.model.messages import Message, MessageValue

IDENTITIES = ("name", "external_id", "corporate_number", "domain")
# Of these an account has one only, of the last one for each rule.
_ONE_EACH: Mapping[str, tuple[str, ...]] = {"touch_assignment": (), "health_override": (), "agenda_mark": ("rule",)}
# What both accounts may hold alike because the same file was read for both; it is kept once.
_SAID_TWICE = frozenset({"alias", "contact", "measurement", "response", "event", "touchpoint"})
_NO_VALUES = frozenset({"account_key", "facts"})


@dataclass(frozen=True, slots=True)
class DifferingField:
    """A field of which both accounts have a value."""

    name: str
    kept: object
    other: object


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging two accounts would do.

    Attributes:
        moves: record → how many move to the kept account.
        twins: how many records stand in both alike and are kept once.
        fills: fields of the kept account that are empty and take the other's value.
        differing: fields of which the kept account keeps its value; the other's is written into its notes, and
            kept among its custom columns.
        aliases: (identity, text) by which the kept account is known from then on.
    """

    moves: Mapping[str, int]
    twins: int
    fills: tuple[str, ...]
    differing: tuple[DifferingField, ...]
    aliases: tuple[tuple[str, str], ...]
    changes: ChangeSet


def merge_accounts(book: EditableBook, keep: int, gone: int, words: Callable[[Message], str] = str) -> ChangeSet:
    """Make two accounts one; see ``planned_merge``.

    Raises:
        CSDeskError: they are the same, or one is not in the book.
    """
    return planned_merge(book, keep, gone, words).changes


def planned_merge(book: EditableBook, keep: int, gone: int, words: Callable[[Message], str] = str) -> Merge:
    """What merging ``gone`` into ``keep`` does.

    Args:
        words: writes a sentence in the language of the notes.

    Raises:
        CSDeskError: they are the same, or one is not in the book.
    """
    stored = stored_values(book, "account", [keep, gone])
    if keep == gone or len(stored) < 2:
        raise CSDeskError(Message("Choose two different accounts of this book."))
    mine, theirs = stored[keep], stored[gone]
    new, differing, aliases = _joined_fields(mine, theirs)
    moved = _Moved(book, keep, gone, {**mine, **new})
    moved.records()
    fresh = [alias for alias in aliases if alias not in moved.aliases]
    key = book.next_key("alias")
    named: list[Change | None] = [
        Change("alias", key + place, None, {"account_key": keep, "identity": identity, "text": text})
        for place, (identity, text) in enumerate(fresh)
    ]
    fills = tuple(name for name in new if name not in ("notes", "tags", "archived"))
    new["notes"] = _notes(book, mine, theirs, differing, moved.left, words)
    customs = {int(k): plain_value(v) for k, v in _custom(book, keep, gone).items()}
    before = {**mine, "custom": customs.get(keep)}
    new["custom"] = _joined_custom(customs.get(keep), customs.get(gone), str(theirs["name"]), differing, words)
    changes = [change_of("account", keep, {name: before.get(name) for name in new}, new), *moved.changes, *named]
    said = Message("Merge {gone} into {keep}", gone=str(theirs["name"] or ""), keep=str(mine["name"] or ""))
    done = [change for change in changes if change is not None]
    return Merge(
        moved.counts, moved.twins, fills, tuple(differing), tuple(fresh),
        ChangeSet(said, (*done, *delete_records(book, "account", [gone]).changes)),
    )  # fmt: skip


def _joined_fields(
    mine: Mapping[str, object], theirs: Mapping[str, object]
) -> tuple[dict[str, object], list[DifferingField], list[tuple[str, str]]]:
    """New values of the kept account, fields that differ, and what becomes an alias."""
    new: dict[str, object] = {}
    differing: list[DifferingField] = []
    aliases: list[tuple[str, str]] = []
    for field in record_type("account").stored:
        own, other = mine[field.name], theirs[field.name]
        if field.name == "archived":
            new["archived"] = own if other else None
        elif other is None or other == own or field.name == "notes":
            continue
        elif own is None:
            new[field.name] = other
        elif field.name in IDENTITIES:
            aliases.append((field.name, str(other)))
        elif field.name == "tags":
            new["tags"] = "; ".join(dict.fromkeys(f"{own}; {other}".split("; ")))
        else:
            differing.append(DifferingField(field.name, own, other))
    return new, differing, aliases


class _Moved:
    """The records of the account that goes, on their way to the one that stays."""

    def __init__(self, book: EditableBook, keep: int, gone: int, own: Mapping[str, object]) -> None:
        self._book, self._keep, self._gone, self._own = book, keep, gone, own
        self.changes: list[Change | None] = []
        self.counts: dict[str, int] = {}
        self.twins = 0
        self.left: list[tuple[str, Mapping[str, object]]] = []  # records of which the kept account has its own
        self.aliases: set[tuple[str, str]] = set()

    def records(self) -> None:
        """Every record type in turn."""
        for record in OF_ACCOUNT:
            frame = self._book.frame(record)
            theirs = frame[(frame["account_key"] == self._gone).fillna(value=False)]
            if record == "alias":
                held = frame[frame["account_key"].isin([self._keep, self._gone])]
                self.aliases |= set(zip(held["identity"].fillna("name"), held["text"], strict=True))
            if len(theirs):
                self._record(record, theirs, frame[(frame["account_key"] == self._keep).fillna(value=False)])

    def _record(self, record: str, theirs: pd.DataFrame, mine: pd.DataFrame) -> None:
        if record == "touch_assignment":
            mine = self._without_given_way(theirs, mine)
        stay = self._twins(record, theirs, mine)
        self.twins += len(stay)
        if record in _ONE_EACH:
            names = list(_ONE_EACH[record])
            held = {tuple(row) for row in mine[names].itertuples(index=False, name=None)} if len(mine) else set()
            both = {int(k) for k, *row in theirs[["key", *names]].itertuples(index=False, name=None) if tuple(row) in held}  # fmt: skip
            lost = stored_values(self._book, record, both).values()
            self.left += [(record, values) for values in lost if record != "touch_assignment" or _is_decision(values)]
            stay |= both
        keys = [int(key) for key in theirs["key"] if int(key) not in stay]
        self.changes += [
            change_of(record, key, {"account_key": self._gone}, {"account_key": self._keep}) for key in keys
        ]
        self.changes += delete_records(self._book, record, sorted(stay)).changes if stay else ()
        if keys:
            self.counts[record] = len(keys)

    def _without_given_way(self, theirs: pd.DataFrame, mine: pd.DataFrame) -> pd.DataFrame:
        """The kept account's tier, unless an import assigned it by value and somebody decided on that of the other."""
        decided = [int(key) for key, values in _stored(self._book, mine).items() if _is_decision(values)]
        if not any(_is_decision(values) for values in _stored(self._book, theirs).values()):
            return mine
        by_value = [int(key) for key in mine["key"] if int(key) not in decided]
        self.changes += delete_records(self._book, "touch_assignment", by_value).changes if by_value else ()
        return mine[mine["key"].isin(decided)]

    def _twins(self, record: str, theirs: pd.DataFrame, mine: pd.DataFrame) -> set[int]:
        """Keys of records of which the kept account holds another that says just the same."""
        if record not in _SAID_TWICE:
            return set()
        columns = [name for name in stored_dtypes(record) if name not in ("key", "account_key")]
        held = set(_rows(mine, columns))
        found = {int(k) for k, row in zip(theirs["key"], _rows(theirs, columns), strict=True) if row in held}
        if record == "alias":
            named = zip(theirs["key"], theirs["identity"].fillna("name"), theirs["text"], strict=True)
            found |= {int(key) for key, identity, text in named if self._own.get(identity) == text}
        return found


def _rows(frame: pd.DataFrame, columns: list[str]) -> list[tuple[Any, ...]]:
    return [tuple(map(plain_value, row)) for row in frame[columns].itertuples(index=False, name=None)]


def _notes(
    book: EditableBook, mine: Mapping[str, object], theirs: Mapping[str, object], differing: list[DifferingField],
    left: list[tuple[str, Mapping[str, object]]], words: Callable[[Message], str],
) -> str | None:  # fmt: skip
    """The notes of the kept account, with what the other said differently below."""
    kept = mine["notes"]
    lines = [words(_stated("account", found.name, found.other)) for found in differing]
    for record, values in left:
        said = [words(_stated(record, n, v)) for n, v in values.items() if v is not None and n not in _NO_VALUES]
        lines.append(f"{words(Message(record_type(record).label))} ({', '.join(said)})")
    if theirs["notes"] is not None and theirs["notes"] != kept:
        lines.append(str(theirs["notes"]))
    if not lines:
        return None if kept is None else str(kept)
    head = words(Message("From {account}, merged on {day}:", account=str(theirs["name"] or ""), day=book.as_of))
    return "\n".join([*([str(kept), ""] if kept is not None else []), head, *lines])


def _stated(record: str, name: str, value: object) -> Message:
    field = record_type(record).field(name)
    shown: MessageValue | Message = value if isinstance(value, str | int | float | date) else str(value)
    if isinstance(value, bool):
        shown = Message("Yes") if value else Message("No")
    return Message("{field}: {value}", field=Message(field.label), value=shown)


def _custom(book: EditableBook, keep: int, gone: int) -> dict[Any, Any]:
    frame = book.frame("account")
    rows = frame[frame["key"].isin([keep, gone])]
    return dict(zip(rows["key"], rows["custom"], strict=True)) if "custom" in rows.columns else {}


def _joined_custom(
    kept: object, other: object, name: str, differing: list[DifferingField], words: Callable[[Message], str]
) -> str | None:
    """Unknown columns of both; what the other says differently stands under its name, where no import overwrites it."""
    members = json.loads(str(kept)) if kept is not None else {}
    for header, text in (json.loads(str(other)) if other is not None else {}).items():
        if members.setdefault(header, text) != text:
            members[f"{header} ({name})"] = text
    for found in differing:
        label = words(Message(record_type("account").field(found.name).label))
        members[f"{label} ({name})"] = str(found.other)
    return json.dumps(members, ensure_ascii=False) if members else None


def _stored(book: EditableBook, assignments: pd.DataFrame) -> dict[int, dict[str, object]]:
    return stored_values(book, "touch_assignment", assignments["key"].tolist())


def _is_decision(assignment: Mapping[str, object]) -> bool:
    """Whether somebody decided on the tier; what an import assigned by value is no loss."""
    return any(assignment.get(name) for name in ("author", "reason", "override"))
