"""Edits as data: what each record was and becomes. Undo is the inverse, replayed the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from csdesk.model.messages import Message

# Values as frames hold them, in plain Python: dates as ``date``, money as minor units, absent as None.
Values: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after.

    ``before`` is None for a new record, ``after`` is None for a deleted one. For a change
    of an existing record both hold the same names: only the fields that change. For a new
    or deleted record they hold every stored field that has a value.
    """

    record: str
    key: int
    before: Values | None
    after: Values | None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.record, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A named intention and everything it does, applied as one transaction or not at all."""

    intention: Message
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def inverse(self) -> ChangeSet:
        """Everything taken back, last first, under the same name."""
        return ChangeSet(self.intention, tuple(c.inverse() for c in reversed(self.changes)))

    @property
    def touched(self) -> frozenset[str]:
        """The record types that change."""
        return frozenset(c.record for c in self.changes)


def change_of(record: str, key: int, old: Values, new: Values) -> Change | None:
    """The change from old to new values of the same record, or None where nothing differs."""
    names = [n for n in new if old.get(n) != new[n]]
    if not names:
        return None
    return Change(
        record, key, MappingProxyType({n: old.get(n) for n in names}), MappingProxyType({n: new[n] for n in names})
    )


def collected(intention: Message, changes: Iterable[Change | None]) -> ChangeSet:
    """The change set of those changes that do something."""
    return ChangeSet(intention, tuple(c for c in changes if c is not None))
