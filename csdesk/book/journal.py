"""The journal: every transaction with its name, and what is needed to take it back and do it again.

Rows that stand in their table are not kept here a second time. The rows of an insert
come into the journal when the insert is undone, because redo needs them then; the rows
of a deletion when they are deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.batches import FieldUpdate, StoredBatch
from csdesk.book.payload import Keys, one_array, packed, packed_integers, unpacked, unpacked_integers
from csdesk.book.stored_messages import message_json, read_message
from csdesk.model.messages import Message

EntryKind = Literal["edit", "import"]
_TAKEN_BACK = "taken_back:"
# A condition on ``entry e``: it is done, and no later entry took it back.
COUNTS = f"e.state = 'done' AND NOT EXISTS (SELECT 1 FROM setting t WHERE t.name = '{_TAKEN_BACK}' || e.id)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction of the book.

    Attributes:
        at: when it was written, with time zone.
        done: False while it is undone.
        counts: record type → rows inserted and deleted, and cells changed.
        settings: names of the settings it changed; ``policies`` is one.
        taken_back: a later entry took it back.
    """

    id: int
    at: datetime
    who: str
    kind: EntryKind
    intention: Message
    done: bool
    counts: Mapping[str, int]
    settings: tuple[str, ...] = ()
    taken_back: bool = False

    @property
    def state(self) -> str:
        """``done`` or ``undone``."""
        return "done" if self.done else "undone"

    @property
    def touched(self) -> frozenset[str]:
        """The record types it changes."""
        return frozenset(self.counts)


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A setting before and after, as JSON text; None where there was or will be none."""

    name: str
    before: str | None
    after: str | None


def open_entry(connection: Connection, at: datetime, who: str, kind: EntryKind, intention: Message) -> int:
    """Begin an entry; its number. What was undone can no longer be redone."""
    connection.exec_driver_sql("DELETE FROM problem WHERE entry IN (SELECT id FROM entry WHERE state = 'undone')")
    connection.exec_driver_sql(
        "DELETE FROM origin WHERE source_table IN"
        " (SELECT s.id FROM source_table s JOIN entry e ON e.id = s.entry WHERE e.state = 'undone')"
    )
    for table in ("source_table", "entry_batch", "entry_setting"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE entry IN (SELECT id FROM entry WHERE state = 'undone')")
    connection.exec_driver_sql("DELETE FROM entry WHERE state = 'undone'")
    added = connection.exec_driver_sql(
        "INSERT INTO entry (at, who, kind, intention, state) VALUES (?, ?, ?, ?, 'done')",
        (at.isoformat(timespec="seconds"), who, kind, message_json(intention)),
    )
    number: int = added.lastrowid
    return number


def record_batches(connection: Connection, entry: int, batches: Sequence[StoredBatch]) -> None:
    """Write down what an entry did, in order."""
    rows = [row for batch in batches for row in _batch_rows(batch)]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO entry_batch (entry, number, record, action, field, rows, keys, data, first_key, last_key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(entry, number, *row) for number, row in enumerate(rows)],
        )


_BatchRow = tuple[str, str, str | None, int, bytes, bytes | None, int, int]


def _batch_rows(batch: StoredBatch) -> list[_BatchRow]:
    rows: list[_BatchRow] = []
    if batch.deleted is not None:
        rows.append(_batch_row(batch.record, "delete", None, _keys(batch.deleted), packed(batch.deleted)))
    for update in batch.updated:
        data = packed(pa.table({"before": update.before, "after": update.after}))
        rows.append(_batch_row(batch.record, "update", update.name, update.keys, data))
    if batch.inserted is not None:
        rows.append(_batch_row(batch.record, "insert", None, _keys(batch.inserted), None))
    return rows


def _batch_row(record: str, action: str, field: str | None, keys: Keys, data: bytes | None) -> _BatchRow:
    return (record, action, field, len(keys), packed_integers(key=keys), data, int(keys.min()), int(keys.max()))


def _keys(table: pa.Table) -> Keys:
    keys: Keys = one_array(table.column("key")).to_numpy()
    return keys


@dataclass(frozen=True, slots=True)
class JournalBatch:
    """One line of what an entry did.

    Attributes:
        action: ``insert``, ``update`` or ``delete``.
        data: the rows, or ``before`` and ``after`` of a field; None for rows that stand in their table.
    """

    entry: int
    number: int
    record: str
    action: str
    field: str | None
    keys: Keys
    data: pa.Table | None

    def stored(self) -> StoredBatch:
        """The batch as it was done; inserted rows without data hold their keys alone."""
        rows = self.data if self.data is not None else pa.table({"key": self.keys})
        if self.action == "insert":
            return StoredBatch(self.record, inserted=rows)
        if self.action == "delete":
            return StoredBatch(self.record, deleted=rows)
        assert self.field is not None
        before, after = one_array(rows.column("before")), one_array(rows.column("after"))
        return StoredBatch(self.record, updated=(FieldUpdate(self.field, self.keys, before, after),))


_BATCH_COLUMNS = "b.entry, b.number, b.record, b.action, b.field, b.keys, b.data"


def batches_of(connection: Connection, entry: int) -> list[JournalBatch]:
    """What an entry did, in order."""
    rows = connection.exec_driver_sql(
        f"SELECT {_BATCH_COLUMNS} FROM entry_batch b WHERE entry = ? ORDER BY number", (entry,)
    )
    return [_journal_batch(row) for row in rows.fetchall()]


def later_batches(connection: Connection, entry: int) -> list[JournalBatch]:
    """What was done after an entry and is not undone, in order."""
    rows = connection.exec_driver_sql(
        f"SELECT {_BATCH_COLUMNS} FROM entry_batch b JOIN entry e ON e.id = b.entry"
        " WHERE b.entry > ? AND e.state = 'done' ORDER BY b.entry, b.number",
        (entry,),
    )
    return [_journal_batch(row) for row in rows.fetchall()]


def taken_back_setting(entry: int) -> str:
    """The name of the setting that says that an entry was taken back by a later one."""
    return f"{_TAKEN_BACK}{entry}"


def edits_of(connection: Connection, record: str, key: int) -> list[JournalBatch]:
    """What was done by hand, and is not undone, to a record; oldest first."""
    rows = connection.exec_driver_sql(
        f"SELECT {_BATCH_COLUMNS} FROM entry_batch b JOIN entry e ON e.id = b.entry"
        " WHERE b.record = ? AND b.first_key <= ? AND b.last_key >= ? AND e.state = 'done'"
        " ORDER BY b.entry, b.number",
        (record, key, key),
    )
    found = (_journal_batch(row) for row in rows.fetchall())
    return [batch for batch in found if key in batch.keys]


def _journal_batch(row: Sequence[object]) -> JournalBatch:
    entry, number, record, action, field, keys, data = row
    return JournalBatch(
        entry,  # type: ignore[arg-type]
        number,  # type: ignore[arg-type]
        str(record),
        str(action),
        None if field is None else str(field),
        unpacked_integers(keys)["key"],  # type: ignore[arg-type]
        None if data is None else unpacked(data),  # type: ignore[arg-type]
    )


def keep_rows(connection: Connection, entry: int, number: int, rows: pa.Table | None) -> None:
    """Keep the rows of an insert while they are not in their table; None lets them go again."""
    connection.exec_driver_sql(
        "UPDATE entry_batch SET data = ? WHERE entry = ? AND number = ?",
        (None if rows is None else packed(rows), entry, number),
    )


def set_state(connection: Connection, entry: int, *, done: bool) -> None:
    """Say whether an entry counts."""
    connection.exec_driver_sql("UPDATE entry SET state = ? WHERE id = ?", ("done" if done else "undone", entry))


def next_to_undo(connection: Connection) -> int | None:
    """The last entry that counts."""
    number: int | None = connection.exec_driver_sql("SELECT max(id) FROM entry WHERE state = 'done'").scalar()
    return number


def next_to_redo(connection: Connection) -> int | None:
    """The first entry that was undone."""
    number: int | None = connection.exec_driver_sql("SELECT min(id) FROM entry WHERE state = 'undone'").scalar()
    return number


def record_settings(connection: Connection, entry: int, changes: Sequence[SettingChange]) -> None:
    """Write down which settings an entry changed."""
    if changes:
        connection.exec_driver_sql(
            "INSERT INTO entry_setting (entry, name, before, after) VALUES (?, ?, ?, ?)",
            [(entry, c.name, c.before, c.after) for c in changes],
        )


def settings_of(connection: Connection, entry: int) -> list[SettingChange]:
    """Which settings an entry changed."""
    rows = connection.exec_driver_sql("SELECT name, before, after FROM entry_setting WHERE entry = ?", (entry,))
    return [SettingChange(*row) for row in rows.fetchall()]


def entries(connection: Connection, entry: int | None = None) -> list[Entry]:
    """All entries, the latest first, undone ones too; or the one asked for."""
    only = "" if entry is None else f" WHERE id = {entry:d}"
    which = "" if entry is None else f" WHERE entry = {entry:d}"
    counts: dict[int, dict[str, int]] = {}
    run = connection.exec_driver_sql
    for number, record, rows in run(
        f"SELECT entry, record, sum(rows) FROM entry_batch{which} GROUP BY entry, record ORDER BY min(number)"
    ):
        counts.setdefault(number, {})[record] = rows
    named: dict[int, list[str]] = {}
    for number, name in run(f"SELECT entry, name FROM entry_setting{which} ORDER BY name"):
        named.setdefault(number, []).append(name)
    return [
        Entry(
            number,
            datetime.fromisoformat(at),
            who,
            kind,
            read_message(intention),
            state == "done",
            MappingProxyType(counts.get(number, {})),
            tuple(named.get(number, ())),
            bool(taken),
        )
        for number, at, who, kind, intention, state, taken in run(
            "SELECT id, at, who, kind, intention, state,"
            f" EXISTS (SELECT 1 FROM setting t WHERE t.name = '{_TAKEN_BACK}' || entry.id)"
            f" FROM entry{only} ORDER BY id DESC"
        )
    ]
