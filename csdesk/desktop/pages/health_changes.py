"""The accounts whose band would change, and those the CSM sees differently: rows that open the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from csdesk.app.edits import plain_value
from csdesk.desktop.fonts import NORMAL, SEMIBOLD, font, metrics, scaled
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.widgets.marks import draw_badge, draw_band_shape
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    import pandas as pd

FIRST = 5  # rows before somebody asks for all
MOST = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """One row: from one score and band to another; ``note`` is a sentence of its own."""

    account_key: int
    name: str
    touch: str
    before: int | None
    band_before: str
    after: int | None
    band_after: str
    amount: str
    note: str = ""


def changed_turns(changed: pd.DataFrame, currency: str, most: int) -> list[Turn]:
    """The first rows of ``WhatIf.changed``."""
    return [
        Turn(
            int(row.account_key), str(plain_value(row.account) or ""), str(plain_value(row.touch) or ""),
            _whole(row.live), str(row.band_live), _whole(row.draft), str(row.band_draft),
            language().money(Money(int(row.arr), currency)),
        )
        for row in changed.head(most).itertuples()
    ]  # fmt: skip


def disagreement_turns(listed: pd.DataFrame, currency: str, most: int) -> list[Turn]:
    """The first rows of ``disagreements``: the model's score, then the person's in points."""
    sources = {
        "account": Message("CSM's view"), "touchpoint": Message("Mood of touchpoints"),
        "override": Message("Set by hand"),
    }  # fmt: skip
    return [
        Turn(
            int(row.account_key), str(plain_value(row.account) or ""), "",
            _whole(row.health), str(row.band), _whole(round(row.said)), str(row.said_band),
            language().money(Money(int(row.arr), currency)),
            tr(Message("{source}. {why}", source=sources[str(row.source)], why=row.why)),
        )
        for row in listed.head(most).itertuples()
    ]  # fmt: skip


def _whole(value: object) -> int | None:
    plain = plain_value(value)
    return None if plain is None else int(str(plain))


class TurnRow(QAbstractButton):
    """One account; a click or Enter opens it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.turn: Turn | None = None

    def show_turn(self, turn: Turn) -> None:
        """Show another account."""
        if turn == self.turn:
            return
        noted = self.turn is not None and bool(self.turn.note)
        self.turn = turn
        words = Message("{account}: {before} {band_before}, then {after} {band_after}, {amount}", account=turn.name, before=turn.before, band_before=choice_text(turn.band_before), after=turn.after, band_after=choice_text(turn.band_after), amount=turn.amount)  # fmt: skip
        self.setAccessibleName(f"{tr(words)} {turn.note}".strip())
        self.setToolTip(turn.note)
        if noted != bool(turn.note):
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line, two with a note."""
        return QSize(scaled(400), scaled(44 if self.turn is not None and self.turn.note else 27))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, badge, both scores and the amount."""
        turn = self.turn
        if turn is None:
            return
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), colour("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        middle = scaled(13) if turn.note else self.height() / 2
        letters = metrics(12.5)
        base = middle + (letters.ascent() - letters.descent()) / 2
        left = self.width() - scaled(160)
        room = (scaled(200) if turn.touch else left - scaled(12)) - scaled(4)
        painter.setFont(font(12.5))
        painter.setPen(colour("ink"))
        painter.drawText(QPointF(0, base), letters.elidedText(turn.name, Qt.TextElideMode.ElideRight, round(room)))
        if turn.touch:
            draw_badge(painter, scaled(210), middle, choice_text(turn.touch), turn.touch)
        self._score(painter, left, middle, turn.before, turn.band_before, bold=False)
        painter.setPen(colour("ink_3"))
        painter.setFont(font(12.5))
        painter.drawText(QPointF(left + scaled(37), base), "→")
        self._score(painter, left + scaled(56), middle, turn.after, turn.band_after, bold=True)
        painter.setPen(colour("ink"))
        painter.setFont(font(12.5))
        painter.drawText(QPointF(self.width() - letters.horizontalAdvance(turn.amount), base), turn.amount)
        if turn.note:
            small = metrics(12)
            painter.setFont(font(12))
            painter.setPen(colour("ink_2"))
            text = small.elidedText(turn.note, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QPointF(0, middle + scaled(9) + small.ascent()), text)

    def _score(self, painter: QPainter, x: float, middle: float, score: int | None, band: str, *, bold: bool) -> None:
        draw_band_shape(painter, band, QPointF(x + scaled(4), middle), scaled(8))
        weight = SEMIBOLD if bold else NORMAL
        letters = metrics(12.5, weight)
        painter.setFont(font(12.5, weight))
        painter.setPen(colour("ink"))
        text = "–" if score is None else str(score)
        width = letters.horizontalAdvance("00")
        at = QRectF(x + scaled(13), middle - scaled(10), max(width, letters.horizontalAdvance(text)), scaled(20))
        painter.drawText(at, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)


class TurnList(QWidget):
    """The first rows, and all of them on demand. ``opened(account_key)``; ``all_asked`` when more are wanted."""

    opened = Signal(object)
    all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[TurnRow] = []
        self.most = FIRST
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.empty = label("", 12.5, tone="ink2", wrap=True)
        self._column.addWidget(self.empty)
        self.more = button("", "link", clicked=self._show_all, small=True)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        self.most = MOST if self.most == FIRST else FIRST
        self.all_asked.emit()

    def show_turns(self, turns: Sequence[Turn], total: int, nothing: Message) -> None:
        """Show rows of ``total``; ``nothing`` is said where there is none."""
        while len(self.rows) < len(turns):
            row = TurnRow()
            row.clicked.connect(lambda _=False, row=row: self._open(row))
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        for row, turn in zip(self.rows, turns, strict=False):
            row.show_turn(turn)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(turns))
        self.empty.setVisible(not turns)
        self.empty.setText(tr(nothing))
        self.more.setVisible(total > FIRST)
        more = Message("Show all {n}", n=min(total, MOST)) if self.most == FIRST else Message("Show fewer")
        self.more.setText(tr(more))

    def _open(self, row: TurnRow) -> None:
        if row.turn is not None:
            self.opened.emit(row.turn.account_key)
