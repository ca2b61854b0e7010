"""Which rows are the header: below titles, above data, one to three rows, merged or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csdesk.intake.forms_above import form_above
from csdesk.intake.grid import Grid, is_series, is_value
from csdesk.intake.header_parents import is_parent, is_repeated_parent, is_word, spans_all
from csdesk.intake.header_texts import LONG, is_known, is_unit, joined_text, title_rows
from csdesk.intake.sheets import CellKind

_LOOKED_AT = 40  # filled rows among which the header is searched
_BELOW = 25  # rows under it whose cells are compared
_NEAR = 100  # rows within which a form above a list ends
_MOST_HEADER_ROWS = 3
_MOST_REPEATED = 6  # header rows, where those above say the same over several columns
_WORDS = (CellKind.TEXT, CellKind.ERROR)  # an error tells nothing about its column
_ANSWERS = frozenset({"response", "open-ended response", "回答", "自由回答"})
_DIGITS = re.compile(r"\d+")
_SENTENCE = re.compile(r"[。．！？]\s*$|[.!?]\s+\S|。")


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was found; rows from 0.

    Attributes:
        last: the last row of the header; -1 where the table has none.
        first_data: the row under it.
        texts: one a column from ``left`` to ``right``; "" where nothing stands above it.
        titles, units: rows that are left out, above and right below.
        title: what the title rows say, a line each.
        known: how many of the texts are known header words.
    """

    left: int
    right: int
    last: int
    first_data: int
    texts: tuple[str, ...]
    titles: tuple[int, ...]
    units: tuple[int, ...]
    title: str
    known: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    score: float
    known: int
    values: float  # share of the filled cells that read as numbers or dates
    contrast: int  # columns with a word here and values below


def find_header(grid: Grid, top: int, end: int, left: int, right: int) -> Header | None:
    """The header of the first table in those rows; None where nothing there is like a table."""
    rows = grid.filled_rows(top, end, left, right, _LOOKED_AT + _BELOW)
    if not rows:
        return None
    left, right = _edges(grid, rows, left, right)
    width = right - left + 1
    rows = rows[form_above(grid, rows, left, right) :]
    best = _best(grid, rows, left, right)
    if best is None or _is_prose(grid, rows, left, right) or _is_form(grid, best.row, rows, left, right):
        return None
    if width > 1 and best.known == 0 and best.contrast == 0 and _is_sparse(grid, best.row, rows, left, right):
        return None
    if _is_data(best, width):
        return _headless(grid, top, rows, left, right)
    first, last = _extent(grid, best.row, rows[0], left, right)
    units = _unit_rows(grid, last + 1, end, left, right)
    texts = tuple(joined_text(grid, first, last, units, column) for column in range(left, right + 1))
    titles, title = title_rows(grid, top, first, left, right)
    data = (units[-1] if units else last) + 1
    return Header(left, right, last, data, texts, titles, units, title, best.known)


def header_at(grid: Grid, row: int, left: int, right: int) -> Header:
    """The header whose last row a person named, from 0; what stands above is its title."""
    left, right = _edges(grid, [], left, right)
    first = row
    while first > 0 and row - first + 1 < _MOST_HEADER_ROWS and is_parent(grid, first - 1, left, right):
        first -= 1
    units = _unit_rows(grid, row + 1, grid.rows, left, right)
    texts = tuple(joined_text(grid, first, row, units, column) for column in range(left, right + 1))
    titles, title = title_rows(grid, 0, first, left, right)
    return Header(left, right, row, (units[-1] if units else row) + 1, texts, titles, units, title, 1)


def _edges(grid: Grid, rows: list[int], left: int, right: int) -> tuple[int, int]:
    """The columns without blank ones at either side."""
    filled = [column for column in range(left, right + 1) if grid.filled_in_column(column)]
    return (filled[0], filled[-1]) if filled else (left, right)


def _best(grid: Grid, rows: list[int], left: int, right: int) -> _Candidate | None:
    """The row most like a header, where it stands first."""
    widest = max(grid.filled_in_row(row, left, right) for row in rows)
    judged = [
        _judged(grid, row, rows[place + 1 : place + 1 + _BELOW], (left, right), widest, place)
        for place, row in enumerate(rows[:_LOOKED_AT])
    ]
    best = max(judged, key=lambda candidate: candidate.score, default=None)
    if best is None:
        return None
    texts = [text for text, _ in grid.row(best.row)[left : right + 1]]
    return next(c for c in judged if [text for text, _ in grid.row(c.row)[left : right + 1]] == texts)


