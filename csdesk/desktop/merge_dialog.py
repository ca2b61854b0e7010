"""Making two accounts one: which stays, what moves, and the fields that differ side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.field_text import shown_text
from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.jobs import Job
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label, line
from csdesk.model.fields import record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.account_merging import Merge
    from csdesk.app.workspace import Workspace


class MergeDialog(QDialog):
    """Two accounts, or one and a field to choose the other by; nothing changes before Merge is pressed."""

    def __init__(self, bridge: Bridge, keys: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Merge accounts")))
        self._bridge = bridge
        self._keys = list(keys[:2])
        self._others: dict[str, int] = {}
        self._job: Job[Any] | None = None
        self.finished.connect(self._stop)
        self.other = QLineEdit()
        self.stays = [QRadioButton(), QRadioButton()]
        self.details = [label("", 12, tone="ink2"), label("", 12, tone="ink2")]
        self.area = QScrollArea(widgetResizable=True)
        self.accept_button = button(Message("Merge"), "primary", clicked=self.merge)
        self._put_together(choosing=len(keys) < 2)
        self.setMinimumSize(scaled(480), scaled(360))  # its own: what the texts need changes while it is open
        self.resize(scaled(620), scaled(560))
        self._show_pair()

    def _put_together(self, *, choosing: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(Message("Merge accounts"), 16, SEMIBOLD))
        column.addWidget(label(Message("Everything of one account moves to the other, whose own values stay. One undo takes it back."), 12.5, tone="ink2", wrap=True))  # fmt: skip
        if choosing:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(label(Message("Merge with"), 12.5))
            row.addWidget(self.other, 1)
            column.addLayout(row)
            self._offer_accounts()
        self.question = label(Message("Which account stays?"), 12.5, SEMIBOLD)
        column.addWidget(self.question)
        for choice, detail in zip(self.stays, self.details, strict=True):
            row = QHBoxLayout()
            row.setSpacing(12)
            choice.setFont(font(13))
            choice.toggled.connect(lambda on: self._plan() if on else None)
            row.addWidget(choice)
            row.addWidget(detail)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(line())
        column.addWidget(self.area, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        self.accept_button.setDefault(True)
        buttons.addWidget(self.accept_button)
        column.addLayout(buttons)

    def _offer_accounts(self) -> None:
        """The other accounts by name, found by any part of it; of equal names each with its ID."""
        assessment = self._bridge.assessment
        if assessment is None:
            return
        accounts = assessment.accounts[["key", "name", "external_id"]]
        twice = accounts["name"].duplicated(keep=False)
        for (key, name, number), again in zip(accounts.itertuples(index=False, name=None), twice, strict=True):
            if isinstance(name, str) and int(key) not in self._keys:
                self._others[f"{name} ({number if isinstance(number, str) else key})" if again else name] = int(key)
        completer = QCompleter(sorted(self._others), self.other)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.other.setCompleter(completer)
        self.other.setPlaceholderText(tr(Message("Name of the other account")))
        self.other.setAccessibleName(tr(Message("Merge with")))
        self.other.textChanged.connect(self._choose_other)
        completer.activated.connect(self._choose_other)

    def _choose_other(self, name: str) -> None:
        key = self._others.get(name)
        self._keys = self._keys[:1] if key is None else [self._keys[0], key]
        self._show_pair()

    def _show_pair(self) -> None:
        complete = len(self._keys) == 2
        for widget in (self.question, *self.stays, *self.details):
            widget.setVisible(complete)
        self.accept_button.setEnabled(False)
        if not complete:
            self.area.setWidget(QWidget())
            return
        for place, key in enumerate(self._keys):
            name, detail = self._named(key)
            self.stays[place].setText(name)
            self.details[place].setText(detail)
        if not any(choice.isChecked() for choice in self.stays):
            self.stays[0].setChecked(True)
        else:
            self._plan()

    def _named(self, key: int) -> tuple[str, str]:
        """Name, and what tells the account from others: ID and revenue."""
        assessment = self._bridge.assessment
        if assessment is None:
            return "", ""
        from csdesk.model.money import Money

        row = assessment.accounts[assessment.accounts["key"] == key]
        if row.empty:
            return "", ""
        name, number, arr = row[["name", "external_id", "arr"]].astype(object).iloc[0]
        parts = [number] if isinstance(number, str) else []
        if isinstance(arr, int):
            amount = language().money(Money(arr, assessment.policies.revenue.currency))
            parts.append(tr(Message("ARR {amount}", amount=amount)))
        return str(name), " · ".join(parts)

    @property
    def pair(self) -> tuple[int, int]:
        """The key that stays, and the one that goes."""
        first, second = self._keys
        return (second, first) if self.stays[1].isChecked() else (first, second)

    def _plan(self) -> None:
        workspace = self._bridge.workspace
        if workspace is None or len(self._keys) < 2:
            return
        self.accept_button.setEnabled(False)
        self._job = self._bridge.jobs.run(partial(_planned, workspace, *self.pair), done=self._show_plan, key="merge")

    def _show_plan(self, plan: Merge) -> None:
        self.area.setWidget(_shown(plan, self._named(self.pair[0])[0], self._named(self.pair[1])[0], self._currency()))
        self.accept_button.setEnabled(True)

    def _currency(self) -> str:
        workspace = self._bridge.workspace
        return workspace.policies.revenue.currency if workspace is not None else "USD"

    def merge(self) -> None:
        """Do it, as one entry of the journal."""
        from csdesk.app.account_merging import merge_accounts

        keep, gone = self.pair
        self._bridge.edit(lambda book: merge_accounts(book, keep, gone, tr))
        self.accept()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _planned(workspace: Workspace, keep: int, gone: int) -> Merge:
    from csdesk.app.account_merging import planned_merge

    return planned_merge(workspace, keep, gone, tr)


def _shown(plan: Merge, kept: str, gone: str, currency: str) -> QWidget:
    """What moves, what is filled, what the account is known by, and what differs."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    between = tr(Message(", "))
    moving = [tr(Message("{record} {n}", record=Message(record_type(r).label), n=n)) for r, n in plan.moves.items()]
    lines = [(Message("Moves"), between.join(moving) or tr(Message("Nothing; the account has no records.")))]
    if plan.twins:
        lines.append((Message("Kept once"), tr(Message("In both alike: {n}", n=plan.twins))))
    if plan.fills:
        lines.append((Message("Filled in"), between.join(language().label(record_type("account").field(n)) for n in plan.fills)))  # fmt: skip
    if plan.aliases:
        lines.append((Message("Also known as"), between.join(text for _, text in plan.aliases)))
    for row, (caption, text) in enumerate(lines):
        grid.addWidget(label(caption, 12, tone="ink2"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, 12.5, wrap=True), row, 1, 1, 2)
    if plan.differing:
        _differing(grid, len(lines), plan, kept, gone, currency)
    grid.setRowStretch(grid.rowCount(), 1)
    return holder


def _differing(grid: QGridLayout, row: int, plan: Merge, kept: str, gone: str, currency: str) -> None:
    grid.setRowMinimumHeight(row, scaled(8))
    heads = ("", tr(Message("{account} (stays)", account=kept)), tr(Message("{account} (goes into the notes)", account=gone)))  # fmt: skip
    for column, text in enumerate(heads):
        grid.addWidget(label(text, 12, SEMIBOLD, wrap=True), row + 1, column)
    for place, found in enumerate(plan.differing, row + 2):
        field = record_type("account").field(found.name)
        grid.addWidget(label(language().label(field), 12, tone="ink2"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(shown_text(field, found.kept, currency), 12.5, wrap=True), place, 1)
        grid.addWidget(label(shown_text(field, found.other, currency), 12.5, wrap=True), place, 2)


def open_merge(bridge: Bridge, keys: Sequence[int], parent: QWidget) -> MergeDialog:
    """Ask how to merge these accounts: two, or one with another that is chosen there."""
    dialog = MergeDialog(bridge, keys, parent.window())
    dialog.open()
    return dialog
