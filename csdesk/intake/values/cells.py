"""A column's cells taken apart so that each distinct text is read once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.sheets import CellKind, RawColumn
from csdesk.model.messages import Message

# What people write where there is nothing to say, after ``plain``.
NOTHING = frozenset(
    [
        "-",
        "--",
        "---",
        "―",
        "—",
        "–",
        "ー",
        "‐",
        "−",
        "*",
        "n/a",
        "na",
        "n.a.",
        "nil",
        "null",
        "none",
        "nan",
        "tbd",
        "tbc",
        "tba",
        "?",
        "なし",
        "無し",
        "無",
        "未定",
        "該当なし",
        "対象外",
        "不明",
        "未設定",
        "未入力",
        "空白",
        "n／a",
    ]
) | {"not applicable", "not set", ""}
ERROR_WORDS = frozenset(
    ["#ref!", "#n/a", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#getting_data", "#spill!", "#calc!", "エラー"]
)


def plain(text: str) -> str:
    """The text without differences that do not matter: width, case, blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell could not be read, and what would help."""

    code: str
    message: Message
    hint: Message
    suggestion: str | None = None


ERROR_CELL = Fault(
    "error_cell",
    Message("The cell holds an error of the spreadsheet."),
    Message("Mend the formula in the spreadsheet, or type the value."),
)
NO_VALUE = Fault(
    "formula_without_value",
    Message("No value was saved with this formula."),
    Message("Open the file in a spreadsheet program, save it there, and choose it again."),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A column read.

    Attributes:
        values: one entry a row. Dates ``datetime64[D]``, numbers, amounts and ratios float64
            (NaN absent), flags int8 (-1 absent), texts and choices a pyarrow string array.
        positions: rows (from 0) whose cell could not be read; their value is absent.
        faults: why, one for each of ``positions``.
        marks: what else the cells say, one entry a row (the currency beside an amount), or None.
        doubts: rows whose cell was read but may mean something else, each with why.
    """

    values: Any
    positions: np.ndarray[Any, np.dtype[np.int64]]
    faults: tuple[Fault, ...] = ()
    marks: Any = None
    doubts: tuple[tuple[int, Fault], ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """Kinds and numbers of a column's cells, and its texts as codes into distinct texts.

    Attributes:
        codes: int64; index into ``distinct``, -1 where the cell is not text.
        texts: ``distinct`` as a pyarrow string array.
    """

    kinds: Any
    numbers: Any
    codes: Any
    distinct: tuple[str, ...]
    texts: Any

    def __len__(self) -> int:
        return len(self.kinds)

    def spread(self, of_distinct: Sequence[Any] | Any, absent: Any, dtype: Any) -> Any:
        """One value a row from one value a distinct text; ``absent`` where the cell is not text."""
        lookup = np.empty(len(self.distinct) + 1, dtype=dtype)
        lookup[: len(self.distinct)] = of_distinct
        lookup[-1] = absent
        return lookup[self.codes]


def cells_of(column: RawColumn) -> Cells:
    """The column taken apart; texts are trimmed, otherwise as they stand."""
    kinds = np.asarray(column.kinds)
    is_text = kinds == CellKind.TEXT
    texts = column.texts
    if not is_text.all():
        texts = pc.if_else(pa.array(is_text), texts, pa.scalar(None, pa.string()))
    encoded = pc.utf8_trim_whitespace(texts).dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    numbers = pc.fill_null(column.numbers, np.nan).to_numpy(zero_copy_only=False)
    return Cells(kinds, numbers, codes, tuple(encoded.dictionary.to_pylist()), encoded.dictionary)


def reading(cells: Cells, values: Any, bad: dict[int, Fault], also: Any = None, marks: Any = None) -> Reading:
    """The reading of a column: faults of distinct texts (by code), of error cells and of other rows.

    Args:
        bad: the fault of each distinct text that could not be read.
        also: rows (mask) that could not be read for a reason beside their text, with the fault, or None.
    """
    at: dict[int, Fault] = {}
    if bad:
        wrong = np.zeros(len(cells.distinct) + 1, dtype=bool)
        wrong[list(bad)] = True
        rows = np.flatnonzero(wrong[cells.codes])
        at.update(zip(rows.tolist(), (bad[code] for code in cells.codes[rows].tolist()), strict=True))
    at.update(dict.fromkeys(np.flatnonzero(cells.kinds == CellKind.ERROR).tolist(), ERROR_CELL))
    if also is not None:
        mask, fault = also
        at.update(dict.fromkeys(np.flatnonzero(mask).tolist(), fault))
    positions = np.array(sorted(at), dtype=np.int64)
    return Reading(values, positions, tuple(at[p] for p in positions.tolist()), marks)
