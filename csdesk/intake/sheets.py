"""What a file is once it is opened: sheets of raw cells with kinds, and the tables found on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

import pyarrow as pa

from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem, column_letters

if TYPE_CHECKING:
    from csdesk.intake.extras.values import SheetExtras


class CellKind(IntEnum):
    """What a cell holds, before anybody decides what its column means."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3  # a real date cell; ``numbers`` holds days since 1970-01-01, the fraction is the time of day
    BOOL = 4  # ``numbers`` holds 0 or 1
    ERROR = 5  # #REF!, #N/A …; ``texts`` holds the code. Never to be read as blank
    DURATION = 6  # ``numbers`` holds seconds


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column of cells as they stand in the file; the three arrays have one entry a row.

    Attributes:
        kinds: uint8, values of ``CellKind``.
        texts: string; what the cell says (as a person would read it), null where blank.
            Numbers are written without trailing ``.0`` and without exponent up to 1e21, dates as ISO.
        numbers: float64; null for TEXT, ERROR and BLANK.
    """

    kinds: pa.UInt8Array
    texts: pa.StringArray
    numbers: pa.DoubleArray

    def __len__(self) -> int:
        return len(self.kinds)

    def taken(self, rows: pa.Array) -> RawColumn:
        """The cells of those rows (positions), in that order."""
        return RawColumn(self.kinds.take(rows), self.texts.take(rows), self.numbers.take(rows))


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns from 0, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class CellMark:
    """What a person put on a cell beside its value; row and column from 0.

    Attributes:
        kind: ``comment``, ``struck`` (a line through the text) or ``fill``.
        text: of the comment; of a fill its colour as RRGGBB or ``theme4``; else "".
    """

    row: int
    column: int
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of raw cells, from A1; every column has ``rows`` cells.

    Attributes:
        number_formats: column → number format most of its cells have, where known.
        hidden_rows, hidden_columns: from 0; their cells are there all the same.
        marks: comments, struck texts and fills, where the file tells them.
        no_cells: ``chart``, ``macro`` or ``dialog`` where that is what stands there instead of cells, else "".
        trouble: why the sheet could not be read (the others are still there), else None.
    """

    name: str
    rows: int
    columns: tuple[RawColumn, ...]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    number_formats: dict[int, str] = field(default_factory=dict)
    trouble: Message | None = None
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    marks: tuple[CellMark, ...] = ()
    no_cells: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read.

    Attributes:
        format: ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``delimited``, ``zip`` (of delimited texts).
        encoding, delimiter: of delimited text (the first of a zip), else "".
        encoding_guessed: nobody said it, no mark in the file tells it, and it is not strict UTF-8.
        sha256: of the file's bytes, hexadecimal.
        from_1904: the workbook says that its numbers of days count from 1904.
        extras: sheet name → formulas, objects, comments; None where nobody asked or the search failed.
    """

    path: str
    format: str
    sheets: tuple[Sheet, ...]
    sha256: str
    encoding: str = ""
    delimiter: str = ""
    extras: Mapping[str, SheetExtras] | None = None
    encoding_guessed: bool = False
    from_1904: bool = False

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; one without cells where there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), Sheet(name, 0, ()))


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A row that is not data.

    Attributes:
        row: as the spreadsheet counts, from 1.
        reason: code: ``title``, ``blank``, ``total``, ``footer``, ``repeated_header``, ``carried_forward``, ``number_only``, ``unit``, ``record_head`` (its
            cells count for the lines below), ``detail``, ``header``, ``beside`` (cells beside the table that make none), ``ruler`` (a line
            drawn with signs), ``hidden`` (hidden in the file, and a person leaves hidden parts out), ``deleted`` (in the system it comes from).
    """

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, found on a sheet.

    Attributes:
        header_row: the last row of the header, as the spreadsheet counts from 1; 0 where there is none.
        headers: one a column, parent and child joined with " / ", blanks named by their column letters.
        columns: the data cells only.
        row_numbers: int64; for each data row its number in the sheet, from 1.
        column_numbers: for each column its number in the sheet, from 0.
        title: text above the header, lines joined with newline ("契約一覧 2026年11月（単位：千円）").
        notes: what is worth a look about cells of the table before anybody knows what its columns are.
        number_formats: one a column, "" where none is known; () where none is known for any.
        kept_names: one a column: what it is called where it is kept as it is; () where by its header.
        grouped: several rows may be lines of one record; what they say differently belongs together.
    """

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    row_numbers: pa.Int64Array
    column_numbers: tuple[int, ...]
    title: str = ""
    dropped: tuple[DroppedRow, ...] = ()
    notes: tuple[CellProblem, ...] = ()
    number_formats: tuple[str, ...] = ()
    kept_names: tuple[str, ...] = ()
    grouped: bool = False

    @property
    def rows(self) -> int:
        """How many data rows there are."""
        return len(self.row_numbers)

    def cell_name(self, row: int, column: int) -> str:
        """The address of a data cell, both by position in the table: ``D47``."""
        return f"{column_letters(self.column_numbers[column])}{self.row_numbers[row].as_py()}"
