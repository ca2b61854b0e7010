"""One account: its facts, what moves its health, revenue and seats, plan, contracts, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from csdesk.desktop import account_forms
from csdesk.desktop.account_story import AccountStory, account_story
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.account_head import AccountHead
from csdesk.desktop.pages.account_health import HealthColumn
from csdesk.desktop.pages.account_middle import ContractsSection, PlanSection
from csdesk.desktop.pages.account_voices import VoicesColumn
from csdesk.desktop.pages.page import Page
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.shell.explanation_dialog import open_explanation
from csdesk.desktop.theme import current_theme
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button, icon_button
from csdesk.desktop.widgets.chart_tile import ChartTile, Wanted
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.charts.style import Look
    from csdesk.rules.assessment import Assessment

TABS = (Message("Overview"), Message("Contracts"), Message("Touchpoints"))


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
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setObjectName("PageTabs")
        for name in TABS:
            self.tabs.addTab(tr(name))
        self.stack = QStackedWidget()
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.body.addWidget(self.tabs)
        self.body.addWidget(line())
        self.body.addWidget(self.stack, 1)
        self.chart_tiles: list[ChartTile] = []

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
        place = max(0, self.tabs.currentIndex())
        while (old := self.stack.widget(0)) is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        for made in (
            self._overview(story, assessment, currency),
            self._contracts(story, currency, everything=True),
            self._everything_said(story),
        ):
            self.stack.addWidget(made)
        for number, count in ((1, len(story.contracts)), (2, len(story.details.recent))):
            self.tabs.setTabText(number, f"{tr(TABS[number])}  {count}")
        self.stack.setCurrentIndex(place)
        self.status_shown.emit(())

    def _overview(self, story: AccountStory, assessment: Assessment, currency: str) -> QWidget:
        pane = QWidget()
        row = QHBoxLayout(pane)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        model = assessment.policies.health[0]
        health = HealthColumn(story, model.watch_from, model.healthy_from)
        health.source_asked.connect(partial(self._explain, "health"))
        left = _scrolling(health)
        left.setFixedWidth(scaled(420))
        row.addWidget(left)
        row.addWidget(line(vertical=True))
        middle = _scrolling(self._middle(story, assessment, currency))
        middle.setMinimumWidth(scaled(410))
        row.addWidget(middle, 1)
        row.addWidget(line(vertical=True))
        right = _scrolling(VoicesColumn(story))
        right.setMinimumWidth(scaled(240))
        right.setMaximumWidth(scaled(370))
        row.addWidget(right)
        return pane

    def _middle(self, story: AccountStory, assessment: Assessment, currency: str) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        look: Look = "dark" if current_theme().dark else "light"
        self.chart_tiles = []
        for code, height in (("account_arr", 170), ("account_seats", 190)):
            tile = ChartTile(code, self.bridge.jobs)
            tile.setMinimumHeight(scaled(height))
            tile.setMaximumHeight(scaled(height))
            tile.show_chart(Wanted(code, assessment, language(), look, story.details.key))
            self.chart_tiles.append(tile)
            column.addWidget(tile)
        column.addWidget(line())
        column.addWidget(PlanSection(story, assessment.as_of))
        column.addWidget(line())
        column.addWidget(self._contracts(story, currency, everything=False))
        column.addStretch(1)
        return pane

    def _contracts(self, story: AccountStory, currency: str, *, everything: bool) -> QWidget:
        key = story.details.key
        return ContractsSection(
            story, currency,
            lambda contract: account_forms.edit_contract(self.bridge, self.prompts, contract),
            lambda contract: account_forms.delete_contract(self.bridge, contract),
            lambda contract: account_forms.archive_contract(self.bridge, contract),
            lambda: account_forms.new_contract(self.bridge, self.prompts, key),
            everything=everything,
        )  # fmt: skip

    def _everything_said(self, story: AccountStory) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        for row in story.touchpoints:
            on = language().day(row["date"]) if isinstance(row["date"], date) else ""
            text = label(f"{on}   {row['text'] or ''}", 12.5, wrap=True)
            column.addWidget(text)
        if not story.touchpoints:
            column.addWidget(label(Message("No touchpoint yet."), 12.5, tone="ink3"))
        column.addStretch(1)
        return _scrolling(pane)

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
        return (self.key, self.tabs.currentIndex())

    def restore_view_state(self, state: object) -> None:
        """Show that account again."""
        if isinstance(state, tuple) and isinstance(state[0], int):
            self.tabs.setCurrentIndex(int(state[1]))
            self.go_to(state[0])


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
