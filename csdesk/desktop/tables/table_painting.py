"""Paints a table from pictures of its rows, and while there is nothing else to do, those rows that come next.

A page of rows takes longer to draw than a frame of the screen; to lay down its pictures
takes a fraction of that. A picture belongs to a record, not to a place in the table, so
it outlives filters and sorting. All pictures go when anything changes that shows in them
(``_scope``). The rows under the pointer and under the keyboard are drawn afresh.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from math import ceil
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap

from csdesk.desktop.fonts import scale
from csdesk.desktop.tables.kept_pictures import KeptPictures, Picture
from csdesk.desktop.tables.row_painter import RowPainter
from csdesk.desktop.tables.row_painting import PlacedColumn, RowLook, draw_row, placed_column
from csdesk.desktop.theme import colour, current_theme
from csdesk.desktop.translation import language

if TYPE_CHECKING:
    from csdesk.desktop.tables.view import FrameTable

_MOST_BYTES = 64_000_000
_AT_A_TIME = 0.008  # seconds of painting ahead before a key or the mouse is looked at


class TablePainting(QObject):
    """Paints the viewport of one table."""

    def __init__(self, table: FrameTable) -> None:
        super().__init__(table)
        self.pictures = KeptPictures(_MOST_BYTES)
        self._table = table
        self._scope: tuple[object, ...] = ()
        self._first, self._last, self._down = 0, -1, True
        # Parts of the selection: first rows, rising, and last rows so far; Qt takes as long to say it of one row as to draw a cell.
        self._selection: tuple[list[int], list[int]] | None = None
        table.selectionModel().selectionChanged.connect(self._forget_selection)
        table.frame_model.modelReset.connect(self._forget_selection)
        self._ahead = QTimer(self, interval=0)
        self._ahead.timeout.connect(self._paint_ahead)

    @property
    def is_ahead(self) -> bool:
        """Whether the rows that come next are painted, as far as they are to be."""
        return not self._ahead.isActive()

    def paint(self, area: QRect) -> None:
        """Paint the rows that touch an area of the viewport."""
        table, count = self._table, self._table.frame_model.rowCount()
        first, last = table.rowAt(area.top()), table.rowAt(area.bottom())
        if count == 0 or first < 0:
            return
        last = count - 1 if last < 0 else last
        columns, ratio = self._placed_columns(area), table.devicePixelRatioF()
        height, width = table.rowHeight(first), table.viewport().width()
        # A strip is drawn directly: to scroll sideways would take whole rows otherwise.
        pictured = area.width() >= width and (height * ratio).is_integer()
        if pictured:
            self._fit(columns, height)
        apart = (table.row_hovered, table.row_marked)
        top, focus = table.rowViewportPosition(first), table.currentIndex().row() if table.hasFocus() else -1
        painter = RowPainter(table.viewport(), ratio)
        with painter:
            for row in range(first, last + 1):
                if pictured and row not in apart:
                    painter.drawPixmap(QPointF(0, top), self._picture(row, columns, height).pixels)
                else:
                    look = RowLook(top, height, width, self._selected(row), row == apart[0], row == apart[1])
                    draw_row(painter, table.frame_model, row, look, columns, table.as_of, ratio)
                if row == focus:
                    self._draw_cell(painter, top, height)
                top += height
        if pictured:
            self._go_ahead()

    def forget(self) -> None:
        """Let all pictures go."""
        self._ahead.stop()
        self.pictures.clear()

    def _forget_selection(self) -> None:
        self._selection = None

    def _fit(self, columns: list[PlacedColumn], height: int) -> None:
        """Let the pictures go if they were made for rows that looked different."""
        scope = self._scope_of(columns, height)
        if scope != self._scope:
            self.pictures.clear()
            self._scope = scope
            view, ratio = self._table.viewport().size(), self._table.devicePixelRatioF()
            screen = view.width() * (view.height() + 2 * height) * 4 * ratio * ratio
            self.pictures.limit = max(_MOST_BYTES, ceil(2 * screen))

    def _scope_of(self, columns: list[PlacedColumn], height: int) -> tuple[object, ...]:
        table, model = self._table, self._table.frame_model
        places = tuple((placed.left, placed.width, placed.before) for placed in columns)
        return (
            model.version, model.currency, table.as_of, places, table.viewport().width(), height,
            table.devicePixelRatioF(), current_theme().name, language().code, scale(),
        )  # fmt: skip

    def _selected(self, row: int) -> bool:
        if self._selection is None:
            chosen = self._table.selectionModel().selection()
            parts = sorted((part.top(), part.bottom()) for part in map(chosen.at, range(chosen.count())))
            self._selection = [top for top, _ in parts], list(accumulate((bottom for _, bottom in parts), max))
        tops, bottoms = self._selection
        place = bisect_right(tops, row) - 1
        return place >= 0 and row <= bottoms[place]

    def _picture(self, row: int, columns: list[PlacedColumn], height: int) -> Picture:
        key = self._key(row)
        picture = self.pictures.get(key)
        if picture is None:
            table, width, ratio = self._table, self._table.viewport().width(), self._table.devicePixelRatioF()
            pixels = QPixmap(ceil(width * ratio), round(height * ratio))
            pixels.setDevicePixelRatio(ratio)
            pixels.fill(colour("bg"))
            painter = RowPainter(pixels, ratio)
            with painter:
                look = RowLook(0, height, width, key[1])
                draw_row(painter, table.frame_model, row, look, columns, table.as_of, ratio)
            picture = Picture(pixels)
            self.pictures.keep(key, picture)
        return picture

    def _key(self, row: int) -> tuple[int, bool]:
        return int(self._table.frame_model.positions[row]), self._selected(row)

    def _go_ahead(self) -> None:
        """Note which rows are on screen and to which side they move, and begin to paint the next ones."""
        table, view = self._table, self._table.viewport()
        first, last = table.rowAt(0), table.rowAt(view.height() - 1)
        last = table.frame_model.rowCount() - 1 if last < 0 else last
        if first != self._first:
            self._down = first > self._first
        self._first, self._last = first, last
        self._ahead.start()

    def _next_rows(self) -> Iterator[int]:
        """A screen of rows in the direction of the last movement."""
        screen, count = self._last - self._first + 1, self._table.frame_model.rowCount()
        if self._down:
            yield from range(self._last + 1, min(count, self._last + 1 + screen))
        else:
            yield from range(min(count, self._first) - 1, max(-1, self._first - 1 - screen), -1)

    def _paint_ahead(self) -> None:
        table, view = self._table, self._table.viewport()
        columns, height = self._placed_columns(view.rect()), table.rowHeight(self._first)
        until = perf_counter() + _AT_A_TIME
        if table.isVisible() and self._scope == self._scope_of(columns, height):
            for row in self._next_rows():
                if perf_counter() > until:
                    return
                if self._key(row) not in self.pictures:
                    self._picture(row, columns, height)
        self._ahead.stop()

    def _draw_cell(self, painter: QPainter, top: int, height: int) -> None:
        """A frame around the cell that F2 would edit."""
        table, index = self._table, self._table.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            left, width = table.columnViewportPosition(index.column()), table.columnWidth(index.column())
            painter.setPen(colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(left + 1, top + 1, width - 3, height - 4)

    def _placed_columns(self, area: QRect) -> list[PlacedColumn]:
        header, placed = self._table.horizontalHeader(), []
        for section, column in enumerate(self._table.frame_model.columns):
            left, width = header.sectionViewportPosition(section), header.sectionSize(section)
            if width and left <= area.right() and left + width >= area.left():
                placed.append(placed_column(column, left, width, first=header.visualIndex(section) == 0))
        return placed
