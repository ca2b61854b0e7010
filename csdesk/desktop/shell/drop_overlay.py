"""Files may be dropped anywhere on the window; while they hover, the window says what will happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.prompts import SPREADSHEETS
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.model.messages import Message


def dropped_files(data: QMimeData) -> list[Path]:
    """The local files in what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def known_kind(path: Path) -> bool:
    """Whether CSDesk takes files with that ending."""
    return path.suffix.lower().removeprefix(".") in (*SPREADSHEETS, "csdesk")


class DropOverlay(QFrame):
    """Covers the window while files hover over it."""

    files_dropped = Signal(object)
    refused = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("DropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.addStretch(1)
        mark = QLabel()
        mark.setPixmap(icon_pixmap("file-input", "accent_ink", 24, 2.0))
        self._title = label("", 14, SEMIBOLD, "accent")
        self._names = ElidedLabel("", 12, tone="ink2")
        self._names.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._names)
        column.addStretch(1)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the window."""
        kind = event.type()
        if kind is QEvent.Type.DragEnter and isinstance(event, QDropEvent):
            files = dropped_files(event.mimeData())
            if files:
                self._show(files)
                event.acceptProposedAction()
                return True
        elif kind is QEvent.Type.DragMove and self.isVisible() and isinstance(event, QDropEvent):
            event.acceptProposedAction()
            return True
        elif kind is QEvent.Type.DragLeave:
            self.hide()
        elif kind is QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hide()
            self._drop(dropped_files(event.mimeData()))
            event.acceptProposedAction()
            return True
        return False

    def _show(self, files: list[Path]) -> None:
        known = [file for file in files if known_kind(file)]
        if known:
            self._title.setText(tr(Message("Drop to import {n} files", n=len(known))))
        else:
            self._title.setText(tr(Message("These files are not spreadsheets")))
        self._names.setText(", ".join(file.name for file in files))
        self.setGeometry(self._window.rect().adjusted(8, 8, -8, -8))
        self.raise_()
        self.show()

    def _drop(self, files: list[Path]) -> None:
        known = [file for file in files if known_kind(file)]
        if known:
            self.files_dropped.emit(known)
        else:
            self.refused.emit()
