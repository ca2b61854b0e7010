"""What changed: revenue, health, renewal dates since the day health is compared with, and cells kept aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, SEMIBOLD, scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.health_painting import signed_text
from csdesk.desktop.widgets.labels import ElidedLabel, label, line
from csdesk.model.messages import Message
from csdesk.model.money import Money

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.since import Since

SHOWN = 4
# Movements in the order in which they are told, with one name where there is only one account.
KINDS = {
    "new": (Message("1 new account: {account}"), Message("{n} new accounts")),
    "reactivation": (Message("1 account came back: {account}"), Message("{n} accounts came back")),
    "upsell": (Message("1 account expanded: {account}"), Message("{n} accounts expanded")),
    "cross_sell": (Message("1 account added a product: {account}"), Message("{n} accounts added a product")),
    "contraction": (Message("1 account reduced: {account}"), Message("{n} accounts reduced")),
    "churn": (Message("1 account churned: {account}"), Message("{n} accounts churned")),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What the pane shows; ``unread`` cells of the latest import by file."""

    since: Since
    unread: Mapping[str, int]


def changes_of(workspace: Workspace, assessment: Assessment) -> Changes:
    """Look everything up; takes too long for the GUI thread."""
    problems = workspace.book.problems()
    newest = problems[0].entry if problems else None
    unread = Counter(found.file for found in problems if found.entry == newest)
    return Changes(assessment.since(assessment.compared_to), unread)


class ChangesPane(QFrame):
    """Four sections, each with its sum on the right."""

    account_opened = Signal(object)
    page_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SubPane")
        self.setFixedWidth(scaled(340))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._scroll)

    def show_changes(self, found: Changes, currency: str) -> None:
        """Show what is different from the day health is compared with."""
        since = found.since
        pane = QWidget()
        self._column = QVBoxLayout(pane)
        self._column.setContentsMargins(18, 10, 16, 8)
        self._column.setSpacing(1)
        span = tr(Message("{before} → {now}", before=language().day(since.since, year=False), now=language().day(since.as_of, year=False)))  # fmt: skip
        self._row(label(Message("In the last 30 days"), 13.5, SEMIBOLD), label(span, 12, tone="ink2"))
        self._column.addSpacing(4)
        self._show_revenue(since, currency)
        self._show_health(since)
        self._show_renewals(since)
        self._show_problems(found.unread)
        self._column.addStretch(1)
        self._scroll.setWidget(pane)

    def _row(self, left: QWidget, *right: QWidget, indent: int = 0) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(scaled(indent), 0, 0, 0)
        row.setSpacing(8)
        holder.setFixedHeight(scaled(22) if indent else scaled(24))
        row.addWidget(left, 1)
        for widget in right:
            row.addWidget(widget)
        self._column.addWidget(holder)

    def _head(self, icon_name: str, title: Message, total: str) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        holder.setFixedHeight(scaled(28))
        mark = label("")
        mark.setPixmap(icon_pixmap(icon_name, "ink_2", 15, self.devicePixelRatioF()))
        row.addWidget(mark)
        row.addWidget(label(title, 13, MEDIUM))
        row.addStretch(1)
        row.addWidget(label(total, 13, SEMIBOLD, "ink2"))
        self._column.addWidget(holder)

    def _rule(self) -> None:
        self._column.addSpacing(6)
        self._column.addWidget(line())
        self._column.addSpacing(4)

    def _show_revenue(self, found: Since, currency: str) -> None:
        self._head("coins", Message("ARR"), _signed(found.arr_now - found.arr_before, currency))
        for kind, (one, many) in KINDS.items():
            moved = found.movements[found.movements["kind"] == kind]
            if moved.empty:
                continue
            text = one if len(moved) == 1 else many
            said = Message(text.text, account=str(moved["account"].iloc[0])) if len(moved) == 1 else Message(text.text, n=len(moved))  # fmt: skip
            amount = _signed(int(moved["amount"].sum()), currency)
            self._row(ElidedLabel(tr(said), 12.5), label(amount, 12.5), indent=24)
        self._rule()

    def _show_health(self, found: Since) -> None:
        self._head("activity", Message("Health moved 5 points or more"), str(len(found.health)))
        for item in found.health.head(SHOWN).itertuples():
            before = label(f"{item.before} →", 12.5, tone="ink3")
            change = label(signed_text(int(item.change)), 12.5, SEMIBOLD, "risk" if item.change < 0 else "ok")
            self._account(item, before, label(str(item.now), 12.5, MEDIUM), change)
        if len(found.health):
            text = tr(Message("{fell} fell, {rose} rose", fell=found.fell, rose=found.rose))
            more = button(Message("Show all"), "link", clicked=lambda: self.page_opened.emit("accounts"), small=True)
            self._row(label(text, 12, tone="ink3"), more, indent=24)
        self._rule()

    def _show_renewals(self, found: Since) -> None:
        self._head("calendar-clock", Message("Renewal dates moved"), str(len(found.renewals)))
        for item in found.renewals.head(SHOWN).itertuples():
            days = tuple(language().day(day.date(), year=False) for day in (item.before, item.now))
            self._account(item, label(f"{days[0]} → {days[1]}", 12.5, tone="ink2"))
        self._rule()

    def _account(self, item: Any, *right: QWidget) -> None:
        name = button(str(item.account), "name", clicked=lambda: self.account_opened.emit(int(item.account_key)), small=True)  # fmt: skip
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row(name, *right, indent=18)

    def _show_problems(self, unread: Mapping[str, int]) -> None:
        self._head("circle-alert", Message("Cells that could not be read"), str(sum(unread.values())))
        for file in list(unread)[:SHOWN]:
            self._row(ElidedLabel(file, 12.5), label(str(unread[file]), 12.5, tone="ink2"), indent=24)


def _signed(minor: int, currency: str) -> str:
    return ("+" if minor > 0 else "") + language().money(Money(minor, currency)) if minor else "0"
