"""Needs you now: the agenda as rows that say why they are there and offer the next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, scaled
from csdesk.desktop.icons import icon, icon_pixmap
from csdesk.desktop.near_days import NearDays
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.figures import Avatar, Badge, HealthLine
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    import pandas as pd

FIRST = 12  # rows that are on screen at once
SHOWN = 60  # rows on the page; the rest is said in a last line


@dataclass(frozen=True, slots=True)
class RuleLook:
    """How a rule's rows look: icon, colour, and the play its button starts."""

    icon: str
    tint: str
    play: Message
    command: str  # touchpoint, account, deck, renewals, segments, import


LOOKS: Mapping[str, RuleLook] = {
    "notice_deadline": RuleLook("bell-ring", "risk", Message("Confirm intent"), "touchpoint"),
    "event_cap": RuleLook("user-x", "risk", Message("Open account"), "account"),
    "champion_left": RuleLook("user-x", "risk", Message("Map a new sponsor"), "account"),
    "health_fall": RuleLook("trending-down", "risk", Message("Open health"), "account"),
    "renewal_without_plan": RuleLook("calendar-clock", "watch", Message("Plan renewal"), "renewals"),
    "detractor": RuleLook("message-square-warning", "watch", Message("Call back"), "touchpoint"),
    "overdue_payment": RuleLook("receipt", "watch", Message("Ask about payment"), "touchpoint"),
    "contact_cadence": RuleLook("phone-off", "watch", Message("Log or plan a call"), "touchpoint"),
    "onboarding": RuleLook("flag", "watch", Message("Open account"), "account"),
    "task_overdue": RuleLook("list-checks", "watch", Message("Open account"), "account"),
    "qbr_due": RuleLook("presentation", "watch", Message("Build QBR deck"), "deck"),
    "data_problem": RuleLook("circle-alert", "watch", Message("Complete the data"), "data_problems"),
    "dormant": RuleLook("moon", "watch", Message("Log or plan a call"), "touchpoint"),
    "upsell": RuleLook("sprout", "ok", Message("Draft offer"), "account"),
    "touch_candidate": RuleLook("layers", "ok", Message("Review the touch"), "segments"),
}
MARKS = {"done": Message("Done"), "snoozed": Message("Snooze for a week"), "dismissed": Message("Dismiss")}
_OTHER = RuleLook("circle-alert", "watch", Message("Open account"), "account")


def look_of(rule: str) -> RuleLook:
    """The look of a rule; an unknown one looks like a remark."""
    return LOOKS.get(rule, _OTHER)


