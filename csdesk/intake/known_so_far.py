"""The contracts of the book and those that this import has settled so far, as one book."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csdesk.intake.outcome import KnownRecords
from csdesk.intake.tablework import Gathered
from csdesk.intake.typed import in_frame_form


class KnownSoFar:
    """Records of the book; its contracts are followed by those gathered in this import that have their keys."""

    def __init__(self, known: KnownRecords, gathered: Gathered) -> None:
        self._known, self._gathered = known, gathered

    def frame(self, record: str) -> pd.DataFrame:
        """All records of that type in frame form; what the import says of a contract of the book is left out."""
        book = self._known.frame(record)
        if record != "contract":
            return book
        made = [
            in_frame_form(record, part.frame.assign(key=part.keys), len(part.frame))
            for part in self._gathered.parts.get(record, [])
            if part.keys is not None and len(part.keys) and "account_key" in part.frame.columns
        ]
        if not made:
            return book
        fresh = pd.concat(made, ignore_index=True)
        fresh = fresh[~fresh["key"].isin(book["key"])].drop_duplicates("key", keep="last").reset_index(drop=True)
        return (
            pd.concat([book, fresh], ignore_index=True) if len(book) and len(fresh) else fresh if len(fresh) else book
        )

    def next_key(self, record: str) -> int:
        """The first key that neither the book nor this import has used."""
        parts = self._gathered.parts.get(record, [])
        used = [int(np.max(p.keys)) + 1 for p in parts if p.keys is not None and len(p.keys)]
        return max([self._known.next_key(record), *used])
