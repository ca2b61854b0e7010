"""What the window sees of an import that another process holds: small values, whatever the size of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csdesk.app.cell_page import PAGE_ROWS, CellPage
from csdesk.app.import_dates import written_dates
from csdesk.app.import_review import Review
from csdesk.app.import_words import SeenWord, choice_field, seen_words
from csdesk.intake.decisions import Decisions
from csdesk.intake.file_names import name_pattern
from csdesk.intake.hidden import HiddenParts
from csdesk.intake.mapping import ColumnChoice
from csdesk.intake.outcome import Counts
from csdesk.intake.proposals import Proposal
from csdesk.intake.sheets import CellKind
from csdesk.model.filenames import file_text
from csdesk.model.messages import Message
from csdesk.model.problems import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from csdesk.app.import_files import ReadFile
    from csdesk.intake.outcome import ImportPlan, TablePlan
    from csdesk.intake.sheets import Sheet, Table

_NUMERIC = (CellKind.NUMBER, CellKind.DATE)
_WIDEST = 1_000  # columns looked at for the rows of a header
_SAMPLED = 400  # rows looked at for what a column holds
_GREY_ROWS = 20_000  # rows that are no data are marked up to here


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column of a table: where it stands, what it was taken for, and what it holds.

    Attributes:
        number: from 0 in the sheet.
        samples: the commonest texts with how often, where they are few; else the first ones.
        words: of a column of choices, what each of its texts is read as; see ``seen_words``.
        words_of: the field whose choices these are.
    """

    header: str
    number: int
    choice: ColumnChoice
    samples: str
    words: tuple[SeenWord, ...] = ()
    words_of: str = ""


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table of the import on its sheet.

    Attributes:
        place: which file and which of its sheets, both from 0: what ``ImportDesk.cells`` is asked with.
        span: its first and last data row as the sheet counts them, from 1; None without rows.
        left_out: reason → how many rows.
        records: what becomes of its records.
        widths: of each column of the sheet how many half-width characters its longest sample has.
        grey: rows of the sheet that are no data, from 1.
        bad: cells that could not be read: row from 1, column from 0.
        path: of the file, as decisions name it.
        pattern: for which names of files the mapping is remembered.
        dates: how its dates are written, the commonest way first; see ``written_dates``.
        first_header_row: where the rows of the header begin; ``header_row`` is the last of them.
    """

    file: str
    sheet: str
    place: tuple[int, int]
    size: tuple[int, int]
    header_row: int
    rows: int
    span: tuple[int, int] | None
    left_out: Mapping[str, int]
    columns: tuple[SeenColumn, ...]
    records: Mapping[str, Counts]
    widths: tuple[int, ...]
    grey: frozenset[int]
    bad: frozenset[tuple[int, int]]
    head: CellPage
    path: str = ""
    pattern: str = ""
    dates: tuple[str, ...] = ()
    first_header_row: int = 0


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What is to be told or asked about a whole file.

    Attributes:
        path: as decisions name it.
        notes: sheets without a table, unreadable or hidden ones.
        encoding: of a text; "" of workbooks. Where it was ``guessed``, show it, and let another be chosen.
        hidden: a question a sheet, answered by ``Decisions.hidden[(path, parts.sheet)]``.
    """

    path: str
    notes: tuple[Message, ...] = ()
    encoding: str = ""
    guessed: bool = False
    hidden: tuple[HiddenParts, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportView:
    """A planned import for the window.

    Attributes:
        refused: file → why it could not be read.
        changes_nothing: there is nothing to write.
        files: what is to be told or asked about whole files.
        proposals: names that may mean a customer there already is; decided by ``ImportOptions.same_as``.
        number: of the plan; what its lists are asked for with.
    """

    tables: tuple[SeenTable, ...]
    refused: tuple[tuple[str, Message], ...]
    review: Review
    changes_nothing: bool
    proposals: tuple[Proposal, ...] = ()
    files: tuple[SeenFile, ...] = ()
    number: int = 0


def seen_files(plan: ImportPlan) -> tuple[SeenFile, ...]:
    """The files of an import that could be read."""
    return tuple(
        SeenFile(file.path, file.notes, file.encoding, file.encoding_guessed, file.hidden)
        for file in plan.files
        if file.refused is None
    )


Words = Mapping[str, Mapping[str, str]]


def seen_tables(
    files: Sequence[ReadFile], plan: ImportPlan, decisions: Decisions | None = None, words: Words | None = None
) -> tuple[SeenTable, ...]:
    """The tables of an import in the order of the files.

    Args:
        words: field code → text → what it was read as in earlier imports.
    """
    said = decisions or Decisions()
    planned = {found.path: found.tables for found in plan.files}
    seen: list[SeenTable] = []
    for number, file in enumerate(files):
        if file.workbook is None:
            continue
        sheets = {sheet.name: (position, sheet) for position, sheet in enumerate(file.workbook.sheets)}
        for table, made in zip(file.tables, planned.get(file_text(file.path), ()), strict=False):
            position, sheet = sheets[table.sheet]
            columns = tuple(
                SeenColumn(
                    table.headers[column], table.column_numbers[column], choice, _samples(table, column),
                    seen_words(table.columns[column], choice, said, words or {}), choice_field(choice) or "",
                )
                for column, choice in enumerate(made.columns)
            )  # fmt: skip
            seen.append(_seen_table(file.path, (number, position), sheet, table, made, columns))
    return tuple(seen)


def _seen_table(
    path: Path, place: tuple[int, int], sheet: Sheet, table: Table, made: TablePlan, columns: tuple[SeenColumn, ...]
) -> SeenTable:
    rows = table.row_numbers
    return SeenTable(
        file=file_text(path.name),
        sheet=table.sheet,
        place=place,
        size=(sheet.rows, len(sheet.columns)),
        header_row=table.header_row,
        rows=table.rows,
        span=(rows[0].as_py(), rows[-1].as_py()) if table.rows else None,
        left_out=dict(Counter(row.reason for row in made.dropped if row.reason != "blank")),
        columns=columns,
        records=made.records,
        widths=tuple(_widths(sheet)),
        grey=_grey(sheet, table),
        bad=frozenset((p.row, p.column) for p in made.problems[:_GREY_ROWS] if p.severity is not Severity.NOTE),
        head=cell_page(sheet, 0),
        path=file_text(path),
        pattern=name_pattern(path.name),
        dates=written_dates(table, made.columns),
        first_header_row=_first_header_row(sheet, table),
    )


def cell_page(sheet: Sheet, first: int) -> CellPage:
    """``PAGE_ROWS`` rows of a sheet from a row on, from 0."""
    return CellPage(
        first,
        tuple(
            tuple(text or "" for text in column.texts.slice(first, PAGE_ROWS).to_pylist()) for column in sheet.columns
        ),
        tuple(np.isin(column.kinds.slice(first, PAGE_ROWS).to_numpy(), _NUMERIC).tobytes() for column in sheet.columns),
    )


def _samples(table: Table, position: int) -> str:
    texts = [text for text in table.columns[position].texts.slice(0, _SAMPLED).to_pylist() if text]
    common = Counter(texts).most_common()
    if len(common) <= 4:
        return ", ".join(f"{text} {count}" for text, count in common)
    return ", ".join(list(dict.fromkeys(texts))[:4])


def _widths(sheet: Sheet) -> list[int]:
    widths = []
    for column in sheet.columns:
        texts = [text or "" for text in column.texts.slice(0, 60).to_pylist()]
        widths.append(max((sum(1 if char.isascii() else 2 for char in text[:40]) for text in texts), default=0))
    return widths


def _first_header_row(sheet: Sheet, table: Table) -> int:
    """The rows above the last one of the header that hold something and are not left out, belong to it."""
    left_out = {drop.row for drop in table.dropped}
    row = table.header_row
    while row > 1 and row - 1 not in left_out and any(c.texts[row - 2].is_valid for c in sheet.columns[:_WIDEST]):
        row -= 1
    return row


def _grey(sheet: Sheet, table: Table) -> frozenset[int]:
    no_data = np.ones(sheet.rows + 1, dtype=bool)
    no_data[0] = False
    no_data[table.row_numbers.to_numpy()] = False
    if 0 < table.header_row <= sheet.rows:
        no_data[table.header_row] = False
    return frozenset(np.flatnonzero(no_data)[:_GREY_ROWS].tolist())