class AgendaRow(QFrame):
    """One item; the focus is the current row."""

    started = Signal(object)
    opened = Signal(object)
    marked = Signal(object, str)
    logged = Signal(object)
    moved = Signal(int)

    def __init__(
        self, item: Mapping[str, Any], currency: str, near: NearDays, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.item = item
        look = look_of(str(item["rule"]))
        self.setObjectName("AgendaRow")
        self.setFixedHeight(scaled(50))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{item['account']}: {near.text(item['ask'])}. {near.text(item['why'])}")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(_icon_tile(look))
        row.addWidget(_who(item, currency))
        row.addWidget(_what(item, near), 1)
        row.addWidget(_health(item))
        row.addWidget(Avatar(str(item["csm"]) if isinstance(item["csm"], str) else ""))
        self._play_icon = _PLAY_ICONS[look.command]
        self.start = button(look.play, icon_name=self._play_icon, clicked=lambda: self.started.emit(item))
        self.start.setFixedWidth(scaled(150))
        self.start.setProperty("align", "left")
        row.addWidget(self.start)
        self.more = icon_button("ellipsis", Message("More"), self._menu)
        row.addWidget(self.more)

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr(Message("Open account")), lambda: self.opened.emit(self.item["account_key"]))
        menu.addSeparator()
        for mark, text in MARKS.items():
            menu.addAction(tr(text), partial(self.marked.emit, self.item, mark))
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu by the right button."""
        self._menu()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the account."""
        self.opened.emit(self.item["account_key"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J K and arrows move, Enter opens, S snoozes, L logs."""
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.item["account_key"])
        elif event.key() == Qt.Key.Key_S:
            self.marked.emit(self.item, "snoozed")
        elif event.key() == Qt.Key.Key_L:
            self.logged.emit(self.item["account_key"])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current row's action is the primary one."""
        self._emphasise(True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to a plain button."""
        self._emphasise(False)
        super().focusOutEvent(event)

    def _emphasise(self, on: bool) -> None:
        self.setProperty("current", on)
        self.start.setProperty("kind", "primary" if on else "normal")
        self.start.setIcon(icon(self._play_icon, "on_accent" if on else "ink_2", 15, 3))
        for widget in (self, self.start):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


_PLAY_ICONS = {
    "touchpoint": "phone", "account": "arrow-up-right", "deck": "presentation", "renewals": "calendar-clock", "segments": "layers",
    "import": "file-input", "data_problems": "list-checks",
}  # fmt: skip


def _icon_tile(look: RuleLook) -> QLabel:
    tile = QLabel()
    tile.setObjectName("IconTile")
    tile.setProperty("tint", look.tint)
    tile.setFixedSize(scaled(26), scaled(26))
    tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
    tile.setPixmap(icon_pixmap(look.icon, look.tint, 15, 2.0))
    return tile


def _who(item: Mapping[str, Any], currency: str) -> QWidget:
    pane = QWidget()
    pane.setFixedWidth(scaled(176))
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, 7, 0, 7)
    column.setSpacing(1)
    column.addWidget(ElidedLabel(str(item["account"]), 13, MEDIUM))
    second = QHBoxLayout()
    second.setSpacing(6)
    if isinstance(item["touch"], str):
        second.addWidget(Badge(choice_text(item["touch"]), item["touch"]))
    stake = item["stake"]
    if stake == stake and stake is not None:
        second.addWidget(label(language().money(Money(int(stake), currency)), 12, tone="ink2"))
    second.addStretch(1)
    column.addLayout(second)
    return pane


def _what(item: Mapping[str, Any], near: NearDays) -> QWidget:
    pane = QWidget()
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, 7, 0, 7)
    column.setSpacing(1)
    column.addWidget(ElidedLabel(near.text(item["ask"]), 13, MEDIUM))
    column.addWidget(ElidedLabel(near.text(item["why"]), 12, tone="ink2"))
    return pane


def _health(item: Mapping[str, Any]) -> QWidget:
    score = item["health"]
    change = item["health_change"]
    known = score is not None and score == score
    shown = HealthLine()
    band = str(item["band"]) if isinstance(item.get("band"), str) else "no_data"
    moved = int(change) if change is not None and change == change else None
    spoken = tr(Message("Health {score}, {band}", score=int(score), band=choice_text(band))) if known else ""
    shown.set_health(int(score) if known else None, band, moved, spoken)
    return shown


class AgendaList(QScrollArea):
    """The rows of one category, or of all."""

    started = Signal(object)
    opened = Signal(object)
    marked = Signal(object, str)
    logged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: list[AgendaRow] = []
        self._waiting: list[dict[str, Any]] = []
        self._build: Callable[[Mapping[str, Any]], object] = lambda item: None
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(lambda: self._add_rows())

    def show_items(self, items: pd.DataFrame, currency: str, as_of: date) -> None:
        """Show the agenda's rows, the most pressing first; at most ``SHOWN``."""
        place = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
        near = NearDays(as_of)
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        listed: Sequence[dict[str, Any]] = items.head(SHOWN).to_dict("records")
        self.rows = []
        self._build = partial(self._add_row, column, currency, near)
        self._waiting = list(listed)
        if len(items) > SHOWN:
            rest = label(tr(Message("{n} more, of less weight", n=len(items) - SHOWN)), 12, tone="ink3")
            rest.setContentsMargins(20, 12, 20, 12)
            column.addWidget(rest)
        if not listed:
            nothing = label(Message("Nothing needs you now."), 13, tone="ink3")
            nothing.setContentsMargins(20, 20, 20, 20)
            column.addWidget(nothing)
        column.addStretch(1)
        self._add_rows(FIRST if place is None else max(FIRST, place + 1))
        self.setWidget(pane)
        self._later.start()
        if place is not None:
            self.focus_row(place)

    def _add_row(self, column: QVBoxLayout, currency: str, near: NearDays, item: Mapping[str, Any]) -> None:
        row = AgendaRow(item, currency, near)
        row.started.connect(self.started)
        row.opened.connect(self.opened)
        row.marked.connect(self.marked)
        row.logged.connect(self.logged)
        row.moved.connect(self._move)
        column.insertWidget(len(self.rows), row)
        self.rows.append(row)

    def _add_rows(self, most: int = 3) -> None:
        """Make the next rows; those below the edge of the window come a few at a time, so that nothing waits for them."""
        now, self._waiting = self._waiting[:most], self._waiting[most:]
        for item in now:
            self._build(item)
        if not self._waiting:
            self._later.stop()

    def focus_row(self, place: int) -> None:
        """Make that row the current one, or the last if there are fewer."""
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, step: int) -> None:
        current = next((n for n, row in enumerate(self.rows) if row.hasFocus()), 0)
        self._add_rows(max(0, current + step + 1 - len(self.rows)))
        target = self.rows[min(len(self.rows) - 1, max(0, current + step))]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(target, 0, 0)
