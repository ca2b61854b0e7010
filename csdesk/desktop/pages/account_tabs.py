"""The tabs of the account page besides the overview: each a working table, made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from csdesk.desktop import account_forms
from csdesk.desktop.account_story import AccountStory
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.explained_figure import ReadCell
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.account_middle import PlanSection, plan_rows
from csdesk.desktop.pages.account_tables import RowAction, TablePane, record_pane
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.renewal_forms import ask_closing
from csdesk.desktop.shell.source_dialog import SourceDialog
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

OVERVIEW, SOURCES = "overview", "sources"
TABS: dict[str, Message] = {
    OVERVIEW: Message("Overview"),
    "contracts": Message("Contracts"),
    "plan": Message("Plan"),
    "touchpoints": Message("Touchpoints"),
    "tickets": Message("Tickets"),
    "feedback": Message("Feedback"),
    "contacts": Message("Contacts"),
    SOURCES: Message("Source rows"),
}
# What a tab counts: the records it lists.
COUNTED = {
    "contracts": ("contract",), "plan": ("task",), "touchpoints": ("touchpoint",), "tickets": ("ticket",),
    "feedback": ("response", "feedback"), "contacts": ("contact",),
}  # fmt: skip


class AccountTabs:
    """Makes the widget of a tab for one account."""

    def __init__(
        self, bridge: Bridge, prompts: Prompts, story: AccountStory, assessment: Assessment, owner: QWidget
    ) -> None:
        self._bridge, self._prompts, self._story, self._owner = bridge, prompts, story, owner
        self._as_of: date = assessment.as_of
        self._currency = assessment.policies.revenue.currency
        self._makers: dict[str, Callable[[], QWidget]] = {
            "contracts": self._contracts,
            "plan": self._plan,
            "touchpoints": self._touchpoints,
            "tickets": lambda: self._records("ticket", Message("Tickets")),
            "feedback": self._feedback,
            "contacts": self._contacts,
        }

    def counts(self) -> dict[str, int]:
        """How many records each tab lists, as far as that is known without looking it up."""
        tables = self._story.tables
        return {tab: sum(len(tables[record]) for record in records) for tab, records in COUNTED.items()}

    def make(self, tab: str) -> QWidget:
        """The widget of a tab."""
        return self._makers[tab]()

    def _records(
        self, record: str, title: Message, actions: tuple[RowAction, ...] = (), extra: tuple[QWidget, ...] = ()
    ) -> TablePane:  # fmt: skip
        return record_pane(
            self._bridge, record, self._story.tables[record], title, self._currency, actions, extra if self._writable else ()
        )  # fmt: skip

    @property
    def _writable(self) -> bool:
        return self._bridge.workspace is not None and not self._bridge.workspace.read_only

    def _contracts(self) -> QWidget:
        bridge, prompts, key = self._bridge, self._prompts, self._story.details.key
        actions = (
            RowAction(
                Message("Edit contract"), "pencil", lambda row: account_forms.edit_contract(bridge, prompts, row)
            ),
            RowAction(Message("Close renewal…"), "circle-check", lambda row: ask_closing(bridge, prompts, row)),
            RowAction(Message("Archive contract"), "archive", lambda row: account_forms.archive_contract(bridge, row)),
            RowAction(Message("Delete contract"), "trash", lambda row: account_forms.delete_contract(bridge, row)),
        )
        add = button(Message("New contract"), "link", clicked=lambda: account_forms.new_contract(bridge, prompts, key), small=True)  # fmt: skip
        pane = self._records("contract", Message("Contracts"), actions, (add,))
        if self._writable:
            pane.opened.connect(lambda row: account_forms.edit_contract(bridge, prompts, int(row)))
        return pane

    def _plan(self) -> QWidget:
        halves = _stacked()
        halves.addWidget(self._records("objective", Message("Objectives")))
        halves.addWidget(self._records("task", Message("Tasks")))
        if plan_rows(self._story, self._as_of):
            pane = QWidget()
            column = QVBoxLayout(pane)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(PlanSection(self._story, self._as_of, linked=False))
            column.addStretch(1)
            area = QScrollArea(widgetResizable=True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setWidget(pane)
            halves.addWidget(area)
        halves.setSizes([scaled(180), scaled(270), scaled(310)])
        return halves

    def _touchpoints(self) -> QWidget:
        key = self._story.details.key
        add = button(Message("Log touchpoint"), "link", clicked=lambda: account_forms.log_touchpoint(self._bridge, self._prompts, key), small=True)  # fmt: skip
        return self._records("touchpoint", Message("Touchpoints"), (), (add,))

    def _feedback(self) -> QWidget:
        halves = _stacked()
        halves.addWidget(self._records("response", Message("Survey answers")))
        halves.addWidget(self._records("feedback", Message("Customer feedback")))
        halves.setSizes([scaled(420), scaled(300)])
        return halves

    def _contacts(self) -> QWidget:
        key = self._story.details.key
        add = button(Message("New contact"), "link", clicked=lambda: account_forms.new_contact(self._bridge, self._prompts, key), small=True)  # fmt: skip
        contacts = self._records("contact", Message("Contacts"), (), (add,))
        if not len(self._story.tables["alias"]):
            return contacts
        halves = _stacked()
        halves.addWidget(contacts)
        halves.addWidget(self._records("alias", Message("Also known as")))
        halves.setSizes([scaled(480), scaled(240)])
        return halves

    def sources(self, rows: pd.DataFrame) -> QWidget:
        """The tab of source rows, from the frame of ``source_table``; Enter shows the sheet."""
        columns = [
            Column("file", tr(Message("File")), "strong", 210),
            Column("sheet", tr(Message("Sheet")), "quiet", 120),
            Column("cell", tr(Message("Cell")), "text", 70),
            Column("gave", tr(Message("What it gave")), "quiet", 190),
            Column("imported_on", tr(Message("Imported on")), "date", 110),
            Column("content", tr(Message("What stands there")), "quiet", 420),
        ]
        empty = Message("Nothing of this account came from a sheet.")
        show = RowAction(Message("Show in its sheet"), "search", lambda row: self._show_sheet(rows, row), writes=False)
        pane = TablePane(columns, rows, Message("Source rows"), empty, self._currency, (show,))
        pane.opened.connect(lambda row: self._show_sheet(rows, int(row)))
        return pane

    def _show_sheet(self, rows: pd.DataFrame, key: int) -> None:
        row = rows.loc[rows["key"] == key].iloc[0]
        cell = ReadCell("", str(row["file"]), str(row["sheet"]), str(row["cell"]), "", row["at"])
        SourceDialog(self._bridge, cell, self._owner.window()).open()


def _stacked() -> QSplitter:
    halves = QSplitter(Qt.Orientation.Vertical)
    halves.setChildrenCollapsible(False)
    halves.setHandleWidth(1)
    return halves
