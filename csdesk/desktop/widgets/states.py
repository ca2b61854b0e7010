"""What a pane shows instead of data: an empty state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
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


def centred(state: EmptyState) -> QWidget:
    """The state in the middle of whatever room there is, at its own size."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(state, 0, Qt.AlignmentFlag.AlignCenter)
    return holder
