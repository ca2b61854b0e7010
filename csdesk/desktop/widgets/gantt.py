"""Tasks of a success plan as bars over months, with today, notice and renewal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from csdesk.desktop.fonts import SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.model.messages import Message
from csdesk.model.periods import add_months

ROW = 24


@dataclass(frozen=True, slots=True)
class GanttRow:
    """A task, or with ``diamonds`` a row of dates (day, text, token)."""

    name: str
    start: date | None = None
    due: date | None = None
    progress: float = 0.0
    note: str = ""
    token: str = "accent"
    strong: bool = False
    diamonds: tuple[tuple[date, str, str], ...] = ()


class Gantt(QWidget):
    """Rows from the top; the time axis spans what the rows need."""

    def __init__(self, rows: Sequence[GanttRow], as_of: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._as_of = rows, as_of
        days = [day for row in rows for day in (row.start, row.due, *(d for d, _, _ in row.diamonds)) if day]
        self._first = min([*days, as_of]).replace(day=1)
        self._last = add_months(max([*days, as_of]).replace(day=1), 1)
        self.setFixedHeight(scaled(26 + ROW * len(rows)))
        self.setAccessibleName("; ".join(f"{row.name} {row.note}" for row in rows))

    def _x(self, day: date) -> float:
        left = self._left()
        span = max(1, (self._last - self._first).days)
        return left + (self.width() - left - scaled(70)) * (day - self._first).days / span

    def _left(self) -> float:
        return min(self.width() * 0.36, scaled(190))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw months, rows and the line of today."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_months(painter)
        for number, row in enumerate(self._rows):
            self._draw_row(painter, row, scaled(26 + ROW * number))
        x = self._x(self._as_of)
        painter.setPen(QPen(colour("risk_fill"), 1.2))
        painter.drawLine(QPointF(x, scaled(16)), QPointF(x, self.height()))
        word = tr(Message("Today"))
        width = metrics(11, SEMIBOLD).horizontalAdvance(word) + 8
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("risk_fill"))
        painter.drawRoundedRect(QRectF(x - width / 2, scaled(2), width, scaled(15)), 3, 3)
        painter.setPen(colour("bg"))
        painter.setFont(font(11, SEMIBOLD))
        painter.drawText(QRectF(x - width / 2, scaled(2), width, scaled(15)), int(Qt.AlignmentFlag.AlignCenter), word)

    def _draw_months(self, painter: QPainter) -> None:
        month, free = self._first, 0.0
        while month < self._last:
            x = self._x(month)
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QPointF(x, scaled(18)), QPointF(x, self.height()))
            text = language().month(month, year=month.month == 1)
            if x >= free:
                painter.setPen(colour("ink_2"))
                painter.setFont(font(11.5))
                painter.drawText(QPointF(x + 4, scaled(13)), text)
                free = x + 4 + metrics(11.5).horizontalAdvance(text) + 6
            month = add_months(month, 1)

    def _draw_row(self, painter: QPainter, row: GanttRow, top: float) -> None:
        middle = top + scaled(ROW) / 2
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QPointF(0, top + scaled(ROW)), QPointF(self.width(), top + scaled(ROW)))
        weight = SEMIBOLD if row.strong else font().weight()
        painter.setFont(font(12.5, weight))
        painter.setPen(colour("ink"))
        indent = 0 if row.strong else scaled(12)
        room = int(self._left() - indent - 8)
        shown = metrics(12.5, weight).elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(indent, middle + scaled(4.5)), shown)
        end = self._left()
        if row.start and row.due:
            end = self._draw_bar(painter, row, middle)
        for day, text, token in row.diamonds:
            x = self._x(day)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(token))
            painter.drawPolygon(
                QPolygonF(
                    [QPointF(x, middle - 5), QPointF(x + 5, middle), QPointF(x, middle + 5), QPointF(x - 5, middle)]
                )
            )
            painter.setPen(colour("risk" if token.startswith("risk") else "ink_2"))
            painter.setFont(font(12))
            painter.drawText(QPointF(x + scaled(9), middle + scaled(4)), text)
        if row.note:
            painter.setPen(colour("watch" if row.token.startswith("watch") else "ink_2"))
            painter.setFont(font(12))
            painter.drawText(QPointF(end + scaled(7), middle + scaled(4)), row.note)

    def _draw_bar(self, painter: QPainter, row: GanttRow, middle: float) -> float:
        if row.start is None or row.due is None:
            return self._left()
        left, right = self._x(row.start), max(self._x(row.due), self._x(row.start) + 4)
        height = scaled(5) if row.strong else scaled(12)
        box = QRectF(left, middle - height / 2, right - left, height)
        fill = colour("ink_2" if row.strong else row.token)
        painter.setPen(Qt.PenStyle.NoPen if row.strong else QPen(fill, 1))
        painter.setBrush(colour("bar_track" if row.strong else "bg"))
        painter.drawRoundedRect(box, 3, 3)
        if row.progress > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(left, box.y(), box.width() * min(1.0, row.progress), height), 3, 3)
        return right
