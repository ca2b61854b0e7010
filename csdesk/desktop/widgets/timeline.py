"""Renewals and notice deadlines of the next months, as bubbles and triangles over a time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.widgets.bubbles import Name, Placed, pack, place_names, radii
from csdesk.desktop.widgets.marks import band_fill, draw_band_shape


@dataclass(frozen=True, slots=True)
class Renewal:
    """One renewal on the axis: the account behind it, the day, the ARR, its band, and its notice deadline."""

    account_key: int
    name: str
    on: date
    amount: float
    band: str
    notice_by: date | None
    tip: str


@dataclass(frozen=True, slots=True)
class MonthHead:
    """What stands above a stretch of the axis."""

    start: date
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class TimelineTexts:
    """The words on the drawing."""

    today: str
    renewals: str
    area: str
    notices: str
    first_notices: str  # names of the soonest deadlines, drawn under them
    later_notices: tuple[tuple[date, str], ...] = ()


class RenewalTimeline(QWidget):
    """Bubbles (area = ARR, colour and shape = band) and notice deadlines; a click opens the account."""

    account_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(scaled(184))
        self.setMouseTracking(True)
        self._items: Sequence[Renewal] = ()
        self._heads: Sequence[MonthHead] = ()
        self._texts = TimelineTexts("", "", "", "", "")
        self._first, self._last, self._soon = date(2000, 1, 1), date(2000, 7, 1), 30
        self._placed: list[Placed] = []
        self._names: list[Name] = []

    def show_renewals(
        self, as_of: date, until: date, items: Sequence[Renewal], heads: Sequence[MonthHead], texts: TimelineTexts,
        soon_days: int = 30,
    ) -> None:  # fmt: skip
        """Show what renews from the as-of date to ``until``; deadlines within ``soon_days`` are red."""
        self._first, self._last, self._soon = as_of, until, soon_days
        self._items, self._heads, self._texts = items, heads, texts
        self.setAccessibleName(f"{texts.renewals}: {len(items)}. {texts.notices}: {texts.first_notices}")
        self._arrange()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find places again at the new size."""
        self._arrange()

    def _left(self) -> float:
        return scaled(116)

    def _x(self, day: date) -> float:
        width = self.width() - self._left() - scaled(28)
        span = max(1, (self._last - self._first).days)
        return self._left() + width * (day - self._first).days / span

    def _axis(self) -> float:
        return self.height() - scaled(46)

    def _middle(self) -> float:
        return (scaled(20) + self._axis()) / 2

    def _arrange(self) -> None:
        half = (self._axis() - scaled(24)) / 2
        xs = [self._x(item.on) for item in self._items]
        sizes = radii([item.amount for item in self._items], scaled(3), min(scaled(18), half * 0.42))
        self._placed = pack(xs, sizes, self._middle(), half)
        letters = metrics(12)
        widths = [float(letters.horizontalAdvance(_short(item.name))) for item in self._items]
        wanted = sorted(range(len(self._items)), key=lambda i: -self._items[i].amount)
        wanted = [i for i in wanted if sizes[i] >= scaled(7.5)][:14]
        self._names = place_names(self._placed, widths, letters.height(), wanted, self.width() - 4.0, self._axis() - 2)

    def _under(self, point: QPointF) -> Renewal | None:
        for bubble in self._placed:
            if (bubble.x - point.x()) ** 2 + (bubble.y - point.y()) ** 2 <= max(bubble.radius, 6) ** 2:
                return self._items[bubble.index]
        if abs(point.y() - self._axis() - scaled(14)) < 8:
            dated = [item for item in self._items if item.notice_by and abs(self._x(item.notice_by) - point.x()) < 6]
            return dated[0] if dated else None
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        over = self._under(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the account under the pointer."""
        found = self._under(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.account_opened.emit(found.account_key)

    def event(self, event: QEvent) -> bool:
        """Show the tip of what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), found.tip if found else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw heads, bubbles, names, deadlines and the line of today."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_heads(painter)
        self._draw_legend_words(painter)
        for bubble in reversed(self._placed):
            self._draw_bubble(painter, bubble)
        painter.setFont(font(12))
        for name in self._names:
            self._draw_name(painter, name)
        self._draw_notices(painter)
        self._draw_today(painter)

    def _draw_heads(self, painter: QPainter) -> None:
        for position, head in enumerate(self._heads):
            x = self._x(max(head.start, self._first))
            following = self._x(self._heads[position + 1].start) if position + 1 < len(self._heads) else self.width()
            if head.start > self._first:
                painter.setPen(QPen(colour("line"), 1))
                painter.drawLine(QPointF(x, scaled(2)), QPointF(x, self._axis() + scaled(22)))
            name_width = metrics(12, SEMIBOLD).horizontalAdvance(head.name)
            if following - x < name_width + scaled(10):
                continue
            painter.setPen(colour("ink"))
            painter.setFont(font(12, SEMIBOLD))
            painter.drawText(QPointF(x + scaled(6), scaled(12)), head.name)
            if following - x >= name_width + metrics(12).horizontalAdvance(head.note) + scaled(20):
                painter.setPen(colour("ink_3"))
                painter.setFont(font(12))
                painter.drawText(QPointF(x + scaled(14) + name_width, scaled(12)), head.note)

    def _draw_legend_words(self, painter: QPainter) -> None:
        middle = self._middle()
        rows = ((self._texts.renewals, 12, "ink_2", middle - 8), (self._texts.area, 11, "ink_3", middle + 8))
        for text, size, token, y in (*rows, (self._texts.notices, 12, "ink_2", self._axis() + scaled(18))):
            painter.setFont(font(size))
            painter.setPen(colour(token))
            shown = metrics(size).elidedText(text, Qt.TextElideMode.ElideRight, int(self._left() - scaled(21)))
            painter.drawText(QPointF(scaled(20), y), shown)
        painter.setPen(QPen(colour("line_2"), 1))
        painter.drawLine(QPointF(self._left(), self._axis()), QPointF(self.width() - scaled(28), self._axis()))

    def _draw_bubble(self, painter: QPainter, bubble: Placed) -> None:
        item = self._items[bubble.index]
        painter.setPen(QPen(colour("bg"), 1))
        painter.setBrush(band_fill(item.band))
        painter.drawEllipse(QPointF(bubble.x, bubble.y), bubble.radius, bubble.radius)
        if bubble.radius >= scaled(5) and item.band in ("watch", "at_risk"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("bg"))
            _draw_mark(painter, item.band, bubble.x, bubble.y, bubble.radius * 0.42)

    def _draw_name(self, painter: QPainter, name: Name) -> None:
        bubble = next(placed for placed in self._placed if placed.index == name.index)
        if name.leader:
            painter.setPen(QPen(colour("axis"), 0.8))
            anchor = QPointF(
                name.x + name.width / 2 if abs(name.x + name.width / 2 - bubble.x) < name.width / 2
                else name.x - 2 if name.x > bubble.x else name.x + name.width + 2,
                name.y + name.height if name.y < bubble.y else name.y,
            )  # fmt: skip
            painter.drawLine(QPointF(bubble.x, bubble.y), anchor)
            self._draw_bubble(painter, bubble)
        painter.setPen(colour("ink"))
        painter.setFont(font(12))
        room = QRectF(name.x, name.y, name.width + 2, name.height)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), _short(self._items[name.index].name))

    def _draw_notices(self, painter: QPainter) -> None:
        soon = self._first + timedelta(days=self._soon)
        y = self._axis() + scaled(14)
        painter.setPen(Qt.PenStyle.NoPen)
        days = sorted(
            {(item.notice_by, item.notice_by <= soon) for item in self._items if item.notice_by}, reverse=True
        )
        for day, near in days:
            if self._first <= day <= self._last:
                x = self._x(day)
                painter.setBrush(colour("risk_fill" if near else "muted_fill"))
                painter.drawPolygon(QPolygonF([QPointF(x - 5, y - 5), QPointF(x + 5, y - 5), QPointF(x, y + 5)]))
        base = self._axis() + scaled(36)
        painter.setFont(font(12))
        painter.setPen(colour("risk"))
        x = self._x(min((day for day, near in days if near and day >= self._first), default=self._first))
        painter.drawText(QPointF(x - 4, base), self._texts.first_notices)
        taken = x + metrics(12).horizontalAdvance(self._texts.first_notices) + scaled(12)
        painter.setPen(colour("ink_3"))
        for day, text in self._texts.later_notices:
            if self._x(day) > taken and self._x(day) + metrics(12).horizontalAdvance(text) < self.width():
                painter.drawText(QPointF(self._x(day) - 4, base), text)
                taken = self._x(day) + metrics(12).horizontalAdvance(text) + scaled(12)

    def _draw_today(self, painter: QPainter) -> None:
        x = self._left()
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawLine(QPointF(x, scaled(16)), QPointF(x, self._axis() + scaled(22)))
        painter.setPen(colour("accent_ink"))
        painter.setFont(font(12, SEMIBOLD))
        width = metrics(12, SEMIBOLD).horizontalAdvance(self._texts.today)
        painter.drawText(QPointF(x - width / 2, scaled(12)), self._texts.today)


