"""Text on panes: labels, section heads, dividing lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font
from csdesk.desktop.translation import tr
from csdesk.model.messages import Message


def label(
    text: Message | str = "", size: float = 13, weight: QFont.Weight = NORMAL, tone: str = "", *, wrap: bool = False
) -> QLabel:
    """A label of that size and weight; ``tone`` is ink2, ink3, ok, watch, risk or accent.

    A Message is translated; a plain ``str`` is data and shown as it is.
    """
    made = QLabel(tr(text) if isinstance(text, Message) else text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size, weight))
    made.setWordWrap(wrap)
    set_tone(made, tone)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the colour role of a label."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        if widget.testAttribute(
            Qt.WidgetAttribute.WA_WState_Polished
        ):  # a new one has its style worked out once, later
            widget.style().unpolish(widget)
            widget.style().polish(widget)


class ElidedLabel(QLabel):
    """A one-line label that shortens its text with … and then shows all of it in a tooltip.

    It takes all the width there is; with ``grow=False`` no more than its text needs.
    """

    def __init__(
        self, text: str = "", size: float = 13, weight: QFont.Weight = NORMAL, tone: str = "", *, grow: bool = True
    ) -> None:  # fmt: skip
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, weight))
        wide = QSizePolicy.Policy.Ignored if grow else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        set_tone(self, tone)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout likes."""
        return QSize(20, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shortened text in the colour of the style sheet."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


class SectionHeader(QWidget):
    """A semibold title, a grey remark beside it and room for something on the right."""

    def __init__(self, title: Message | str, meta: Message | str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(title, 13.5, SEMIBOLD)
        self.meta = ElidedLabel(tr(meta) if isinstance(meta, Message) else meta, 12, tone="ink3", grow=False)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.title)
        self.row.addWidget(self.meta)
        self.meta.setVisible(bool(self.meta.text()))
        self.row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put something at the right end."""
        self.row.addWidget(widget)


def line(*, vertical: bool = False, strong: bool = False) -> QFrame:
    """A dividing line of one pixel."""
    made = QFrame()
    made.setObjectName("LineStrong" if strong else "Line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made
