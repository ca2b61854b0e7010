"""What one transaction does to one record type, by column; edits and imports alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from csdesk.book.columns import from_series, stored_type, stored_value
from csdesk.book.payload import Keys
from csdesk.book.storage_classes import kinds
from csdesk.model.changes import Change, Values
from csdesk.model.fields import DTYPES, Kind


@dataclass(frozen=True, slots=True)
class Batch:
    """New, changed and deleted records of one type, as an import plans them.

    Attributes:
        inserted: frame form with final keys; columns that are absent everywhere may be missing.
        updated: one row a change: ``key`` (int64), ``field`` (name of a stored field or
            ``custom``), ``before`` (may be missing: then it is read from the book) and
            ``after``, plain Python (``date``, money in minor units; absent: None). Values
            that are already there are skipped.
        deleted: keys.
    """

    record: str
    inserted: pd.DataFrame | None = None
    updated: pd.DataFrame | None = None
    deleted: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class FieldUpdate:
    """One field of some records before and after; three columns of equal length.

    ``before`` is None where nobody claims to know it: it is then read from the book.
    """

    name: str
    keys: Keys
    before: pa.Array | None
    after: pa.Array

    def inverse(self) -> FieldUpdate:
        """The update that takes this one back.

        Raises:
            ValueError: what was before is not known.
        """
        if self.before is None:
            raise ValueError(f"nobody knows what {self.name} was before")
        return FieldUpdate(self.name, self.keys, self.after, self.before)


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch in the book's own types (``columns.stored_type``).

    Attributes:
        inserted: ``key``, the filled fields, and ``uuid`` where the rows had one before.
        deleted: the rows as they stood, in the same form; of a deletion that is still
            to be done ``key`` and the fields somebody claims to know.
    """

    record: str
    inserted: pa.Table | None = None
    updated: tuple[FieldUpdate, ...] = ()
    deleted: pa.Table | None = None

    def inverse(self) -> StoredBatch:
        """The batch that takes this one back."""
        undone = tuple(u.inverse() for u in reversed(self.updated))
        return StoredBatch(self.record, inserted=self.deleted, updated=undone, deleted=self.inserted)

    @property
    def rows(self) -> int:
        """How many rows and cells it writes."""
        whole: int = sum(t.num_rows for t in (self.inserted, self.deleted) if t is not None)
        return whole + sum(len(u.keys) for u in self.updated)

    def __bool__(self) -> bool:
        return self.rows > 0


def of_frames(batch: Batch) -> StoredBatch:
    """A planned batch in the book's own types."""
    return StoredBatch(
        batch.record,
        inserted=_inserted(batch.record, batch.inserted),
        updated=tuple(_updated(batch.record, batch.updated)),
        deleted=pa.table({"key": pa.array(batch.deleted, pa.int64())}) if len(batch.deleted) else None,
    )


def _inserted(record: str, frame: pd.DataFrame | None) -> pa.Table | None:
    if frame is None or frame.empty:
        return None
    columns = {"key": pa.array(frame["key"].to_numpy(dtype="int64"))}
    for name, kind in kinds(record).items():
        if name in frame.columns:
            array = from_series(frame[name], kind)
            if array.null_count < len(array):
                columns[name] = array
    return pa.table(columns)


def _updated(record: str, frame: pd.DataFrame | None) -> Iterator[FieldUpdate]:
    if frame is None or frame.empty:
        return
    for name, part in frame.groupby("field", sort=False, observed=True):
        kind = kinds(record)[str(name)]
        before = _plain_column(part["before"], kind) if "before" in part.columns else None
        keys = part["key"].to_numpy(dtype="int64")
        yield FieldUpdate(str(name), keys, before, _plain_column(part["after"], kind))


def _plain_column(values: pd.Series, kind: Kind) -> pa.Array:
    return from_series(pd.Series(values.tolist(), dtype=object).astype(DTYPES[kind]), kind)


@dataclass(slots=True)
class _Gathered:
    inserted: list[tuple[int, Values]] = field(default_factory=list)
    deleted: list[tuple[int, Values]] = field(default_factory=list)
    updated: dict[str, list[tuple[int, object, object]]] = field(default_factory=dict)


def of_changes(changes: Sequence[Change]) -> list[StoredBatch]:
    """Edits as batches, in an order that has the same effect.

    A record that is changed twice starts a new round of batches.
    """
    batches: list[StoredBatch] = []
    gathered: dict[str, _Gathered] = {}
    seen: set[tuple[str, int]] = set()
    for change in changes:
        if (change.record, change.key) in seen:
            batches += _rounded_off(gathered)
            gathered, seen = {}, set()
        seen.add((change.record, change.key))
        _gather(gathered.setdefault(change.record, _Gathered()), change)
    return batches + _rounded_off(gathered)


def _gather(gathered: _Gathered, change: Change) -> None:
    if change.before is None and change.after is not None:
        gathered.inserted.append((change.key, change.after))
    elif change.after is None and change.before is not None:
        gathered.deleted.append((change.key, change.before))
    elif change.before is not None and change.after is not None:
        for name, value in change.after.items():
            gathered.updated.setdefault(name, []).append((change.key, change.before.get(name), value))


def _rounded_off(gathered: Mapping[str, _Gathered]) -> list[StoredBatch]:
    return [
        StoredBatch(
            record,
            inserted=_rows(record, found.inserted),
            updated=tuple(_field_update(record, name, cells) for name, cells in found.updated.items()),
            deleted=_rows(record, found.deleted),
        )
        for record, found in gathered.items()
    ]


def _rows(record: str, rows: Sequence[tuple[int, Values]]) -> pa.Table | None:
    if not rows:
        return None
    known = kinds(record)
    names = dict.fromkeys(name for _, values in rows for name in values if name not in ("key", "uuid"))
    columns = {"key": pa.array([key for key, _ in rows], pa.int64())}
    for name in names:
        kind = known[name]
        columns[name] = pa.array([stored_value(values.get(name), kind) for _, values in rows], stored_type(kind))
    return pa.table(columns)


def _field_update(record: str, name: str, cells: Sequence[tuple[int, object, object]]) -> FieldUpdate:
    kind = kinds(record)[name]
    keys = np.array([key for key, _, _ in cells], dtype=np.int64)
    before = pa.array([stored_value(old, kind) for _, old, _ in cells], stored_type(kind))
    return FieldUpdate(
        name, keys, before, pa.array([stored_value(new, kind) for _, _, new in cells], stored_type(kind))
    )
