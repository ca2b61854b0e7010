"""Draws the marks of a slide. The painter's unit is 1/150 inch, so that whole pixel sizes of fonts are fine enough."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QTextCharFormat, QTextLayout, QTextOption

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font
from csdesk.desktop.widgets.slide_charts import draw_chart
from csdesk.publish.marks import BoxMark, ChartMark, LineMark, Mark, PictureMark, Rect, RunMark, TextMark

if TYPE_CHECKING:
    from collections.abc import Sequence

UNIT = 150.0
POINT = UNIT / 72
_ALIGNS = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}  # fmt: skip


def draw_slide(painter: QPainter, marks: Sequence[Mark], area: QRectF, width: float) -> None:
    """The slide, ``width`` inches wide, in the area; on white, as on paper, whatever the theme."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setClipRect(area)
    painter.fillRect(area, QColor("#FFFFFF"))
    painter.translate(area.topLeft())
    factor = area.width() / (width * UNIT)
    painter.scale(factor, factor)
    for mark in marks:
        _draw(painter, mark)
    painter.restore()


def _draw(painter: QPainter, mark: Mark) -> None:
    if isinstance(mark, TextMark):
        _draw_text(painter, mark)
    elif isinstance(mark, BoxMark):
        _draw_box(painter, mark)
    elif isinstance(mark, LineMark):
        painter.setPen(QPen(QColor(mark.colour), mark.width * POINT))
        (x1, y1), (x2, y2) = mark.start, mark.end
        painter.drawLine(QPointF(x1 * UNIT, y1 * UNIT), QPointF(x2 * UNIT, y2 * UNIT))
    elif isinstance(mark, PictureMark):
        painter.drawPixmap(placed(mark.place), _pixmap(mark.content), QRectF())
    elif isinstance(mark, ChartMark):
        draw_chart(painter, mark, placed(mark.place), UNIT)


def placed(place: Rect) -> QRectF:
    """Inches in the painter's unit."""
    return QRectF(*(value * UNIT for value in place))


@cache
def _pixmap(content: bytes) -> QPixmap:
    pixmap = QPixmap()
    pixmap.loadFromData(content)
    return pixmap


@cache
def slide_font(points: float, bold: bool) -> QFont:
    """The font of a text of that many points."""
    made = QFont(font(13, SEMIBOLD if bold else NORMAL))
    made.setPixelSize(max(1, round(points * POINT)))
    return made


def _draw_box(painter: QPainter, mark: BoxMark) -> None:
    painter.setPen(QPen(QColor(mark.edge), POINT) if mark.edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mark.fill) if mark.fill else Qt.BrushStyle.NoBrush)
    rect = placed(mark.place)
    if mark.shape == "oval":
        painter.drawEllipse(rect)
    elif mark.shape == "rounded":
        painter.drawRoundedRect(rect, 0.04 * UNIT, 0.04 * UNIT)
    else:
        painter.drawRect(rect)


def _draw_text(painter: QPainter, mark: TextMark) -> None:
    rect = placed(mark.place)
    layouts = [_laid_out(paragraph, mark, rect.width()) for paragraph in mark.paragraphs if paragraph]
    high = sum(height for _, height in layouts)
    y = rect.center().y() - high / 2 if mark.middle else rect.y()
    for layout, height in layouts:
        layout.draw(painter, QPointF(rect.x(), y))
        y += height


def _laid_out(runs: Sequence[RunMark], mark: TextMark, width: float) -> tuple[QTextLayout, float]:
    """The lines of a paragraph, and how high they are."""
    layout = QTextLayout("".join(run.text for run in runs), slide_font(runs[0].size, runs[0].bold))
    option = QTextOption(_ALIGNS[mark.align])
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats, place = [], 0
    for run in runs:
        look = QTextLayout.FormatRange()
        look.start, look.length = place, len(run.text)
        form = QTextCharFormat()
        form.setFont(slide_font(run.size, run.bold))
        form.setForeground(QColor(run.colour))
        look.format = form
        formats.append(look)
        place += len(run.text)
    layout.setFormats(formats)
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += max(run.size for run in runs) * POINT * 1.2 * mark.spacing
    layout.endLayout()
    return layout, height
