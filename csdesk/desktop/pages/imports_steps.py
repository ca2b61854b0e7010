"""The steps of an import, drawn beside the page's title: done, here, to come."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

STEPS = (Message("Files"), Message("Sheets"), Message("Columns"), Message("Review"), Message("Done"))
COLUMNS, REVIEW, DONE = 2, 3, 4


class StepLine(QWidget):
    """Five steps on a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self._texts = [tr(step) for step in STEPS]
        width = sum(metrics(12.5, SEMIBOLD).horizontalAdvance(text) + scaled(66) for text in self._texts)
        self.setFixedSize(width, scaled(30))

    def show_step(self, step: int) -> None:
        """Mark a step as the one at hand."""
        self._step = step
        self.setAccessibleName(tr(Message("Step {n} of {all}: {name}", n=step + 1, all=len(STEPS), name=STEPS[step])))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circles, words and the line between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y, radius = float(scaled(8)), self.height() / 2, scaled(9.5)
        for number, text in enumerate(self._texts):
            here, done = number == self._step, number < self._step
            painter.setPen(QPen(colour("line_2"), 1) if not here and not done else Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent" if here else "ok_tint" if done else "bg"))
            painter.drawEllipse(QPointF(x + radius, y), radius, radius)
            if done:
                side = scaled(12)
                pixmap = icon_pixmap("check", "ok", side, self.devicePixelRatioF())
                painter.drawPixmap(round(x + radius - side / 2), round(y - side / 2), pixmap)
            else:
                painter.setPen(colour("on_accent" if here else "ink_2"))
                painter.setFont(font(11, SEMIBOLD))
                room = QRectF(x, y - radius, 2 * radius, 2 * radius)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))
            weight = SEMIBOLD if here else NORMAL
            painter.setPen(colour("ink" if here or done else "ink_2"))
            painter.setFont(font(12.5, weight))
            left = x + 2 * radius + scaled(8)
            painter.drawText(QPointF(left, y + scaled(4.5)), text)
            x = left + metrics(12.5, weight).horizontalAdvance(text) + scaled(8)
            if number + 1 < len(self._texts):
                painter.setPen(QPen(colour("line_2"), 1))
                painter.drawLine(QPointF(x, y), QPointF(x + scaled(20), y))
                x += scaled(28)
