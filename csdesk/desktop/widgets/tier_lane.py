"""A tier in a lane: how many accounts and how much ARR it has, their health, and what they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import icon_button
from csdesk.desktop.widgets.marks import draw_badge, draw_band_shape
from csdesk.model.messages import Message

HEAD = 100  # pixels above the plays
ROW = 22


@dataclass(frozen=True, slots=True)
class LaneFigures:
    """What a lane shows, as text where it is text.

    Attributes:
        was: "was 43", "" where nothing changes.
        share, live_share: of ARR, 0 to 1, on trial and in force.
        bands: (band, accounts).
        spoken: the lane in words.
    """

    hours: str
    count: str
    accounts: str
    was: str
    arr: str
    share_text: str
    share: float
    live_share: float
    bands: Sequence[tuple[str, int]]
    spoken: str


class TierLane(QWidget):
    """Painted but for the button that edits the plays."""

    plays_asked = Signal()

    def __init__(self, name: str, fill: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._fill = name, fill
        self._figures: LaneFigures | None = None
        self._plays: Sequence[tuple[str, str]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit = icon_button("pencil", Message("Edit what this tier is given"), self.plays_asked.emit)
        self.edit.setParent(self)
        self.edit.setAccessibleName(f"{name}: {tr(Message('Edit what this tier is given'))}")

    def sizeHint(self) -> QSize:
        """As high as its plays need."""
        return QSize(scaled(240), scaled(HEAD + ROW * max(1, len(self._plays)) + 10))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout likes."""
        return QSize(scaled(160), self.sizeHint().height())

    def show_plays(self, plays: Sequence[tuple[str, str]]) -> None:
        """Show the plays: (icon, text)."""
        self._plays = plays
        self.updateGeometry()
        self.update()

    def show_figures(self, figures: LaneFigures) -> None:
        """Show other figures."""
        self._figures = figures
        self.setAccessibleName(figures.spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = float(scaled(20)), float(self.width() - scaled(20))
        self.edit.move(
            int(right - self.edit.width() + scaled(6)), scaled(HEAD) + (scaled(ROW) - self.edit.height()) // 2
        )
        if self._figures is not None:
            self._draw_title(painter, self._figures, left, right)
            self._draw_count(painter, self._figures, left, right)
            self._draw_share(painter, self._figures, left, right)
            self._draw_bands(painter, self._figures, left)
        self._draw_plays(painter, left, right)

    def _draw_title(self, painter: QPainter, figures: LaneFigures, left: float, right: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self._fill))
        painter.drawRoundedRect(QRectF(left, scaled(16), scaled(10), scaled(10)), 2, 2)
        base = float(scaled(26))
        painter.setFont(font(13.5, SEMIBOLD))
        painter.setPen(colour("ink"))
        painter.drawText(QPointF(left + scaled(18), base), self._name)
        taken = left + scaled(26) + metrics(13.5, SEMIBOLD).horizontalAdvance(self._name)
        _right_text(painter, figures.hours, taken, right, base, 12)

    def _draw_count(self, painter: QPainter, figures: LaneFigures, left: float, right: float) -> None:
        base = float(scaled(55))
        painter.setFont(font(22, SEMIBOLD))
        painter.setPen(colour("ink"))
        painter.drawText(QPointF(left, base), figures.count)
        x = left + metrics(22, SEMIBOLD).horizontalAdvance(figures.count) + scaled(6)
        painter.setFont(font(13))
        painter.setPen(colour("ink_2"))
        painter.drawText(QPointF(x, base), figures.accounts)
        x += metrics(13).horizontalAdvance(figures.accounts) + scaled(8)
        if figures.was:
            x += draw_badge(painter, x, base - scaled(5), figures.was, "accent") + scaled(6)
        painter.setFont(font(13))
        painter.setPen(colour("ink_2"))
        width = metrics(13).horizontalAdvance(figures.share_text)
        painter.drawText(QPointF(right - width, base), figures.share_text)
        painter.setFont(font(13, SEMIBOLD))
        painter.setPen(colour("ink"))
        arr_left = right - width - scaled(12) - metrics(13, SEMIBOLD).horizontalAdvance(figures.arr)
        if arr_left > x - scaled(2):
            painter.drawText(QPointF(arr_left, base), figures.arr)

    def _draw_share(self, painter: QPainter, figures: LaneFigures, left: float, right: float) -> None:
        bar = QRectF(left, scaled(66), right - left, scaled(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bar_track"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(colour(self._fill))
        painter.drawRoundedRect(QRectF(left, bar.top(), bar.width() * min(1.0, figures.share), bar.height()), 3, 3)
        x = left + bar.width() * min(1.0, figures.live_share)
        painter.setPen(QPen(colour("ink"), 1.5))
        painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3))

    def _draw_bands(self, painter: QPainter, figures: LaneFigures, left: float) -> None:
        x, middle = left + scaled(4), float(scaled(86))
        for band, count in figures.bands:
            draw_band_shape(painter, band, QPointF(x, middle), 8)
            text = f"{count:,}"
            painter.setPen(colour("ink_2"))
            painter.setFont(font(12))
            painter.drawText(QPointF(x + scaled(9), middle + scaled(4)), text)
            x += scaled(9) + metrics(12).horizontalAdvance(text) + scaled(16)

    def _draw_plays(self, painter: QPainter, left: float, right: float) -> None:
        side = scaled(14)
        for place, (icon_name, text) in enumerate(self._plays):
            middle = scaled(HEAD) + scaled(ROW) * (place + 0.5)
            pixmap = icon_pixmap(icon_name, "ink_3", side, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, middle - side / 2), pixmap)
            painter.setFont(font(12.5))
            painter.setPen(colour("ink"))
            room = int(right - left - scaled(24) - (self.edit.width() if place == 0 else 0))
            shown = metrics(12.5).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(left + scaled(22), middle + scaled(4.5)), shown)


def _right_text(painter: QPainter, text: str, left: float, right: float, base: float, size: float) -> None:
    """Grey text that ends at the right, shortened to the room there is."""
    shown = metrics(size).elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(right - left)))
    painter.setFont(font(size, NORMAL))
    painter.setPen(colour("ink_3"))
    painter.drawText(QPointF(right - metrics(size).horizontalAdvance(shown), base), shown)
