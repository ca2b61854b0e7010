"""What the book remembers of imports, out to a file and in from one: columns, words, and who wins."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Lane
from csdesk.desktop.prompts import Prompts
from csdesk.model.messages import Message

_KIND = (Message("Import settings"), "*.json")


class SettingsWindow(Protocol):
    """What this needs of the window."""

    bridge: Bridge
    prompts: Prompts


def export_import_settings(window: SettingsWindow) -> None:
    """Ask where, and write what the book remembers of imports there."""
    bridge = window.bridge
    workspace = bridge.workspace
    if workspace is None:
        return
    suggested = f"{Path(workspace.path).stem}_import-settings.json"
    path = window.prompts.save_as(Message("Export import settings"), suggested, (_KIND,))
    if path is None:
        return
    target = path.with_suffix(".json")

    def work() -> None:
        from csdesk.app.import_memory import write_import_settings

        write_import_settings(workspace, target)

    def done(_: None) -> None:
        bridge.announced.emit(Announcement(Message("Import settings saved to {path}", path=str(target))))

    bridge.jobs.run(work, done=done)


def take_import_settings(window: SettingsWindow) -> None:
    """Ask which, and take the settings of the file over what the book remembers; one undo takes them back."""
    bridge = window.bridge
    workspace = bridge.workspace
    if workspace is None:
        return
    path = window.prompts.open_one(Message("Take import settings"), _KIND)
    if path is None:
        return
    chosen = path

    def work() -> None:
        from csdesk.app.import_memory import take_import_settings
        from csdesk.app.workspace import Changed

        take_import_settings(workspace, chosen)
        workspace.announce(Changed(frozenset(), Message("Take import settings from {file}", file=chosen.name)))

    def done(_: None) -> None:
        said = Message("Import settings taken from {file}", file=chosen.name)
        bridge.announced.emit(Announcement(said, undoable=True))

    bridge.jobs.run(work, done=done, lane=Lane.STORE)
