"""What the window shows while no book is open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.icons import app_mark
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message


class StartPage(QWidget):
    """New book, Open, Import files, sample data, and the recent books."""

    command_run = Signal(str)
    book_chosen = Signal(str)

    def __init__(self, recent: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr(Message("Start page")))
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        row.addLayout(column)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)
        mark = QLabel()
        mark.setPixmap(app_mark(scaled(44), 2.0))
        column.addWidget(mark)
        column.addSpacing(8)
        column.addWidget(label(Message("Bring your spreadsheets"), 22, SEMIBOLD))
        text = Message(
            "Drop Excel or CSV files anywhere on this window, or choose how to start. Your data stays on this computer."
        )
        remark = label(text, 13, tone="ink2", wrap=True)
        remark.setFixedWidth(scaled(460))
        column.addWidget(remark)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.import_button = button(
            Message("Import files"), "primary", "file-input", lambda: self.command_run.emit("import")
        )
        for made in (
            self.import_button,
            button(Message("New book"), icon_name="file-plus", clicked=lambda: self.command_run.emit("new_book")),
            button(Message("Open a book"), icon_name="folder-open", clicked=lambda: self.command_run.emit("open_book")),
        ):
            buttons.addWidget(made)
        buttons.addStretch(1)
        column.addLayout(buttons)
        sample = QHBoxLayout()
        sample.addWidget(
            button(Message("Try with sample data"), "link", clicked=lambda: self.command_run.emit("sample"))
        )
        sample.addStretch(1)
        column.addLayout(sample)
        self._add_recent(column, recent)

    def _add_recent(self, column: QVBoxLayout, recent: Sequence[str]) -> None:
        there = [path for path in recent if Path(path).is_file()][:5]
        if not there:
            return
        column.addSpacing(12)
        column.addWidget(label(Message("Recent books"), 12, tone="ink2"))
        for path in there:
            row = QHBoxLayout()
            made = button(Path(path).name, "link", clicked=partial(self.book_chosen.emit, path))
            made.setToolTip(path)
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            row.addStretch(1)
            column.addLayout(row)
