"""The list of accounts: views, filter, table, side pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
import pyarrow as pa
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from csdesk.app import edits
from csdesk.desktop.account_details import AccountDetails, account_details
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.pages.accounts_actions import wire_inspector
from csdesk.desktop.pages.accounts_bars import AccountsBars
from csdesk.desktop.pages.accounts_columns import SHOWN, chosen_columns, offered_columns
from csdesk.desktop.pages.accounts_filter import AccountsFilter
from csdesk.desktop.pages.accounts_groups import GroupedModel, GroupedTable
from csdesk.desktop.pages.accounts_inspector import AccountInspector
from csdesk.desktop.pages.accounts_menu import row_menu
from csdesk.desktop.pages.accounts_states import list_states
from csdesk.desktop.pages.accounts_sums import list_parts, selection_parts
from csdesk.desktop.pages.accounts_views import AccountsViews
from csdesk.desktop.pages.page import Page
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.tables.chooser import ColumnChooser
from csdesk.desktop.tables.editing import CellEdit
from csdesk.desktop.tables.search_text import search_texts
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

SEARCHED = ("name", "kana", "tags", "external_id", "csm", "domain")


class AccountsPage(Page):
    """Accounts as a table. ``go_to`` takes a key, or an ``AccountsFilter``."""

    code: ClassVar[str] = "accounts"
    title: ClassVar[Message] = Message("Accounts")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self.top.add_action(button(Message("Export"), icon_name="download", clicked=lambda: self.export()))
        self.new_button = button(Message("Account"), "primary", "plus", lambda: self.command_run.emit("new_account"))
        self.top.add_action(self.new_button)
        self.views = AccountsViews(bridge)
        self.bars = AccountsBars()
        self.model = GroupedModel()
        self.model.search_columns = SEARCHED
        self.table = GroupedTable(self.model, tr(Message("Accounts")))
        self.inspector = AccountInspector()
        self._filter = AccountsFilter()
        self._mask: np.ndarray | None = None
        self._wanted_key: int | None = None
        self._accounts = pd.DataFrame()
        self._put_together()
        self._wire()

    def _put_together(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        for state in list_states(self.command_run.emit, self.bars.clear):
            self.stack.addWidget(state)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.bars.filter_bar)
        left.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.inspector)
        self.body.addWidget(self.bars)
        self.body.addLayout(row, 1)

    def _wire(self) -> None:
        bars, table = self.bars, self.table
        bars.view_chosen.connect(self.show_view)
        bars.filter_changed.connect(self._set_filter)
        bars.typed.connect(lambda _: self._search())
        bars.columns_asked.connect(self._choose_columns)
        bars.group_chosen.connect(self._group)
        bars.save_asked.connect(self._save_view)
        bars.forget_asked.connect(lambda: self.show_view(self.views.forget()))
        table.opened.connect(self.account_opened)
        table.peeked.connect(lambda _: self._inspect(show=True))
        table.selection_settled.connect(self._selection_settled)
        table.committed.connect(self._commit)
        table.escaped.connect(self.inspector.hide)
        table.columns_moved.connect(lambda: self.views.keep_widths(self.table))
        table.setContextMenuPolicy(table.contextMenuPolicy().CustomContextMenu)
        table.customContextMenuRequested.connect(lambda point: row_menu(self, table.selected_keys()).exec(table.viewport().mapToGlobal(point)))  # fmt: skip
        self.inspector.unpinned.connect(self._inspect)
        wire_inspector(self, self.inspector)

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """The table of accounts and the parts of their health."""
        _ = assessment.accounts, assessment.health_parts

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show the accounts; sparklines and search texts follow from the compute lane."""
        first = self._accounts.empty
        self._accounts = assessment.accounts
        currency = workspace.policies.revenue.currency
        if first or currency != self.model.currency:
            self.model.currency = currency
            self._show_columns(self.views.columns() or SHOWN)
        self.new_button.setEnabled(not workspace.read_only)
        self.table.set_as_of(assessment.as_of)
        self.views.load(workspace)
        self._show_views()
        self._apply_filter(frame_is_new=True)
        if first:
            self.show_view(self.views.current.code)
            self.table.setFocus()
            if not self.table.selected_rows():
                self.table.go_to_first()
        self.bridge.jobs.run(partial(_follow_up, assessment), done=partial(self._followed, assessment), key="accounts")

    def _followed(self, assessment: Assessment, made: tuple[np.ndarray, pa.Array]) -> None:
        if assessment.accounts is self._accounts and not self._filter.archived:
            self.model.take_extras({"health_history": made[0]}, made[1])
            self.table.viewport().update()

    def _show_views(self) -> None:
        self.bars.show_views(self.views.all, self.views.current.code)
        day = self.bridge.assessment.as_of if self.bridge.assessment else None
        for view in self.views.all:
            if day is not None:
                rows = self.views.archived if view.filter.archived else self._accounts
                mask = view.filter.mask(rows, day)
                self.bars.tabs.set_count(view.code, f"{len(rows) if mask is None else int(mask.sum()):,}")

    def show_view(self, code: str) -> None:
        """Show the list of a view: its filter, order and columns."""
        view = self.views.choose(code)
        self.bars.tabs.choose(view.code)
        self.bars.field.clear()
        if view.columns:
            self._show_columns(view.columns)
        self.model.sort_column, self.model.descending = view.sort, view.descending
        self.model.group_by(view.group)
        self.bars.show_group(view.group)
        self._set_filter(view.filter, frame_is_new=True)

    def _group(self, name: str) -> None:
        """Put the list into groups, or back into one."""
        self.model.group_by(name)
        self.bars.show_group(name)
        self._show_bars()
        if not self.table.selected_rows():
            self.table.go_to_first()

    def _set_filter(self, chosen: AccountsFilter, *, frame_is_new: bool = False) -> None:
        other = chosen.archived != self._filter.archived
        self._filter = chosen
        self._apply_filter(frame_is_new=other or frame_is_new)

    def _apply_filter(self, *, frame_is_new: bool = False) -> None:
        assessment = self.bridge.assessment
        if assessment is None:
            return
        rows = self.views.archived if self._filter.archived else self._accounts
        if frame_is_new:
            kept = self.model.kept_for(rows)
            self.model.set_frame(rows, *kept)
        self._mask = self._filter.mask(rows, assessment.as_of)
        self._show_bars()
        self._search()
        if self._wanted_key is not None and self.table.go_to_key(self._wanted_key):
            self._wanted_key = None
        self._selection_settled()

    def _show_bars(self) -> None:
        view = self.views.current
        changed = self._filter != view.filter or self.model.group != view.group
        self.bars.show_filter(self._filter, self.views.values(self._accounts), changed=changed, own=view.own)

    def _search(self) -> None:
        """Only what each keystroke needs; sums and side pane follow when the selection has settled."""
        self.model.show_rows(self._mask, self.bars.field.text())
        empty = len(self._accounts) == 0 and not self._filter.archived
        self.stack.setCurrentIndex(1 if empty else 2 if len(self.model.records) == 0 else 0)

    def _selection_settled(self) -> None:
        model = self.model
        rows = [row for row in self.table.selected_rows() if model.heading(row) is None]
        parts = list_parts(model.frame, model.records, len(self._accounts), model.currency)
        if len(rows) > 1:
            parts = (*parts, *selection_parts(model.frame, model.positions[np.asarray(rows)], model.currency))
        self.status_shown.emit(parts)
        self._inspect()

    def _inspect(self, *, show: bool = False) -> None:
        workspace, assessment = self.bridge.workspace, self.bridge.assessment
        if show:
            self.inspector.show()
        if not self.inspector.isVisibleTo(self) or workspace is None or assessment is None:
            return
        key = self.table.current_key() if self.table.selected_keys() else None
        if self.inspector.pinned and self.inspector.details is not None:
            key = self.inspector.details.key
        if key is None:
            self.inspector.show_nothing()
            return

        def done(details: AccountDetails | None) -> None:
            if details is None:
                self.inspector.show_nothing()
            else:
                self.inspector.show_details(details, self.model.currency, assessment.as_of)

        self.bridge.jobs.run(lambda: account_details(workspace, assessment, key), done=done, key="inspect")

    def _commit(self, edit: CellEdit) -> None:
        values = {edit.field.name: edit.value}
        self.bridge.edit(lambda book: edits.edit_records(book, "account", edit.keys, values))

    def _show_columns(self, codes: Sequence[str]) -> None:
        offered = offered_columns(self.model.currency)
        shown = chosen_columns(offered, codes)
        if [c.code for c in shown] != [c.code for c in self.model.columns] or not self.model.columns:
            self.model.set_columns(self.views.with_widths(shown))
            self.table.set_widths()
        self.bars.show_column_count(len(shown), len(offered))

    def _choose_columns(self) -> None:
        shown = [column.code for column in self.table.columns_as_shown()]
        popup = ColumnChooser(offered_columns(self.model.currency), shown, self)
        popup.chosen.connect(self._keep_columns)
        popup.open_at(self.bars.columns.mapToGlobal(self.bars.columns.rect().bottomRight()))

    def _keep_columns(self, codes: list[str]) -> None:
        self.views.keep_columns(codes)
        self._show_columns(codes)

    def _save_view(self) -> None:
        name = self.prompts.ask_text(Message("Save view"), Message("Name of the view"), "")
        if name:
            columns = tuple(column.code for column in self.table.columns_as_shown())
            view = replace(
                self.views.current, filter=self._filter, sort=self.model.sort_column, descending=self.model.descending,
                columns=columns, group=self.model.group,
            )  # fmt: skip
            self.views.save(name, view)
            self._show_views()
            self.show_view(self.views.current.code)

    def go_to(self, target: object) -> None:
        """Select an account, or show a filter."""
        if isinstance(target, AccountsFilter):
            self.views.choose("all")
            self._set_filter(target)
        elif isinstance(target, int):
            self._wanted_key = target
            self._set_filter(AccountsFilter())

    def panes(self) -> Sequence[QWidget]:
        """Filter, table, side pane."""
        return (self.bars.field, self.table, self.inspector)

    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self.bars.field.setFocus()
        self.bars.field.selectAll()

    def export(self) -> None:
        """Write the list to a file that spreadsheets open."""
        from csdesk.desktop.pages.accounts_export import export_list

        export_list(self.bridge, self.prompts, self.model)

    def view_state(self) -> object:
        """View, filter, search text and the current account."""
        return (self.views.current.code, self._filter, self.bars.field.text(), self.table.current_key())

    def restore_view_state(self, state: object) -> None:
        """Take them back."""
        if isinstance(state, tuple) and len(state) == 4:
            code, chosen, typed, key = state
            self.views.start_with(code)
            self.bars.field.setText(typed)
            self._filter, self._wanted_key = chosen, key


def _follow_up(assessment: Assessment) -> tuple[np.ndarray, pa.Array]:
    """Sparklines (one row an account, in the order of the accounts) and search texts."""
    accounts = assessment.accounts
    history = assessment.health_history(12).set_index("account_key").reindex(accounts["key"])
    return history.to_numpy(dtype=np.float64, na_value=np.nan), search_texts(accounts, SEARCHED)
