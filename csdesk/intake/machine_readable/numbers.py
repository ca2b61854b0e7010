"""Rules 1-2, 1-3 and 1-13: one datum a cell, numbers without text, agreed signs where a number is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.grid import is_value
from csdesk.intake.machine_readable.examined import ExaminedColumn, ExaminedTable
from csdesk.intake.machine_readable.report import Finding
from csdesk.intake.sheets import CellKind
from csdesk.model.messages import Message

_DAY = r"(?:[0-9]{4}|[0-9]{2}|(?:令和|平成|昭和|[RHS])[0-9元]{1,2})[-/.年][0-9]{1,2}(?:[-/.月][0-9]{1,2}日?|月)?"
_FIGURE = r"[¥￥$€£▲△−-]?[0-9０-９][0-9０-９,，.．]*(?:億|百万|万|千)?(?:円|人|名|件|個|社|%|％|ドル)?"
_RANGE = rf"^\s*{_DAY}\s*(?:[~～〜–—]|から|to|-|－|ー|→)\s*(?:{_DAY})\s*(?:まで)?\s*$"
_WITH_BRACKETS = (
    rf"^\s*{_FIGURE}\s*[（(]\s*(?:[^0-9０-９()（）]{{0,12}})?{_FIGURE}\s*(?:[^0-9０-９()（）]{{0,6}})?[)）]\s*$"
)
_SEVERAL_FIGURES = rf"^\s*{_FIGURE}(?:\s*[\n、;；/／|｜・]\s*{_FIGURE})+\s*$"
_FRACTION_OF_DATES = (
    rf"^\s*{_DAY}|^[0-9]{{1,2}}/[0-9]{{1,2}}(?:/[0-9]{{2,4}})?$|^[0-9]+/[0-9]+$|^[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}"
)
_LIST = r"[\n、;；|｜,，]"
_MOST_DISTINCT = 5_000
_LONGEST_ITEM = 24

SPLIT_HINT = Message("Give each datum a cell of its own: another column, or another row.")


def several_data(column: ExaminedColumn) -> Any:
    """Mask of the cells that hold more than one datum: ranges, 120 (45), lists whose items stand alone elsewhere."""
    several = pc.or_(column.matching(_RANGE), column.matching(_WITH_BRACKETS))
    figures = pc.and_(column.matching(_SEVERAL_FIGURES), pc.invert(column.matching(_FRACTION_OF_DATES)))
    several = pc.or_(several, pc.and_(figures, pc.invert(column.is_number_text)))
    lists = _lists(column)
    if not lists:
        return several
    return pc.or_(several, pc.fill_null(pc.is_in(column.texts, pa.array(lists, pa.string())), False))


def _lists(column: ExaminedColumn) -> list[str]:
    """The texts that list items each of which stands in another cell of the column too, alone or in a list."""
    if not pc.any(column.matching(_LIST)).as_py():
        return []
    texts = column.distinct(_MOST_DISTINCT)
    parts = {text: items for text in texts if (items := _items(text))}
    if not parts:
        return []
    known = Counter(item for items in parts.values() for item in set(items))
    known.update(text.strip() for text in texts)
    return [text for text, items in parts.items() if all(known[item] > 1 or is_value(item) for item in items)]


def _items(text: str) -> list[str]:
    """The items of a list; none where it is a sentence or one number."""
    import re

    if is_value(text) or "。" in text:
        return []
    items = [item.strip() for item in re.split(_LIST, text)]
    short = len(items) > 1 and all(item and len(item) <= _LONGEST_ITEM for item in items)
    return items if short else []


def one_datum(table: ExaminedTable) -> Iterator[Finding]:
    """1-2."""
    for column in table.columns:
        message = Message("“{header}” holds more than one datum in a cell.", header=column.header)
        yield from table.found(column, several_data(column), message, SPLIT_HINT)


# What clings to a number, the first that fits is told: pattern, message, hint.
_DECORATIONS = (
    (
        r"[▲△−－]|^[\s　]*[(（]",
        Message("“{header}” marks negative numbers with ▲, △, − or brackets."),
        Message("Write a minus sign before the digits: -1200. Excel can show it as ▲ by a number format."),
    ),
    (
        r"(?i)[^0-9０-９\s　,，.．'+\-＋]",
        Message("“{header}” writes units or currency signs into the cells of numbers."),
        Message("Leave only digits in the cell and put the unit into the header, such as Amount (JPY)."),
    ),
    (
        r"[０-９，．＋]",
        Message("“{header}” writes numbers with full-width digits."),
        Message("Write them with ordinary digits: 1200 instead of １２００."),
    ),
    (
        r"[,'\s　]",
        Message("“{header}” writes commas into numbers."),
        Message("Leave the commas out; a number format shows them."),
    ),
)
_AS_TEXT = (
    Message("“{header}” holds numbers that are stored as text."),
    Message("Turn them into numbers: in Excel, Data > Text to Columns > Finish."),
)


def _told(message: Message, column: ExaminedColumn) -> Message:
    return Message(message.text, header=column.header)


def numbers_without_text(table: ExaminedTable) -> Iterator[Finding]:
    """1-3."""
    for column in table.columns:
        if not column.numeric:
            continue
        left = pc.and_(column.is_number_text, pc.invert(several_data(column)))
        plain = pc.and_(left, column.is_plain_text)
        left = pc.and_(left, pc.invert(plain))
        for pattern, message, hint in _DECORATIONS:
            mask = pc.and_(left, column.matching(pattern))
            yield from table.found(column, mask, _told(message, column), hint)
            left = pc.and_(left, pc.invert(mask))
        if column.typed:
            yield from table.found(column, pc.or_(plain, left), _told(_AS_TEXT[0], column), _AS_TEXT[1])


def agreed_signs(table: ExaminedTable) -> Iterator[Finding]:
    """1-13: in a column of numbers only numbers, X (kept secret) and *** (not available) may stand."""
    for column in table.columns:
        if not column.numeric:
            continue
        left = pc.and_(column.is_text, pc.invert(pc.or_(column.is_number_text, several_data(column))))
        left = pc.and_(left, pc.invert(column.matching(r"^[\s　]*(?:X|\*\*\*|〃|同上|々|″|”|\"|[\s　]*)[\s　]*$")))
        yield from table.found(
            column,
            pc.or_(left, _is_error(column)),
            Message("“{header}” holds words or signs among its numbers.", header=column.header),
            Message("Write 0 for none, *** for not available and X for kept secret, and say so in a note."),
        )


def _is_error(column: ExaminedColumn) -> Any:
    """Mask of the error cells; formulas without a stored result are no errors."""
    error = pc.equal(column.cells.kinds, int(CellKind.ERROR))
    return pc.and_not(error, pc.fill_null(pc.starts_with(column.cells.texts, "="), False))
