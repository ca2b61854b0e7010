"""The tables of the import review: whole rows, drawn cell by cell, keyboard as in every list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from csdesk.desktop.fonts import NORMAL, font, metrics, scaled
from csdesk.desktop.theme import colour

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # what the model shows in a row
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
FIRST, PADDING = 20, 8


def write(
    painter: QPainter, rect: QRectF, text: str, token: str = "ink", weight: Any = NORMAL, *, right: bool = False,
    struck: bool = False, size: float = 12.5,
) -> float:  # fmt: skip
    """A line of text, shortened to its room; gives how wide it became."""
    letters = font(size, weight)
    letters.setStrikeOut(struck)
    shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.setFont(letters)
    painter.setPen(colour(token))
    painter.drawText(rect, int(_RIGHT if right else _MIDDLE), shown)
    return float(metrics(size, weight).horizontalAdvance(shown))


class RowDelegate(QStyledItemDelegate):
    """Draws the ground and the line of a row; what stands in a cell is drawn by ``draw``."""

    def __init__(self, table: ReviewTable) -> None:
        super().__init__(table)
        self.table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground by state, the line below, the cell."""
        painter.save()
        rect: QRect = option.rect
        current = index.row() == self.table.currentIndex().row()
        ground = "sel" if current else "hover" if index.row() == self.table.hovered else "bg"
        painter.fillRect(rect, colour(ground))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, colour("sel_line" if current else "line"))
        if current and self.table.keyed and self.table.hasFocus():
            painter.fillRect(rect.x(), rect.y(), rect.width(), 2, colour("accent"))
            painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, colour("accent"))
        left = FIRST if index.column() == 0 else PADDING
        room = QRectF(rect.x() + left, rect.y(), rect.width() - left - PADDING, rect.height() - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        self.draw(painter, room, index)
        painter.restore()

    def draw(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw what stands in a cell."""
        write(painter, rect, str(index.data() or ""))


class ReviewTable(QTableView):
    """A list of the review. ``pressed_at(row, column, x)`` is a click with its place in the cell, ``moved(row)`` the
    current row."""

    pressed_at = Signal(int, int, int)
    moved = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.hovered, self.keyed = -1, False
        self.most_rows = 0  # shown at once; 0 is as many as there is room for
        self.keys: dict[int, Callable[[], object]] = {}
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(scaled(29))
        self.set_up_header()

    def set_up_header(self) -> None:
        """The looks of the header."""
        header = self.horizontalHeader()
        header.setProperty("pane", True)
        header.setFixedHeight(scaled(30))
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(scaled(30))

    def show_widths(self, widths: tuple[int, ...], stretch: int) -> None:
        """Give the columns their widths; one takes the room that is left."""
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, scaled(width))
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def go_to(self, row: int) -> None:
        """Make a row the current one."""
        model = self.model()
        if model is not None and 0 <= row < model.rowCount():
            index = model.index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def sizeHint(self) -> QSize:
        """As high as its rows where it has only so much room, so that none is cut."""
        usual = super().sizeHint()
        return QSize(usual.width(), self.wanted_height(self.most_rows)) if self.most_rows else usual

    def wanted_height(self, most: int) -> int:
        """The height that shows all rows, but no more than so many."""
        model = self.model()
        return self.height_of(min(most, model.rowCount() if model is not None else 0))

    @staticmethod
    def height_of(rows: int) -> int:
        """The height that shows the header and so many rows."""
        return scaled(30) + rows * scaled(29) + 2

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Draw both rows again and tell which is the current one."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row():
            self.moved.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J, K and the arrows; the letters of the list."""
        if self.state() is QAbstractItemView.State.EditingState:  # Enter reaches the list after the editor took it
            event.accept()
            return
        key, row = event.key(), self.currentIndex().row()
        self.keyed = True
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_J, Qt.Key.Key_K) and plain:
            self.go_to(row + (1 if key == Qt.Key.Key_J else -1))
        elif plain and key in self.keys and row >= 0:
            self.keys[key]()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by keyboard sees where she is."""
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        self.keyed = not by_mouse and event.reason() is not Qt.FocusReason.OtherFocusReason
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and not by_mouse:
            self.go_to(0)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row, then tell where the pointer was."""
        self.keyed = False
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            x = event.position().toPoint().x() - self.visualRect(index).x()
            self.pressed_at.emit(index.row(), index.column(), x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer changes its ground."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()
