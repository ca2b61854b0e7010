"""Numbers that are names: they keep their zeros, shed the .0 of programs that counted with them, and tell lost digits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow.compute as pc

from csdesk.intake.sheets import CellKind, RawColumn
from csdesk.intake.values.cells import Fault, Reading
from csdesk.model.messages import Message

DIGITS_LOST = Fault(
    "digits_lost",
    Message("This number is longer than a spreadsheet can hold; its last digits may be wrong."),
    Message("Export it again with the column as text."),
)
_EXPONENT = r"^\d(?:\.\d+)?[Ee]\+\d{1,2}$"
_LONG = 1e15  # from 16 digits on Excel writes zeros
_GUARDED = r"^'([ \x{3000}]*[=+\-@\t\r\n＝＋－＠]|\d)"


def unguarded(texts: Any) -> Any:
    """Texts without the apostrophe that keeps spreadsheets from computing them: '=1+1, '-5, '00123."""
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, _GUARDED, r"\1")


def read_ids(column: RawColumn, texts: Reading) -> Reading:
    """The texts of a column of IDs.

    Where every cell ends in ``.0`` a program counted with them, and it is cut off. A number of 16
    digits or more that stood in the sheet as a number, or with an exponent, is told by ``doubts``.

    Args:
        texts: the column read as texts.
    """
    values = texts.values
    filled = pc.is_valid(values)
    if pc.any(filled).as_py() and pc.all(pc.match_substring_regex(values, r"^\d+\.0$")).as_py():
        values = pc.replace_substring_regex(values, r"\.0$", "")
    exponents = pc.fill_null(pc.match_substring_regex(values, _EXPONENT), False).to_numpy(zero_copy_only=False)
    numbers = pc.fill_null(column.numbers, 0.0).to_numpy(zero_copy_only=False)
    long = (np.asarray(column.kinds) == CellKind.NUMBER) & (numbers >= _LONG)
    doubts = tuple((int(row), DIGITS_LOST) for row in np.flatnonzero(exponents | long))
    return Reading(values, texts.positions, texts.faults, doubts=doubts)
