"""What a sheet holds beside the cells calamine gives: error cells, number formats, merges."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_ERRORS = 2_000_000


@dataclass(slots=True)
class SheetFacts:
    """What a sheet holds beside the cells calamine gave.

    Attributes:
        errors: (row, column) from 0 → code such as ``#REF!``; the formula (``=B2*12``) where no value is saved with it.
        number_formats: column → format code most of its first cells have.
        merges: top, left, bottom, right; where calamine does not tell them.
        hidden_rows, hidden_columns: from 0.
        failure: what stopped the search on this sheet; the others are searched all the same.
        marks: row, column, kind and text of comments, struck texts and fills, see ``sheets.CellMark``.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    number_formats: dict[int, str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    marks: list[tuple[int, int, str, str]] = field(default_factory=list)
    failure: Exception | None = None


# The codes of [MS-XLS] 2.5.10, the same in BIFF and in xlsb.
ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
