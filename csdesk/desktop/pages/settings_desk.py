"""What the sections of the settings page ask for: write something into the book, and tell who asked what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Lane
from csdesk.model.errors import CSDeskError

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry

Work = Callable[["Workspace"], "Entry | None"]


class SettingsDesk:
    """Writes in the store lane; the toast says what was done, with Undo."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge

    def write(
        self, work: Work, failed: Callable[[CSDeskError], object], then: Callable[[], object] | None = None
    ) -> None:
        """Have something written; ``then`` is called once it is, or where there was nothing to write."""
        workspace = self.bridge.workspace
        if workspace is None:
            return

        def done(entry: Entry | None) -> None:
            if entry is not None:
                self.bridge.announced.emit(Announcement(entry.intention, undoable=True))
            if then is not None:
                then()

        self.bridge.jobs.run(partial(work, workspace), done=done, failed=failed, lane=Lane.STORE)
