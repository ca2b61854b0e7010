"""One account worked through: what each component earns by the draft, beside what it earns live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QStringListModel, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.health_text import raw_sentence
from csdesk.desktop.icons import icon
from csdesk.desktop.pages.health_values import mark_text, metric_text, unit_of
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.desktop.widgets.marks import draw_bar
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.health_what_if import WorkedPart

_SAID = ("seat_use", "login_trend", "urgent_tickets", "last_contact", "invoice_overdue", "features_used", "nps_mean")


def raw_words(part: WorkedPart, row: Mapping[str, object], answers: int) -> str:
    """The raw value of a component in words."""
    if part.raw is None:
        return tr(Message("no data: left out, never zero"))
    active, bought = row.get("seats_active"), row.get("seats_bought")
    if part.metric in _SAID:
        return raw_sentence(
            part.metric, part.raw, answers, active if isinstance(active, int) else None,
            bought if isinstance(bought, int) else None,
        )  # fmt: skip
    return mark_text(part.metric, part.raw) if unit_of(part.metric) else str(part.raw)


class WorkedRow(QWidget):
    """Name, raw value, a bar as long as the weight, points earned of it, and what the draft changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(24))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._part: WorkedPart | None = None
        self._words = ""
        self._scale = 25.0

    def show_part(self, part: WorkedPart, words: str, scale: float) -> None:
        """Show a component; ``scale`` is the weight of the longest bar."""
        if (part, words, scale) == (self._part, self._words, self._scale):
            return
        self._part, self._words, self._scale = part, words, scale
        self.setToolTip(words)
        self.setAccessibleName(f"{metric_text(part.metric)}: {words}, {' '.join(self._figures(part))}")
        self.update()

    @staticmethod
    def _figures(part: WorkedPart) -> tuple[str, str, str]:
        speaks = language()
        earned = "–" if part.earned is None else speaks.number(part.earned, 1)
        weight = "" if part.weight is None else f"/ {speaks.number(part.weight)}"
        change = (part.earned or 0.0) - (part.earned_live or 0.0)
        moved = round(change, 1) != 0 and (part.earned is not None or part.earned_live is not None)
        return earned, weight, speaks.signed(change, 1) if moved else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        part = self._part
        if part is None:
            return
        painter = QPainter(self)
        letters, middle = metrics(12.5), self.height() / 2
        base = middle + (letters.ascent() - letters.descent()) / 2
        bar_left, bar_width = scaled(352), self.width() - scaled(352 + 140)
        self._text(painter, 0, base, metric_text(part.metric), scaled(132), "ink")
        self._text(painter, scaled(138), base, self._words, bar_left - scaled(148), "ink_2")
        earned, weight, change = self._figures(part)
        if part.weight is not None:
            width = bar_width * part.weight / self._scale
            bar = QRectF(bar_left, middle - scaled(4), width, scaled(8))
            moved = part.weight_live is None or round(part.weight_live) != round(part.weight) or bool(change)
            share = (part.earned or 0.0) / part.weight if part.weight else 0.0
            draw_bar(painter, bar, share, colour("accent" if moved else "c6"))
            if moved and part.earned_live is not None:
                at = bar_left + bar_width * part.earned_live / self._scale
                painter.fillRect(QRectF(at - 1, middle - scaled(7), 2, scaled(14)), colour("ink"))
        right = self.width() - scaled(84)
        painter.setFont(font(12.5, SEMIBOLD))
        painter.setPen(colour("ink"))
        painter.drawText(QPointF(right - metrics(12.5, SEMIBOLD).horizontalAdvance(earned), base), earned)
        self._text(painter, right + scaled(4), base, weight, scaled(40), "ink_2")
        if change:
            painter.setPen(colour("ok" if change.startswith("+") else "risk"))
            painter.setFont(font(12.5, SEMIBOLD))
            width = metrics(12.5, SEMIBOLD).horizontalAdvance(change)
            painter.drawText(QPointF(self.width() - width, base), change)

    @staticmethod
    def _text(painter: QPainter, x: float, base: float, text: str, room: float, token: str) -> None:
        painter.setFont(font(12.5, NORMAL))
        painter.setPen(colour(token))
        painter.drawText(QPointF(x, base), metrics(12.5).elidedText(text, Qt.TextElideMode.ElideRight, round(room)))


class WorkedExample(QWidget):
    """Header with both scores, a field for another account, and the rows. ``account_chosen(name)``, ``override_asked``."""

    account_chosen = Signal(str)
    override_asked = Signal()
    lift_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[WorkedRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = ElidedLabel("", 13.5, SEMIBOLD, grow=False)
        self.stays = ElidedLabel("", 12, tone="ink2", grow=False)
        head.addWidget(self.title)
        head.addWidget(self.stays)
        head.addStretch(1)
        self.by_hand = icon_button("pencil", Message("Set by hand…"), self.override_asked.emit)
        head.addWidget(self.by_hand)
        self.other = QLineEdit()
        self.other.setPlaceholderText(tr(Message("Other account")))
        self.other.setAccessibleName(tr(Message("Other account")))
        self.other.setFixedWidth(scaled(150))
        self.other.addAction(icon("search", "ink_3", scaled(14)), QLineEdit.ActionPosition.LeadingPosition)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._choose)
        self.other.setCompleter(completer)
        self.other.returnPressed.connect(lambda: self._choose(self.other.text()))
        head.addWidget(self.other)
        column.addLayout(head)
        self.overridden = QWidget()
        told = QHBoxLayout(self.overridden)
        told.setContentsMargins(0, 4, 0, 2)
        self.told = label("", 12, tone="watch", wrap=True)
        told.addWidget(self.told, 1)
        self.lift = button(Message("Lift"), "link", clicked=self.lift_asked.emit, small=True)
        told.addWidget(self.lift)
        column.addWidget(self.overridden)
        self.overridden.setVisible(False)
        column.addSpacing(4)
        self._column = column

    def _choose(self, name: str) -> None:
        if name.strip():
            self.account_chosen.emit(name.strip())
            self.other.clear()

    def set_names(self, names: list[str]) -> None:
        """The accounts that can be chosen."""
        self._names.setStringList(names)

    def show_worked(self, title: str, stays: str, parts: Sequence[tuple[WorkedPart, str]], told: str) -> None:
        """Show an account; ``told`` says who set its score by hand, "" where nobody did."""
        self.title.setText(title)
        self.stays.setText(stays)
        self.told.setText(told)
        self.overridden.setVisible(bool(told))
        while len(self.rows) < len(parts):
            row = WorkedRow()
            self._column.addWidget(row)
            self.rows.append(row)
        scale = max([25.0, *(part.weight or 0.0 for part, _ in parts)])
        for row, (part, words) in zip(self.rows, parts, strict=False):
            row.show_part(part, words, scale)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(parts))
