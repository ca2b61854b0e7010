"""A table as the rules look at it: its columns with what their cells are, and findings made from masks of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.headers import tidy
from csdesk.intake.machine_readable.report import MOST_CELLS, Finding
from csdesk.intake.sheets import CellKind, RawColumn, Sheet, Table
from csdesk.model.messages import Message
from csdesk.model.problems import column_letters

LONGEST_VALUE = 60
_DIGIT = "[0-9０-９]"
_FIGURE = rf"(?:{_DIGIT}{{1,3}}(?:[,，']{_DIGIT}{{3}})+(?:[.．]{_DIGIT}+)?|{_DIGIT}{{1,3}}(?:\.{_DIGIT}{{3}})+,{_DIGIT}+|{_DIGIT}+(?:[.,．，]{_DIGIT}+)?)"
_UNIT = (
    r"(?:円|ドル|ユーロ|yen|人|名|席|件|個|本|社|店|台|回|点|歳|世帯|ポイント|日間?|[ヶケかカ箇ヵ]月間?|年間|時間|分|秒|%|％|kg|km|"
    r"gb|mb|pts?|points?|ids?|seats?|users?|licen[cs]es?|days?|months?|years?|hours?|hrs?|k|m|mn|bn|usd|jpy|eur|gbp|[$¥￥€£])"
)
_BEFORE = r"(?:[¥￥$＄€£\\]|us\$|usd|jpy|eur|gbp)"
_SIGN = r"[-+−–－＋▲△]"
# One number as people write it, with whatever clings to it.
NUMBER = (
    rf"(?i)^[\s　]*{_SIGN}?[\s　]*[(（]?[\s　]*{_BEFORE}?[\s　]*{_SIGN}?[\s　]*{_FIGURE}[\s　]*"
    rf"(?:(?:億|千万|百万|万|千)[\s　]*(?:{_FIGURE})?[\s　]*)*{_UNIT}?[\s　]*[)）]?[\s　]*(?:[(（](?:税込|税抜|税別)み?き?[)）])?[\s　]*$"
)
# A number as machines write it: no group marks, no units, ordinary digits.
PLAIN = r"^[\s　]*[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[\s　]*$"
_LEADING_ZERO = r"^\s*0[0-9]"
_NAMES_SOMETHING = re.compile(
    r"(?:番号|コード|電話|郵便|ファックス|〒|№)|\b(?:id|no|code|zip|tel|phone|fax|sku|postcode|postal|key|uuid|number)\b(?!\.? of\b)"
    r"|\b(?:ticket|cd)$|id$|no\.$"
)


class Searched:
    """Texts that many patterns are looked for in: each different text is looked at once."""

    def __init__(self, texts: pa.Array) -> None:
        coded = pc.dictionary_encode(texts)
        self._often = 2 * len(coded.dictionary) <= len(texts)  # else coding costs more than it spares
        self._different = coded.dictionary if self._often else texts
        self._places = coded.indices
        self.nothing = len(coded.dictionary) == 0

    def matching(self, pattern: str) -> Any:
        """Mask of the texts that match; false where there is none."""
        found = pc.match_substring_regex(self._different, pattern)
        return pc.fill_null(found.take(self._places) if self._often else found, False)


def searched_columns(sheet: Sheet, tick: Callable[[], object]) -> list[tuple[int, Searched]]:
    """The columns of a sheet that hold texts, by their number from 0, ready to be searched."""
    found = []
    for number, column in enumerate(sheet.columns):
        tick()
        texts = Searched(_texts(column))
        if not texts.nothing:
            found.append((number, texts))
    return found


def _texts(column: RawColumn) -> pa.Array:
    """What the text cells say; null elsewhere."""
    is_text = pc.equal(column.kinds, int(CellKind.TEXT))
    return pc.if_else(is_text, column.texts, pa.scalar(None, pa.string()))


@dataclass(frozen=True)
class ExaminedColumn:
    """A column of a table.

    Attributes:
        number: in the sheet, from 0.
        typed: the file tells numbers from texts; delimited text does not.
    """

    header: str
    number: int
    cells: RawColumn
    typed: bool

    @cached_property
    def is_text(self) -> Any:
        """Mask of the text cells."""
        return pc.equal(self.cells.kinds, int(CellKind.TEXT))

    @cached_property
    def texts(self) -> pa.Array:
        """What the text cells say; null elsewhere."""
        return _texts(self.cells)

    @cached_property
    def filled(self) -> int:
        """How many cells hold anything."""
        return len(self.cells) - int(self.cells.texts.null_count)

    def matching(self, pattern: str) -> Any:
        """Mask of the text cells that match."""
        return self._searched.matching(pattern)

    @cached_property
    def _searched(self) -> Searched:
        return Searched(self.texts)

    @cached_property
    def several_data(self) -> Any:
        """Mask of the cells that hold more than one datum."""
        from csdesk.intake.machine_readable.one_datum import several_data

        return several_data(self)

    @cached_property
    def names_something(self) -> bool:
        """Whether the header says that its digits are a name: an id, a code, a phone number."""
        return _NAMES_SOMETHING.search(tidy(self.header).replace("_", " ")) is not None

    @cached_property
    def is_number_text(self) -> Any:
        """Mask of the texts that say one number, however decorated."""
        return self.matching(NUMBER)

    @cached_property
    def is_plain_text(self) -> Any:
        """Mask of the texts that say a number and nothing else."""
        return self.matching(PLAIN)

    @cached_property
    def numeric(self) -> bool:
        """Whether the column holds numbers: at least half of its cells, texts read as people mean them."""
        if not self.filled or self.names_something:
            return False
        stored = _count(pc.equal(self.cells.kinds, int(CellKind.NUMBER)))
        written = _count(self.is_number_text)
        if not stored and written and _count(self.matching(_LEADING_ZERO)):
            return False  # 00123 is the name of something
        blank_words = _count(self.matching(r"^[\s　]*[-－ー―—–…‥*＊xX×]+[\s　]*$"))
        return stored + written > 0 and 2 * (stored + written) >= self.filled - blank_words

    def distinct(self, most: int) -> list[str]:
        """The first different texts, as they stand."""
        found = pc.drop_null(pc.unique(self.texts.slice(0, 200_000)))
        return [str(text) for text in found.slice(0, most).to_pylist()]


@dataclass(frozen=True)
class ExaminedTable:
    """A table and the sheet it stands on.

    Attributes:
        tick: called before each column is looked at; raises where the user wants to stop.
    """

    table: Table
    sheet: Sheet
    typed: bool
    tick: Callable[[], object] = lambda: None

    def each_column(self) -> Iterator[ExaminedColumn]:
        """The columns from left to right, for checks that take their time."""
        for column in self.columns:
            self.tick()
            yield column

    @cached_property
    def columns(self) -> tuple[ExaminedColumn, ...]:
        """The columns with their headers, their cells as they stand on the sheet: nothing filled in or put right."""
        rows = pc.subtract(self.table.row_numbers, 1)
        return tuple(
            ExaminedColumn(header, number, self.sheet.columns[number].taken(rows), self.typed)
            for header, number in zip(self.table.headers, self.table.column_numbers, strict=True)
            if number < len(self.sheet.columns)
        )

    def found(self, column: ExaminedColumn, mask: Any, message: Message, hint: Message) -> list[Finding]:
        """A finding about the cells of the column where ``mask`` holds; none where it holds nowhere."""
        rows = pc.indices_nonzero(mask)
        if not len(rows):
            return []
        letters = column_letters(column.number)
        numbers = self.table.row_numbers.take(rows[:MOST_CELLS]).to_pylist()
        value = column.cells.texts[rows[0].as_py()].as_py()
        cells = tuple(f"{letters}{number}" for number in numbers)
        return [Finding(self.table.sheet, cells, shown(value), message, hint, len(rows))]


def shown(value: str | None) -> str:
    """The text of a cell in one short line."""
    line = (value or "").replace("\r\n", "\n").replace("\n", "⏎")
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…"


def found_on_sheet(sheet: Sheet, column: int, mask: Any, message: Message, hint: Message) -> list[Finding]:
    """A finding about the cells of a sheet's column where ``mask`` holds, one a row of the sheet."""
    rows = pc.indices_nonzero(mask)
    if not len(rows):
        return []
    letters = column_letters(column)
    cells = tuple(f"{letters}{row + 1}" for row in rows[:MOST_CELLS].to_pylist())
    value = sheet.columns[column].texts[rows[0].as_py()].as_py()
    return [Finding(sheet.name, cells, shown(value), message, hint, len(rows))]


def _count(mask: Any) -> int:
    return int(pc.sum(mask).as_py() or 0)
