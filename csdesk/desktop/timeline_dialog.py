"""The template of renewal timelines: for each tier a field with one step a line."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from csdesk.app.timeline_edits import TIERS, read_timeline, set_timeline, timeline_text
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.fonts import SEMIBOLD, scaled
from csdesk.desktop.jobs import Lane
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import label
from csdesk.desktop.wording import choice_text
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.renewal_timeline import TimelinePolicy, TimelineStep


class TimelineDialog(QDialog):
    """The steps of each tier as text; accepting reads them and stays open while a line is none."""

    def __init__(self, bridge: Bridge, policy: TimelinePolicy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(tr(Message("Timeline of renewals")))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(Message("Timeline of renewals"), 16, SEMIBOLD))
        column.addWidget(label(Message("One step a line: the days to the renewal, or notice for the notice deadline, then what is done. New tasks follow it; those that were made stay."), 12.5, tone="ink2", wrap=True))  # fmt: skip
        self.tabs = QTabWidget()
        self.fields: dict[str, QPlainTextEdit] = {}
        for tier in TIERS:
            made = QPlainTextEdit(timeline_text(policy, tier, tr))
            made.setTabChangesFocus(True)
            made.setAccessibleName(choice_text(tier))
            self.fields[tier] = made
            self.tabs.addTab(made, choice_text(tier))
        column.addWidget(self.tabs, 1)
        self.error = label("", 12, tone="risk", wrap=True)
        column.addWidget(self.error)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(Message("Cancel"), clicked=self.reject))
        buttons.addWidget(button(Message("Save"), "primary", clicked=self.accept))
        column.addLayout(buttons)
        self.resize(scaled(560), scaled(420))

    def accept(self) -> None:
        """Write the template if every line is a step, else say which is none."""
        steps: list[TimelineStep] = []
        for place, tier in enumerate(TIERS):
            try:
                steps += read_timeline(self.fields[tier].toPlainText(), tier, tr)
            except CSDeskError as found:
                self.tabs.setCurrentIndex(place)
                self.error.setText(" ".join(tr(part) for part in (found.message, found.hint) if part is not None))
                return
        workspace, bridge = self._bridge.workspace, self._bridge
        if workspace is not None:
            policy = TimelinePolicy(tuple(steps))

            def done(entry: object) -> None:
                if entry is not None:
                    bridge.announced.emit(Announcement(Message("Change the timeline of renewals"), undoable=True))

            bridge.jobs.run(lambda: set_timeline(workspace, policy), done=done, lane=Lane.STORE)
        super().accept()


def open_timeline(bridge: Bridge, parent: QWidget) -> TimelineDialog | None:
    """Show the dialog; None where the book cannot be written."""
    workspace = bridge.workspace
    if workspace is None or workspace.read_only:
        return None
    dialog = TimelineDialog(bridge, workspace.policies.timeline, parent.window())
    dialog.open()
    return dialog
