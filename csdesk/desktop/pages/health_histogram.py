"""Where the accounts would land: bars by score and band, the live shape as a line, and the two cuts to drag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from csdesk.desktop.fonts import SEMIBOLD, font, metrics, scaled
from csdesk.desktop.pages.health_fields import NumberField, set_marked
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.marks import band_fill
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.health_what_if import WhatIf

BIN, BINS = 5, 20
_BANDS = ("healthy", "watch", "at_risk", "no_data")
_NEAR = 7  # pixels at which a line is under the pointer


@dataclass(frozen=True, slots=True)
class Shape:
    """What is drawn: counts by bar, live and by band of the draft; the cuts; the names of the two versions."""

    live: tuple[int, ...]
    draft: tuple[tuple[int, ...], ...]
    watch_from: int
    healthy_from: int
    live_name: str
    draft_name: str


class CutField(NumberField):
    """The number of a cut, on top of its line; ← and → move it, too."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, 34, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(scaled(22))
        set_marked(self, True)
        self.setFont(font(12.5, SEMIBOLD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → move the cut while nothing is being typed."""
        turned = {Qt.Key.Key_Left: Qt.Key.Key_Down, Qt.Key.Key_Right: Qt.Key.Key_Up}
        if event.key() in turned and not self.isModified():
            event = QKeyEvent(QEvent.Type.KeyPress, turned[Qt.Key(event.key())], event.modifiers())
        super().keyPressEvent(event)


class Histogram(QWidget):
    """``cut_moved(name, value)`` while a cut is dragged, typed or stepped."""

    cut_moved = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(scaled(246))
        self.setMouseTracking(True)
        self._shape: Shape | None = None
        self._low, self._top = 20, 10
        self._dragged: str | None = None
        self.cuts = {
            "watch_from": CutField(tr(Message("Watch from")), self),
            "healthy_from": CutField(tr(Message("Healthy from")), self),
        }
        for name, field in self.cuts.items():
            field.changed.connect(lambda value, name=name: self.cut_moved.emit(name, round(value)))

    def show_what_if(
        self, found: WhatIf, watch_from: int, healthy_from: int, names: tuple[str, str], *, editable: bool
    ) -> None:  # fmt: skip
        """Show the counts; scale and cuts follow, but the scale stays while a cut is dragged."""
        live = tuple(int(n) for n in found.bins_live)
        draft = tuple(tuple(int(n) for n in row) for row in found.bins_draft)
        self._shape = Shape(live, draft, watch_from, healthy_from, *names)
        sums = [sum(row[at] for row in draft) for at in range(BINS)]
        most = max(*sums, *live, 1)
        if self._dragged is None or most > self._top:
            filled = [at * BIN for at in range(BINS) if sums[at] or live[at]]
            self._low = max(0, min([*filled, watch_from - 15, 30]) // 5 * 5)
            self._top = _nice_top(most)
        self.cuts["watch_from"].show_value(watch_from)
        self.cuts["healthy_from"].show_value(healthy_from)
        for field in self.cuts.values():
            field.setReadOnly(not editable)
        self.setAccessibleName(_spoken(found))
        self._place_fields()
        self.update()

    # Where things are.

    def _plot(self) -> QRectF:
        left, top = scaled(30), scaled(40)
        return QRectF(left, top, self.width() - left - scaled(8), self.height() - top - scaled(24))

    def _x(self, score: float) -> float:
        plot = self._plot()
        return plot.x() + plot.width() * (score - self._low) / (100 - self._low)

    def _y(self, count: float) -> float:
        plot = self._plot()
        return plot.bottom() - plot.height() * count / self._top

    def _score(self, x: float) -> int:
        plot = self._plot()
        return round(self._low + (100 - self._low) * (x - plot.x()) / plot.width())

    def _place_fields(self) -> None:
        if self._shape is None:
            return
        at = {"watch_from": self._shape.watch_from, "healthy_from": self._shape.healthy_from}
        for name, field in self.cuts.items():
            field.move(round(self._x(at[name]) - field.width() / 2), scaled(10))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers stay on their lines."""
        self._place_fields()

    # By mouse.

    def _under(self, point: QPointF) -> str | None:
        if self._shape is None or self.cuts["watch_from"].isReadOnly():
            return None
        at = {"watch_from": self._shape.watch_from, "healthy_from": self._shape.healthy_from}
        near = sorted((abs(self._x(value) - point.x()), name) for name, value in at.items())
        return near[0][1] if near[0][0] <= scaled(_NEAR) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged = self._under(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line; show what can be dragged."""
        if self._dragged is not None:
            value = min(100, max(1, self._score(event.position().x())))
            if self._shape is not None and value != getattr(self._shape, self._dragged):
                self.cut_moved.emit(self._dragged, value)
            return
        over = self._under(event.position()) is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragged = None

    # On paper.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, bars, the live line, cuts and names."""
        if self._shape is None:
            return
        painter = QPainter(self)
        self._paint_grid(painter)
        self._paint_bars(painter, self._shape)
        self._paint_live(painter, self._shape)
        self._paint_cuts(painter, self._shape)
        self._paint_names(painter, self._shape)

    def _paint_grid(self, painter: QPainter) -> None:
        plot = self._plot()
        painter.setFont(font(11))
        letters = metrics(11)
        step = _step(self._top)
        for count in range(0, self._top + 1, step):
            y = round(self._y(count))
            painter.fillRect(QRectF(plot.x(), y, plot.width(), 1), colour("axis" if count == 0 else "grid"))
            text = language().number(count)
            painter.setPen(colour("ink_3"))
            painter.drawText(QPointF(plot.x() - scaled(6) - letters.horizontalAdvance(text), y + letters.ascent() / 2 - 1), text)  # fmt: skip
        painter.setPen(colour("ink_2"))
        for score in range(-(-self._low // 10) * 10, 101, 10):
            text = str(score)
            width = letters.horizontalAdvance(text)
            painter.drawText(QPointF(min(self._x(score) - width / 2, self.width() - width), plot.bottom() + scaled(16)), text)  # fmt: skip

    def _paint_bars(self, painter: QPainter, shape: Shape) -> None:
        for at in range(BINS):
            if (at + 1) * BIN <= self._low:
                continue
            left, right = self._x(at * BIN) + 1, self._x((at + 1) * BIN) - 1
            bottom = 0
            for band in (2, 1, 0, 3):
                count = shape.draft[band][at]
                if count:
                    top = self._y(bottom + count)
                    painter.fillRect(QRectF(left, top, right - left, self._y(bottom) - top), band_fill(_BANDS[band]))
                    bottom += count

    def _paint_live(self, painter: QPainter, shape: Shape) -> None:
        points = [QPointF(self._x(self._low), self._y(0))]
        for at in range(self._low // BIN, BINS):
            y = self._y(shape.live[at])
            points += [QPointF(self._x(at * BIN), y), QPointF(self._x((at + 1) * BIN), y)]
        points.append(QPointF(self._x(100), self._y(0)))
        painter.setPen(QPen(colour("ink"), 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    def _paint_cuts(self, painter: QPainter, shape: Shape) -> None:
        plot = self._plot()
        for score in (shape.watch_from, shape.healthy_from):
            x = self._x(score)
            painter.fillRect(QRectF(x - 0.8, scaled(30), 1.6, plot.bottom() - scaled(30)), colour("accent"))

    def _paint_names(self, painter: QPainter, shape: Shape) -> None:
        stretches = (
            ("at_risk", self._low, shape.watch_from, "risk"),
            ("watch", shape.watch_from, shape.healthy_from, "watch"),
            ("healthy", shape.healthy_from, 100, "ok"),
        )
        letters, base = metrics(12, SEMIBOLD), scaled(25)
        legend = self._paint_legend(painter, shape, base)
        painter.setFont(font(12, SEMIBOLD))
        for band, first, last, token in stretches:
            text = choice_text(band)
            width, room = letters.horizontalAdvance(text), scaled(22)
            left, right = self._x(first) + room, min(self._x(last) - room, legend if band == "healthy" else self.width())  # fmt: skip
            if right - left >= width:
                painter.setPen(colour(token))
                painter.drawText(QPointF((left + right - width) / 2, base), text)

    def _paint_legend(self, painter: QPainter, shape: Shape, base: float) -> float:
        """What line and bars are; gives the left end."""
        painter.setFont(font(11))
        letters = metrics(11)
        x = float(self.width() - scaled(8))
        painter.setPen(colour("ink_2"))
        if shape.draft_name:
            x -= letters.horizontalAdvance(shape.draft_name)
            painter.drawText(QPointF(x, base), shape.draft_name)
            x -= scaled(14)
            painter.fillRect(QRectF(x, base - scaled(9), scaled(10), scaled(10)), colour("c6"))
            x -= scaled(12)
        x -= letters.horizontalAdvance(shape.live_name)
        painter.drawText(QPointF(x, base), shape.live_name)
        x -= scaled(22)
        painter.fillRect(QRectF(x, base - scaled(5), scaled(18), 1.5), colour("ink"))
        return x - scaled(10)


def _step(top: int) -> int:
    """The distance of grid lines: at most four of them."""
    for power in range(9):
        for digit in (1, 2, 5):
            step: int = digit * 10**power
            if top / step <= 4:
                return step
    return top


def _nice_top(most: int) -> int:
    """A whole number of grid steps that the highest bar fits under."""
    step = _step(most)
    return max(step, -(-most // step) * step)


def _spoken(found: WhatIf) -> str:
    parts = [f"{choice_text(band.band)} {band.draft}" for band in found.bands]
    return ", ".join(parts)
