"""A ring around the button that has the keyboard focus; fields and tables show theirs themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QWidget

from csdesk.desktop.shell.focus_steps import QUIET
from csdesk.desktop.theme import colour
from csdesk.desktop.widgets.figures import FigureTile


class FocusRing(QFocusFrame):
    """Two pixels of accent, one pixel away from the button it follows."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.hide()  # a frame that follows nothing yet would show in the corner
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        wanted = isinstance(now, (QAbstractButton, FigureTile)) and now.window() is self._window
        if now is not None and now.property(QUIET):
            now.setProperty(QUIET, False)
            wanted = False
        self.setWidget(now if wanted and now is not None else None)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
