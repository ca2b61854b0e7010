"""Accounts by value on a log scale with the two cuts of the touch model as lines that are dragged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from csdesk.desktop.fonts import SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.widgets.cut_handle import CutHandle, draw_knob

if TYPE_CHECKING:
    from csdesk.rules.touch_histogram import Histogram

TIER_FILLS = ("high", "c5", "c6")  # by position: high, low, tech
_CUTS = ("high", "low")
_NEAR = 7  # pixels from a line within which it is caught


@dataclass(frozen=True, slots=True)
class HistogramTexts:
    """The words on the drawing.

    Attributes:
        tiers: names of high, low and tech touch.
        amounts: text of each amount on the axis, by minor units.
        cuts, live: what the lines say by ``high`` and ``low``; ``live`` only where the cut in force is another.
        spoken: what screen readers say of each line.
        summary: the drawing in words.
    """

    tiers: tuple[str, str, str]
    amounts: Mapping[int, str]
    cuts: Mapping[str, str]
    live: Mapping[str, str]
    spoken: Mapping[str, str]
    summary: str


class CutHistogram(QWidget):
    """Bars by tier, the lines with their handles, and a ghost where the cut in force is.

    ``cut_dragged`` carries which cut and the value under the pointer; ``cut_stepped`` how many steps.
    """

    cut_dragged = Signal(str, float)
    cut_stepped = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(scaled(180))
        self.setMouseTracking(True)
        self._histogram: Histogram | None = None
        self._cuts: dict[str, int] = {}
        self._live: dict[str, int] = {}
        self._texts = HistogramTexts(("", "", ""), {}, {}, {}, {}, "")
        self._least, self._most = 1.0, 10.0
        self._movable = True
        self._dragging: str | None = None
        self.handles = {name: CutHandle(self) for name in reversed(_CUTS)}
        for name, handle in self.handles.items():
            handle.dragged.connect(lambda x, name=name: self.cut_dragged.emit(name, self.value_at(x)))
            handle.stepped.connect(lambda steps, name=name: self.cut_stepped.emit(name, steps))

    def set_scale(self, least: int, most: int) -> None:
        """The values at both ends of the axis, which stay while lines are dragged."""
        span = math.log(max(most, least + 1, 2) / max(1, least))
        self._least, self._most = (
            max(1, least) / math.exp(0.025 * span),
            max(most, least + 1, 2) * math.exp(0.025 * span),
        )

    def show_histogram(
        self, histogram: Histogram, cuts: Mapping[str, int], live: Mapping[str, int], texts: HistogramTexts, *, movable: bool
    ) -> None:  # fmt: skip
        """Show bins and lines; ``cuts`` and ``live`` by ``high`` and ``low``, minor units."""
        self._histogram, self._cuts, self._live = histogram, dict(cuts), dict(live)
        self._texts, self._movable = texts, movable
        self.setAccessibleName(texts.summary)
        for name, handle in self.handles.items():
            handle.setVisible(name in cuts)
            if name in cuts:
                changed = movable and name in live and live[name] != cuts[name]
                handle.show_amount(texts.cuts[name], texts.spoken[name], changed=changed, movable=movable)
        self._place_handles()
        self.update()

    # Where things are

    def _left(self) -> float:
        return scaled(30)

    def _plot(self) -> QRectF:
        top = scaled(34)
        return QRectF(self._left(), top, self.width() - self._left() - scaled(14), self.height() - top - scaled(26))

    def x_of(self, value: float) -> float:
        """Where a value stands."""
        plot, span = self._plot(), math.log(self._most / self._least)
        return plot.left() + plot.width() * math.log(max(1.0, value) / self._least) / span

    def value_at(self, x: float) -> float:
        """The value at a place."""
        plot, span = self._plot(), math.log(self._most / self._least)
        share = min(1.0, max(0.0, (x - plot.left()) / max(1.0, plot.width())))
        return self._least * math.exp(share * span)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The handles stand on their lines at any size."""
        self._place_handles()

    def _place_handles(self) -> None:
        places = {name: self.x_of(value) for name, value in self._cuts.items()}
        for name, x in places.items():
            handle = self.handles[name]
            left = x - handle.width() / 2
            if len(places) == 2:  # two that stand close are moved apart
                half = (places["high"] + places["low"]) / 2
                left = max(left, half + 1) if name == "high" else min(left, half - 1 - handle.width())
            handle.move(int(min(max(0.0, left), self.width() - handle.width())), 2)
            handle.raise_()

    def _near(self, x: float) -> str | None:
        if not self._movable or not self._cuts:
            return None
        name = min(self._cuts, key=lambda cut: abs(self.x_of(self._cuts[cut]) - x))
        return name if abs(self.x_of(self._cuts[name]) - x) <= _NEAR else None

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Catch the line under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragging = self._near(event.position().x())
            if self._dragging is not None:
                self.handles[self._dragging].setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line that was caught."""
        x = event.position().x()
        if self._dragging is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.cut_dragged.emit(self._dragging, self.value_at(x))
            return
        near = self._near(x) is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragging = None

    # The drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, ghost, bars, axis, names and lines."""
        if self._histogram is None:
            return
        painter = QPainter(self)
        top = self._draw_grid(painter)
        self._draw_ghosts(painter)
        self._draw_bars(painter, self._histogram, top)
        self._draw_axis(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_names(painter)
        self._draw_lines(painter)

    def _draw_grid(self, painter: QPainter) -> int:
        plot = self._plot()
        most = int(self._histogram.counts.max(initial=1)) if self._histogram is not None else 1
        step = _count_step(most)
        top = step * max(1, math.ceil(most / step))
        painter.setFont(font(11.5))
        for count in range(0, top + 1, step):
            y = plot.bottom() - plot.height() * count / top
            painter.setPen(QPen(colour("axis" if count == 0 else "grid"), 1))
            painter.drawLine(QPointF(plot.left() - 4, y), QPointF(plot.right(), y))
            painter.setPen(colour("ink_3"))
            room = QRectF(0, y - 8, plot.left() - scaled(8), 16)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{count:,}")
        return top

    def _draw_ghosts(self, painter: QPainter) -> None:
        plot = self._plot()
        for name, text in self._texts.live.items():
            if name not in self._live or name not in self._cuts:
                continue
            now, live = self.x_of(self._cuts[name]), self.x_of(self._live[name])
            painter.fillRect(QRectF(min(now, live), plot.top(), abs(live - now), plot.height()), colour("watch_tint"))
            painter.setFont(font(12))
            painter.setPen(colour("ink_2"))
            width = metrics(12).horizontalAdvance(text)
            left = (
                live + scaled(7)
                if live >= now and live + scaled(7) + width < self.width()
                else live - scaled(7) - width
            )
            painter.drawText(QPointF(left, plot.top() + scaled(14)), text)

    def _draw_bars(self, painter: QPainter, histogram: Histogram, top: int) -> None:
        plot = self._plot()
        edges = [self.x_of(float(edge)) for edge in histogram.edges]
        for place, (count, tier) in enumerate(zip(histogram.counts.tolist(), histogram.tier.tolist(), strict=True)):
            if count:
                left, right = edges[place], edges[place + 1]
                height = plot.height() * count / top
                painter.fillRect(
                    QRectF(left + 0.5, plot.bottom() - height, max(1.0, right - left - 1.5), height),
                    colour(TIER_FILLS[tier]),
                )

    def _draw_axis(self, painter: QPainter) -> None:
        plot = self._plot()
        painter.setFont(font(12))
        free = 0.0
        for value, text in self._texts.amounts.items():
            x = self.x_of(value)
            width = metrics(12).horizontalAdvance(text)
            if x - width / 2 < free or x > plot.right() + 1:
                continue
            painter.setPen(QPen(colour("axis"), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
            painter.setPen(colour("ink_2"))
            painter.drawText(QPointF(min(x - width / 2, self.width() - width), plot.bottom() + scaled(18)), text)
            free = x + width / 2 + scaled(8)

    def _draw_names(self, painter: QPainter) -> None:
        plot = self._plot()
        edges = [
            plot.left(),
            *(self.x_of(self._cuts[name]) for name in ("low", "high") if name in self._cuts),
            plot.right(),
        ]
        if len(edges) != 4:
            return
        letters = metrics(12.5, SEMIBOLD)
        painter.setFont(font(12.5, SEMIBOLD))
        painter.setPen(colour("ink_2"))
        for place, text in enumerate(reversed(self._texts.tiers)):
            width = letters.horizontalAdvance(text)
            taken = scaled(34) * ((place > 0) + (place < 2))
            if edges[place + 1] - edges[place] - taken >= width:
                middle = (edges[place] + edges[place + 1]) / 2
                painter.drawText(QPointF(middle - width / 2, scaled(20)), text)

    def _draw_lines(self, painter: QPainter) -> None:
        plot = self._plot()
        for name, value in self._cuts.items():
            x = self.x_of(value)
            if name in self._texts.live and name in self._live:
                pen = QPen(colour("ink_2"), 1)
                pen.setDashPattern([4, 3])
                painter.setPen(pen)
                ghost = self.x_of(self._live[name])
                painter.drawLine(QPointF(ghost, plot.top()), QPointF(ghost, plot.bottom()))
            painter.setPen(QPen(colour("accent" if self._movable else "line_ctl"), 2))
            painter.drawLine(QPointF(x, scaled(26)), QPointF(x, plot.bottom()))
            if self._movable:
                draw_knob(painter, QPointF(x, plot.top() + plot.height() / 2))


def _count_step(most: int) -> int:
    """The least round step that needs at most four lines above zero."""
    scale = 1
    while True:
        for part in (1, 2, 4, 5):
            if part * scale * 4 >= most:
                return part * scale
        scale *= 10