def _judged(grid: Grid, row: int, below: list[int], columns: tuple[int, int], widest: int, place: int) -> _Candidate:
    """How much the row is like a header: words, distinct, wide, known, with values under words."""
    left, right = columns
    cells = [(column, *grid.spread(row, column)) for column in range(left, right + 1)]
    cells = [cell for cell in cells if cell[1]]
    own = grid.filled_in_row(row, left, right)
    if not cells or not own:
        return _Candidate(row, -9.0, 0, 1.0, 0)
    texts = [text for _, text, _ in cells]
    series = _series(cells, left)
    words = [column for column, text, kind in cells if column in series or is_word(text, kind)]
    values = 1 - len(words) / len(cells)
    contrast = sum(1 for column in words if column not in series and _mostly_values(grid, column, below))
    known = sum(1 for text in {text for _, text, kind in cells if kind != CellKind.ERROR} if is_known(text))
    under = sum(1 for column, text, _ in cells if row and is_unit(text) and grid.spread(row - 1, column)[0])
    long = sum(1 for text in texts if len(text) > LONG or _SENTENCE.search(text)) / len(texts)
    score = (
        2.0 * min(1.0, len(cells) / max(1, widest))
        + 1.5 * (1 - values)
        + 1.0 * len(set(texts)) / len(texts)
        + 1.5 * contrast / len(cells)
        + 0.3 * min(known, 5)
        + (1.0 if known == len(set(texts)) > 1 else 0.0)  # nothing but header words
        - 1.5 * long
        - 0.03 * place
        - (1.5 if len(cells) == 1 and widest > 1 else 0.0)
        - (3.0 if under * 2 >= len(cells) else 0.0)  # units of the header above
        - (1.0 if place and not below else 0.0)  # a header heads something
    )
    return _Candidate(row, score, known, values, contrast)


def _series(cells: list[tuple[int, str, int]], left: int) -> frozenset[int]:
    """The columns of three or more years, months or dates in a row, rising step by step, right of the first column."""
    best: list[int] = []
    run: list[int] = []
    last = ""
    for column, text, _ in cells:
        rising = is_series(text) and (not run or (len(text), text) > (len(last), last))
        run = [*run, column] if rising else [column] if is_series(text) else []
        last = text
        best = max(best, run, key=len)
    return frozenset(best) if len(best) >= 3 and best[0] > left else frozenset()


def _mostly_values(grid: Grid, column: int, below: list[int]) -> bool:
    filled = [cell for row in below if (cell := grid.row(row)[column])[0]]
    values = sum(1 for text, kind in filled if kind not in _WORDS or (kind == CellKind.TEXT and is_value(text)))
    return bool(filled) and values * 2 > len(filled)


def _is_data(best: _Candidate, width: int) -> bool:
    """Whether even the best row is data, so that there is no header."""
    if best.known >= 2:
        return False
    if best.values >= 0.5 and best.known * 4 < width:
        return True
    return best.contrast == 0 and best.known == 0 and best.values >= 0.2


def _headless(grid: Grid, top: int, rows: list[int], left: int, right: int) -> Header | None:
    width = right - left + 1
    wide = [row for row in rows if grid.filled_in_row(row, left, right) * 2 >= width]
    if width < 2 or not wide:
        return None
    first = rows[0]
    return Header(left, right, -1, first, ("",) * width, (), (), "", 0)


def _is_prose(grid: Grid, rows: list[int], left: int, right: int) -> bool:
    """Whether this is text written into cells: one column of sentences."""
    texts = [text for row in rows for text in grid.texts_in_row(row, left, right)]
    single = sum(1 for row in rows if grid.filled_in_row(row, left, right) == 1)
    if single < 0.9 * len(rows):
        return False
    sentences = sum(1 for text in texts if len(text) > 40 or _SENTENCE.search(text))
    if sentences * 3 >= len(texts):
        return True
    # One lone cell is a word on a sheet, no table; several columns with one cell each are a form.
    return len(rows) < 2 or right > left


def _is_sparse(grid: Grid, row: int, rows: list[int], left: int, right: int) -> bool:
    """Whether most rows under the best one hold a single cell: text with a comma here and there."""
    under = [below for below in rows if below > row]
    lone = sum(1 for below in under if grid.filled_in_row(below, left, right) < 2)
    return lone * 2 > len(under)


def _is_form(grid: Grid, row: int, rows: list[int], left: int, right: int) -> bool:
    """Whether the sheet is a form laid out with merged cells rather than rows of one kind."""
    under = [below for below in rows if below > row]
    end = (under[-1] if under else row) + 1
    # Of the sheet itself: what is merged beyond the last filled column is drawn as well.
    across = [m for m in grid.sheet.merges if row < m.top < end and m.right > m.left]
    if len(across) > max(8, 1.5 * len(under)):
        return True
    area = len(under) * (right - left + 1)
    filled = sum(grid.filled_in_row(below, left, right) for below in under)
    return len(under) >= 5 and right - left >= 20 and filled < 0.15 * area


