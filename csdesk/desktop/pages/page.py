"""What every page is: a place with a code and a title that shows a workspace and its assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csdesk.desktop.bridge import Bridge
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.shell.top_bar import TopBar
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.desktop.jobs import Job
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class StatusPart:
    """A piece of the status bar's left side: grey text, then strong text; a rule before it where ``divided``."""

    text: str = ""
    strong: str = ""
    divided: bool = False


class Page(QWidget):
    """Base of the pages.

    A page fills ``self.body`` below its ``self.top`` bar in ``__init__`` and shows data in
    ``show_assessment``. It changes the book through ``self.bridge.edit`` and asks through
    ``self.prompts``. What it wants of the window it says with signals:
    ``account_opened(key)``, ``page_opened(code)``, ``place_opened(code, target)``, ``command_run(code)``,
    ``status_shown(tuple[StatusPart, ...])``.
    """

    code: ClassVar[str] = ""
    title: ClassVar[Message] = Message("")
    needs_book: ClassVar[bool] = True

    account_opened = Signal(object)
    page_opened = Signal(str)
    place_opened = Signal(str, object)
    command_run = Signal(str)
    status_shown = Signal(object)

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.prompts = bridge, prompts
        self.top = TopBar(self.title)
        self.top.search_asked.connect(lambda: self.command_run.emit("palette"))
        self.top.back_asked.connect(self.page_opened)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)

    @staticmethod
    def prepare(assessment: Assessment) -> None:
        """Touch every part of the assessment that the page shows; runs in the compute lane.

        Parts are computed at first use, so that what is not touched here is computed on
        the GUI thread and may hold it up.
        """
        _ = assessment.accounts

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Show the book; called when the page comes up and whenever the figures are new."""

    def go_to(self, target: object) -> None:
        """Show something in particular: the account page takes an account key, lists a filter."""

    def shows_job(self, job: Job[object]) -> bool:
        """Whether the page itself shows how far that work is, so that no panel over it needs to."""
        return False

    def panes(self) -> Sequence[QWidget]:
        """What F6 steps through, in reading order."""
        return ()

    def focus_filter(self) -> None:
        """Ctrl+F: put the cursor into the page's filter field, where it has one."""

    def export(self) -> None:
        """Ctrl+E: write what the page shows to a file, where it can."""

    def view_state(self) -> object:
        """What to keep when the window is built again for another language or theme."""
        return None

    def restore_view_state(self, state: object) -> None:
        """Take the kept state back."""
