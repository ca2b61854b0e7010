"""Data problems: what is missing or contradicts itself in the book, rule by rule, mended one by one or all alike."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message

if TYPE_CHECKING:
    import pandas as pd

_ASKED = frozenset({"duplicate", "no_contract", "no_csm"})  # a person has to say something for these
_ALONE = frozenset({"duplicate", "no_contract"})  # and for each of these something else
SHOWN = 200  # of each rule; the rest is mended with all like it
_RULE, _ROW = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
TITLES: dict[str, Message] = {
    "no_rate": Message("Exchange rate missing"),
    "renewal_missing": Message("Renewal date missing"),
    "renewal_past": Message("Renewal date in the past"),
    "end_before_start": Message("End before start"),
    "overlap": Message("Contracts overlap"),
    "start_missing": Message("Start missing"),
    "duplicate": Message("Possibly the same customer"),
    "churn_flag": Message("Marked as churned, contracts run"),
    "churn_event": Message("Churn noted, contracts run"),
    "seats_over": Message("More seats used than bought"),
    "tier": Message("Tier against ARR"),
    "stale": Message("Use not measured lately"),
    "no_contract": Message("No contract"),
    "no_csm": Message("No CSM"),
    "override_ended": Message("Override has run out"),
}


class DataProblemsDialog(QDialog):
    """The flaws of the book under their rules; ``account_opened(key)`` when one is to be looked at."""

    account_opened = Signal(object)

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Data problems")))
        self._bridge, self._prompts = bridge, prompts
        self._lint: pd.DataFrame | None = None
        self.tree = QTreeWidget()
        self.said = label("", 12.5, tone="ink2", wrap=True)
        self.open_button = button(Message("Open account"), clicked=self.open_account)
        self.one_button = button(Message("Fix"), clicked=partial(self.fix, alike=False))
        self.all_button = button(Message("Fix all like it"), "primary", clicked=partial(self.fix, alike=True))
        self._put_together()
        self.resize(scaled(780), scaled(560))
        bridge.assessment_ready.connect(self.load)
        self.finished.connect(lambda: bridge.assessment_ready.disconnect(self.load))
        self.load()

    def _put_together(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(Message("Data problems"), 16, SEMIBOLD))
        column.addWidget(self.said)
        self.tree.setHeaderLabels([tr(Message("Account")), tr(Message("Problem"))])
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(tr(Message("Data problems")))
        self.tree.setColumnWidth(0, scaled(260))
        self.tree.currentItemChanged.connect(lambda *_: self._choose())
        self.tree.itemActivated.connect(lambda *_: self.open_account())
        column.addWidget(self.tree, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Close"), clicked=self.reject))
        buttons.addWidget(self.one_button)
        buttons.addWidget(self.all_button)
        column.addLayout(buttons)

    def load(self, *_: object) -> None:
        """Work the flaws out, off the window's thread, and show them."""
        assessment = self._bridge.assessment
        if assessment is not None:
            self._bridge.jobs.run(lambda: (assessment.lint, assessment.frames.frame("account")), done=self._show, key="lint")  # fmt: skip

    def _show(self, found: tuple[pd.DataFrame, pd.DataFrame]) -> None:
        lint, accounts = found
        chosen = self.rule
        self._lint = lint
        names = dict(zip(accounts["key"].tolist(), accounts["name"].tolist(), strict=True))
        self.tree.clear()
        for rule, rows in lint.groupby("rule", sort=False):
            head = QTreeWidgetItem(self.tree, [f"{tr(TITLES[str(rule)])}  {language().number(len(rows))}", ""])
            head.setData(0, _RULE, str(rule))
            head.setFont(0, font(12.5, SEMIBOLD))
            head.setSizeHint(0, QSize(0, scaled(28)))
            for row in rows.head(SHOWN).itertuples():
                item = QTreeWidgetItem(head, [str(names.get(row.account_key, "")), tr(row.message)])
                item.setData(0, _RULE, str(rule))
                item.setData(0, _ROW, int(row.Index))
                item.setToolTip(1, tr(row.message))
            if len(rows) > SHOWN:
                QTreeWidgetItem(head, [tr(Message("and {n} more", n=len(rows) - SHOWN)), ""]).setData(0, _RULE, str(rule))  # fmt: skip
            if str(rule) == chosen or (chosen is None and self.tree.topLevelItemCount() == 1):
                head.setExpanded(True)
                self.tree.setCurrentItem(head.child(0) or head)
        self.said.setText(tr(Message("{n} problems were found.", n=len(lint)) if len(lint) else Message("Nothing is wrong with the data.")))  # fmt: skip
        self._choose()

    @property
    def rule(self) -> str | None:
        """The rule that is marked, or whose flaw is."""
        item = self.tree.currentItem()
        return item.data(0, _RULE) if item is not None else None

    @property
    def row(self) -> int | None:
        """The position in the list of flaws of the one that is marked."""
        item = self.tree.currentItem()
        return item.data(0, _ROW) if item is not None else None

    def _choose(self) -> None:
        from csdesk.app.data_fixes import FIXES

        workspace, fix = self._bridge.workspace, FIXES.get(self.rule or "")
        writable = workspace is not None and not workspace.read_only
        able = writable and (fix is not None or self.rule in _ASKED)
        self.one_button.setEnabled(able and self.row is not None)
        self.all_button.setEnabled(able and self.rule not in _ALONE)
        self.open_button.setEnabled(self.row is not None)
        text = tr(fix.text) if fix is not None else tr(Message("Only somebody who knows the account can mend this."))
        self.one_button.setToolTip(text)
        self.all_button.setToolTip(text)

    def fix(self, *, alike: bool) -> None:
        """Mend the marked flaw, or all of its rule, as one edit; the toast offers Undo."""
        from csdesk.app.data_fixes import fix_flaws
        from csdesk.app.own_person import login, own_name

        lint, rule, row = self._lint, self.rule, self.row
        if lint is None or rule is None or (row is None and not alike):
            return
        flaws = lint[lint["rule"] == rule] if alike else lint.loc[[row]]
        if rule in _ASKED:
            self._ask(rule, [int(key) for key in flaws["account_key"].tolist()])
            return
        self._bridge.edit(lambda book: fix_flaws(book, flaws, own_name(book) or login()))

    def _ask(self, rule: str, keys: list[int]) -> None:
        """Mend what needs a word from a person: a name, the other account, a contract."""
        from csdesk.app.edits import edit_records
        from csdesk.desktop import account_forms
        from csdesk.desktop.merge_dialog import open_merge

        if rule == "duplicate":
            open_merge(self._bridge, keys[:1], self)
        elif rule == "no_contract":
            account_forms.new_contract(self._bridge, self._prompts, keys[0])
        elif name := self._prompts.ask_text(Message("Name the CSM"), Message("CSM"), ""):
            self._bridge.edit(lambda book: edit_records(book, "account", keys, {"csm": name}))

    def open_account(self) -> None:
        """Show the account of the marked flaw."""
        if self._lint is None or self.row is None:
            return
        key = self._lint.at[self.row, "account_key"]
        self.account_opened.emit(int(key))
        self.accept()


def open_data_problems(bridge: Bridge, prompts: Prompts, page: QWidget) -> DataProblemsDialog:
    """Show the dialog over a page, which opens the account that is chosen in it."""
    dialog = DataProblemsDialog(bridge, prompts, page)
    opened = getattr(page, "account_opened", None)
    if opened is not None:
        dialog.account_opened.connect(opened)
    dialog.open()
    return dialog
