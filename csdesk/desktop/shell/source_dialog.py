"""One imported sheet, read only, marked at a cell."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.explained_figure import KeptSheet, ReadCell, kept_sheet
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.jobs import Job
from csdesk.desktop.shell.source_sheet import SourceSheet
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.model.messages import Message


class SourceDialog(QDialog):
    """What stood in the file when it was imported, even if the file is long gone."""

    def __init__(self, bridge: Bridge, cell: ReadCell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(cell.place)
        self._cell = cell
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(cell.file, 16, SEMIBOLD))
        day = language().day(cell.imported_at.astimezone().date())
        self.where = ElidedLabel(tr(Message("{place}, imported {day}, read only", place=cell.place, day=day)), 12, tone="ink2")  # fmt: skip
        column.addWidget(self.where)
        self.sheet = SourceSheet()
        column.addWidget(self.sheet, 1)
        column.addWidget(button(Message("Close"), clicked=self.accept), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(scaled(980), scaled(600))
        self._job: Job[Any] | None = None
        self.finished.connect(self._stop)
        if bridge.workspace is not None:
            self._job = bridge.jobs.run(
                partial(kept_sheet, bridge.workspace, cell), done=self._show, key="sheet",
                title=Message("Looking up the sources"),
            )  # fmt: skip

    def _show(self, kept: KeptSheet | None) -> None:
        if kept is not None:
            self.sheet.show_cell(kept.rows, kept.headers, self._cell.cell)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
