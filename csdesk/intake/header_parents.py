"""Rows above a header that group its columns: merged across some of them, words with gaps, or words repeated."""

from __future__ import annotations

import re

from csdesk.intake.grid import Grid, is_period, is_value
from csdesk.intake.header_texts import LONG
from csdesk.intake.sheets import CellKind, Merge

_YEAR = re.compile(r"20\d\d年?|(?:令和|平成|昭和)\s*(?:\d{1,2}|元)年?")  # above its months


def is_word(text: str, kind: int) -> bool:
    """Whether a cell may head a column: text that is no value, or the name of a period."""
    return kind == CellKind.TEXT and (is_period(text) or not is_value(text))


def spans_all(merge: Merge, left: int, right: int) -> bool:
    """Whether a merge is as wide as the table, as titles are."""
    return merge.left <= left and merge.right >= right - max(1, (right - left) // 5)


def is_parent(grid: Grid, row: int, left: int, right: int) -> bool:
    """Whether the row groups the columns under it: merged across some of them, or words with gaps."""
    cells = grid.row(row)[left : right + 1]
    filled = [(place, text, kind) for place, (text, kind) in enumerate(cells) if text]
    if not _all_head(filled) or not any(is_word(text, kind) for _, text, kind in filled):
        return False
    merges = [m for place, _, _ in filled if (m := grid.merge_at(row, left + place)) and m.right > m.left]
    if merges:
        return not any(spans_all(merge, left, right) for merge in merges)
    # Without merges: "FY2026" over the second column, the first one left to its child or filled as well.
    under = grid.row(row + 1)[left : right + 1]
    gaps = sum(1 for place, _, _ in filled if place and place + 1 < len(cells) and not cells[place + 1][0])
    fills_a_hole = any(not under[place][0] for place, _, _ in filled)
    return len(filled) >= 2 and gaps >= 1 and fills_a_hole and len({text for _, text, _ in filled}) == len(filled)


def is_repeated_parent(grid: Grid, row: int, left: int, right: int) -> bool:
    """Whether the row says over each column what a merge would say once: 令和7年, 令和7年, 令和6年, 令和6年."""
    cells = grid.row(row)[left : right + 1]
    filled = [(place, text, kind) for place, (text, kind) in enumerate(cells) if text]
    if len(filled) < 3 or len(filled) * 2 < len(cells) or not _all_head(filled):
        return False
    under = grid.row(row + 1)[left : right + 1]
    if not all(under[place][0] for place, _, _ in filled):
        return False
    # Its words come several times, and the names below tell apart what it says alike.
    kinds, below = len({text for _, text, _ in filled}), len({under[place][0] for place, _, _ in filled})
    return len(filled) - kinds >= 2 and kinds <= below


def _all_head(filled: list[tuple[int, str, int]]) -> bool:
    return bool(filled) and all(
        (is_word(text, kind) or _YEAR.fullmatch(text) is not None) and len(text) <= LONG for _, text, kind in filled
    )
