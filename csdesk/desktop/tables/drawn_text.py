"""A cell to be drawn, and one line of text in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from csdesk.desktop.fonts import NORMAL, font, metrics, scale
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.row_painter import RowPainter
from csdesk.desktop.theme import colour

if TYPE_CHECKING:
    from csdesk.desktop.tables.frame_model import FrameTableModel

CELL = 12.5


@dataclass(slots=True)
class Cell:
    """A cell to be drawn."""

    model: FrameTableModel
    row: int
    column: Column
    as_of: date | None = None
    ratio: float = 1.0

    @property
    def value(self) -> object:
        """The plain value under the column's code."""
        return self.model.value(self.row, self.column.code)

    def other(self, name: str) -> object:
        """The plain value of another field of the row."""
        return self.model.value(self.row, name)


@lru_cache(30_000)
def fitted(text: str, width: int, weight: QFont.Weight, _scale: float) -> tuple[str, int]:
    """The text shortened to a width, and how wide it is then; a table draws the same texts again and again."""
    letters = metrics(CELL, weight)
    advance = letters.horizontalAdvance(text)
    if advance <= width:
        return text, advance
    shorter = letters.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return shorter, letters.horizontalAdvance(shorter)


def text_width(rect: QRectF, text: str, weight: QFont.Weight = NORMAL) -> int:
    """How wide a text is in a cell, shortened to fit."""
    return fitted(text, int(rect.width()), weight, scale())[1]


@cache
def _rise(_scale: float) -> float:
    """From the middle of a line to its base line."""
    letters = metrics(CELL, NORMAL)
    return (letters.ascent() - letters.descent()) / 2


def draw_text(
    painter: QPainter, rect: QRectF, text: str, token: str = "ink", weight: QFont.Weight = NORMAL, *,
    right: bool = False, ground: str = "", once: bool = False,
) -> None:  # fmt: skip
    """One line of text in a cell, shortened to fit.

    ``ground`` is the token of the colour under it, where that is not the row's. ``once``: hardly any two
    rows say the same, so that it is not worth looking for its picture.
    """
    what = (text, token, weight, right)
    rows = painter if isinstance(painter, RowPainter) and not once else None
    if rows is not None and rows.lay(what, rect, ground):
        return
    now = scale()
    shown, advance = fitted(text, int(rect.width()), weight, now)
    at = QPointF(rect.right() - advance if right else rect.x(), rect.center().y() + _rise(now))

    def draw(on: QPainter) -> None:
        on.setFont(font(CELL, weight))
        on.setPen(colour(token))
        on.drawText(at, shown)  # at a point: four times as fast as into a rectangle

    draw(painter)
    if rows is not None:
        rows.drawn(what, rect, lambda: _ink(shown, weight).translated(at), draw, ground)


def _ink(text: str, weight: QFont.Weight) -> QRectF:
    """What a text covers if drawn at the origin; letters of other fonts reach a little further than they say."""
    letters = metrics(CELL, weight)
    line = QRectF(0, -letters.ascent(), letters.horizontalAdvance(text), letters.height())
    return line.united(QRectF(letters.boundingRect(text))).adjusted(-1, 0, 2, 0)
