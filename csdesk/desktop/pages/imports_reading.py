"""What the import page shows while files are being read: their names, how far it is, and Cancel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.shell.progress_panel import ProgressBox
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.desktop.jobs import Job

_NAMED = 12  # files named one by one


class ReadingStep(QWidget):
    """``cancelled`` when Cancel is pressed."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(scaled(460))
        self._column = QVBoxLayout(holder)
        self._column.setSpacing(6)
        self.title = label("", 16, SEMIBOLD)
        self._column.addWidget(self.title)
        self._names: list[QWidget] = []
        self.box = ProgressBox()
        self.box.cancelled.connect(self.cancelled)
        self._column.addSpacing(6)
        self._column.addWidget(self.box)
        note = Message("The files stay as they are. Nothing is written until you press Import.")
        self._column.addWidget(label(note, 12, tone="ink2", wrap=True))
        outer.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)

    @property
    def names(self) -> list[str]:
        """The names on screen."""
        return [made.text() for made in self._names if isinstance(made, ElidedLabel)]

    def show_files(self, names: Sequence[str], job: Job[Any]) -> None:
        """Show which files are read, and where that is."""
        for made in self._names:
            made.hide()
            made.deleteLater()
        self.title.setText(tr(Message("Reading {n} files", n=len(names))))
        shown = list(names[:_NAMED])
        if len(names) > _NAMED:
            shown.append(tr(Message("and {n} more", n=len(names) - _NAMED)))
        self._names = [ElidedLabel(name, 12.5, tone="ink2") for name in shown]
        for place, made in enumerate(self._names, 1):
            self._column.insertWidget(place, made)
        self.box.show_progress(job)
