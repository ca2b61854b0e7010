"""The handle of a cut: a pill with the amount, dragged or moved by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from csdesk.desktop.fonts import SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
FAST = 10  # steps with Shift


class CutHandle(QAbstractButton):
    """``dragged`` carries where the pointer is, in the coordinates of the parent; ``stepped`` how many steps."""

    dragged = Signal(float)
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self._changed = False

    def show_amount(self, text: str, name: str, *, changed: bool, movable: bool) -> None:
        """Show an amount; filled where it differs from the cut in force."""
        self._changed = changed
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setEnabled(movable)
        self.setCursor(Qt.CursorShape.SplitHCursor if movable else Qt.CursorShape.ArrowCursor)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """The amount and its margins."""
        return QSize(max(scaled(60), metrics(12.5, SEMIBOLD).horizontalAdvance(self.text()) + scaled(16)), scaled(26))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → move the cut, with Shift ten steps at once."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        fast = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.stepped.emit(step * (FAST if fast else 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(self.mapToParent(event.position()).x())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent" if self.isEnabled() else "line_ctl"), 1.5))
        painter.setBrush(colour("accent" if self._changed else "bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.setFont(font(12.5, SEMIBOLD))
        painter.setPen(colour("on_accent" if self._changed else "accent_ink" if self.isEnabled() else "ink_2"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


def draw_knob(painter: QPainter, centre: QPointF) -> None:
    """The ring on a line that says it can be dragged."""
    painter.setPen(QPen(colour("accent"), 2))
    painter.setBrush(colour("bg"))
    painter.drawEllipse(centre, scaled(5), scaled(5))
