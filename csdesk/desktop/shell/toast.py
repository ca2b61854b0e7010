"""One sentence at the bottom of the window, with Undo; it goes after 8 seconds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from csdesk.desktop.bridge import Announcement
from csdesk.desktop.fonts import scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message


class Toast(QFrame):
    """Stays while the pointer or the focus is on it; a new sentence replaces the old one."""

    undo_asked = Signal()
    SECONDS = 8

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("Toast")
        self.setFixedHeight(scaled(38))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(10)
        mark = QLabel()
        mark.setPixmap(icon_pixmap("check", "tip_ink", 15, 2.0))
        self._text = label("", 12.5)
        self._undo = button(Message("Undo"), clicked=self._undo_clicked)
        row.addWidget(mark)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True, interval=self.SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def announce(self, announcement: Announcement) -> None:
        """Show a sentence."""
        text = tr(announcement.message)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._undo.setVisible(announcement.undoable)
        self._undo.setAccessibleName(tr(Message("Undo: {what}", what=announcement.message)))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    @property
    def text(self) -> str:
        """The sentence on it."""
        return self._text.text()

    def _undo_clicked(self) -> None:
        self.hide()
        self.undo_asked.emit()

    def _place(self) -> None:
        self.adjustSize()
        window = self._window
        width = min(self.sizeHint().width(), window.width() - 40)
        self.resize(width, self.height())
        self.move((window.width() - width) // 2, window.height() - self.height() - scaled(26) - 16)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is on it."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Start counting again."""
        if not self._undo.hasFocus():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window changes size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
