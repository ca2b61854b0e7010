"""One table on its way through an import, and the records gathered from all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.intake.custom import custom_json
from csdesk.intake.merging import RowFrame
from csdesk.intake.outcome import Origins, Question
from csdesk.intake.proposals import Proposal
from csdesk.intake.rows import Rows
from csdesk.intake.sheets import Table, Workbook
from csdesk.intake.typed import texts
from csdesk.model.messages import Message


@dataclass(slots=True)
class TableWork:
    """One table on its way through the import.

    Attributes:
        stands: the table as it stands in the file; ``rows`` may read some cells otherwise.
        keys: account key of each row, -1 where there is none; None until joined.
        contract_keys: the same for contracts.
        reasons: field code → how its column was understood.
        as_of: the day its rows describe where they bear no date.
        yields: mask of the rows that say less of their account than another row of the table; None: none do.
        told: rows of which a note says already why their contract was left out.
    """

    number: int
    path: str
    workbook: Workbook
    rows: Rows
    stands: Table
    keys: Any = None
    contract_keys: Any = None
    questions: list[Question] = field(default_factory=list)
    reasons: dict[str, Message] = field(default_factory=dict)
    origins: dict[str, Origins] = field(default_factory=dict)
    as_of: date = date(2000, 1, 1)
    proposals: list[Proposal] = field(default_factory=list)
    yields: Any = None
    told: set[int] = field(default_factory=set)

    def remember_origins(self, record: str, keys: Any, positions: Any, columns: Any = None) -> None:
        """Keep which rows of the sheet the records came from, and which columns where a row holds several.

        ``columns``: from 0 in the table, -1 where the fields tell; None where they do for all.
        """
        rows = self.rows.table.row_numbers.to_numpy()[positions]
        if columns is not None:
            columns = np.array([*self.rows.table.column_numbers, -1], dtype=np.int64)[columns]
        have = self.origins.get(record)
        if have is not None:
            if have.columns is not None or columns is not None:
                columns = np.concatenate([_named(have.columns, have.keys), _named(columns, keys)])
            keys, rows = np.concatenate([have.keys, keys]), np.concatenate([have.rows, rows])
        self.origins[record] = Origins(np.asarray(keys, dtype=np.int64), rows, columns)


def _named(columns: Any, keys: Any) -> Any:
    return np.full(len(keys), -1, dtype=np.int64) if columns is None else columns


class Gathered:
    """The rows of all tables by record type."""

    def __init__(self) -> None:
        self.parts: dict[str, list[RowFrame]] = {}

    def add(
        self, record: str, frame: pd.DataFrame, mask: Any, work: TableWork, *, custom: bool = True
    ) -> RowFrame | None:
        """Take the rows of the mask; the record that holds the table's unknown columns takes them along."""
        if custom and work.rows.mapping.holder == record and (kept := custom_json(work.rows)) is not None:
            frame = frame.assign(custom=texts(kept))
        if not mask.any() or not len(frame.columns):
            return None
        whole = bool(mask.all())
        positions = np.arange(len(mask)) if whole else np.flatnonzero(mask)
        chosen = frame if whole else frame[mask].reset_index(drop=True)
        part = RowFrame(record, chosen, positions, work.number, joins=work.rows.table.grouped)
        self.parts.setdefault(record, []).append(part)
        return part
