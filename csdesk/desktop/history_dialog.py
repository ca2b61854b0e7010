"""The history of the book: every change with its day and author; an older one can be taken back from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.jobs import Job
from csdesk.desktop.take_back_dialog import TakeBackDialog
from csdesk.desktop.theme import colour
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.book.journal import Entry

SHOWN_ENTRIES = 2000  # the latest; nobody scrolls further
_ENTRY = Qt.ItemDataRole.UserRole
_COLUMNS = (Message("When"), Message("What"), Message("By"), Message("State"))
_WIDTHS = (140, 320, 110)


class HistoryDialog(QDialog):
    """The entries of the journal, the latest first."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("History")))
        self._bridge = bridge
        self._job: Job[Any] | None = None
        self.tree = QTreeWidget()
        self.taking: TakeBackDialog | None = None
        self.take_button = button(Message("Take back…"), "primary", clicked=self.take_back)
        self.take_button.setEnabled(False)
        self._put_together()
        self.setMinimumSize(scaled(480), scaled(320))
        self.resize(scaled(760), scaled(560))
        self.finished.connect(self._stop)
        bridge.history_changed.connect(self.load)
        self.load()

    def _put_together(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(Message("History"), 16, SEMIBOLD))
        column.addWidget(label(Message("An older change can be taken back too: you see first what was changed since."), 12.5, tone="ink2", wrap=True))  # fmt: skip
        self.tree.setHeaderLabels([tr(text) for text in _COLUMNS])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(tr(Message("History")))
        for position, width in enumerate(_WIDTHS):
            self.tree.setColumnWidth(position, scaled(width))
        self.tree.currentItemChanged.connect(lambda *_: self._choose())
        column.addWidget(self.tree, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Close"), clicked=self.reject))
        buttons.addWidget(self.take_button)
        column.addLayout(buttons)

    def load(self) -> None:
        """Show the entries as they are now."""
        if self._bridge.workspace is not None:
            self._job = self._bridge.jobs.run(self._bridge.workspace.book.history, done=self._show, key="history")

    def _show(self, entries: list[Entry]) -> None:
        chosen = self.chosen
        self.tree.clear()
        for entry in entries[:SHOWN_ENTRIES]:
            when = entry.at.astimezone()
            texts = [f"{language().day(when.date())} {when:%H:%M}", tr(entry.intention), entry.who, _state(entry)]
            item = QTreeWidgetItem(self.tree, texts)
            item.setData(0, _ENTRY, entry)
            item.setSizeHint(0, QSize(0, scaled(26)))
            item.setToolTip(1, texts[1])
            if entry.taken_back or not entry.done:
                for position in range(len(texts)):
                    item.setForeground(position, colour("ink_3"))
            if chosen is None or chosen.id == entry.id:
                self.tree.setCurrentItem(item)
                chosen = entry
        self._choose()

    @property
    def chosen(self) -> Entry | None:
        """The entry that is marked."""
        item = self.tree.currentItem()
        return item.data(0, _ENTRY) if item is not None else None

    def _choose(self) -> None:
        entry, workspace = self.chosen, self._bridge.workspace
        writable = workspace is not None and not workspace.read_only
        self.take_button.setEnabled(writable and entry is not None and entry.done and not entry.taken_back)

    def take_back(self) -> None:
        """Ask what of it is kept."""
        if (entry := self.chosen) is not None:
            self.taking = TakeBackDialog(self._bridge, entry, self)
            self.taking.open()

    def _stop(self) -> None:
        self._bridge.history_changed.disconnect(self.load)
        if self._job is not None:
            self._job.cancel()


def _state(entry: Entry) -> str:
    if entry.taken_back:
        return tr(Message("Taken back"))
    return "" if entry.done else tr(Message("Undone"))


def open_history(bridge: Bridge, parent: QWidget) -> HistoryDialog:
    """Show the history of the open book."""
    dialog = HistoryDialog(bridge, parent.window())
    dialog.open()
    return dialog
