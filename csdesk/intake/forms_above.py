"""Forms above a list: rows of labels, each with its value in the next cell. They say something of the list, and head nothing."""

from __future__ import annotations

from csdesk.intake.grid import Grid
from csdesk.intake.header_parents import is_word
from csdesk.intake.header_texts import is_known
from csdesk.intake.sheets import CellKind

_COLONS = ":： "


def form_above(grid: Grid, rows: list[int], left: int, right: int) -> int:
    """How many of the first filled rows are a form with a list below it, titles above the form counted; 0: there is none.

    A form of one row is one only where nothing is merged and what follows is a header beyond doubt.
    """
    first = next((place for place, row in enumerate(rows) if grid.filled_in_row(row, left, right) > 1), len(rows))
    end = first
    pairs: list[int] = []
    while end < len(rows) and (found := _pairs(grid, rows[end], left, right)):
        pairs.append(found)
        end += 1
    if pairs and not _heads(grid, rows, end, left, right, 1):
        pairs.pop()  # a header whose words alternate with others
        end -= 1
    single = len(pairs) < 2
    if max(pairs, default=0) < 2 or (single and any(m.top <= rows[first] <= m.bottom for m in grid.merges)):
        return 0
    return end if _heads(grid, rows, end, left, right, 1 + single) else 0


def _heads(grid: Grid, rows: list[int], place: int, left: int, right: int, known: int) -> bool:
    """Whether that row holds words alone, so many of them known, and has rows below it."""
    if place + 1 >= len(rows):
        return False
    cells = [cell for cell in grid.row(rows[place])[left : right + 1] if cell[0]]
    if len(cells) < 2 or not all(is_word(*cell) for cell in cells):
        return False
    return sum(map(is_known, {text for text, _ in cells})) >= known


def _pairs(grid: Grid, row: int, left: int, right: int) -> int:
    """How many known labels with a value beside them the row holds, and nothing else; the last one may lack its value."""
    cells = [cell for cell in grid.row(row)[left : right + 1] if cell[0]]
    labels, values = cells[::2], cells[1::2]
    texts = {text.rstrip(_COLONS) for text, kind in labels if kind == CellKind.TEXT}
    if len(texts) < len(labels) or not all(map(is_known, texts)) or any(is_known(text) for text, _ in values):
        return 0
    return len(values)
