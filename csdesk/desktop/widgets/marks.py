"""Small drawings that mean something: health shapes, bars, sparklines, badges, initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, font, metrics
from csdesk.desktop.theme import colour

BAND_TOKENS = {"healthy": "ok", "watch": "watch", "at_risk": "risk"}


def band_fill(band: str) -> QColor:
    """The fill colour of a band; grey without enough data."""
    return colour(f"{BAND_TOKENS[band]}_fill" if band in BAND_TOKENS else "muted_fill")


def change_ink(change: float) -> QColor:
    """Green or red from 3 points on, grey below."""
    return colour("ink_3" if abs(change) < 3 else "ok" if change > 0 else "risk")


def draw_band_shape(painter: QPainter, band: str, centre: QPointF, size: float = 9.0) -> None:
    """Circle, triangle or square; a ring without enough data."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = size / 2
    x, y = centre.x(), centre.y()
    if band == "no_data":
        painter.setPen(QPen(colour("ink_3"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, half - 1, half - 1)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(band_fill(band))
    if band == "healthy":
        painter.drawEllipse(centre, half - 0.3, half - 0.3)
    elif band == "watch":
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, y - half + 0.3), QPointF(x + half, y + half - 0.5), QPointF(x - half, y + half - 0.5)]
            )
        )
    else:
        painter.drawRect(QRectF(x - half + 0.6, y - half + 0.6, size - 1.2, size - 1.2))


def draw_bar(painter: QPainter, rect: QRectF, share: float, fill: QColor) -> None:
    """A rounded track filled from the left to ``share`` (0 to 1)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    painter.setBrush(colour("bar_track"))
    painter.drawRoundedRect(rect, radius, radius)
    width = rect.width() * min(1.0, max(0.0, share))
    if width > 0:
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(rect.x(), rect.y(), max(width, rect.height()), rect.height()), radius, radius)


def draw_sparkline(
    painter: QPainter, rect: QRectF, values: Sequence[float | None], end: QColor, *, least_span: float = 6.0, ink: QColor | None = None
) -> None:  # fmt: skip
    """A line through the values with a dot at its end; missing values are left out.

    A flat series is drawn with a span of at least ``least_span``, so that noise does not look like a fall.
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None and value == value]
    if not known:
        return
    heights = [value for _, value in known]
    low, high = min(heights), max(heights)
    if high - low < least_span:
        middle = (high + low) / 2
        low, high = middle - least_span / 2, middle + least_span / 2
    high = high if high > low else low + 1
    left, bottom, height, span = rect.x(), rect.bottom(), rect.height(), high - low
    step = rect.width() / max(1, len(values) - 1)
    points = [QPointF(left + place * step, bottom - (value - low) / span * height) for place, value in known]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink or colour("c6"), 1.4))  # round joins take twice as long and cannot be seen
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(end)
    painter.drawEllipse(points[-1], 2.2, 2.2)


def badge_tokens(code: str) -> tuple[str, str]:
    """Text and tint token of a badge: touch, band, or neutral."""
    known = {
        "high": "high",
        "low": "low",
        "healthy": "ok",
        "watch": "watch",
        "at_risk": "risk",
        "ok": "ok",
        "risk": "risk",
    }
    if code == "accent":
        return "accent_ink", "accent_tint"
    token = known.get(code, "tech")
    return token, f"{token}_tint"


def badge_box(left: float, centre_y: float, text: str, code: str) -> QRectF:
    """What a badge covers."""
    letters = metrics(11, _badge_weight(code))
    height = max(17, letters.height() + 3)
    return QRectF(left, centre_y - height / 2, letters.horizontalAdvance(text) + 12, height)


def _badge_weight(code: str) -> QFont.Weight:
    return SEMIBOLD if code == "high" else MEDIUM


def draw_badge(painter: QPainter, left: float, centre_y: float, text: str, code: str) -> float:
    """A badge with its left edge there; gives back its width."""
    ink, tint = badge_tokens(code)
    weight = _badge_weight(code)
    letters = metrics(11, weight)
    rect = badge_box(left, centre_y, text, code)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tint))
    painter.drawRoundedRect(rect, 4, 4)
    painter.setPen(colour(ink))
    painter.setFont(font(11, weight))
    rise = (letters.ascent() - letters.descent()) / 2
    painter.drawText(QPointF(left + 6, centre_y + rise), text)
    return rect.width()


def initials(name: str) -> str:
    """Two letters of a Latin name, one of a Japanese one."""
    words = [word for word in name.replace("\u3000", " ").split() if word[0].isalnum()]
    if not words:
        return ""
    if not words[0][0].isascii():
        return words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def draw_initials(painter: QPainter, centre: QPointF, name: str, size: float = 22.0) -> None:
    """A person's initials in a grey circle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour("tech_tint")))
    painter.drawEllipse(centre, size / 2, size / 2)
    painter.setPen(colour("ink_2"))
    painter.setFont(font(10, SEMIBOLD))
    rect = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), initials(name))
