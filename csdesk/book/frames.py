"""The records of a book as pandas frames, kept while their table stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager

import numpy as np
import pandas as pd
import pyarrow as pa

from csdesk.book.batches import FieldUpdate, StoredBatch
from csdesk.book.columns import stored_type, to_series_array
from csdesk.book.joined import rows_of_raw
from csdesk.book.payload import one_array
from csdesk.book.raw_tables import RawTable
from csdesk.book.read_ahead import ReadAhead
from csdesk.book.storage_classes import kinds


def frame_of_rows(record: str, rows: pa.Table) -> pd.DataFrame:
    """Stored rows in frame form (``fields.stored_dtypes``): fields that are missing are all absent."""
    columns: dict[str, object] = {"key": one_array(rows.column("key")).to_numpy(zero_copy_only=False)}
    for name, kind in kinds(record).items():
        if name in rows.column_names:
            array = one_array(rows.column(name))
        else:
            array = pa.nulls(rows.num_rows, stored_type(kind))
        columns[name] = to_series_array(array, kind)
    return pd.DataFrame(columns, index=pd.RangeIndex(rows.num_rows))


def frame_of_raw(raw: RawTable, words: Mapping[int, str]) -> pd.DataFrame:
    """What was read of a record type, in frame form; ``words`` are the texts that columns point to."""
    known = pa.array([words.get(number) for number in range(max(words, default=0) + 1)], pa.string())
    return frame_of_rows(raw.record, rows_of_raw(raw, known.take))


def patched(frame: pd.DataFrame, batch: StoredBatch) -> pd.DataFrame:
    """The frame as it is after the batch; the frame given stays as it was. Rows are in order of key."""
    if batch.deleted is not None:
        gone = one_array(batch.deleted.column("key")).to_numpy()
        frame = frame[~np.isin(frame["key"].to_numpy(), gone)].reset_index(drop=True)
    for update in batch.updated:
        frame = _updated(frame, batch.record, update)
    if batch.inserted is not None:
        new = frame_of_rows(batch.record, batch.inserted)
        frame = pd.concat([frame, new], ignore_index=True) if len(frame) else new
        if not frame["key"].is_monotonic_increasing:
            frame = frame.sort_values("key", ignore_index=True)
    return frame


def _updated(frame: pd.DataFrame, record: str, update: FieldUpdate) -> pd.DataFrame:
    at = np.searchsorted(frame["key"].to_numpy(), update.keys)
    column = frame[update.name].copy()
    column.iloc[at] = to_series_array(update.after, kinds(record)[update.name])
    return frame.assign(**{update.name: column})


class BookFrames:
    """Frames of an open book: read when first asked for, patched when next asked for after a transaction."""

    def __init__(
        self, read: Callable[[str], pa.Table], version: Callable[[str], int], turn: AbstractContextManager[object]
    ) -> None:
        self._read = read
        self._version = version
        self._turn = turn  # held while reading, so that no transaction comes in between
        self._held: dict[str, pd.DataFrame] = {}
        self._behind: dict[str, list[StoredBatch]] = {}  # what transactions did to frames held, not yet in them
        self._ahead: ReadAhead | None = None

    def use(self, ahead: ReadAhead) -> None:
        """Take what another thread reads of the same file, as far as it has the version asked for."""
        ahead.make_with(frame_of_raw)
        self._ahead = ahead

    def stop_reading_ahead(self) -> None:
        """Let the file be written; what was read ahead stays."""
        if self._ahead is not None:
            self._ahead.stop()

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type in order of key; never modified in place.

        Raises:
            BookError: the book cannot be read.
        """
        held = self._held.get(record)
        if held is not None and record not in self._behind:
            return held
        with self._turn:
            held = self._held.get(record)
            if held is None and self._ahead is not None:
                held = self._ahead.made(record, self._version(record))
            if held is None:
                held = frame_of_rows(record, self._read(record))
            for batch in self._behind.get(record, ()):
                held = patched(held, batch)
            self._held[record] = held
            self._behind.pop(record, None)
            return held

    def version(self, record: str) -> int:
        """A number that rises whenever a record of that type changes, in this program or another."""
        return self._version(record)

    def patch(self, batches: Iterable[StoredBatch]) -> None:
        """Take over what a transaction did, in order."""
        for batch in batches:
            if batch.record in self._held:
                self._behind.setdefault(batch.record, []).append(batch)

    def forget(self, records: Iterable[str]) -> None:
        """Read these again next time."""
        for record in records:
            self._held.pop(record, None)
            self._behind.pop(record, None)
