"""One account: its facts, what moves its health, revenue and seats, plan, contracts, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from csdesk.desktop import account_forms
from csdesk.desktop.account_sources import source_table
from csdesk.desktop.account_story import AccountStory, account_story
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.account_head import AccountHead
from csdesk.desktop.pages.account_overview import Overview
from csdesk.desktop.pages.account_tabs import OVERVIEW, SOURCES, TABS, AccountTabs
from csdesk.desktop.pages.page import Page
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.shell.explanation_dialog import open_explanation
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.chips import ViewTabs
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment


class AccountPage(Page):
    """``go_to`` takes the key of an account."""

    code: ClassVar[str] = "account"
    title: ClassVar[Message] = Message("Account")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self.key: int | None = None
        self._workspace: Workspace | None = None
        self._assessment: Assessment | None = None
        self.top.set_parent_page("accounts", Message("Accounts"))
        self.top.add_action(icon_button("chevron-up", Message("Previous account"), partial(self._step, -1), kind="normal", small=False))  # fmt: skip
        self.top.add_action(icon_button("chevron-down", Message("Next account"), partial(self._step, 1), kind="normal", small=False))  # fmt: skip
        self.top.add_action(button(Message("Log touchpoint"), icon_name="plus", clicked=self._log))
        self.top.add_action(button(Message("Edit"), "normal", "pencil", self._edit))
        self.top.add_action(button(Message("Build QBR deck"), "primary", "presentation", self._build_deck))
        self._head: QWidget = QFrame()
        self.body.addWidget(self._head)
        self.body.addWidget(line())
        self.tabs = ViewTabs()
        self.tabs.setAccessibleName(tr(Message("Parts of the account")))
        self.tabs.set_tabs([(code, tr(name)) for code, name in TABS.items()], OVERVIEW)
        self.tabs.chosen.connect(self.show_tab)
        bar = QFrame()
        bar.setFixedHeight(scaled(36))
        row = QHBoxLayout(bar)
        row.setContentsMargins(11, 0, 16, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.stack = QStackedWidget()
        self.body.addWidget(bar)
        self.body.addWidget(line())
        self.body.addWidget(self.stack, 1)
        self.tab = OVERVIEW
        self._made: dict[str, QWidget] = {}
        self._story: AccountStory | None = None
        self._tabs: AccountTabs | None = None
        self._sources: pd.DataFrame | None = None

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """What every account reads."""
        _ = (assessment.accounts, assessment.health_parts, assessment.contracts)
        assessment.health_history(12)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show the account again with new figures."""
        self._workspace, self._assessment = workspace, assessment
        self._load()

    def go_to(self, target: object) -> None:
        """Show an account."""
        if isinstance(target, int):
            self.key = target
            self._load()

    def _load(self) -> None:
        workspace, assessment, key = self._workspace, self._assessment, self.key
        if workspace is None or assessment is None or key is None:
            return
        self.bridge.jobs.run(
            lambda: account_story(workspace, assessment, key), done=self._show, key="account",
            title=Message("Looking up the account"),
        )  # fmt: skip

    def _show(self, story: AccountStory | None) -> None:
        workspace, assessment = self._workspace, self._assessment
        if workspace is None or assessment is None:
            return
        if story is None:
            self.page_opened.emit("accounts")
            return
        self.top.set_title(str(story.details.row.get("name") or ""))
        currency = workspace.policies.revenue.currency
        head = AccountHead(story, currency, assessment.as_of)
        self.body.replaceWidget(self._head, head)
        self._head.deleteLater()
        self._head = head
        self._story, self._tabs = story, AccountTabs(self.bridge, self.prompts, story, assessment, self)
        self._made, self._sources = {}, None
        old = [self.stack.widget(place) for place in range(self.stack.count())]
        for code, count in self._tabs.counts().items():
            self.tabs.set_count(code, str(count))
        self.show_tab(self.tab)
        for widget in old:
            if widget is not None:
                self.stack.removeWidget(widget)
                widget.deleteLater()
        self.bridge.jobs.run(lambda: source_table(workspace, story.details.key), done=partial(self._take_sources, story), key="sources")  # fmt: skip
        self.status_shown.emit(())

    def show_tab(self, code: str) -> None:
        """Show a part of the account; it is made when first looked at."""
        self.tab = code
        self.tabs.choose(code)
        if self._tabs is None:
            return
        if code not in self._made:
            self._made[code] = self._overview_pane() if code == OVERVIEW else _waiting() if code == SOURCES else self._tabs.make(code)  # fmt: skip
            self.stack.addWidget(self._made[code])
            if code == SOURCES and self._sources is not None:
                self._put_sources(self._sources)
        self.stack.setCurrentWidget(self._made[code])

    def _take_sources(self, story: AccountStory, rows: pd.DataFrame) -> None:
        if story is self._story:
            self._sources = rows
            self.tabs.set_count(SOURCES, str(len(rows)))
            if SOURCES in self._made:
                self._put_sources(rows)

    def _put_sources(self, rows: pd.DataFrame) -> None:
        """The table of source rows, once it is known, in place of the waiting."""
        if self._tabs is not None:
            old, made = self._made[SOURCES], self._tabs.sources(rows)
            self.stack.addWidget(made)
            if self.stack.currentWidget() is old:
                self.stack.setCurrentWidget(made)
            self.stack.removeWidget(old)
            old.deleteLater()
            self._made[SOURCES] = made

    def _overview_pane(self) -> QWidget:
        story, assessment = self._story, self._assessment
        if story is None or assessment is None:
            return QWidget()
        made = Overview(self.bridge, self.prompts, story, assessment)
        made.source_asked.connect(partial(self._explain, "health"))
        made.tab_asked.connect(self.show_tab)
        return made

    def _log(self) -> None:
        if self.key is not None:
            account_forms.log_touchpoint(self.bridge, self.prompts, self.key)

    def _edit(self) -> None:
        if self.key is not None:
            account_forms.edit_account(self.bridge, self.prompts, self.key)

    def _explain(self, field: str, part: str) -> None:
        if self.key is not None:
            open_explanation(self.bridge, self.key, self.top.title.text(), field, part, parent=self)

    def _build_deck(self) -> None:
        if self.key is not None:
            self.place_opened.emit("qbr", self.key)

    def _step(self, step: int) -> None:
        if self._assessment is None or self.key is None:
            return
        ordered = self._assessment.accounts.sort_values(["arr", "key"], ascending=[False, True])["key"].tolist()
        if self.key in ordered:
            place = ordered.index(self.key) + step
            if 0 <= place < len(ordered):
                self.go_to(int(ordered[place]))

    def panes(self) -> Sequence[QWidget]:
        """The tabs and what they show."""
        return (self.tabs, self.stack)

    def view_state(self) -> object:
        """The account and the tab."""
        return (self.key, self.tab)

    def restore_view_state(self, state: object) -> None:
        """Show that account again."""
        if isinstance(state, tuple) and isinstance(state[0], int):
            self.tab = str(state[1])
            self.go_to(state[0])


def _waiting() -> QWidget:
    pane = QFrame()
    column = QVBoxLayout(pane)
    column.setContentsMargins(20, 16, 20, 16)
    column.addWidget(label(Message("Looking up the sources"), 12.5, tone="ink3"))
    column.addStretch(1)
    return pane
