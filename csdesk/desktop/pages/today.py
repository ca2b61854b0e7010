"""Today: the key figures, what needs the CSM now, what changed, and the renewals of the next months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from csdesk.app.edits import mark_item
from csdesk.app.own_person import own_name, own_names
from csdesk.desktop.account_forms import log_touchpoint
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.icons import icon_pixmap
from csdesk.desktop.own_person import person_menu, say_who_i_am
from csdesk.desktop.pages.page import Page
from csdesk.desktop.pages.today_changes import Changes, ChangesPane, changes_of
from csdesk.desktop.pages.today_list import AgendaList, look_of
from csdesk.desktop.pages.today_renewals import RenewalsPane, coming_renewals
from csdesk.desktop.pages.today_strip import FigureStrip, strip_contents
from csdesk.desktop.prompts import Form, Prompts
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl, button
from csdesk.desktop.widgets.labels import SectionHeader, label, line
from csdesk.model.fields import field
from csdesk.model.messages import Message
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

CATEGORIES: Mapping[str, Message] = {
    "all": Message("All"),
    "renewal": Message("Renewal"),
    "health": Message("Health"),
    "contact": Message("Contact"),
    "onboarding": Message("Onboarding"),
    "growth": Message("Growth"),
    "data": Message("Data"),
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SNOOZE_DAYS = 7


class TodayPage(Page):
    """The first page of the morning."""

    code: ClassVar[str] = "today"
    title: ClassVar[Message] = Message("Today")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self._category, self._agenda, self._currency = "all", None, ""
        self._as_of = date.min
        self.scope = SegmentedControl((("team", Message("Team")), ("mine", Message("Mine"))), "team", Message("Whose"))
        self.scope.chosen.connect(self._choose_scope)
        self.scope.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.scope.customContextMenuRequested.connect(lambda _: self._ask_who())
        self.top.add_action(self.scope)
        run_import = button(Message("Import"), "primary", "file-input", lambda: self.command_run.emit("import"))
        self.top.add_action(run_import)
        self.strip = FigureStrip()
        self.strip.opened.connect(self._explain)
        self.body.addWidget(self.strip)
        self.body.addWidget(line())
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._list_pane())
        self.changes = ChangesPane()
        self.changes.account_opened.connect(self.account_opened)
        self.changes.page_opened.connect(self.page_opened)
        halves.addWidget(self.changes)
        halves.setStretchFactor(0, 1)
        self.body.addWidget(halves, 1)
        self.body.addWidget(line())
        self.renewals = RenewalsPane()
        self.renewals.account_opened.connect(self.account_opened)
        self.body.addWidget(self.renewals)

    _agenda: pd.DataFrame | None

    def _list_pane(self) -> QWidget:
        pane = QFrame()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = SectionHeader(Message("Needs you now"))
        head.setContentsMargins(20, 0, 20, 0)
        head.setFixedHeight(scaled(44))
        self.chips = QHBoxLayout()
        self.chips.setSpacing(2)
        head.row.insertLayout(1, self.chips)
        head.add(self._ranking())
        column.addWidget(head)
        column.addWidget(line())
        self.list = AgendaList()
        self.list.opened.connect(self.account_opened)
        self.list.started.connect(self._start)
        self.list.marked.connect(self._mark)
        self.list.logged.connect(self._log)
        column.addWidget(self.list, 1)
        return pane

    def _ranking(self) -> QWidget:
        """How the list is ordered, and the formula in a tip."""
        pane = QWidget()
        row = QHBoxLayout(pane)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(Message("Ranked by ARR × urgency"), 12, tone="ink2"))
        mark = label("")
        mark.setPixmap(icon_pixmap("info", "ink_2", scaled(14), self.devicePixelRatioF()))
        row.addWidget(mark)
        formula = tr(Message("ARR at stake × weight of the rule × how near the due date is (1 − days / 90, at least 0.1)."))  # fmt: skip
        pane.setToolTip(formula)
        pane.setAccessibleName(formula)
        return pane

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """Everything on the page, so that nothing is left for the GUI thread."""
        assessment.figures(add_months(assessment.as_of, -12)).numbers.values()
        assessment.trend(13)
        _ = (assessment.accounts, assessment.agenda, assessment.renewals)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Fill every part."""
        self._as_of = assessment.as_of
        self._currency = workspace.policies.revenue.currency
        self._agenda = assessment.agenda
        self.top.set_meta(_meta(assessment.as_of, len(assessment.accounts)))
        self.strip.show_contents(strip_contents(workspace, assessment))
        self._me, self._own = own_names(workspace), own_name(workspace)
        if self._asked_mine and self._me:
            self.scope.choose("mine")
        elif not self._me:
            self.scope.choose("team")
        self._asked_mine = False
        told = Message("You are {name}. Right-click to change.", name=self._own) if self._own else Message("Choose Mine to say which CSM you are.")  # fmt: skip
        self.scope.setToolTip(tr(told))
        self._show_list()
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus) or not self._seen:
            self.list.focus_row(0)
        self._seen = True
        self.bridge.jobs.run(
            partial(changes_of, workspace, assessment), done=partial(self._show_changes, assessment), key="changes"
        )
        self.bridge.jobs.run(
            partial(coming_renewals, assessment, self._currency), done=self.renewals.show_renewals, key="timeline"
        )
        self.status_shown.emit(())

    def _show_changes(self, assessment: Assessment, found: Changes) -> None:
        if assessment is self.bridge.assessment:
            self.changes.show_changes(found, self._currency)

    _me: frozenset[str] = frozenset()
    _own: str | None = None
    _asked_mine = False
    _seen = False  # at first the list has the keys

    def _choose_scope(self, code: str) -> None:
        """Mine needs to know who one is."""
        if code == "mine" and not self._me:
            self.scope.choose("team")
            self._ask_who()
        self._show_list()

    def _ask_who(self) -> None:
        menu = person_menu(self.scope, self.bridge, self._own, self._say_who)
        menu.popup(self.scope.mapToGlobal(self.scope.rect().bottomLeft()))

    def _say_who(self, name: str | None) -> None:
        self._asked_mine = name is not None
        say_who_i_am(self.bridge, name)

    def _items(self) -> pd.DataFrame | None:
        items = self._agenda
        if items is not None and self.scope.current == "mine":
            items = items[items["csm"].isin(list(self._me))]
        return items

    def _show_list(self) -> None:
        items = self._items()
        if items is None:
            return
        counts = items["category"].value_counts()
        while self.chips.count():
            taken = self.chips.takeAt(0)
            if taken is not None and (chip := taken.widget()) is not None:
                chip.deleteLater()
        for code, name in CATEGORIES.items():
            count = len(items) if code == "all" else int(counts.get(code, 0))
            if count or code == "all":
                self.chips.addWidget(self._chip(code, name, count))
        kept = items if self._category == "all" else items[items["category"] == self._category]
        self.list.show_items(kept, self._currency, self._as_of)

    def _chip(self, code: str, name: Message, count: int) -> QWidget:
        made = button(f"{tr(name)}  {count}", "quiet", clicked=partial(self._choose, code), small=True)
        made.setProperty("chip", "on" if code == self._category else "off")
        return made

    def _choose(self, code: str) -> None:
        self._category = code
        self._show_list()

    def _explain(self, code: str) -> None:
        """What a tile's figure is made from; from there to its list."""
        from csdesk.desktop.shell.figure_dialog import FigureDialog

        content = self.strip.contents.get(code)
        if content is None or content.figure is None:
            return
        dialog = FigureDialog(self.bridge, content.text, content.figure, self.window())
        dialog.account_opened.connect(self.account_opened)
        dialog.list_asked.connect(partial(self._open_list, code))
        dialog.open()

    def _open_list(self, figure: str) -> None:
        self.page_opened.emit("renewals" if figure == "arr_due_90_days" else "accounts")

    def _start(self, item: Mapping[str, Any]) -> None:
        command = look_of(str(item["rule"])).command
        if command == "deck":
            self.place_opened.emit("qbr", item["account_key"])
        elif command in ("renewals", "segments"):
            self.page_opened.emit(command)
        elif command == "data_problems":
            self.command_run.emit(command)
        elif command == "touchpoint":
            self._log(item["account_key"])
        else:
            self.account_opened.emit(item["account_key"])

    def _log(self, key: object) -> None:
        log_touchpoint(self.bridge, self.prompts, int(str(key)))

    def _mark(self, item: Mapping[str, Any], mark: str) -> None:
        until = self._as_of + timedelta(days=SNOOZE_DAYS) if mark == "snoozed" else None
        reason = None
        if mark == "dismissed":
            asked = Form(Message("Why does this not need you?"), (field("agenda_mark.reason"),), {}, ("reason",))
            answer = self.prompts.fill_in(asked)
            if answer is None:
                return
            reason = str(answer["reason"])
        key, rule, facts = int(item["account_key"]), str(item["rule"]), str(item["facts"])
        self.bridge.edit(lambda book: mark_item(book, key, rule, facts, mark, until, reason))

    def panes(self) -> Sequence[QWidget]:
        """The strip, the list, the changes and the timeline."""
        return (self.strip, self.list, self.changes, self.renewals)

    def view_state(self) -> object:
        """Which category is shown."""
        return self._category

    def restore_view_state(self, state: object) -> None:
        """Show that category again."""
        self._category = str(state)


def _meta(day: date, accounts: int) -> str:
    weekday = tr(Message(WEEKDAYS[day.weekday()]))
    if language().japanese:
        return tr(Message("{day} ({weekday}), {n} accounts", day=f"{day.year}年{day.month}月{day.day}日", weekday=weekday, n=accounts))  # fmt: skip
    return tr(Message("{weekday} {day}, {n} accounts", weekday=weekday, day=day, n=accounts))
