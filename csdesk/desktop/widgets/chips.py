"""Filter chips and the tabs of saved views."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class Chip(QAbstractButton):
    """A condition of a filter: its name, its value, and ✕ to take it away.

    ``clicked`` opens what changes it; ``removed`` is ✕, or Delete on the keyboard. A chip
    without ✕ (``removable=False``) shows an arrow; a ``dashed`` one adds a condition.
    """

    removed = Signal()

    def __init__(
        self, name: str, value: str = "", *, removable: bool = True, dashed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._value = name, value
        self._removable, self._dashed = removable, dashed
        self.setAccessibleName(f"{name} {value}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """The words, the mark, and the margins."""
        width = scaled(18) + metrics(12, NORMAL).horizontalAdvance(self._name) + scaled(18)
        if self._value:
            width += scaled(5) + metrics(12, SEMIBOLD).horizontalAdvance(self._value)
        return QSize(width, scaled(26))

    def _mark(self) -> QRectF:
        side = scaled(13)
        left = scaled(9) if self._dashed else self.width() - scaled(9) - side
        return QRectF(left, (self.height() - side) / 2, side, side)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """✕ is a place of its own."""
        if self._removable and not self._dashed and self._mark().adjusted(-5, -7, 7, 7).contains(event.position()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace take the condition away."""
        if self._removable and not self._dashed and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """And that it is not under the pointer any more."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, words and mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self._removable and not self._dashed
        pen = QPen(colour("sel_line" if on else "line_ctl" if self._dashed else "line_2"), 1)
        if self._dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour("accent_tint" if on else "hover" if self.underMouse() else "bg"))
        half = self.height() / 2 - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), half, half)
        ink = "accent_ink" if on else "ink_3" if self._dashed else "ink_2"
        x = scaled(9) + (scaled(18) if self._dashed else 0)
        painter.setPen(colour(ink))
        painter.setFont(font(12, NORMAL))
        room = QRectF(x, 0, self.width(), self.height())
        painter.drawText(room, _MIDDLE, self._name)
        if self._value:
            painter.setFont(font(12, SEMIBOLD))
            room.translate(metrics(12, NORMAL).horizontalAdvance(self._name) + scaled(5), 0)
            painter.drawText(room, _MIDDLE, self._value)
        drawing = "plus" if self._dashed else "x" if self._removable else "chevron-down"
        mark = self._mark()
        painter.drawPixmap(mark.topLeft(), icon_pixmap(drawing, ink, int(mark.width()), self.devicePixelRatioF()))


def adding_chip(clicked: Callable[[], object]) -> Chip:
    """The dashed chip that adds a condition."""
    made = Chip(tr(Message("Filter")), dashed=True)
    made.clicked.connect(lambda: clicked())
    return made


class ViewTab(QAbstractButton):
    """The name of a view with how many rows it has; a line below the one on screen."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self._count = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_count(self, count: str) -> None:
        """Show how many rows the view has."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self.text()}, {count}")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Name, count and margins."""
        width = metrics(12.5, SEMIBOLD).horizontalAdvance(self.text()) + metrics(12.5).horizontalAdvance(self._count)
        return QSize(width + scaled(24), scaled(38))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, count and line."""
        painter = QPainter(self)
        on = self.isChecked()
        weight = SEMIBOLD if on else NORMAL
        painter.setFont(font(12.5, weight))
        painter.setPen(colour("ink" if on or self.underMouse() else "ink_2"))
        room = QRectF(scaled(9), 0, self.width(), self.height())
        painter.drawText(room, _MIDDLE, self.text())
        room.translate(metrics(12.5, weight).horizontalAdvance(self.text()) + scaled(6), 0)
        painter.setFont(font(12.5, NORMAL))
        painter.setPen(colour("ink_3"))
        painter.drawText(room, _MIDDLE, self._count)
        if on:
            painter.fillRect(
                QRectF(QPointF(0, self.height() - 2), QPointF(self.width(), self.height())), colour("accent")
            )


class ViewTabs(QWidget):
    """A row of tabs; ``chosen`` carries the code of the new one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._tabs: dict[str, ViewTab] = {}

    def set_tabs(self, tabs: list[tuple[str, str]], current: str) -> None:
        """Show these tabs: code and name."""
        for made in self._tabs.values():
            made.hide()
            made.deleteLater()
        self._tabs = {}
        for code, text in tabs:
            made = ViewTab(text, self)
            made.setAutoExclusive(True)
            made.clicked.connect(lambda _=False, code=code: self.chosen.emit(code))
            self._row.addWidget(made)
            self._tabs[code] = made
        self.choose(current)

    def choose(self, code: str) -> None:
        """Show a tab as the one on screen, without ``chosen``."""
        if code in self._tabs:
            self._tabs[code].setChecked(True)

    def set_count(self, code: str, count: str) -> None:
        """How many rows a view has."""
        if code in self._tabs:
            self._tabs[code].set_count(count)
