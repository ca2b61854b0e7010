"""The side pane that shows one record: a head, sections that scroll, and actions at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.icons import icon
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import icon_button
from csdesk.desktop.widgets.labels import ElidedLabel, label, line
from csdesk.model.messages import Message


class Inspector(QFrame):
    """Title, remark, pin, ✕; ``add_section`` stacks what is shown; ``foot`` takes the buttons.

    ``pinned``: it keeps what it shows while the selection moves on, to compare with.
    """

    closed = Signal()
    unpinned = Signal()

    def __init__(self, width: int = 300, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SidePane")
        self.setFixedWidth(scaled(width))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(line())
        self.sections = QVBoxLayout()
        self.sections.setContentsMargins(0, 0, 0, 0)
        self.sections.setSpacing(0)
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self.sections)
        outer.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        column.addWidget(area, 1)
        column.addWidget(line())
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(16, 10, 16, 10)
        self.foot.setSpacing(8)
        column.addLayout(self.foot)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(16, 10, 10, 10)
        head.setSpacing(2)
        self.title_row = QHBoxLayout()
        self.title_row.setSpacing(8)
        self.title = ElidedLabel("", 16, SEMIBOLD, grow=False)
        self.title_row.addWidget(self.title)
        self.title_row.addStretch(1)
        self.pin = icon_button("pin", Message("Keep this account here"))
        self.pin.setCheckable(True)
        self.pin.toggled.connect(self._pin_toggled)
        self.title_row.addWidget(self.pin)
        close = icon_button("x", Message("Close the side pane"), self.closed.emit)
        self.title_row.addWidget(close)
        head.addLayout(self.title_row)
        self.remark = ElidedLabel("", 12, tone="ink2")
        head.addWidget(self.remark)
        return head

    @property
    def pinned(self) -> bool:
        """Whether it keeps what it shows."""
        return self.pin.isChecked()

    def set_pinnable(self, on: bool) -> None:
        """Whether there is something to keep."""
        self.pin.setEnabled(on)
        if not on:
            self.pin.setChecked(False)

    def _pin_toggled(self, on: bool) -> None:
        name = tr(Message("Follow the selection again") if on else Message("Keep this account here"))
        self.pin.setIcon(icon("pin-off" if on else "pin", "accent_ink" if on else "ink_2", scaled(15)))
        self.pin.setToolTip(name)
        self.pin.setAccessibleName(name)
        if not on:
            self.unpinned.emit()

    def add_section(self, *, divided: bool = True) -> QVBoxLayout:
        """A section with the usual margins; a line above it unless it is the first."""
        if divided and self.sections.count():
            self.sections.addWidget(line())
        section = QVBoxLayout()
        section.setContentsMargins(16, 10, 16, 12)
        section.setSpacing(4)
        self.sections.addLayout(section)
        return section

    def clear_sections(self) -> None:
        """Take every section away."""
        _clear(self.sections)


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)  # type: ignore[arg-type]
            inner.deleteLater()


def fact(name: Message, value: str, tone: str = "") -> QVBoxLayout:
    """A grey word with a strong value below it."""
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addWidget(label(name, 12, tone="ink2"))
    column.addWidget(label(value, 13, SEMIBOLD, tone))
    return column
