"""The log of the touch model: who moved, held or rejected what, when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.touch_log import LogLine

SHOWN = 2000  # the latest; nobody scrolls further
_COLUMNS = (Message("When"), Message("By"), Message("Account"), Message("What"), Message("Why"))
_WIDTHS = (140, 110, 170, 290)
KINDS = {
    "assigned": Message("Assigned by an import"), "moved": Message("Moved"), "kept": Message("Kept"),
    "override": Message("Held by hand"), "lifted": Message("Override lifted"), "deferred": Message("Move deferred"),
    "rejected": Message("Move rejected"), "done": Message("Candidate done"), "removed": Message("Removed"),
    "policy": Message("Touch model"),
}  # fmt: skip


def what_text(line: LogLine) -> str:
    """What was done, in words: Moved, Low → High."""
    if line.text is not None:
        return tr(line.text)
    said = tr(KINDS[line.kind])
    was, now = (choice_text(code) if code else "" for code in (line.was, line.now))
    if now and was and now != was:
        said = f"{said}, {was} → {now}"
    elif now or was:
        said = f"{said}, {now or was}"
    if line.until is not None:
        return tr(Message("{what}, until {day}", what=said, day=line.until))
    return said


class SegmentsLog(QDialog):
    """A list, the latest first, that is narrowed to an account by typing its name."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(Message("Log of the touch model")))
        self._bridge = bridge
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(Message("Log of the touch model"), 16, SEMIBOLD))
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr(Message("Only this account")))
        self.field.setAccessibleName(tr(Message("Only this account")))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._narrow)
        column.addWidget(self.field)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([tr(text) for text in _COLUMNS])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(tr(Message("Log of the touch model")))
        for position, width in enumerate(_WIDTHS):
            self.tree.setColumnWidth(position, scaled(width))
        column.addWidget(self.tree, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(Message("Close"), clicked=self.reject))
        column.addLayout(row)
        self.resize(scaled(980), scaled(520))
        self.setMinimumSize(scaled(520), scaled(320))
        self.load()

    def load(self) -> None:
        """Read the log; the journal may be long."""
        from csdesk.app.touch_log import touch_log

        workspace = self._bridge.workspace
        if workspace is None:
            return
        accounts = workspace.frame("account")
        names = dict(zip(accounts["key"].tolist(), accounts["name"].fillna("").tolist(), strict=True))
        self._bridge.jobs.run(
            lambda: touch_log(workspace), done=lambda lines: self._show(lines, names), key="touch_log"
        )

    def _show(self, lines: list[LogLine], names: dict[int, str]) -> None:
        self.tree.clear()
        for line in lines[:SHOWN]:
            when = line.at.astimezone()
            account = "" if line.account_key is None else names.get(line.account_key, "")
            texts = [f"{language().day(when.date())} {when:%H:%M}", line.who, account, what_text(line), line.why]
            item = QTreeWidgetItem(self.tree, texts)
            item.setSizeHint(0, QSize(0, scaled(26)))
            for position in (3, 4):
                item.setToolTip(position, texts[position])
        self._narrow(self.field.text())

    def _narrow(self, typed: str) -> None:
        for position in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(position)
            if item is not None:
                item.setHidden(typed.casefold() not in item.text(2).casefold())