def _short(name: str) -> str:
    """The first word of a long Latin name; Japanese names stay whole."""
    first = name.split()[0] if name.split() else name
    return first if name.isascii() and len(name) > 10 else name


def _draw_mark(painter: QPainter, band: str, x: float, y: float, half: float) -> None:
    if band == "watch":
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - half), QPointF(x + half, y + half * 0.8), QPointF(x - half, y + half * 0.8)])
        )
    else:
        painter.drawRect(QRectF(x - half * 0.8, y - half * 0.8, half * 1.6, half * 1.6))


class BandLegend(QWidget):
    """What the shapes and colours of the timeline mean."""

    def __init__(self, entries: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        letters = metrics(12)
        self._widths = [scaled(16) + letters.horizontalAdvance(text) + scaled(14) for _, text in entries]
        self.setFixedSize(sum(self._widths), scaled(20))
        self.setAccessibleName(", ".join(text for _, text in entries))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one shape and its words after the other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = 0.0, self.height() / 2
        for (band, text), width in zip(self._entries, self._widths, strict=True):
            if band == "notice":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour("risk_fill"))
                painter.drawPolygon(QPolygonF([QPointF(x, y - 4), QPointF(x + 9, y - 4), QPointF(x + 4.5, y + 4)]))
            else:
                draw_band_shape(painter, band, QPointF(x + 4.5, y), 9)
            painter.setPen(colour("ink_2"))
            painter.setFont(font(12, NORMAL))
            painter.drawText(QPointF(x + scaled(15), y + scaled(4)), text)
            x += width
