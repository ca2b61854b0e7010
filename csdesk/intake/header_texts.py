"""What header cells say: parent and child joined, units behind, known words, the title above."""

from __future__ import annotations

import re
from functools import cache

from csdesk.intake.grid import Grid

LONG = 60  # characters; what is longer is a sentence
BORDER = "\t"  # between what two cells of a title row say; within a cell runs of blanks are one space
_MOST_TITLES = 60
_UNIT = re.compile(
    r"[（(\[【〔]?\s*(単位\s*[:：]\s*)?"
    r"(円|千円|万円|百万円|億円|人|名|件|個|社|回|日|月|ヶ月|か月|年|時間|分|秒|％|%|点|台|本|世帯|席|ID|税抜|税込|"
    r"USD|JPY|EUR|GBP|yen|days?|months?|years?|hours?|count|seats?|users?|k|\$|¥|￥|€|£|％ポイント|ポイント)"
    r"\s*[）)\]】〕]?"
)
_MARK = re.compile(
    r"[（(][A-Za-zＡ-Ｚａ-ｚ0-9①-⑳ア-ン]{1,2}[)）](\s*[-－+＋/÷×*=＝]\s*[（(][A-Za-zＡ-Ｚａ-ｚ0-9①-⑳ア-ン]{1,2}[)）])*"
)


def is_unit(text: str) -> bool:
    """Whether a cell right below a header states a unit or a mark to refer to: （円）, 人, (A), (A)-(B)."""
    return _UNIT.fullmatch(text) is not None or _MARK.fullmatch(text) is not None


def joined_text(grid: Grid, first: int, last: int, units: tuple[int, ...], column: int) -> str:
    """Parent and child of a column, the same text once; the unit behind it in brackets."""
    parts: list[str] = []
    unit = ""
    for row in range(first, last + 1):
        text = grid.spread(row, column)[0] or (_parent_text(grid, row, column) if row < last else "")
        if row == last > first and parts and is_unit(text):
            unit = text
        elif text and text not in parts:
            parts.append(text)
    name = " / ".join(parts)
    unit = grid.row(units[0])[column][0] if units else unit
    if not unit or not name or _MARK.fullmatch(unit):
        return name or unit
    return name + (unit if unit[0] in "（([【〔" else f"（{unit}）")


def _parent_text(grid: Grid, row: int, column: int) -> str:
    """The nearest text to the left in a parent row without merges, if the column has a child of its own."""
    if any(merge.top == row for merge in grid.merges):
        return ""
    child = grid.row(row + 1)[column][0]
    for place in range(column, -1, -1):
        text = grid.row(row)[place][0]
        if text:
            return text if (child and grid.row(row + 1)[place][0]) or place == column else ""
    return ""


def title_rows(grid: Grid, top: int, first: int, left: int, right: int) -> tuple[tuple[int, ...], str]:
    """The filled rows above the header, and what they say, a line each with its cells parted by ``BORDER``."""
    rows = [row for row in range(top, first) if grid.filled_in_row(row, 0, grid.width - 1)][-_MOST_TITLES:]
    lines = [BORDER.join(dict.fromkeys(grid.texts_in_row(row, left, right))) for row in rows]
    return tuple(rows), "\n".join(line for line in lines if line)


@cache
def _known_words() -> frozenset[str]:
    from csdesk.intake.headers import header_key
    from csdesk.model.fields import all_fields

    words = {header_key(text) for field in all_fields() for text in (field.label, field.label_ja, *field.synonyms)}
    return frozenset(words - {""})


@cache
def is_known(text: str) -> bool:
    """Whether the text is a header CSDesk has a field for."""
    from csdesk.intake.headers import header_key, without_unit

    if len(text) > LONG:
        return False
    return header_key(text) in _known_words() or header_key(without_unit(text)) in _known_words()
