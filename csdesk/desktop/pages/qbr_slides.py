"""The middle of the QBR page: the slides the deck will have, and why a section has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.labels import ElidedLabel, SectionHeader, label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.publish.outline import OutlinedSlide

SECTIONS: Mapping[str, Message] = {
    "cover": Message("Title"),
    "summary": Message("Executive summary"),
    "goals": Message("Goals and value delivered"),
    "adoption": Message("Adoption"),
    "support": Message("Support and satisfaction"),
    "plan": Message("Plan progress"),
    "next_quarter": Message("Next quarter"),
    "renewal": Message("Renewal and commercial"),
    "health": Message("Health and risks"),
    "forecast": Message("Forecast"),
}
INTERNAL = ("health", "forecast")


def section_name(code: str) -> str:
    """What the page calls a section."""
    return tr(SECTIONS.get(code, Message(code)))


class SlideThumb(QWidget):
    """A slide in small: its title on white, the source line at the foot; a cover is dark on the left."""

    def __init__(self, slide: OutlinedSlide) -> None:
        super().__init__()
        self._slide = slide
        self.setFixedSize(QSize(scaled(160), scaled(90)))
        self.setAccessibleName(slide.title)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        painter.setPen(QPen(colour("line_2")))
        painter.setBrush(colour("bg"))
        painter.drawRect(sheet)
        left = scaled(9.0)
        if self._slide.code == "cover":
            painter.fillRect(QRectF(1, 1, self.width() * 0.36, self.height() - 2), colour("accent"))
            left = round(self.width() * 0.36) + scaled(8)
        painter.setPen(colour("ink"))
        painter.setFont(font(10, SEMIBOLD))
        box = QRectF(left, scaled(9), self.width() - left - scaled(8), self.height() - scaled(30))
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self._slide.title)
        painter.fillRect(QRectF(left, self.height() - scaled(13), self.width() - left - scaled(9), 1), colour("line"))


class SlideList(QFrame):
    """``show_slides`` fills it; ``show_sentence`` says why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SubPane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = SectionHeader("")
        self.head.setContentsMargins(24, 12, 24, 10)
        column.addWidget(self.head)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(24, 0, 24, 20)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        outer.addLayout(self.rows)
        outer.addStretch(1)
        area.setWidget(holder)
        column.addWidget(area, 1)
        self.shown: tuple[OutlinedSlide, ...] = ()

    def show_slides(self, account: str, slides: Sequence[OutlinedSlide]) -> None:
        """Show an account's slides in order."""
        self._clear()
        self.shown = tuple(slides)
        number = sum(1 for slide in slides if slide.left_out is None)
        self.head.title.setText(account)
        self.head.meta.setText(tr(Message("{n} slides", n=number)))
        position = 0
        for slide in slides:
            position += slide.left_out is None
            self.rows.addWidget(_row(slide, position) if slide.left_out is None else _left_out(slide, slide.left_out))
            self.rows.addWidget(line())

    def show_sentence(self, account: str, sentence: str) -> None:
        """Say why there is nothing to show."""
        self._clear()
        self.shown = ()
        self.head.title.setText(account)
        self.head.meta.setText("")
        self.rows.addWidget(label(sentence, 13, tone="ink2", wrap=True))

    def _clear(self) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _row(slide: OutlinedSlide, number: int) -> QWidget:
    pane = QWidget()
    row = QHBoxLayout(pane)
    row.setContentsMargins(0, 12, 0, 12)
    row.setSpacing(16)
    row.addWidget(SlideThumb(slide), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(3)
    head = QHBoxLayout()
    head.setSpacing(6)
    head.addWidget(label(str(number), 12.5, tone="ink3"))
    head.addWidget(label(section_name(slide.code), 12.5, MEDIUM, "ink2"))
    if slide.code in INTERNAL:
        head.addWidget(label(Message("internal"), 12, tone="watch"))
    head.addStretch(1)
    words.addLayout(head)
    words.addWidget(label(slide.title, 13.5, SEMIBOLD, wrap=True))
    if slide.lead:
        words.addWidget(label(slide.lead, 12.5, tone="ink2", wrap=True))
    words.addStretch(1)
    if slide.source:
        words.addWidget(ElidedLabel(slide.source, 11.5, tone="ink3"))
    row.addLayout(words, 1)
    return pane


def _left_out(slide: OutlinedSlide, reason: Message) -> QWidget:
    pane = QWidget()
    row = QHBoxLayout(pane)
    row.setContentsMargins(0, 10, 0, 10)
    row.setSpacing(16)
    name = label(section_name(slide.code), 12.5, MEDIUM, "ink3")
    name.setFixedWidth(scaled(160))
    name.setAlignment(Qt.AlignmentFlag.AlignTop)
    row.addWidget(name)
    row.addWidget(label(reason, 12.5, tone="watch", wrap=True), 1)
    return pane
