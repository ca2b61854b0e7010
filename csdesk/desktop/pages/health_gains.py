"""The gains curve: how many of the losses lie among the accounts with the lowest scores."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.model.messages import Message

_POINTS = 400  # a curve of more steps looks the same


@dataclass(frozen=True, slots=True)
class Gains:
    """One curve: losses among the first n units, how many were at risk, the version's name, and whether it is the draft."""

    losses: tuple[int, ...]
    flagged: int
    name: str
    draft: bool

    @property
    def caught(self) -> int:
        """Losses among those at risk."""
        return self.losses[self.flagged]


class GainsCurve(QWidget):
    """The live curve in grey, the draft's in colour, chance as a dashed line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(scaled(240), scaled(236))
        self.setMaximumHeight(scaled(280))
        self._curves: tuple[Gains, ...] = ()

    def show_curves(self, *curves: Gains) -> None:
        """Show these, the first below the others."""
        self._curves = tuple(curve for curve in curves if len(curve.losses) > 1)
        said = (Message("{name}: {caught} of {losses} losses among {n} at risk", name=c.name, caught=c.caught, losses=c.losses[-1], n=c.flagged) for c in self._curves)  # fmt: skip
        self.setAccessibleName(". ".join(tr(text) for text in said))
        self.update()

    def _plot(self) -> QRectF:
        return QRectF(scaled(30), scaled(8), self.width() - scaled(38), self.height() - scaled(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, chance, curves and names."""
        if not self._curves:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        units, losses = len(self._curves[0].losses) - 1, max(1, self._curves[0].losses[-1])
        plot = self._plot()
        self._paint_axes(painter, plot, units, losses)
        for curve in self._curves:
            self._paint_curve(painter, plot, curve, units, losses)
        self._paint_names(painter, plot, units, losses)

    def _paint_axes(self, painter: QPainter, plot: QRectF, units: int, losses: int) -> None:
        flagged = self._curves[-1].flagged
        mark = plot.x() + plot.width() * flagged / units
        painter.fillRect(QRectF(plot.x(), plot.y(), mark - plot.x(), plot.height()), colour("bg_sub"))
        painter.setFont(font(11))
        letters = metrics(11)
        for count in sorted({0, losses // 2, losses}):
            y = plot.bottom() - plot.height() * count / losses
            painter.fillRect(QRectF(plot.x(), round(y), plot.width(), 1), colour("grid" if count else "axis"))
            text = language().number(count)
            painter.setPen(colour("ink_3"))
            painter.drawText(QPointF(plot.x() - scaled(6) - letters.horizontalAdvance(text), y + scaled(4)), text)
        painter.setPen(QPen(colour("ink_3"), 1))
        painter.drawLine(QPointF(mark, plot.y()), QPointF(mark, plot.bottom()))
        painter.setPen(colour("ink_2"))
        base, taken = plot.bottom() + scaled(15), -1.0
        for count in sorted({0, flagged, units}):
            text = language().number(count)
            x = plot.x() + plot.width() * count / units - letters.horizontalAdvance(text) / 2
            x = min(max(x, 0.0), self.width() - letters.horizontalAdvance(text))
            if x > taken:
                painter.drawText(QPointF(x, base), text)
                taken = x + letters.horizontalAdvance(text) + 4
        text = tr(Message("units, lowest score first"))
        painter.setPen(colour("ink_3"))
        painter.drawText(QPointF(plot.center().x() - letters.horizontalAdvance(text) / 2, base + scaled(16)), text)
        painter.setPen(QPen(colour("axis"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(plot.bottomLeft(), plot.topRight())

    def _paint_curve(self, painter: QPainter, plot: QRectF, curve: Gains, units: int, losses: int) -> None:
        step = max(1, units // _POINTS)
        at = [*range(0, units, step), units]
        points, height = [], plot.bottom()
        for n in at:
            x = plot.x() + plot.width() * n / units
            points.append(QPointF(x, height))
            height = plot.bottom() - plot.height() * curve.losses[min(n, len(curve.losses) - 1)] / losses
            points.append(QPointF(x, height))
        ink = colour("accent" if curve.draft else "ink_2")
        painter.setPen(QPen(ink, 1.8 if curve.draft else 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        x = plot.x() + plot.width() * curve.flagged / units
        painter.drawEllipse(QPointF(x, plot.bottom() - plot.height() * curve.caught / losses), 3, 3)

    def _paint_names(self, painter: QPainter, plot: QRectF, units: int, losses: int) -> None:
        letters = metrics(11.5, SEMIBOLD)
        texts = [(curve, tr(Message("{name}: {caught} of {losses}", name=curve.name, caught=curve.caught, losses=losses))) for curve in reversed(self._curves)]  # fmt: skip
        width = max(letters.horizontalAdvance(text) for _, text in texts)
        x = plot.right() - width - scaled(4)
        y = plot.bottom() - scaled(10) - (len(texts) - 1) * scaled(17)
        for curve, text in texts:
            painter.setFont(font(11.5, SEMIBOLD if curve.draft else NORMAL))
            painter.setPen(colour("accent_ink" if curve.draft else "ink_2"))
            painter.drawText(QPointF(x, y), text)
            y += scaled(17)
