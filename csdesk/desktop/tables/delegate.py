"""Draws every cell of a frame table: ground by state, the line below, then the painter of the column."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from csdesk.desktop.tables.frame_model import FrameTableModel, Index
from csdesk.desktop.tables.painters import PAINTERS, Cell
from csdesk.desktop.theme import colour

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PADDING, FIRST_PADDING = 8, 20


class FrameDelegate(QStyledItemDelegate):
    """``hovered`` and ``current`` are rows the view keeps up to date."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.hovered = self.current = -1
        self.current_shown = False
        self.as_of: date | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        model = index.model()
        if not isinstance(model, FrameTableModel):
            return
        row, column = index.row(), index.column()
        area = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, colour("sel"))
        elif row == self.hovered:
            painter.fillRect(area, colour("hover"))
        painter.fillRect(area.x(), area.bottom(), area.width(), 1, colour("sel_line" if chosen else "line"))
        if self.current_shown and row == self.current:
            painter.fillRect(area.x(), area.y(), area.width(), 2, colour("accent"))
            painter.fillRect(area.x(), area.bottom() - 1, area.width(), 2, colour("accent"))
        left = FIRST_PADDING if column == 0 else PADDING
        rect = QRectF(area.x() + left, area.y(), area.width() - left - PADDING, area.height() - 1)
        cell = Cell(model, row, model.columns[column], self.as_of, self._view.devicePixelRatioF())
        PAINTERS[cell.column.style](painter, rect, cell)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows have one height; the width is that of the column's drawing."""
        model = index.model()
        width = model.columns[index.column()].width if isinstance(model, FrameTableModel) else 100
        return QSize(width, option.rect.height())
