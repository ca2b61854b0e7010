"""Draws a row of a frame table in one go: ground by state, the line below, then each cell.

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
from csdesk.desktop.tables.row_painter import RowPainter
from csdesk.desktop.theme import colour

PADDING, FIRST_PADDING = 8, 20
# Drawings of a fixed width that would run into the next column when theirs is made narrow.
_CLIPPED = frozenset({"health", "health_wide", "health_now", "touch", "band", "seats", "person"})


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
    """A column and where it stands in the viewport: its room, what is left free ``before``, whether it needs a clip."""

    column: Column
    left: int
    width: int
    before: int
    clipped: bool


def placed_column(column: Column, left: int, width: int, *, first: bool) -> PlacedColumn:
    """A column there; the ``first`` has more room at its left."""
    clipped = column.style in _CLIPPED and width < scaled(column.width)
    return PlacedColumn(column, left, width, FIRST_PADDING if first else PADDING, clipped)


def draw_ground(painter: QPainter, look: RowLook) -> str:
    """The row's ground, the line below it, and two lines of accent around the current row; gives the ground's token."""
    ground = "sel" if look.selected else "hover" if look.hovered else "bg"
    if ground != "bg":
        painter.fillRect(0, look.top, look.width, look.height, colour(ground))
    bottom = look.top + look.height
    painter.fillRect(0, bottom - 1, look.width, 1, colour("sel_line" if look.selected else "line"))
    if look.current:
        painter.fillRect(0, look.top, look.width, 2, colour("accent"))
        painter.fillRect(0, bottom - 2, look.width, 2, colour("accent"))
    return ground


def draw_row(
    painter: RowPainter, model: FrameTableModel, row: int, look: RowLook, columns: Sequence[PlacedColumn],
    as_of: date | None, ratio: float,
) -> None:  # fmt: skip
    """One row with its cells."""
    painter.ground = draw_ground(painter, look)
    top, height = look.top, look.height
    for placed in columns:
        rect = QRectF(placed.left + placed.before, top, placed.width - placed.before - PADDING, height - 1)
        if placed.clipped:
            painter.setClipRect(QRect(placed.left, top, placed.width, height))
        PAINTERS[placed.column.style](painter, rect, Cell(model, row, placed.column, as_of, ratio))
        if placed.clipped:
            painter.setClipping(False)
