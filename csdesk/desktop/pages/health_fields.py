"""What a component's weight and marks are moved with: a slider and a field, by mouse and by keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QSlider, QWidget

from csdesk.desktop.fonts import MEDIUM, font, scaled
from csdesk.desktop.pages.health_values import mark_text, moved_mark, read_mark
from csdesk.desktop.theme import colour
from csdesk.model.errors import CSDeskError

_DRAG = 4  # pixels of the mouse a step


class WeightSlider(QSlider):
    """A weight on a track, with a mark where the live model has it. ``valueChanged`` tells of moves by hand."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(name)
        self.setRange(0, 100)
        self.setPageStep(5)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(scaled(22))
        self._scale, self._live, self._changed, self._ringed = 40, None, False, False

    _live: float | None

    def show_weight(self, value: float, live: float | None, scale: int) -> None:
        """Show a weight without ``valueChanged``; ``scale`` is the weight at the right end."""
        self.blockSignals(True)
        self.setValue(round(value))
        self.blockSignals(False)
        self._live, self._changed = live, live is None or round(live) != round(value)
        if not self.isSliderDown():
            self._scale = scale
        self.update()

    def _track(self) -> QRectF:
        inset = scaled(7)
        return QRectF(inset, self.height() / 2 - scaled(2), self.width() - 2 * inset, scaled(4))

    def _x(self, weight: float) -> float:
        track = self._track()
        return track.x() + track.width() * min(1.0, weight / self._scale)

    def _to(self, x: float) -> None:
        track = self._track()
        self.setValue(round(min(1.0, max(0.0, (x - track.x()) / track.width())) * self._scale))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle, or bring it here."""
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self.setSliderDown(True)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self.isSliderDown():
            self._to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self.setSliderDown(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for who came by the keys; the program itself puts the focus here without one."""
        self._ringed = event.reason() is not Qt.FocusReason.OtherFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever uses the keys sees where they go."""
        self._ringed = True
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page, it does not move weights."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, live mark and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track, ink = self._track(), colour("accent" if self._changed else "ink_3")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bar_track"))
        painter.drawRoundedRect(track, 2, 2)
        x = self._x(self.value())
        painter.setBrush(ink if self.isEnabled() else colour("ink_dis"))
        painter.drawRoundedRect(QRectF(track.x(), track.y(), x - track.x(), track.height()), 2, 2)
        if self._changed and self._live is not None:
            at = self._x(self._live)
            painter.fillRect(QRectF(at - 1, self.height() / 2 - scaled(8), 2, scaled(16)), colour("ink"))
        if self.hasFocus() and self._ringed:
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, self.height() / 2), scaled(9), scaled(9))
        painter.setPen(QPen(ink if self.isEnabled() else colour("line_ctl"), scaled(1.6)))
        painter.setBrush(colour("bg"))
        painter.drawEllipse(QPointF(x, self.height() / 2), scaled(6), scaled(6))


def set_error(field: QLineEdit, wrong: bool) -> None:
    """Give a field the border of a value that cannot be, or its own."""
    _set_look(field, "error", wrong)


def set_marked(field: QLineEdit, marked: bool) -> None:
    """Give a field the border of what differs from the live model, or its own."""
    _set_look(field, "marked", marked)


def _set_look(field: QLineEdit, name: str, on: bool) -> None:
    if bool(field.property(name) == "true") != on:
        field.setProperty(name, "true" if on else "false")
        field.style().unpolish(field)
        field.style().polish(field)


class NumberField(QLineEdit):
    """A number that is typed, stepped by ↑ ↓ (Shift: ten), or dragged. ``changed(value)`` tells of it."""

    changed = Signal(float)

    def __init__(self, name: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(font(12.5, MEDIUM))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedSize(QSize(scaled(width), scaled(26)))
        self._value = 0.0
        self._pressed: tuple[float, float] | None = None
        self._dragged = False
        self.returnPressed.connect(self._take)
        self.editingFinished.connect(self._take)

    @property
    def value(self) -> float:
        """The number it holds."""
        return self._value

    @property
    def dragging(self) -> bool:
        """Whether the mouse moves it now."""
        return self._dragged

    def show_value(self, value: float) -> None:
        """Show a number without ``changed``; what is being typed stays."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._restore()

    def text_of(self, value: float) -> str:
        """How it writes a number."""
        return f"{round(value)}"

    def value_of(self, text: str) -> float:
        """The number that was typed.

        Raises:
            CSDeskError: there is none.
        """
        return float(round(read_mark("", text)))

    def moved(self, steps: int) -> float:
        """The number that many steps on."""
        return self._value + steps

    def _restore(self) -> None:
        if self.text() != self.text_of(self._value):
            self.setText(self.text_of(self._value))
        self.setModified(False)
        set_error(self, False)

    def _take(self) -> None:
        if not self.isModified():
            return
        try:
            value = self.value_of(self.text())
        except CSDeskError:
            set_error(self, True)
            return
        self.setModified(False)
        self._set(value)
        self._restore()

    def _set(self, value: float) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ step, Esc restores."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in steps and not self.isReadOnly():
            many = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._set(self.moved(steps[Qt.Key(event.key())] * many))
            self._restore()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        self._pressed = (event.position().x(), self._value)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging to the right makes it more."""
        if self._pressed is None or self.isReadOnly() or not self.isEnabled() or self.isModified():
            super().mouseMoveEvent(event)
            return
        steps = int((event.position().x() - self._pressed[0]) / _DRAG)
        if steps or self._dragged:
            self._dragged = True
            current, self._value = self._value, self._pressed[1]
            wanted, self._value = self.moved(steps), current
            self._set(wanted)
            self._restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over."""
        dragged, self._pressed, self._dragged = self._dragged, None, False
        if not dragged:
            super().mouseReleaseEvent(event)
            self.selectAll()


class MarkField(NumberField):
    """The zero or full mark of a metric, in its unit."""

    def __init__(self, name: str, metric: str, parent: QWidget | None = None) -> None:
        super().__init__(name, 62, parent)
        self._metric = metric

    def text_of(self, value: float) -> str:
        """How the metric's unit writes it."""
        return mark_text(self._metric, value)

    def value_of(self, text: str) -> float:
        """The number that was typed, in the metric's unit."""
        return read_mark(self._metric, text)

    def moved(self, steps: int) -> float:
        """The mark that many steps on."""
        return moved_mark(self._metric, self._value, steps)
