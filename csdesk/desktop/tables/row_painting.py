"""Draws the visible rows of a frame table in one go: ground by state, the line below, then each cell.

Qt's own way asks the model and the delegate several times a cell; a page of 300 cells
then takes longer than a frame of the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from csdesk.desktop.fonts import scaled
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.drawn_text import Cell
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.tables.painters import PAINTERS
from csdesk.desktop.theme import colour

PADDING, FIRST_PADDING = 8, 20
# Drawings of a fixed width that would run into the next column when theirs is made narrow.
_CLIPPED = frozenset({"health", "health_wide", "touch", "band", "seats", "person"})


@dataclass(slots=True)
class RowLook:
    """What the state of a row changes."""

    top: int
    height: int
    width: int
    selected: bool = False
    hovered: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column and where it stands in the viewport."""

    column: Column
    left: int
    width: int
    first: bool


def draw_ground(painter: QPainter, look: RowLook) -> None:
    """The row's ground, the line below it, and two lines of accent around the current row."""
    if look.selected:
        painter.fillRect(0, look.top, look.width, look.height, colour("sel"))
    elif look.hovered:
        painter.fillRect(0, look.top, look.width, look.height, colour("hover"))
    bottom = look.top + look.height
    painter.fillRect(0, bottom - 1, look.width, 1, colour("sel_line" if look.selected else "line"))
    if look.current:
        painter.fillRect(0, look.top, look.width, 2, colour("accent"))
        painter.fillRect(0, bottom - 2, look.width, 2, colour("accent"))


def draw_row(
    painter: QPainter, model: FrameTableModel, row: int, look: RowLook, columns: Sequence[PlacedColumn],
    as_of: date | None, ratio: float,
) -> None:  # fmt: skip
    """One row with its cells."""
    draw_ground(painter, look)
    for placed in columns:
        left = FIRST_PADDING if placed.first else PADDING
        style = placed.column.style
        rect = QRectF(placed.left + left, look.top, placed.width - left - PADDING, look.height - 1)
        clipped = style in _CLIPPED and placed.width < scaled(placed.column.width)
        if clipped:
            painter.setClipRect(QRect(placed.left, look.top, placed.width, look.height))
        PAINTERS[style](painter, rect, Cell(model, row, placed.column, as_of, ratio))
        if clipped:
            painter.setClipping(False)
