"""Draws the charts of a slide in the way PowerPoint draws the native ones."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font
from csdesk.desktop.translation import language
from csdesk.publish.marks import ChartMark, SeriesMark

_GRID, _AXIS, _INK = "#E9E9E5", "#8D9096", "#4E5158"  # slides are light in every theme
_LETTERS = 12.0  # points


def draw_chart(painter: QPainter, mark: ChartMark, place: QRectF, unit: float) -> None:
    """The chart in its place; ``unit`` is an inch."""
    sketch = _Sketch(painter, mark, place, unit)
    {"line": sketch.line, "columns": sketch.columns, "bars": sketch.bars}[mark.kind]()


class _Sketch:
    def __init__(self, painter: QPainter, mark: ChartMark, place: QRectF, unit: float) -> None:
        self.painter, self.mark, self.place, self.unit = painter, mark, place, unit
        self.point = unit / 72

    def _font(self, *, bold: bool = False) -> QFont:
        made = QFont(font(13, SEMIBOLD if bold else NORMAL))
        made.setPixelSize(round(_LETTERS * self.point))
        return made

    def _text(
        self, text: str, at: QPointF, colour: str, *, across: float = 0.5, down: float = 0.5, bold: bool = False
    ) -> None:
        """A text whose point at those shares of its width and height stands at the place."""
        letters = QFontMetricsF(self._font(bold=bold))
        wide, high = letters.horizontalAdvance(text), letters.height()
        self.painter.setFont(self._font(bold=bold))
        self.painter.setPen(QColor(colour))
        self.painter.drawText(QPointF(at.x() - wide * across, at.y() - high * down + letters.ascent()), text)

    def _grid(self, area: QRectF) -> None:
        """Lines from 0 up with their numbers at the left, and the axis at the foot."""
        step, highest = self.mark.step, self.mark.highest
        if step:
            value = 0.0
            while value <= highest * 1.001:
                y = area.bottom() - area.height() * value / highest
                self.painter.setPen(QPen(QColor(_GRID), 0.75 * self.point))
                self.painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
                self._text(language().number(value), QPointF(area.left() - 6 * self.point, y), _INK, across=1)
                value += step
        self.painter.setPen(QPen(QColor(_AXIS), 0.75 * self.point))
        self.painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _names(self, area: QRectF, *, edges: bool) -> None:
        """The categories under the axis: between the edges of their columns, or at their points."""
        count = len(self.mark.categories)
        for place, name in enumerate(self.mark.categories):
            if name:
                x = self._x(area, place, count, edges)
                self._text(name, QPointF(x, area.bottom() + 6 * self.point), _INK, down=0)

    def _x(self, area: QRectF, place: int, count: int, edges: bool) -> float:
        share = (place + 0.5) / count if edges else (place + 0.5) / max(count, 1)
        return area.left() + area.width() * share

    def line(self) -> None:
        """Lines over months, each named at its end."""
        box = self.place
        area = QRectF(
            box.x() + 0.055 * box.width(), box.y() + 0.04 * box.height(), 0.78 * box.width(), 0.84 * box.height()
        )
        self._grid(area)
        self._names(area, edges=False)
        ends: list[tuple[float, SeriesMark, QPointF]] = []
        for item in self.mark.series:
            points = [
                QPointF(
                    self._x(area, n, len(item.values), False), area.bottom() - area.height() * value / self.mark.highest
                )
                for n, value in enumerate(item.values)
                if value is not None
            ]
            if not points:
                continue
            self.painter.setPen(QPen(QColor(item.colour), item.width * self.point))
            self.painter.drawPolyline(QPolygonF(points))
            if item.end:
                self.painter.setPen(Qt.PenStyle.NoPen)
                self.painter.setBrush(QColor(item.colour))
                self.painter.drawEllipse(points[-1], 3.5 * self.point, 3.5 * self.point)
                ends.append((points[-1].y(), item, points[-1]))
        for _, item, at in sorted(ends, key=lambda end: end[0]):
            self._text(item.end, at + QPointF(7 * self.point, 0), item.colour, across=0, bold=item.width > 2)

    def columns(self) -> None:
        """Stacked columns, the values of labelled series inside their part."""
        box, mark = self.place, self.mark
        left = 0.45 * self.unit if mark.step else 0.1 * self.unit
        area = QRectF(
            box.x() + left,
            box.y() + 0.1 * self.unit,
            box.width() - left - 0.1 * self.unit,
            box.height() - 0.45 * self.unit,
        )
        self._grid(area)
        self._names(area, edges=True)
        wide = area.width() / max(len(mark.categories), 1) * 0.74
        for n in range(len(mark.categories)):
            x, foot = self._x(area, n, len(mark.categories), True) - wide / 2, area.bottom()
            for item in mark.series:
                value = item.values[n] or 0.0
                high = area.height() * value / mark.highest
                part = QRectF(x, foot - high, wide, high)
                self.painter.fillRect(part, QColor(item.colour))
                if item.labelled and value:
                    self._text(language().number(value) + item.sign, part.center(), "#FFFFFF", bold=True)
                foot -= high

    def bars(self) -> None:
        """Horizontal bars, the first on top, values at their ends."""
        box, mark = self.place, self.mark
        letters = QFontMetricsF(self._font())
        room = min(box.width() * 0.5, max((letters.horizontalAdvance(name) for name in mark.categories), default=0.0))
        area = box.adjusted(room + 0.2 * self.unit, 0.1 * self.unit, -0.1 * self.unit, -0.1 * self.unit)
        step = area.height() / max(len(mark.categories), 1)
        high = step / 1.6 / max(len(mark.series), 1)
        for n, name in enumerate(mark.categories):
            y = area.y() + step * (n + 0.5)
            shown = letters.elidedText(name, Qt.TextElideMode.ElideRight, room)
            self._text(shown, QPointF(area.left() - 0.1 * self.unit, y), _INK, across=1)
            for k, item in enumerate(mark.series):
                value = item.values[n] or 0.0
                top = y + high * (k - len(mark.series) / 2)
                bar = QRectF(area.left(), top, area.width() * value / mark.highest, high)
                self.painter.fillRect(bar, QColor(item.colour))
                if item.labelled:
                    said = language().number(value) + item.sign
                    self._text(
                        said, QPointF(bar.right() + 4 * self.point, bar.center().y()), "#1B1C20", across=0, bold=True
                    )
        self.painter.setPen(QPen(QColor(_AXIS), 0.75 * self.point))
        self.painter.drawLine(area.topLeft(), area.bottomLeft())
