"""Doing a batch to the tables, checking first that the book is as the batch believes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.engine import Connection

from csdesk.book.batches import FieldUpdate, StoredBatch
from csdesk.book.columns import differing, stored_type
from csdesk.book.payload import Keys, one_array
from csdesk.book.storage_classes import kinds
from csdesk.book.tables import RecordTable
from csdesk.book.words import Words
from csdesk.model.errors import EditConflict
from csdesk.model.messages import Message


def carry_out(connection: Connection, words: Words, batch: StoredBatch) -> StoredBatch:
    """Delete, update and insert as the batch says; the batch as it was really done.

    The result holds the full rows that were deleted and what each field was before.
    Values that are already there are left out.

    Raises:
        EditConflict: a record is gone, is there already, or is not as the batch believes.
        KeyError: a field is not kept in the book.
    """
    table = RecordTable(connection, batch.record, words)
    deleted = None if batch.deleted is None else _delete(table, batch.deleted)
    updated = tuple(_update(table, batch.updated))
    if batch.inserted is not None and batch.inserted.num_rows:
        table.insert(batch.inserted)
        inserted = batch.inserted
    else:
        inserted = None
    return StoredBatch(batch.record, inserted, updated, deleted)


def rows_of(connection: Connection, words: Words, record: str, keys: Keys) -> pa.Table:
    """Those rows in full, UUIDs too, in order of key."""
    table = RecordTable(connection, record, words)
    table.pick(keys)
    return table.read(uuid=True, picked=True)


def _delete(table: RecordTable, believed: pa.Table) -> pa.Table | None:
    keys = one_array(believed.column("key")).to_numpy()
    if not len(keys):
        return None
    table.pick(keys)
    rows = table.read(uuid=True, picked=True)
    if not np.array_equal(one_array(rows.column("key")).to_numpy(), np.sort(keys)):
        raise conflict()
    _require_believed(table.record, believed, rows)
    table.delete_picked()
    return rows


def _require_believed(record: str, believed: pa.Table, rows: pa.Table) -> None:
    names = [n for n in believed.column_names if n not in ("key", "uuid")]
    if not names:
        return
    order = pc.sort_indices(believed.column("key"))
    for name in names:
        said = one_array(believed.column(name)).take(order)
        held = (
            one_array(rows.column(name))
            if name in rows.column_names
            else pa.nulls(rows.num_rows, stored_type(kinds(record)[name]))
        )
        if pc.any(differing(held, said)).as_py():
            raise conflict()


def _update(table: RecordTable, updates: Sequence[FieldUpdate]) -> list[FieldUpdate]:
    known = kinds(table.record)
    unknown = [u.name for u in updates if u.name not in known]
    if unknown:
        raise KeyError(f"{table.record}.{unknown[0]}")
    done = []
    for update in updates:
        if not len(update.keys):
            continue
        real = _against(update, _held(table, update), table.record)
        if len(real.keys):
            table.update(real.name, real.keys, real.after)
            done.append(real)
    return done


def _held(table: RecordTable, update: FieldUpdate) -> pa.Array:
    """What the field is now, in the order of the update."""
    table.pick(update.keys)
    held = table.read([update.name], picked=True)
    keys = one_array(held.column("key")).to_numpy()
    at = np.searchsorted(keys, update.keys)
    if len(keys) != len(update.keys) or not np.array_equal(keys[np.minimum(at, len(keys) - 1)], update.keys):
        raise conflict()
    return one_array(held.column(update.name)).take(pa.array(at))


def _against(update: FieldUpdate, held: pa.Array, record: str) -> FieldUpdate:
    if update.before is not None and pc.any(differing(held, update.before)).as_py():
        raise conflict()
    changed = differing(held, update.after)
    if pc.all(changed).as_py():
        return FieldUpdate(update.name, update.keys, held, update.after)
    keys = update.keys[changed.to_numpy(zero_copy_only=False)]
    return FieldUpdate(update.name, keys, held.filter(changed), update.after.filter(changed))


def conflict() -> EditConflict:
    """A record is not as somebody believes."""
    return EditConflict(
        Message("A record was changed or deleted in the meantime; nothing was written."),
        Message("Look at it again and repeat the edit."),
    )
