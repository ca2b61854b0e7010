"""Painted figures: badge, health line, sparkline, initials, key figure tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.widgets.marks import (
    badge_tokens,
    draw_badge,
    draw_band_shape,
    draw_bar,
    draw_initials,
    draw_sparkline,
)


class Badge(QWidget):
    """A word on a tint: touch tier, band, or neutral."""

    def __init__(self, text: str, code: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._code = text, code
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, text: str, code: str) -> None:
        """Show another word."""
        self._text, self._code = text, code
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The word with its margins."""
        weight = SEMIBOLD if badge_tokens(self._code)[0] == "high" else MEDIUM
        letters = metrics(11, weight)
        return QSize(letters.horizontalAdvance(self._text) + 13, max(17, letters.height() + 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badge."""
        draw_badge(QPainter(self), 0, self.height() / 2, self._text, self._code)


class Sparkline(QWidget):
    """A series without axes; its end carries a colour."""

    def __init__(self, width: int = 100, height: int = 26, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(scaled(width), scaled(height))
        self._values: Sequence[float | None] = ()
        self._end = "c6"

    def set_values(self, values: Sequence[float | None], end_token: str = "c6") -> None:
        """Show other values, oldest first."""
        self._values, self._end = values, end_token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        draw_sparkline(QPainter(self), QRectF(self.rect()).adjusted(3, 3, -3, -3), self._values, colour(self._end))


class HealthMark(QWidget):
    """Shape and number of a score, as large as asked."""

    def __init__(self, size: float = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._score, self._band = size, None, "no_data"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    _score: int | None

    def set_health(self, score: int | None, band: str, spoken: str) -> None:
        """Show a score; ``spoken`` says it in words."""
        self._score, self._band = score, band
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the shape and the number."""
        letters = metrics(self._size, SEMIBOLD)
        return QSize(scaled(18) + letters.horizontalAdvance(self._text()) + 2, letters.height())

    def _text(self) -> str:
        return "–" if self._score is None else str(self._score)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shape and number."""
        painter = QPainter(self)
        draw_band_shape(painter, self._band, QPointF(scaled(6), self.height() / 2), scaled(11))
        painter.setPen(colour("ink"))
        painter.setFont(font(self._size, SEMIBOLD))
        painter.drawText(self.rect().adjusted(scaled(18), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self._text())


class Bar(QWidget):
    """A share as a bar."""

    def __init__(self, width: int = 44, height: int = 5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(scaled(width), scaled(height))
        self._share, self._token = 0.0, "c6"

    def set_share(self, share: float, token: str) -> None:
        """Fill to that share (0 to 1) in that colour."""
        self._share, self._token = share, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and fill."""
        draw_bar(QPainter(self), QRectF(self.rect()), self._share, colour(self._token))


class Avatar(QWidget):
    """A person's initials in a circle; the full name is its tooltip."""

    def __init__(self, name: str = "", size: int = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the initials."""
        draw_initials(QPainter(self), QPointF(self.rect().center()) + QPointF(0.5, 0.5), self._name, self.width() - 1)


@dataclass(frozen=True, slots=True)
class TileText:
    """What a key figure tile says."""

    name: str
    value: str
    change: str = ""
    change_token: str = "ink_2"
    note: str = ""


class FigureTile(QWidget):
    """A key figure with its change, a note and a sparkline or bars; a click explains it."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = TileText("", "")
        self._series: Sequence[float | None] = ()
        self._end, self._bars = "c6", False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(scaled(160))
        self.setFixedHeight(scaled(96))

    def show_figure(
        self, text: TileText, series: Sequence[float | None] = (), end_token: str = "c6", *, bars: bool = False, tip: str = ""
    ) -> None:  # fmt: skip
        """Show a figure; ``series`` is drawn as a line or as ``bars``; ``tip`` is its definition."""
        self._text, self._series, self._end, self._bars = text, series, end_token, bars
        self.setToolTip(tip)
        self.setAccessibleName(", ".join(part for part in (text.name, text.value, text.change, text.note) if part))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere explains the figure."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and space click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the four lines and the series."""
        painter = QPainter(self)
        left, width = scaled(20), self.width() - scaled(20) - scaled(12)
        rows = (
            (self._text.name, 12, NORMAL, "ink_2", scaled(11), scaled(16)),
            (self._text.value, 22, SEMIBOLD, "ink", scaled(27), scaled(28)),
            (self._text.change, 12, MEDIUM, self._text.change_token, scaled(55), scaled(16)),
            (self._text.note, 12, NORMAL, "ink_3", scaled(71), scaled(16)),
        )
        for text, size, weight, token, top, height in rows:
            painter.setFont(font(size, weight))
            painter.setPen(colour(token))
            shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(left, top, width, height), int(Qt.AlignmentFlag.AlignVCenter), shown)
        area = self._series_area(left)
        if not self._series or area.isNull():
            return
        if self._bars:
            _draw_bars(painter, area, self._series, colour("c6"))
        else:
            draw_sparkline(painter, area, self._series, colour(self._end), least_span=0.0)

    def _series_area(self, left: float) -> QRectF:
        """Right of the number, narrower where the number is long; else right of the name; nothing where neither has room."""
        right, widest, narrowest = self.width() - scaled(16), scaled(84), scaled(40)
        room = right - (left + metrics(22, SEMIBOLD).horizontalAdvance(self._text.value) + scaled(10))
        if room >= narrowest:
            width = min(widest, room)
            return QRectF(right - width, scaled(12), width, scaled(34))
        room = right - (left + metrics(12).horizontalAdvance(self._text.name) + scaled(10))
        width = min(widest, room)
        return QRectF(right - width, scaled(8), width, scaled(19)) if room >= narrowest else QRectF()


def _draw_bars(painter: QPainter, rect: QRectF, values: Sequence[float | None], fill: QColor) -> None:
    top = max((value for value in values if value), default=0.0)
    step = rect.width() / max(1, len(values))
    for position, value in enumerate(values):
        height = max(1.0, rect.height() * (value or 0.0) / top) if top else 1.0
        painter.fillRect(QRectF(rect.x() + position * step, rect.bottom() - height, step - 2, height), fill)


class HealthLine(QWidget):
    """A score in one line: shape, number, bar, change; as in the rows of Today and Renewals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score: int | None = None
        self._band, self._change = "no_data", None
        self.setFixedSize(scaled(120), scaled(20))

    _change: int | None

    def set_health(self, score: int | None, band: str, change: int | None, spoken: str) -> None:
        """Show a score and what it changed by."""
        self._score, self._band, self._change = score, band, change
        self.setAccessibleName(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        from csdesk.desktop.widgets.health_painting import draw_health

        draw_health(QPainter(self), QRectF(self.rect()), self._score, self._band, self._change)


def band_token(band: str) -> str:
    """The fill token of a band."""
    return {"healthy": "ok_fill", "watch": "watch_fill", "at_risk": "risk_fill"}.get(band, "muted_fill")
