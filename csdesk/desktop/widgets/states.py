"""What a pane shows instead of data: an empty state, an error with its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import ElidedLabel, label, line
from csdesk.model.messages import Message


class EmptyState(QFrame):
    """An icon, one sentence, what to do, and one or two buttons."""

    def __init__(
        self,
        icon_name: str,
        title: Message,
        text: Message | None = None,
        actions: Sequence[tuple[Message, Callable[[], object]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("EmptyState")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(icon_pixmap(icon_name, "ink_2", 24, 2.0))
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label(title, 13.5, SEMIBOLD), 0, Qt.AlignmentFlag.AlignHCenter)
        if text is not None:
            remark = label(text, 12.5, tone="ink2", wrap=True)
            remark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            remark.setFixedWidth(scaled(340))
            column.addWidget(remark, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for position, (name, run) in enumerate(actions):
            row.addWidget(button(name, "primary" if position == 0 else "normal", clicked=run))
        row.addStretch(1)
        column.addLayout(row)


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One row that has a problem: where, what, why, and the button that mends it."""

    place: str
    what: str
    why: str
    fix: Message | None = None
    run: Callable[[], object] | None = None


class ErrorPanel(QFrame):
    """A sentence on a red ground, the rows behind it, what did go in, and Copy list."""

    def __init__(
        self, title: str, rows: Sequence[ErrorRow], closing: str = "", limit: int = 200, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ErrorPanel")
        self._rows = rows
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(0)
        head = QFrame()
        head.setObjectName("ErrorPanelHead")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(12, 8, 12, 8)
        mark = QLabel()
        mark.setPixmap(icon_pixmap("circle-alert", "risk", 16, 2.0))
        bar.addWidget(mark)
        bar.addWidget(label(title, 13, SEMIBOLD))
        bar.addStretch(1)
        bar.addWidget(button(Message("Copy list"), icon_name="copy", small=True, clicked=self.copy_list))
        column.addWidget(head)
        grid = QGridLayout()
        grid.setContentsMargins(12, 6, 12, 6)
        grid.setHorizontalSpacing(12)
        for position, row in enumerate(rows[:limit]):
            grid.addWidget(label(row.place, 12.5, tone="accent"), position, 0)
            grid.addWidget(ElidedLabel(row.what, 12.5), position, 1)
            grid.addWidget(ElidedLabel(row.why, 12.5, tone="ink2"), position, 2)
            if row.fix is not None and row.run is not None:
                grid.addWidget(button(row.fix, "link", clicked=row.run, small=True), position, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 2)
        column.addLayout(grid)
        if closing:
            column.addWidget(line())
            foot = label(closing, 12, tone="ink2", wrap=True)
            foot.setContentsMargins(12, 8, 12, 0)
            column.addWidget(foot)

    def copy_list(self) -> None:
        """Put the rows on the clipboard, separated by tabs."""
        QApplication.clipboard().setText("\n".join("\t".join((row.place, row.what, row.why)) for row in self._rows))
