"""Taking an older entry back: what later entries touched, each to be kept or not."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.field_text import shown_text
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.jobs import Job, Lane
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.model.fields import Kind, record_type
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.older_undo import LaterTouch
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry

SHOWN_TOUCHES = 1000  # listed one by one; what is not listed is kept
_TOUCH = Qt.ItemDataRole.UserRole
_COLUMNS = (Message("Keep"), Message("Field"), Message("Now"), Message("Before"), Message("Changed by"))
_WIDTHS = (240, 110, 130, 110)


class TakeBackDialog(QDialog):
    """Everything the entry wrote goes back; what was changed since is ticked, and stays as it is while it is."""

    def __init__(self, bridge: Bridge, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(Message("Take back")))
        self._bridge, self._entry = bridge, entry
        self._beyond: frozenset[Any] = frozenset()
        self._job: Job[Any] | None = None
        self.finished.connect(self._stop)
        self.tree = QTreeWidget()
        self.said = label(Message("Looking for later changes…"), 12.5, tone="ink2", wrap=True)
        self.counted = label("", 12, tone="ink2")
        self.accept_button = button(Message("Take back"), "primary", clicked=self.take_back)
        self.accept_button.setEnabled(False)
        self._put_together()
        self.setMinimumSize(scaled(480), scaled(320))  # its own: what the texts need changes while it is open
        self.resize(scaled(820), scaled(480))
        if bridge.workspace is not None:
            look = partial(_looked_up, bridge.workspace, entry.id)
            self._job = bridge.jobs.run(look, done=self._show, key="take_back")

    def _put_together(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        title = Message("Take back: {what}", what=self._entry.intention)
        column.addWidget(label(title, 16, SEMIBOLD, wrap=True))
        column.addWidget(self.said)
        self.tree.setHeaderLabels([tr(text) for text in _COLUMNS])
        self.tree.setRootIsDecorated(False)
        self.tree.setAccessibleName(tr(Message("What was changed since")))
        for position, width in enumerate(_WIDTHS):
            self.tree.setColumnWidth(position, scaled(width))
        self.tree.itemChanged.connect(lambda *_: self._count())
        self.tree.setVisible(False)
        column.addWidget(self.tree, 1)
        column.addStretch(0)
        buttons = QHBoxLayout()
        buttons.addWidget(self.counted)
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        self.accept_button.setDefault(True)
        buttons.addWidget(self.accept_button)
        column.addLayout(buttons)

    def _show(self, touches: tuple[LaterTouch, ...]) -> None:
        self._beyond = frozenset(touch.cell for touch in touches[SHOWN_TOUCHES:])
        said = (
            Message("What it wrote becomes what it was before. What was changed since stays where it is ticked.")
            if touches
            else Message("What it wrote becomes what it was before. Nobody changed anything of it since.")
        )
        self.said.setText(tr(said))
        self.tree.blockSignals(True)
        for touch in touches[:SHOWN_TOUCHES]:
            self._add(touch)
        self.tree.blockSignals(False)
        self.tree.setVisible(bool(touches))
        self.accept_button.setEnabled(True)
        self._count()

    def _add(self, touch: LaterTouch) -> None:
        kind = record_type(touch.record)
        field = next((f for f in kind.fields if f.name == touch.field), None)
        refers = field is not None and field.kind is Kind.KEY
        names = " ".join(part for part in (touch.name, touch.number) if part)
        shown = language().label(kind) if touch.record != "account" else ""
        texts = [
            " · ".join(part for part in (names, shown) if part),
            language().label(field) if field is not None else touch.field,
            tr(_fate(touch)) if refers else self._value(field, touch.now),
            "" if refers or touch.made else self._value(field, touch.before),
            tr(touch.intention) if touch.intention.text else "",
        ]
        item = QTreeWidgetItem(self.tree, texts)
        item.setData(0, _TOUCH, touch)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Checked)
        item.setSizeHint(0, QSize(0, scaled(26)))
        for position, text in enumerate(texts):
            item.setToolTip(position, text)

    def _value(self, field: Any, value: object) -> str:
        workspace = self._bridge.workspace
        currency = workspace.policies.revenue.currency if workspace is not None else "USD"
        if field is None:
            return "" if value is None else str(value)
        return shown_text(field, value, currency) if not isinstance(value, date) else language().day(value)

    def _kept(self) -> frozenset[Any]:
        rows = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        ticked = (row.data(0, _TOUCH) for row in rows if row is not None and row.checkState(0) is Qt.CheckState.Checked)
        return self._beyond | {touch.cell for touch in ticked}

    def _count(self) -> None:
        total = self.tree.topLevelItemCount() + len(self._beyond)
        text = Message("Kept: {kept} of {n}", kept=len(self._kept()), n=total)
        self.counted.setText(tr(text) if total else "")

    def take_back(self) -> None:
        """Do it, as one entry of the journal."""
        bridge, workspace = self._bridge, self._bridge.workspace
        if workspace is not None:
            bridge.jobs.run(
                partial(_taken_back, workspace, self._entry.id, self._kept()),
                done=partial(_announce, bridge), lane=Lane.STORE,
                title=Message("Take back: {what}", what=self._entry.intention),
            )  # fmt: skip
        self.accept()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _fate(touch: LaterTouch) -> Message:
    return Message("made since then") if touch.along else Message("moved since then")


def _looked_up(workspace: Workspace, number: int) -> tuple[LaterTouch, ...]:
    from csdesk.app.older_undo import later_touched

    return later_touched(workspace, number)


def _taken_back(workspace: Workspace, number: int, keep: frozenset[Any]) -> Entry | None:
    from csdesk.app.older_undo import take_back

    return take_back(workspace, number, keep)


def _announce(bridge: Bridge, entry: Entry | None) -> None:
    if entry is not None:
        bridge.announced.emit(Announcement(entry.intention, undoable=True))
