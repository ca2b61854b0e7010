"""Rule 1-2: one datum in a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.grid import is_value
from csdesk.intake.machine_readable.examined import ExaminedColumn, ExaminedTable
from csdesk.intake.machine_readable.report import Finding
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
    if is_value(text) or "。" in text:
        return []
    items = [item.strip() for item in re.split(_LIST, text)]
    short = len(items) > 1 and all(item and len(item) <= _LONGEST_ITEM for item in items)
    return items if short else []


def one_datum(table: ExaminedTable) -> Iterator[Finding]:
    """1-2."""
    for column in table.each_column():
        message = Message("“{header}” holds more than one datum in a cell.", header=column.header)
        yield from table.found(column, column.several_data, message, SPLIT_HINT)
