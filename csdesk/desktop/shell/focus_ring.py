"""A ring around the button that has the keyboard focus; fields and tables show theirs themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QWidget
from shiboken6 import isValid

from csdesk.desktop.shell.focus_steps import QUIET
from csdesk.desktop.theme import colour
from csdesk.desktop.widgets.figures import FigureTile


class FocusRing(QObject):
    """The ring of a window.

    A frame goes into the scroll area of what it follows and dies with it, so each page that is taken away may take
    the frame along: it is made again when next needed.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._frame: _Frame | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @property
    def followed(self) -> QWidget | None:
        """The button that the ring is around."""
        frame = self._frame
        return frame.widget() if frame is not None and isValid(frame) else None

    @property
    def shown(self) -> bool:
        """Whether the ring is on screen."""
        return self._frame is not None and isValid(self._frame) and self._frame.isVisible()

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        wanted = isinstance(now, (QAbstractButton, FigureTile)) and now.window() is self._window
        if now is not None and now.property(QUIET):
            now.setProperty(QUIET, False)
            wanted = False
        if wanted and now is not None:
            if self._frame is None or not isValid(self._frame):
                self._frame = _Frame(self._window)
            self._frame.setWidget(now)
        elif self._frame is not None and isValid(self._frame):
            self._frame.setWidget(None)  # type: ignore[arg-type]


class _Frame(QFocusFrame):
    """Two pixels of accent, one pixel away from the button."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hide()  # a frame that follows nothing yet would show in the corner

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
