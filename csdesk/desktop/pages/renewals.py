"""Renewals: what comes up by month, what is expected of it, and each contract with its deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from csdesk.app.edits import set_decision
from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import scaled
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.pages.renewals_menu import renewal_menu
from csdesk.desktop.pages.renewals_rows import HEADING, RenewalChoice, chosen, contract_rows, grouped_rows
from csdesk.desktop.pages.renewals_table import RenewalModel, RenewalTable, renewal_columns
from csdesk.desktop.pages.renewals_totals import TotalsPane, totals_of
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.renewal_forms import ask_target
from csdesk.desktop.tables.columns import field_column
from csdesk.desktop.tables.editing import CellEdit
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.theme import current_theme
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import SegmentedControl, button
from csdesk.desktop.widgets.chart_tile import ChartTile, Wanted
from csdesk.desktop.widgets.chips import Chip
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.fields import field
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.periods import PeriodKind, period_of

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

# Names of decision fields by the column they are edited in.
_EDITED = {"forecast": "forecast", "expected": "expected_amount", "expected_amount": "expected_amount"}


class RenewalsPage(Page):
    """The renewals to the end of the fiscal year, or all of them."""

    code: ClassVar[str] = "renewals"
    title: ClassVar[Message] = Message("Renewals")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self._choice: RenewalChoice | None = None
        self._assessment: Assessment | None = None
        self._listed: pd.DataFrame | None = None
        self._year_end = date.max
        self.top.add_action(button(Message("Export"), icon_name="download", clicked=self.export))
        self.deck = button(Message("Renewal deck"), "primary", "presentation", self.build_deck)
        self.top.add_action(self.deck)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        self.chart = ChartTile("renewals_by_month", bridge.jobs)
        self.chart.setFixedHeight(scaled(306))
        upper.addWidget(self.chart, 1)
        upper.addWidget(line(vertical=True))
        self.totals = TotalsPane()
        self.totals.target_asked.connect(lambda: ask_target(bridge, prompts, self._listed))
        upper.addWidget(self.totals)
        self.body.addLayout(upper)
        self.body.addWidget(line())
        self.body.addWidget(self._filter_bar())
        self.model = RenewalModel()
        self.table = RenewalTable(self.model, tr(Message("Renewals")))
        self.table.opened.connect(self._open)
        self.table.committed.connect(self._commit)
        self.table.turned.connect(self._turn)
        self.table.sort_asked.connect(self._sort)
        self.table.selection_settled.connect(self._say_sums)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.body.addWidget(self.table, 1)

    def _filter_bar(self) -> QWidget:
        bar = QFrame()
        bar.setFixedHeight(scaled(42))
        self._filters = QHBoxLayout(bar)
        self._filters.setContentsMargins(20, 0, 20, 0)
        self._filters.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr(Message("Filter renewals")))
        self.field.setFixedWidth(scaled(190))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda text: self._choose(typed=text))
        self._filters.addWidget(self.field)
        self.until: Chip | None = None
        self.csm = QComboBox()
        self.csm.setAccessibleName(tr(Message("CSM")))
        self.csm.activated.connect(lambda row: self._choose(csm=self.csm.itemData(row)))
        self.csm.setMinimumWidth(scaled(130))
        self._filters.addWidget(self.csm)
        self._filters.addStretch(1)
        self._filters.addWidget(label(Message("Group by"), 12, tone="ink2"))
        groups = (("month", Message("Month")), ("forecast", Message("Forecast")), ("csm", Message("CSM")))
        self.group = SegmentedControl(groups, "month", Message("Group by"))
        self.group.chosen.connect(lambda code: self._choose(group=code, closed=frozenset(), unfolded=frozenset()))
        self._filters.addWidget(self.group, 0, Qt.AlignmentFlag.AlignVCenter)
        return bar

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """The list itself."""
        _ = assessment.renewals

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show the renewals of the new figures; filter and group stay."""
        self._assessment = assessment
        policies = workspace.policies
        self._year_end = period_of(assessment.as_of, PeriodKind.YEAR, policies.calendar).end
        if self._choice is None:
            self._choice = RenewalChoice(until=self._year_end)
        self.top.set_meta(tr(Message("Forecast to fiscal year end, {day}", day=self._year_end)))
        if not self.model.columns or self.model.currency != policies.revenue.currency:
            self.model.currency = policies.revenue.currency
            self.model.set_columns(renewal_columns(policies.revenue.currency))
            self.table.set_widths()
        self.table.set_as_of(assessment.as_of)
        self._offer_people(assessment.renewals["csm"])
        self.chart.show_chart(
            Wanted("renewals_by_month", assessment, language(), "dark" if current_theme().dark else "light")
        )
        self._show()

    def _offer_people(self, names: pd.Series) -> None:
        current = self._choice.csm if self._choice else None
        self.csm.clear()
        self.csm.addItem(tr(Message("Everyone")), None)
        for name in sorted(names.dropna().unique()):
            self.csm.addItem(str(name), str(name))
        self.csm.setCurrentIndex(max(0, self.csm.findData(current)))

    def _choose(self, **changes: object) -> None:
        if self._choice is not None:
            self._choice = replace(self._choice, **changes)  # type: ignore[arg-type]
            self._show()

    def _show(self) -> None:
        assessment, choice = self._assessment, self._choice
        if assessment is None or choice is None:
            return
        self._show_chip(choice)
        listed = chosen(assessment.renewals, assessment.as_of, choice)
        self._listed = listed
        self.model.shown_sort = (choice.sort, choice.descending)
        self.table.closed, self.table.unfolded = choice.closed, choice.unfolded
        self.model.set_frame(grouped_rows(listed, assessment.as_of, choice))
        totals = totals_of(listed, assessment.frames.frame("target"), assessment.policies)
        self.totals.show_totals(totals, self.model.currency, choice.until)
        self._say_sums()

    def _turn(self, kind: str, group: str) -> None:
        """Open a group that is closed or close one that is open, or the same for its tech touch."""
        if self._choice is None:
            return
        if kind == HEADING:
            self._choose(closed=self._choice.closed ^ {group})
        else:
            self._choose(unfolded=self._choice.unfolded ^ {group})

    def _sort(self, code: str) -> None:
        """Order the rows of every group by a column; once more turns the order round."""
        if self._choice is not None:
            again = code == self._choice.sort
            self._choose(sort=code, descending=again and not self._choice.descending)

    def _show_chip(self, choice: RenewalChoice) -> None:
        if self.until is not None:
            self._filters.removeWidget(self.until)
            self.until.deleteLater()
        if choice.until is None:
            self.until = Chip(tr(Message("Only to {day}", day=self._year_end)), dashed=True)
            self.until.clicked.connect(lambda: self._choose(until=self._year_end))
        else:
            self.until = Chip(tr(Message("Renewals")), tr(Message("to {day}", day=choice.until)))
            self.until.removed.connect(lambda: self._choose(until=None))
        self._filters.insertWidget(1, self.until)

    def _say_sums(self) -> None:
        listed = self._listed
        if listed is None:
            return
        currency = self.model.currency
        total = language().money(Money(int(listed["annual"].sum()), currency))
        parts = [StatusPart(tr(Message("{n} renewals, {amount}", n=len(listed), amount=total)))]
        if keys := self.chosen_renewals():
            rows = listed[listed["contract_key"].isin(keys)]
            arr = language().money(Money(int(rows["annual"].sum()), currency))
            expected = language().money(Money(int(rows["expected"].sum()), currency))
            parts += [
                StatusPart(strong=tr(Message("{n} selected", n=len(rows))), divided=True),
                StatusPart(tr(Message("ARR")), arr),
                StatusPart(tr(Message("Expected")), expected),
            ]
        self.status_shown.emit(tuple(parts))

    def chosen_renewals(self) -> list[int]:
        """The keys of the contracts that are selected."""
        return [key for key in self.table.selected_keys() if key >= 0]

    def _show_menu(self, point: QPoint) -> None:
        row = self.table.rowAt(point.y())
        if row >= 0 and self.model.key_at(row) not in self.table.selected_keys():
            self.table.go_to_row(row)
        if keys := self.chosen_renewals():
            renewal_menu(self, keys).popup(self.table.viewport().mapToGlobal(point))

    def build_deck(self) -> None:
        """To the deck of the account that is selected, else of the first listed."""
        listed = self._listed
        if listed is None or listed.empty:
            return
        keys = self.chosen_renewals() or [int(listed["contract_key"].iloc[0])]
        account = listed.loc[listed["contract_key"] == keys[0], "account_key"]
        self.place_opened.emit("qbr", int(account.iloc[0]))

    def _open(self, key: object) -> None:
        listed = self._listed
        if listed is None or not isinstance(key, int) or key < 0:
            return
        found = listed.loc[listed["contract_key"] == key, "account_key"]
        if len(found):
            self.account_opened.emit(int(found.iloc[0]))

    def _commit(self, edit: CellEdit) -> None:
        keys = [key for key in edit.keys if key >= 0]
        values = {_EDITED[edit.field.name]: edit.value}
        if keys:
            self.bridge.edit(lambda book: set_decision(book, keys, values))

    def panes(self) -> Sequence[QWidget]:
        """Chart, filter, table."""
        return (self.chart, self.field, self.table)

    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self.field.setFocus()
        self.field.selectAll()

    def export(self) -> None:
        """Write every listed contract, of closed groups too, to a file that spreadsheets open."""
        from csdesk.desktop.pages.accounts_export import export_list

        if self._listed is not None and self._choice is not None:
            risk = field_column(field("decision.risk_reason"), self.model.currency)
            every = FrameTableModel([*self.model.columns, risk], self.model.currency)
            every.set_frame(contract_rows(self._listed, self._choice))
            export_list(self.bridge, self.prompts, every, "renewals")

    def view_state(self) -> object:
        """Filter and group."""
        return self._choice

    def restore_view_state(self, state: object) -> None:
        """Take them back."""
        if isinstance(state, RenewalChoice):
            self._choice = state
            self.group.choose(state.group)
            self.field.setText(state.typed)
