"""Beside the review: the chosen cell in its sheet, what the import does to the book, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.pages.imports_totals import TotalsSection
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import SectionHeader, label, line
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.problems import column_letters

if TYPE_CHECKING:
    from csdesk.app.import_review import Effect, Review

_LOST = Message(
    "Rows kept aside and cells that could not be read stay in the book with their original text. "
    "The book as it was is saved first, and one Undo brings it back."
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few cells of a sheet.

    Attributes:
        columns: from 0.
        rows: their numbers, from 1.
        texts: a row each.
        bad: row number and column that is asked about.
    """

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]
    bad: tuple[int, int]


class ExcerptView(QWidget):
    """A small grid with letters above and numbers at the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.excerpt = Excerpt((), (), (), (0, 0))

    def show_excerpt(self, excerpt: Excerpt) -> None:
        """Show other cells."""
        self.excerpt = excerpt
        said = "; ".join(f"{row}: {', '.join(texts)}" for row, texts in zip(excerpt.rows, excerpt.texts, strict=True))
        self.setAccessibleName(said)
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """A head and a line a row."""
        return QSize(scaled(280), scaled(26) * (len(self.excerpt.rows) + 1) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the grid."""
        shown = self.excerpt
        if not shown.columns:
            return
        painter = QPainter(self)
        height, left = scaled(26), scaled(38)
        width = (self.width() - left - 1) / len(shown.columns)
        painter.fillRect(QRectF(0, 0, self.width(), height), colour("bg_sub"))
        painter.fillRect(QRectF(0, 0, left, self.height() - 1), colour("bg_sub"))
        painter.setFont(font(12))
        for place, column in enumerate(shown.columns):
            self._text(painter, QRectF(left + place * width, 0, width, height), column_letters(column), "ink_2", centre=True)  # fmt: skip
        for line_no, (number, texts) in enumerate(zip(shown.rows, shown.texts, strict=True), 1):
            y = line_no * height
            self._text(painter, QRectF(0, y, left, height), str(number), "ink_2", centre=True)
            for place, text in enumerate(texts):
                cell = QRectF(left + place * width, y, width, height)
                bad = (number, shown.columns[place]) == shown.bad
                if bad:
                    painter.fillRect(cell, colour("risk_tint"))
                self._text(painter, cell, text, "risk" if bad else "ink")
        painter.setPen(QPen(colour("line"), 1))
        for place in range(len(shown.columns) + 1):
            x = left + place * width
            painter.drawLine(round(x), 0, round(x), self.height() - 1)
        for number in range(1, len(shown.rows) + 1):
            painter.drawLine(0, number * height, self.width(), number * height)
        painter.setPen(QPen(colour("line_2"), 1))
        painter.drawRect(0, 0, self.width() - 1, self.height() - 1)
        self._frame_bad(painter, left, width, height)

    def _frame_bad(self, painter: QPainter, left: float, width: float, height: float) -> None:
        shown = self.excerpt
        if shown.bad[0] in shown.rows and shown.bad[1] in shown.columns:
            place, number = shown.columns.index(shown.bad[1]), shown.rows.index(shown.bad[0]) + 1
            painter.setPen(QPen(colour("risk_fill"), 1.5))
            painter.drawRect(QRectF(left + place * width, number * height, width, height))

    @staticmethod
    def _text(painter: QPainter, room: QRectF, text: str, token: str, *, centre: bool = False) -> None:
        inner = room.adjusted(scaled(7), 0, -scaled(5), 0) if not centre else room
        shown = metrics(12, NORMAL).elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
        side = Qt.AlignmentFlag.AlignCenter if centre else Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour(token))
        painter.drawText(inner, int(side), shown)


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            clear(inner)


def figure_row(name: Message | str, before: str, after: str) -> QHBoxLayout:
    """A word, and at the right what it is now and after."""
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(label(name, 12.5))
    row.addStretch(1)
    if before:
        row.addWidget(label(f"{before} →", 12.5, tone="ink3"))
    row.addWidget(label(after, 12.5, SEMIBOLD))
    return row


class ReviewSide(QScrollArea):
    """The side pane of the review. ``extra`` is where further sections go: sums to tick.

    ``snapshot_asked`` is the wish for a copy of the book as it is now.
    """

    snapshot_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFixedWidth(scaled(312))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        self.setWidget(holder)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.cell, cell = self._section(column)
        self.cell_head = SectionHeader(Message("In the sheet"))
        self.cell_place = label("", 12, tone="ink3")
        self.cell_head.add(self.cell_place)
        self.grid = ExcerptView()
        self.why = label("", 12.5, tone="ink2", wrap=True)
        for widget in (self.cell_head, self.grid, self.why):
            cell.addWidget(widget)
        _, self._effect = self._section(column)
        _, lost = self._section(column)
        lost.addWidget(SectionHeader(Message("Nothing is lost")))
        lost.addWidget(label(_LOST, 12.5, tone="ink2", wrap=True))
        self.snapshot = button(
            Message("Save a snapshot now"), "normal", "rotate-ccw-clock", self.snapshot_asked.emit, small=True
        )
        lost.addWidget(self.snapshot, 0, Qt.AlignmentFlag.AlignLeft)
        self.extra = QVBoxLayout()
        self.extra.setSpacing(0)
        column.addLayout(self.extra)
        column.addStretch(1)
        self.cell.hide()

    @staticmethod
    def _section(column: QVBoxLayout) -> tuple[QFrame, QVBoxLayout]:
        """A part of the pane with a line below it."""
        part = QFrame()
        outer = QVBoxLayout(part)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 13, 16, 14)
        inner.setSpacing(8)
        outer.addLayout(inner)
        outer.addWidget(line())
        column.addWidget(part)
        return part, inner

    def show_cell(self, place: str, excerpt: Excerpt | None, sentences: Sequence[str]) -> None:
        """Show the cell a problem is about; no place hides the section."""
        self.cell.setVisible(bool(place))
        self.cell_place.setText(place)
        self.grid.setVisible(excerpt is not None)
        if excerpt is not None:
            self.grid.show_excerpt(excerpt)
        self.why.setText(" ".join(sentences))

    def show_snapshot(self, saved: Path | None) -> None:
        """Say when a copy was made, and where; a book nothing was ever written to has none."""
        if saved is None:
            self.snapshot.setText(tr(Message("Nothing is in the book yet")))
            return
        now = datetime.now()
        day = language().day(now.date(), year=False)
        self.snapshot.setText(tr(Message("Snapshot {day}, {time}", day=day, time=f"{now:%H:%M}")))
        self.snapshot.setToolTip(str(saved))

    def show_review(self, review: Review) -> None:
        """Show the effect of a plan."""
        self._show_effect(review.effect, review)
        clear(self.extra)
        if review.totals:
            self.extra.addWidget(TotalsSection(review.totals))

    def _show_effect(self, effect: Effect, review: Review) -> None:
        clear(self._effect)
        self._effect.addWidget(SectionHeader(Message("Effect on the book")))
        number = language().number
        arr = [language().money(Money(a, effect.currency)) if a is not None else "–" for a in effect.arr]
        rows = (
            (Message("Accounts"), number(effect.accounts[0]), number(effect.accounts[1])),
            (Message("ARR"), arr[0], arr[1]),
            (Message("Renewals in next 90 days"), number(effect.due[0]), number(effect.due[1])),
            (Message("Renewal dates moved"), "", number(effect.moved)),
            (Message("Health scores recalculated"), "", number(effect.rescored)),
            (Message("Rows kept aside"), "", number(review.rejected)),
        )
        for name, before, after in rows:
            self._effect.addLayout(figure_row(name, before, after))
