"""How a health score stands in a cell or row: shape, number, bar, sparkline, change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.widgets.marks import band_fill, change_ink, draw_band_shape, draw_bar, draw_sparkline
from csdesk.i18n import MINUS


def signed_text(change: int) -> str:
    """+3, −24, 0."""
    return "0" if change == 0 else f"+{change}" if change > 0 else f"{MINUS}{-change}"


def draw_health(
    painter: QPainter,
    rect: QRectF,
    score: int | None,
    band: str,
    change: int | None = None,
    history: Sequence[float | None] | None = None,
) -> None:
    """Draw a score into a rectangle, from the left; the sparkline only where ``history`` is given.

    The change is grey under 3 points and bold from 10.
    """
    x, y = rect.x(), rect.center().y()
    end = draw_health_marks(painter, rect, score, band)
    painter.setPen(colour("ink" if score is not None else "ink_3"))
    painter.setFont(font(12.5, SEMIBOLD if score is not None else NORMAL))
    number = QRectF(x + scaled(14), rect.y(), scaled(22), rect.height())
    _draw_right(painter, number, "–" if score is None else str(score), SEMIBOLD if score is not None else NORMAL)
    if history is not None:
        area = QRectF(end + scaled(10), y - scaled(8), scaled(36), scaled(15))
        draw_sparkline(painter, area, history, band_fill(band))
        end = area.right()
    if change is not None:
        painter.setFont(font(12.5, SEMIBOLD if abs(change) >= 10 else NORMAL))
        painter.setPen(change_ink(change))
        room = QRectF(end + scaled(4), rect.y(), scaled(30), rect.height())
        _draw_right(painter, room, signed_text(change), SEMIBOLD if abs(change) >= 10 else NORMAL)


def draw_health_marks(painter: QPainter, rect: QRectF, score: int | None, band: str) -> float:
    """The shape and the bar of a score without its number; gives the right end of the bar."""
    x, y = rect.x(), rect.center().y()
    draw_band_shape(painter, band, QPointF(x + scaled(4.5), y), scaled(9))
    bar = QRectF(x + scaled(42), y - scaled(5) / 2, scaled(36), scaled(5))
    draw_bar(painter, bar, (score or 0) / 100, band_fill(band))
    return bar.right()


def _draw_right(painter: QPainter, rect: QRectF, text: str, weight: QFont.Weight) -> None:
    letters = metrics(12.5, weight)
    x = rect.right() - letters.horizontalAdvance(text)
    painter.drawText(QPointF(x, rect.center().y() + (letters.ascent() - letters.descent()) / 2), text)
