"""What the rules read: frames of records, and frames made from plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import pandas as pd

from csdesk.model.fields import stored_dtypes


class Frames(Protocol):
    """The records of a book as frames (columns: ``model.fields.stored_dtypes``)."""

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type; never modified in place."""

    def version(self, record: str) -> int:
        """A number that rises whenever a record of that type changes."""


def frame_of(record: str, rows: Iterable[Mapping[str, object]] = ()) -> pd.DataFrame:
    """A frame in the record's form from plain rows; what a row leaves out is absent.

    Rows without a ``key`` are numbered from 1.
    """
    dtypes = stored_dtypes(record)
    listed = [{"key": number, **row} for number, row in enumerate(rows, 1)]
    columns = {name: pd.Series([row.get(name) for row in listed]).astype(dtype) for name, dtype in dtypes.items()}
    return pd.DataFrame(columns)


class MemoryFrames:
    """Frames held in memory: for tests, and for a book as it would be after an import."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], versions: Mapping[str, int] | None = None) -> None:
        self._frames = dict(frames)
        self._versions = dict(versions or {})

    def frame(self, record: str) -> pd.DataFrame:
        """The frame given, or an empty one of the right form."""
        if record not in self._frames:
            self._frames[record] = frame_of(record)
        return self._frames[record]

    def version(self, record: str) -> int:
        """The version given, else 0."""
        return self._versions.get(record, 0)
