"""Taking an older entry back although later entries stand on it: what they touched, and what is to be written.

The entry itself stays in the journal; a new one takes it back, so that this too is undone like any edit. That an entry
was taken back is a setting of the book, written by the entry that does it: undoing that one makes it count again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.batches import FieldUpdate, StoredBatch
from csdesk.book.columns import plain_value
from csdesk.book.journal import JournalBatch, batches_of, entries, later_batches, settings_of, taken_back_setting
from csdesk.book.payload import Keys, one_array
from csdesk.book.references import pointing_to
from csdesk.book.schema import referred
from csdesk.book.settings import POLICIES, read_policies, stored_settings
from csdesk.book.storage_classes import kinds
from csdesk.book.tables import RecordTable
from csdesk.book.words import Words
from csdesk.model.errors import BookError
from csdesk.model.fields import record_types
from csdesk.model.messages import Message
from csdesk.model.policies import Policies


class Cell(NamedTuple):
    """A field of a record."""

    record: str
    key: int
    field: str


@dataclass(frozen=True, slots=True)
class Touch:
    """A field that an entry wrote and a later one changed, or by which a later record depends on one it made.

    Attributes:
        now, before: its value now and before the entry, plain Python; None absent.
        entry: the later entry that touched it last.
        made: the record was made by the entry that is to be taken back.
        depends: the field refers to a record that entry made; the record itself is not its work.
        along: the record was made later, and goes where it is not kept.
    """

    cell: Cell
    now: object
    before: object
    entry: int
    made: bool = False
    depends: bool = False
    along: bool = False


def _undoable(connection: Connection, number: int) -> Message:
    """What an entry that can be taken back was called."""
    found = next(iter(entries(connection, number)), None)
    if found is None:
        raise BookError(Message("There is no entry {number}.", number=number), _HISTORY)
    if found.taken_back or not found.done:
        raise BookError(Message("Entry {number} was taken back already.", number=number), _HISTORY)
    return found.intention


_HISTORY = Message("Look at the history of the book.")


@dataclass(frozen=True, slots=True)
class _Written:
    """What the entry made of a field: keys rising, the first value before and the last one after."""

    keys: Keys
    before: pa.Array
    after: pa.Array


class TakingBack:
    """An entry seen from today, inside one open transaction.

    Attributes:
        said: what the new entry is called.
        made: the records it made, by type.
        touches: what later entries did to what it wrote.
    """

    def __init__(self, connection: Connection, words: Words, number: int) -> None:
        """Read the entry and those after it.

        Raises:
            BookError: there is no such entry, or it was taken back already.
        """
        self.said = Message("Take back: {what}", what=_undoable(connection, number))
        self._connection, self._words, self.number = connection, words, number
        self._columns: dict[tuple[str, str], tuple[Keys, pa.Array]] = {}
        own = batches_of(connection, number)
        self._later = later_batches(connection, number)
        self.made = _net_keys(own, "insert", "delete")
        self._gone = _net_keys(own, "delete", "insert")
        self._rows = [batch for batch in own if batch.action == "delete"]
        self._written = _written_by(own)
        self._going = {record: self._alive(record, keys) for record, keys in self.made.items()}
        self.touches = [*self._changed(), *self._depending()]

    # What later entries did

    def _changed(self) -> Iterator[Touch]:
        """Fields the entry wrote, by update or with a new record, that hold something else now."""
        seen: dict[tuple[str, str], dict[int, tuple[object, int]]] = {}
        for batch in self._later:
            if batch.action != "update" or batch.field is None:
                continue
            ours = [self.made.get(batch.record, _NO_KEYS)]
            if (batch.record, batch.field) in self._written:
                ours.append(self._written[batch.record, batch.field].keys)
            places = np.flatnonzero(np.isin(batch.keys, np.concatenate(ours)))
            known = seen.setdefault((batch.record, batch.field), {}) if len(places) else {}
            given = one_array(batch.data.column("before")).take(pa.array(places)) if batch.data is not None else []
            for key, value in zip(batch.keys[places].tolist(), given, strict=True):
                known[key] = (known[key][0] if key in known else value.as_py(), batch.entry)
        for (record, name), cells in seen.items():
            yield from self._still_other(record, name, cells)

    def _still_other(self, record: str, name: str, cells: Mapping[int, tuple[object, int]]) -> Iterator[Touch]:
        kind = kinds(record)[name]
        before = self._before(record, name)
        made = set(self.made.get(record, _NO_KEYS).tolist())
        for key, now in self._values(record, name, np.array(sorted(cells), dtype=np.int64)):
            given, entry = cells[key]
            if now != given:
                old = plain_value(before.get(key), kind)
                yield Touch(Cell(record, key, name), plain_value(now, kind), old, entry, made=key in made)

    def _before(self, record: str, name: str) -> dict[int, object]:
        written = self._written.get((record, name))
        return {} if written is None else dict(zip(written.keys.tolist(), written.before.to_pylist(), strict=True))

    def _depending(self) -> Iterator[Touch]:
        """Later records that refer to one the entry made, and those that refer to these; older ones that do so now."""
        frontier = {record: keys for record, keys in self._going.items() if len(keys)}
        while frontier:
            found = [touch for record, keys in frontier.items() for touch in self._pointing(record, keys)]
            frontier = {}
            for record in {touch.cell.record for touch in found if touch.along}:
                fresh = np.unique([t.cell.key for t in found if t.along and t.cell.record == record])
                fresh = np.setdiff1d(fresh, self._going.get(record, _NO_KEYS)).astype(np.int64)
                self._going[record] = np.union1d(self._going.get(record, _NO_KEYS), fresh)
                if len(fresh):
                    frontier[record] = fresh
            yield from found

    def _pointing(self, record: str, targets: Keys) -> Iterator[Touch]:
        for table, name in pointing_to(record):
            keys, values = self._column(table, name)
            refers = np.isin(values.fill_null(-1).to_numpy(zero_copy_only=False), targets)
            written = self._written.get((table, name))
            ours = np.union1d(self.made.get(table, _NO_KEYS), written.keys if written is not None else _NO_KEYS)
            found = np.setdiff1d(keys[refers], ours)
            made, own, numbers = self._since(table, name, found, frozenset(targets.tolist()))
            now = values.take(pa.array(np.searchsorted(keys, found))).to_pylist()
            for key, value, along, entry in zip(found.tolist(), now, made.tolist(), numbers.tolist(), strict=True):
                yield Touch(Cell(table, key, name), value, own.get(key), entry, depends=True, along=along)

    def _since(
        self, record: str, name: str, keys: Keys, targets: frozenset[int]
    ) -> tuple[Any, dict[int, object], Keys]:
        """Of records in order of key: which were made after the entry, what the others referred to last before one of
        the targets, and the last entry that wrote the field."""
        made, numbers = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=np.int64)
        own: dict[int, object] = {}
        for batch in self._later:
            if batch.record != record or (batch.action != "insert" and batch.field != name):
                continue
            here = np.isin(keys, batch.keys)
            if batch.action == "insert":
                made |= here
            elif batch.data is not None:
                changed = np.flatnonzero(np.isin(batch.keys, keys[here & ~made]))
                before = one_array(batch.data.column("before")).take(pa.array(changed)).to_pylist()
                pairs = zip(batch.keys[changed].tolist(), before, strict=True)
                own |= {key: value for key, value in pairs if value not in targets}
            numbers[here] = batch.entry
        return made, own, numbers

    # What is to be written

    def batches(self, keep: Collection[Cell]) -> list[StoredBatch]:
        """What takes the entry back; of what was touched later the cells in ``keep`` stay as they are."""
        kept = {touch.cell: touch for touch in self.touches if touch.cell in keep}
        stay = self._staying(kept.values())
        leaving = {r: np.setdiff1d(keys, stay.get(r, _NO_KEYS)) for r, keys in self._going.items()}
        found = []
        for record in record_types():
            deleted = leaving.get(record, _NO_KEYS)
            batch = StoredBatch(
                record,
                inserted=self._again(record),
                updated=tuple(self._reset(record, kept, deleted)),
                deleted=pa.table({"key": pa.array(deleted, pa.int64())}) if len(deleted) else None,
            )
            if batch:
                found.append(batch)
        return found

    def _staying(self, kept: Collection[Touch]) -> dict[str, Keys]:
        """Which of the records that would go are needed by what is kept, and by each other."""
        stay: dict[str, set[int]] = {}
        for touch in kept:
            if touch.made or touch.along:
                stay.setdefault(touch.cell.record, set()).add(touch.cell.key)
            target = referred(touch.cell.field, kinds(touch.cell.record)[touch.cell.field])
            if target is not None and isinstance(touch.now, int):
                stay.setdefault(target, set()).add(touch.now)
        fresh = {record: np.array(sorted(keys), dtype=np.int64) for record, keys in stay.items()}
        settled: dict[str, Keys] = {}
        while any(len(keys) for keys in fresh.values()):
            wanted: dict[str, list[Keys]] = {}
            for record, keys in fresh.items():
                settled[record] = np.union1d(settled.get(record, _NO_KEYS), keys)
                for name, kind in kinds(record).items():
                    target = referred(name, kind)
                    if target is not None and len(keys):
                        wanted.setdefault(target, []).append(self._references(record, name, keys))
            fresh = {
                r: np.setdiff1d(np.intersect1d(np.concatenate(some), self._going.get(r, _NO_KEYS)), settled.get(r, _NO_KEYS))
                for r, some in wanted.items()
            }  # fmt: skip
        return settled

    def _references(self, record: str, name: str, keys: Keys) -> Keys:
        held, values = self._column(record, name)
        found: Keys = values.fill_null(-1).to_numpy(zero_copy_only=False)[np.isin(held, keys)]
        return found

    def _reset(self, record: str, kept: Mapping[Cell, Touch], deleted: Keys) -> Iterator[FieldUpdate]:
        """The fields of records that stay, as they were before the entry."""
        for (of, name), written in self._written.items():
            if of != record:
                continue
            stays = np.array([c.key for c in kept if (c.record, c.field) == (record, name)], dtype=np.int64)
            reset = np.isin(written.keys, self._alive(record, written.keys))
            reset &= ~np.isin(written.keys, np.concatenate([stays, deleted, self.made.get(record, _NO_KEYS)]))
            if reset.any():
                yield FieldUpdate(name, written.keys[reset], None, written.before.filter(pa.array(reset)))
        turned = [t for t in self.touches if t.depends and not t.along and t.cell.record == record]
        for touch in turned:
            if touch.cell not in kept and touch.cell.key not in deleted:
                before = pa.array([touch.before], pa.int64())
                yield FieldUpdate(touch.cell.field, np.array([touch.cell.key], dtype=np.int64), None, before)

    def _again(self, record: str) -> pa.Table | None:
        """The rows the entry deleted that nobody brought back."""
        missing = np.setdiff1d(self._gone.get(record, _NO_KEYS), self._alive(record, self._gone.get(record, _NO_KEYS)))
        rows = [batch.data for batch in self._rows if batch.record == record and batch.data is not None]
        if not len(missing) or not rows:
            return None
        whole = pa.concat_tables(rows, promote_options="default").combine_chunks()
        return whole.filter(pa.array(np.isin(one_array(whole.column("key")).to_numpy(), missing)))

    def settings(self) -> dict[str, Any]:
        """The settings the entry changed that nobody changed since, as they were, and that it was taken back."""
        before = {name: None if text is None else json.loads(text) for name, text in self._former() if name != POLICIES}
        return {**before, taken_back_setting(self.number): True}

    def policies(self) -> Policies | None:
        """The policies before the entry, where it changed them and nobody did since."""
        return next((read_policies(text) for name, text in self._former() if name == POLICIES), None)

    def _former(self) -> Iterator[tuple[str, str | None]]:
        held = stored_settings(self._connection)
        for change in settings_of(self._connection, self.number):
            if held.get(change.name) == change.after:
                yield change.name, change.before

    # What the book holds

    def _alive(self, record: str, keys: Keys) -> Keys:
        if not len(keys):
            return _NO_KEYS
        table = RecordTable(self._connection, record, self._words)
        table.pick(keys)
        found: Keys = one_array(table.read([], picked=True).column("key")).to_numpy()
        return found

    def _column(self, record: str, name: str) -> tuple[Keys, pa.Array]:
        if (record, name) not in self._columns:
            rows = RecordTable(self._connection, record, self._words).read([name])
            self._columns[record, name] = (one_array(rows.column("key")).to_numpy(), one_array(rows.column(name)))
        return self._columns[record, name]

    def _values(self, record: str, name: str, keys: Keys) -> Iterator[tuple[int, object]]:
        """Key and stored value of those records that are there."""
        table = RecordTable(self._connection, record, self._words)
        table.pick(keys)
        rows = table.read([name], picked=True)
        yield from zip(rows.column("key").to_pylist(), rows.column(name).to_pylist(), strict=True)


_NO_KEYS: Keys = np.empty(0, dtype=np.int64)


def _net_keys(batches: Sequence[JournalBatch], action: str, inverse: str) -> dict[str, Keys]:
    """The keys an entry inserted and did not delete again, or the other way round, by record type."""
    found: dict[str, Keys] = {}
    for batch in batches:
        have = found.get(batch.record, _NO_KEYS)
        if batch.action == action:
            found[batch.record] = np.union1d(have, batch.keys)
        elif batch.action == inverse:
            found[batch.record] = np.setdiff1d(have, batch.keys)
    return found


def _written_by(batches: Sequence[JournalBatch]) -> dict[tuple[str, str], _Written]:
    """What an entry made of each field it updated; of several updates of one cell the first before, the last after."""
    parts: dict[tuple[str, str], list[JournalBatch]] = {}
    for batch in batches:
        if batch.action == "update" and batch.field is not None:
            parts.setdefault((batch.record, batch.field), []).append(batch)
    found = {}
    for place, some in parts.items():
        keys = np.concatenate([batch.keys for batch in some])
        first = np.unique(keys, return_index=True)[1]
        last = len(keys) - 1 - np.unique(keys[::-1], return_index=True)[1]
        before, after = (_whole(some, name) for name in ("before", "after"))
        found[place] = _Written(keys[first], before.take(pa.array(first)), after.take(pa.array(last)))
    return found


def _whole(batches: Sequence[JournalBatch], name: str) -> Any:
    return pa.concat_arrays([one_array(batch.data.column(name)) for batch in batches if batch.data is not None])
