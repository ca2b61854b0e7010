"""The right pane of the QBR page: which decks are to be built, which are, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, NORMAL, SEMIBOLD, font, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import ElidedLabel, label, line, set_tone
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.exports import BuiltDeck

SAY_TIME_LEFT_AFTER = 2.0


@dataclass(frozen=True, slots=True)
class DeckState:
    """What a row says of its deck, in which tone, with which icon and tooltip."""

    text: Message
    tone: str = "ink3"
    icon: str = ""
    tip: str = ""


WAITING = DeckState(Message("waiting"))
BUILDING = DeckState(Message("building…"), "accent")
STOPPED = DeckState(Message("not built"))


def state_of(built: BuiltDeck) -> DeckState:
    """What a row says of a deck that was built, or could not be."""
    if built.deck is None:
        said = tr(built.error.message) if built.error else ""
        withheld = built.error is not None and hasattr(built.error, "leaks")
        text = Message("withheld") if withheld else Message("not written")
        return DeckState(text, "risk", "circle-alert", said)
    count = Message("{n} slides", n=len(built.deck.slides))
    if built.deck.left_out:
        return DeckState(count, "watch", "triangle-alert", "\n".join(tr(reason) for reason in built.deck.left_out))
    return DeckState(count, "ok", "check")


class DeckRow(QFrame):
    """An account and the state of its deck; a click shows its slides."""

    clicked = Signal(int)

    def __init__(self, key: int, name: str) -> None:
        super().__init__()
        self.key = key
        self.state = WAITING
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        self.setFixedHeight(scaled(27))
        row.addWidget(ElidedLabel(name, 12.5), 1)
        self._mark, self.said = QLabel(), label("", 12.5)
        row.addWidget(self._mark)
        row.addWidget(self.said)
        self.set_state(WAITING)

    def set_state(self, state: DeckState) -> None:
        """Say something else."""
        self.state = state
        self.said.setText(tr(state.text))
        self.said.setFont(font(12.5, MEDIUM if state is BUILDING else NORMAL))
        set_tone(self.said, state.tone)
        self.setToolTip(state.tip)
        self._mark.setVisible(bool(state.icon))
        if state.icon:
            self._mark.setPixmap(icon_pixmap(state.icon, state.tone, 13, self.devicePixelRatioF()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show this account's slides."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self.key)


class BatchPane(QFrame):
    """``cancelled`` when the user wants no more decks; ``folder_asked`` to see where they are."""

    cancelled = Signal()
    folder_asked = Signal()
    account_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(scaled(300))
        self.rows: dict[int, DeckRow] = {}
        self._started = 0.0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(line())
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 4, 0, 4)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        outer.addLayout(self._list)
        outer.addStretch(1)
        area.setWidget(holder)
        column.addWidget(area, 1)
        column.addWidget(line())
        column.addLayout(self._checks())

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(16, 10, 16, 12)
        head.setSpacing(8)
        row = QHBoxLayout()
        self.title = label("", 13.5, SEMIBOLD)
        row.addWidget(self.title)
        row.addStretch(1)
        self.cancel = button(Message("Cancel"), clicked=self.cancelled.emit, small=True)
        self.folder = button(Message("Show in folder"), "link", clicked=self.folder_asked.emit, small=True)
        row.addWidget(self.cancel)
        row.addWidget(self.folder)
        head.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        head.addWidget(self.bar)
        row = QHBoxLayout()
        self.far, self.left = label("", 12, tone="ink2"), label("", 12, tone="ink2")
        row.addWidget(self.far)
        row.addStretch(1)
        row.addWidget(self.left)
        head.addLayout(row)
        return head

    def _checks(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(6)
        column.addWidget(label(Message("Checked in every deck"), 13, SEMIBOLD))
        for text in (
            Message("Titles fit in two lines"),
            Message("A customer’s deck is opened again and searched for internal fields and other customers’ names"),
            Message("A section without data is left out, never empty"),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            mark = QLabel()
            mark.setPixmap(icon_pixmap("check", "ok", 14, self.devicePixelRatioF()))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(text, 12.5, wrap=True), 1)
            column.addLayout(row)
        return column

    def show_plan(self, accounts: Sequence[tuple[int, str]]) -> None:
        """List the decks that would be built."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for key, name in accounts:
            row = DeckRow(key, name)
            row.clicked.connect(self.account_chosen)
            self.rows[key] = row
            self._list.addWidget(row)
        self.title.setText(tr(Message("Decks to build")))
        self.far.setText(tr(Message("{n} accounts", n=len(accounts))))
        self.left.clear()
        self.bar.setVisible(False)
        self.cancel.setVisible(False)
        self.folder.setVisible(False)

    def start(self) -> None:
        """The first deck is being built."""
        self._started = monotonic()
        self.title.setText(tr(Message("Building {n} decks", n=len(self.rows))))
        self.bar.setRange(0, len(self.rows))
        self.bar.setVisible(True)
        self.cancel.setVisible(True)
        self.cancel.setEnabled(True)
        self.folder.setVisible(False)
        for row in self.rows.values():
            row.set_state(WAITING)
        self._go_on()

    def add(self, built: BuiltDeck) -> None:
        """A deck is finished; the next one is begun."""
        if built.account_key in self.rows:
            self.rows[built.account_key].set_state(state_of(built))
        self._go_on()

    def _go_on(self) -> None:
        waiting = [row for row in self.rows.values() if row.state is WAITING]
        done = sum(1 for row in self.rows.values() if row.state not in (WAITING, BUILDING, STOPPED))
        if waiting:
            waiting[0].set_state(BUILDING)
        self.bar.setValue(done)
        self.far.setText(tr(Message("{n} of {total} done", n=done, total=len(self.rows))))
        spent = monotonic() - self._started
        if done and waiting and spent > SAY_TIME_LEFT_AFTER:
            seconds = max(1, round(spent / done * (len(waiting) + 1)))
            self.left.setText(tr(Message("about {n} s left", n=seconds)))
        else:
            self.left.clear()

    def stop(self) -> None:
        """No more decks are begun; the one being written is still finished."""
        self.cancel.setEnabled(False)
        self.left.clear()
        for row in self.rows.values():
            if row.state is WAITING:
                row.set_state(STOPPED)

    def end(self) -> None:
        """Nothing is being built any more."""
        done = sum(1 for row in self.rows.values() if row.state not in (WAITING, BUILDING, STOPPED))
        self.title.setText(tr(Message("{n} decks built", n=done)))
        self.left.clear()
        self.cancel.setVisible(False)
        self.folder.setVisible(True)