def _extent(grid: Grid, row: int, top: int, left: int, right: int) -> tuple[int, int]:
    """First and last row of the header around its best row."""
    first = last = row
    for column in range(left, right + 1):
        merge = grid.merge_at(row, column)
        if merge is not None and merge.bottom > last and merge.bottom - row < _MOST_HEADER_ROWS + 2:
            last = merge.bottom
        if merge is not None and top <= merge.top < first and not spans_all(merge, left, right):
            first = merge.top
    while first - 1 >= top and last - first + 1 < _MOST_HEADER_ROWS and is_parent(grid, first - 1, left, right):
        first -= 1
    while last + 1 < grid.rows and last - first + 1 < _MOST_HEADER_ROWS and _is_child(grid, row, last, left, right):
        last += 1
    while first - 1 >= top and row - first + 1 < _MOST_REPEATED and is_repeated_parent(grid, first - 1, left, right):
        first -= 1
    return first, last


def _is_child(grid: Grid, best: int, last: int, left: int, right: int) -> bool:
    """Whether the next row still belongs to the header: words under a merge across, or names in holes beside units."""
    cells = grid.row(last + 1)[left : right + 1]
    filled = [(place + left, text, kind) for place, (text, kind) in enumerate(cells) if text]
    if not filled or not all(is_word(text, kind) for _, text, kind in filled):
        return False
    across = [
        m for c in range(left, right + 1) if (m := grid.merge_at(best, c)) and m.right > m.left and m.bottom == last
    ]
    under = [column for column, _, _ in filled if any(m.left <= column <= m.right for m in across)]
    if len(under) * 2 > len(filled):
        return True
    holes = [text for column, text, _ in filled if not grid.spread(best, column)[0]]
    if _is_survey_label(grid, best, last + 1, left, [text for _, text, _ in filled], bool(holes)):
        return True
    units = [text for column, text, _ in filled if grid.spread(best, column)[0]]
    return bool(holes and units) and all(is_unit(text) for text in units)


def _is_survey_label(grid: Grid, best: int, row: int, left: int, texts: list[str], holes: bool) -> bool:
    """Whether the row names the answers under the questions: nothing in the first column, which data rows fill."""
    below = [grid.row(under)[left][0] for under in range(row + 1, min(row + 6, grid.rows))]
    if not below or not all(below) or grid.row(row)[left][0] or not grid.row(best)[left][0]:
        return False
    return holes or all(text.casefold() in _ANSWERS for text in texts)


def _unit_rows(grid: Grid, row: int, end: int, left: int, right: int) -> tuple[int, ...]:
    """The row under the header if it holds units only."""
    if row >= end:
        return ()
    texts = grid.texts_in_row(row, left, right)
    return (row,) if texts and all(is_unit(text) for text in texts) else ()


def starts_another_table(grid: Grid, header: Header, start: int, end: int, left: int, right: int) -> bool:
    """Whether the rows from ``start`` on, after a blank row, are a table with a header of its own."""
    if form_above(grid, grid.filled_rows(start, min(end, start + _NEAR), left, right, _BELOW), left, right):
        return True
    stop = next((row for row in grid.block_starts(left, right, 10_000) if row > start), end)
    rows = grid.filled_rows(start, min(end, stop), left, right, _BELOW)
    for place, row in enumerate(rows[:3]):
        cells = [(c, *cell) for c, cell in enumerate(grid.row(row)[left : right + 1], left) if cell[0]]
        if len(cells) == 1:
            continue  # a title of its own
        if len(cells) < 2 or not rows[place + 1 :] or any(not is_word(text, kind) for _, text, kind in cells):
            return False
        texts = [text for _, text, _ in cells]
        if len(set(texts)) < len(texts) or set(texts) <= set(header.texts):
            return False
        above = grid.filled_rows(header.first_data, start, left, right, _BELOW)
        return _heads_another(grid, cells, above, rows[place + 1 :], (left, right))
    return False


def _heads_another(
    grid: Grid, cells: list[tuple[int, str, int]], above: list[int], below: list[int], columns: tuple[int, int]
) -> bool:
    """Whether words between two blocks of rows head the one below, judged by what their columns hold in both."""
    if any(_is_numbered_like(text, [grid.row(row)[column][0] for row in above]) for column, text, _ in cells):
        return False
    contrast = any(_mostly_values(grid, column, below) for column, _, _ in cells)
    breaks = [column for column, _, _ in cells if _mostly_values(grid, column, above)]
    # What stands among the data above is a value here as well: "Customer" in a column of types.
    known = sum(1 for c, text, _ in cells if is_known(text) and all(grid.row(row)[c][0] != text for row in above))
    if (contrast and breaks) or known >= 2:
        return True
    goes_on = bool(breaks) and not any(_mostly_values(grid, column, below) for column in breaks)
    ends = any(
        all(grid.row(row)[c][0] for row in above) and not any(grid.row(row)[c][0] for row in below)
        for c in set(range(columns[0], columns[1] + 1)) - {column for column, _, _ in cells}
    )
    return (goes_on or ends) and known * 2 >= len(cells)


def _is_numbered_like(text: str, others: list[str]) -> bool:
    """Whether the text is one more of these but for its digits: K-003 among K-001, K-002."""
    shape = _DIGITS.sub("0", text)
    return shape != text and any(_DIGITS.sub("0", other) == shape for other in others if other)
