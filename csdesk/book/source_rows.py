"""Which rows of which imported sheets gave a set of records: the other direction than ``trace``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy.engine import Connection

from csdesk.book.payload import one_array, unpacked_integers
from csdesk.book.provenance import KeptCells, sources
from csdesk.model.problems import column_letters


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of an imported sheet.

    Attributes:
        cell: address of its first cell that holds something, e.g. ``A18``.
        texts: what stands in its cells, from the left, empty ones left out.
        records: record type → how many of the records asked for it gave.
    """

    table_id: int
    file: str
    sheet: str
    cell: str
    texts: tuple[str, ...]
    imported_at: datetime
    records: Mapping[str, int]


def rows_behind(connection: Connection, kept: KeptCells, keys: Mapping[str, Sequence[int]]) -> list[SourceRow]:
    """The rows that gave the records of those keys (by record type), the latest import first, then as in the sheet."""
    found: list[SourceRow] = []
    wanted = {record: np.asarray(list(numbers), dtype=np.int64) for record, numbers in keys.items() if len(numbers)}
    for source in sources(connection):
        counted: dict[int, dict[str, int]] = {}
        for record in wanted.keys() & source.records.keys():
            blob = connection.exec_driver_sql(
                "SELECT data FROM origin WHERE source_table = ? AND record = ?", (source.table_id, record)
            ).scalar_one()
            origin = unpacked_integers(blob)
            at, times = np.unique(origin["row"][np.isin(origin["key"], wanted[record])], return_counts=True)
            for row, n in zip(at.tolist(), times.tolist(), strict=True):
                counted.setdefault(row, {})[record] = n
        if counted:
            cells = kept.of(connection, source.table_id)
            places = pc.index_in(pa.array(sorted(counted)), value_set=one_array(cells.column("row"))).to_pylist()
            for row, place in zip(sorted(counted), places, strict=True):
                cell, texts = _contents(cells, row, place)
                found.append(
                    SourceRow(source.table_id, source.file_name, source.sheet, cell, texts, source.imported_at, counted[row])
                )  # fmt: skip
    return found


def _contents(cells: pa.Table, row: int, place: int | None) -> tuple[str, tuple[str, ...]]:
    if place is None:
        return "", ()
    numbers = sorted(int(name[1:]) for name in cells.column_names if name.startswith("c"))
    texts = [(n, (cells.column(f"c{n}")[place].as_py() or "").strip()) for n in numbers]
    filled = [(n, text) for n, text in texts if text]
    first = f"{column_letters(filled[0][0])}{row}" if filled else f"A{row}"
    return first, tuple(text for _, text in filled)
