"""Making one account two: a name for the new one, and which records move to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.fonts import SEMIBOLD, font, scaled
from csdesk.desktop.jobs import Job
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.fields import record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.account_splitting import Part
    from csdesk.app.workspace import Workspace

_PART = Qt.ItemDataRole.UserRole


class SplitDialog(QDialog):
    """Records of an account by type, each with a box to tick; nothing changes before Split is pressed."""

    def __init__(self, bridge: Bridge, key: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Split account")))
        self._bridge, self._key = bridge, key
        self._inherited: dict[str, object] = {}
        self._job: Job[Any] | None = None
        self.finished.connect(self._stop)
        self.name = QComboBox(editable=True)
        self.tree = QTreeWidget()
        self.counted = label("", 12, tone="ink2")
        self.accept_button = button(Message("Split"), "primary", clicked=self.split)
        self.accept_button.setEnabled(False)
        self._put_together()
        self.setMinimumSize(scaled(420), scaled(360))  # its own: what the texts need changes while it is open
        self.resize(scaled(600), scaled(600))
        if bridge.workspace is not None:
            self._job = bridge.jobs.run(partial(_looked_up, bridge.workspace, key), done=self._show, key="split")

    def _put_together(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.title = label(Message("Split account"), 16, SEMIBOLD)
        column.addWidget(self.title)
        column.addWidget(label(Message("What is ticked moves to a new account; the rest stays. One undo takes it back."), 12.5, tone="ink2", wrap=True))  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(Message("Name of the new account"), 12.5))
        self.name.setAccessibleName(tr(Message("Name of the new account")))
        self.name.editTextChanged.connect(lambda _: self._count())
        row.addWidget(self.name, 1)
        column.addLayout(row)
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setAccessibleName(tr(Message("What moves")))
        self.tree.itemChanged.connect(lambda *_: self._count())
        column.addWidget(self.tree, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.counted)
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        self.accept_button.setDefault(True)
        buttons.addWidget(self.accept_button)
        column.addLayout(buttons)

    def _show(self, found: tuple[tuple[Part, ...], dict[str, object], str]) -> None:
        parts, self._inherited, name = found
        self.title.setText(tr(Message("Split {account}", account=name)))
        aliases = [part.text.split(" · ")[0] for part in parts if part.record == "alias"]
        self.name.addItems(list(dict.fromkeys(aliases)))
        self.name.setCurrentIndex(-1)
        self.name.setEditText("")
        self.tree.blockSignals(True)
        heads: dict[str, QTreeWidgetItem] = {}
        for part in parts:
            self._add(heads, part)
        for head in heads.values():
            kind = record_type(str(head.data(0, _PART)))
            head.setText(0, tr(Message("{record} {n}", record=Message(kind.label), n=_size(head))))
        self.tree.blockSignals(False)
        self.tree.setColumnWidth(0, scaled(400))
        self._count()
        self.name.setFocus()

    def _add(self, heads: dict[str, QTreeWidgetItem], part: Part) -> None:
        head = heads.get(part.record)
        if head is None:
            head = heads[part.record] = QTreeWidgetItem(self.tree)
            head.setFont(0, font(12.5, SEMIBOLD))
            head.setData(0, _PART, part.record)
            head.setFlags(head.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            head.setCheckState(0, Qt.CheckState.Unchecked)
            head.setSizeHint(0, QSize(0, scaled(26)))
            head.setExpanded(part.record == "contract")
        text = part.text or tr(Message("without a name"))
        if len(part.keys) > 1:
            text = tr(Message("{name}, {n} values", name=text, n=len(part.keys)))
        item = QTreeWidgetItem(head, [text, language().day(part.on) if part.on is not None else ""])
        item.setData(0, _PART, part)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Unchecked)
        item.setSizeHint(0, QSize(0, scaled(24)))

    def _ticked(self) -> list[Part]:
        found: list[Part] = []
        for top in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(top)
            rows = _children(head) if head is not None else []
            found += [row.data(0, _PART) for row in rows if row.checkState(0) is Qt.CheckState.Checked]
        return found

    def _count(self) -> None:
        moving = sum(len(part.keys) for part in self._ticked())
        self.counted.setText(tr(Message("Records that move: {n}", n=moving)))
        self.accept_button.setEnabled(bool(self.name.currentText().strip()) and moving > 0)

    def split(self) -> None:
        """Do it, as one entry of the journal."""
        from csdesk.app.account_splitting import split_account

        moved: dict[str, list[int]] = {}
        for part in self._ticked():
            moved.setdefault(part.record, []).extend(part.keys)
        values = {**self._inherited, "name": self.name.currentText().strip()}
        self._bridge.edit(lambda book: split_account(book, self._key, values, moved))
        self.accept()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _children(head: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    rows = (head.child(place) for place in range(head.childCount()))
    return [row for row in rows if row is not None]


def _size(head: QTreeWidgetItem) -> int:
    """How many records stand below a head."""
    return sum(len(row.data(0, _PART).keys) for row in _children(head))


def _looked_up(workspace: Workspace, key: int) -> tuple[tuple[Part, ...], dict[str, object], str]:
    """The parts of an account, what a new one inherits, and its name."""
    from csdesk.app.account_splitting import INHERITED, parts_of
    from csdesk.app.edits import stored_values

    stored = stored_values(workspace, "account", [key]).get(key, {})
    inherited = {name: stored[name] for name in INHERITED if stored.get(name) is not None}
    return parts_of(workspace, key), inherited, str(stored.get("name") or "")


def open_split(bridge: Bridge, key: int, parent: QWidget) -> SplitDialog:
    """Ask what of an account becomes a new one."""
    dialog = SplitDialog(bridge, key, parent.window())
    dialog.open()
    return dialog
