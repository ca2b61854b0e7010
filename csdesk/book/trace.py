"""From a value back to the cells it was read from and the people who typed it."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.columns import plain_value
from csdesk.book.journal import Entry, JournalBatch, edits_of, entries
from csdesk.book.payload import one_array
from csdesk.book.provenance import KeptCells, SourceCell, cells_behind
from csdesk.book.schema import referred
from csdesk.book.storage_classes import kinds
from csdesk.book.tables import RecordTable
from csdesk.book.words import Words
from csdesk.model.fields import record_type

# Fields that are read from a sheet and turned into others before they are kept; of several
# columns that could have given a value the first counts most.
_AMOUNTS = ("contract.arr", "contract.mrr", "contract.quarterly_amount", "contract.total_value", "contract.one_off")
READ_AS = MappingProxyType(
    {
        "contract.start": ("contract.term",),
        "contract.end": ("contract.renewal_date", "contract.term"),
        "contract.amount": _AMOUNTS,
        "contract.basis": _AMOUNTS,
        "contract.notice_n": ("contract.notice",),
        "contract.notice_unit": ("contract.notice",),
        "contract.notice_written": ("contract.notice",),
    }
)


def trace(connection: Connection, words: Words, kept: KeptCells, record: str, key: int, field: str) -> list[SourceCell]:
    """Where a stored field of a record comes from, the latest first; empty where nobody ever gave it.

    A cell counts if its import mapped the column to the field, or to one that is turned
    into it, and it was not blank; a name the account is only also known by does not count.
    Edits by hand stand among the imports by time.

    Raises:
        KeyError: the book keeps no such field.
    """
    given = _given_by(connection, words, record, key, field)
    found = cells_behind(connection, kept, record, key, given)
    if record == "account" and field in ("name", "external_id", "corporate_number", "domain"):
        aliases = _aliases(connection, words, key, field)
        found = [pair for pair in found if pair[1].text not in aliases]
    found += _by_hand(connection, words, record, key, field)
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [cell for _, cell in found]


def _aliases(connection: Connection, words: Words, key: int, identity: str) -> frozenset[str]:
    """What an account is also known by: such a cell never gave the account its own name or number."""
    rows = RecordTable(connection, "alias", words).read(["account_key", "identity", "text"]).to_pylist()
    own = (row for row in rows if row["account_key"] == key and row["identity"] == identity)
    return frozenset(row["text"] for row in own)


def _given_by(connection: Connection, words: Words, record: str, key: int, field: str) -> list[str]:
    """The qualified fields whose columns give this one, the one that counts most first."""
    code = f"{record}.{field}"
    given = [code, *READ_AS.get(code, ())]
    if record == "measurement" and field in ("metric", "value"):
        given += ["measurement.value", f"measurement.{_held(connection, words, record, key, 'metric')}"]
    if record == "alias" and field == "text":
        given.append(f"account.{_held(connection, words, record, key, 'identity')}")
    target = referred(field, kinds(record)[field])
    if target is not None:
        given += [f"{target}.{name}" for together in record_type(target).natural_key for name in together]
        given += ["contract.external_id"] if target == "account" else []
    return given


def _held(connection: Connection, words: Words, record: str, key: int, field: str) -> object:
    """What a field of a record is now; None where it is empty or there is no such record."""
    table = RecordTable(connection, record, words)
    table.pick(np.array([key], dtype=np.int64))
    rows = table.read([field], picked=True)
    return plain_value(rows.column(field)[0].as_py(), kinds(record)[field]) if rows.num_rows else None


def _by_hand(connection: Connection, words: Words, record: str, key: int, field: str) -> list[tuple[int, SourceCell]]:
    batches = edits_of(connection, record, key)
    written = {b.entry for b in batches if b.action == "insert" or b.field == field}
    made = {number: entries(connection, number)[0] for number in written}
    found = []
    for position, batch in enumerate(batches):
        entry = made.get(batch.entry)
        if entry is None or entry.kind != "edit":
            continue
        value = _typed(connection, words, batch, batches[position + 1 :], key, field)
        if value is not None:
            found.append((entry.id, _hand(entry, value)))
    return found


def _hand(entry: Entry, value: object) -> SourceCell:
    return SourceCell("", "", "", str(value), entry.at, by_hand=entry.who)


def _typed(
    connection: Connection, words: Words, batch: JournalBatch, later: Sequence[JournalBatch], key: int, field: str
) -> object:
    """What the batch made of the field, or None where it left it alone or empty."""
    kind = kinds(batch.record)[field]
    if batch.action == "update":
        return plain_value(_at(batch, "after", key), kind) if batch.field == field else None
    if batch.action != "insert":
        return None
    for following in later:
        if following.field == field:
            return plain_value(_at(following, "before", key), kind)
        if following.action == "delete" and following.data is not None and field in following.data.column_names:
            return plain_value(_at(following, field, key), kind)
    return _held(connection, words, batch.record, key, field)


def _at(batch: JournalBatch, column: str, key: int) -> object:
    assert batch.data is not None
    values: pa.Array = one_array(batch.data.column(column))
    keys = batch.keys if batch.action == "update" else one_array(batch.data.column("key")).to_numpy()
    return values[int(np.flatnonzero(keys == key)[0])].as_py()
