"""Finds what calamine leaves out: error cells, which it gives as blanks, and number formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

MOST_ERRORS = 2_000_000


@dataclass(slots=True)
class SheetFacts:
    """What a sheet holds beside the cells calamine gave.

    Attributes:
        errors: (row, column) from 0 → code such as ``#REF!``.
        number_formats: column → format code most of its first cells have.
        merges: top, left, bottom, right; where calamine does not tell them.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    number_formats: dict[int, str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


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


def lost_cells(path: Path, form: str) -> dict[str, SheetFacts]:
    """Sheet name → what was lost on it; sheets that lost nothing may be missing."""
    if form == "xlsx":
        from csdesk.intake.lost_in_xlsx import facts_of_xlsx

        return facts_of_xlsx(path)
    if form == "xlsb":
        from csdesk.intake.lost_in_binary import facts_of_xlsb

        return facts_of_xlsb(path)
    if form == "xls":
        from csdesk.intake.lost_in_binary import facts_of_xls

        return facts_of_xls(path)
    from csdesk.intake.lost_in_ods import facts_of_ods

    return facts_of_ods(path)
