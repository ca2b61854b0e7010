"""The cells behind many values at once: what ``Book.trace`` finds one by one, for thousands of records of one type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from sqlalchemy.engine import Connection

from csdesk.book.journal import COUNTS
from csdesk.book.payload import Keys, one_array, unpacked_integers
from csdesk.book.provenance import KeptCells, Source, SourceCell, SourceColumn, sources
from csdesk.book.trace import READ_AS, trace
from csdesk.model.problems import column_letters

if TYPE_CHECKING:
    from csdesk.book.book import Book

Wanted = tuple[int, str]  # key and field


def latest_cells(book: Book, record: str, wanted: Iterable[Wanted]) -> dict[Wanted, SourceCell]:
    """The cell, or the edit by hand, that each of those stored fields has now; without those nobody ever gave.

    Raises:
        KeyError: the book keeps no such field.
    """
    asked = list(dict.fromkeys(wanted))
    with book._file.reading() as connection:
        words, kept = book._state.words, book._state.cells
        edited = _edited(connection, record) if record in ("contract", "decision", "rate") else None
        found: dict[Wanted, SourceCell] = {}
        plain: list[Wanted] = []
        for key, field in asked:
            if edited is None or key in edited:  # what was typed, and names of several spellings, are told one by one
                cells = trace(connection, words, kept, record, key, field)
                if cells:
                    found[key, field] = cells[0]
            else:
                plain.append((key, field))
        return found | _from_sheets(connection, kept, record, plain)


def _edited(connection: Connection, record: str) -> frozenset[int]:
    """The keys of the records that were edited by hand, by edits that count."""
    rows = connection.exec_driver_sql(
        f"SELECT b.keys FROM entry_batch b JOIN entry e ON e.id = b.entry WHERE b.record = ? AND e.kind = 'edit' AND {COUNTS}",
        (record,),
    ).fetchall()
    return frozenset(key for (keys,) in rows for key in unpacked_integers(keys)["key"].tolist())


def _from_sheets(
    connection: Connection, kept: KeptCells, record: str, wanted: Sequence[Wanted]
) -> dict[Wanted, SourceCell]:
    """The latest cell of each, from the newest import to the oldest."""
    open_ones: dict[str, set[int]] = {}
    for key, field in wanted:
        open_ones.setdefault(field, set()).add(key)
    found: dict[Wanted, SourceCell] = {}
    for source in sources(connection):
        if record not in source.records:
            continue
        columns = {field: _columns(source, record, field) for field, keys in open_ones.items() if keys}
        if not any(columns.values()):
            continue
        rows = _Rows(connection, kept, source, record, sorted(set().union(*open_ones.values())))
        for field, given in columns.items():
            for key in sorted(open_ones[field]):
                cell = rows.cell(key, given)
                if cell is not None:
                    found[key, field] = cell
                    open_ones[field].discard(key)
    return found


def _columns(source: Source, record: str, field: str) -> list[SourceColumn]:
    """The columns that give the field, the one that counts most first."""
    code = f"{record}.{field}"
    given = [code, *READ_AS.get(code, ())]
    fitting = [column for column in source.columns if column.field in given]
    return sorted(fitting, key=lambda column: given.index(column.field or ""))


class _Rows:
    """The rows of one table that gave records of those keys."""

    def __init__(
        self, connection: Connection, kept: KeptCells, source: Source, record: str, keys: Sequence[int]
    ) -> None:
        blob = connection.exec_driver_sql(
            "SELECT data FROM origin WHERE source_table = ? AND record = ?", (source.table_id, record)
        ).scalar_one()
        origin = unpacked_integers(blob)
        mine = np.flatnonzero(np.isin(origin["key"], np.asarray(keys, dtype=np.int64)))[::-1]
        self._source = source
        self._cells = kept.of(connection, source.table_id)
        numbers = origin["row"][mine]
        self._places: dict[int, list[tuple[int, int, int]]] = {}
        only = origin["column"][mine].tolist() if "column" in origin else [-1] * len(mine)
        at = _positions(self._cells, numbers)
        for key, row, position, column in zip(origin["key"][mine].tolist(), numbers.tolist(), at, only, strict=True):
            self._places.setdefault(key, []).append((row, position, column))

    def cell(self, key: int, columns: Sequence[SourceColumn]) -> SourceCell | None:
        """The last row's first cell that is not blank."""
        for number, row, text in self._texts(key, columns):
            if text:
                address = f"{column_letters(number)}{row}"
                source = self._source
                return SourceCell(source.file_name, source.sheet, address, text, source.imported_at)
        return None

    def _texts(self, key: int, columns: Sequence[SourceColumn]) -> Iterator[tuple[int, int, str]]:
        names = self._cells.column_names
        for row, position, only in self._places.get(key, ()):
            for column in [c for c in columns if c.number == only] or columns:
                name = f"c{column.number}"
                if position >= 0 and name in names:
                    yield column.number, row, (self._cells.column(name)[position].as_py() or "").strip()


def _positions(cells: pa.Table, rows: Keys) -> list[int]:
    """Where each row number of the sheet stands among the kept rows; −1 where it does not."""
    numbers: Keys = one_array(cells.column("row")).to_numpy(zero_copy_only=False)
    order = np.argsort(numbers, kind="stable")
    place = np.minimum(np.searchsorted(numbers[order], rows), max(0, len(numbers) - 1))
    found = order[place] if len(numbers) else np.full(len(rows), -1)
    return [
        int(at) if at >= 0 and numbers[at] == row else -1 for at, row in zip(found.tolist(), rows.tolist(), strict=True)
    ]
