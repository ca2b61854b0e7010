"""Books and files: opening, making, the sample, what is dropped on the window."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from csdesk.app.paths import SAMPLE_BOOK, default_book_folder
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Lane
from csdesk.desktop.pages import page_entry
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import language
from csdesk.model.errors import BookLocked, CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.model.progress import Progress

IMPORT_PAGE = "import"


class DocumentWindow(Protocol):
    """What this needs of the window."""

    bridge: Bridge
    prompts: Prompts

    def open_page(self, code: str, target: object = None) -> None:
        """Show a page, and on it something in particular."""


class Documents:
    """Asks, and has the bridge do it."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._waiting: list[Path] = []
        window.bridge.book_opened.connect(self._import_waiting)

    def open(self, path: Path, as_of: date | None = None) -> None:
        """Open a book; one that is open elsewhere is offered for reading."""
        self._window.bridge.open(path, as_of=as_of, failed=lambda error: self._refused(path, as_of, error))

    def _refused(self, path: Path, as_of: date | None, error: CSDeskError) -> None:
        if not isinstance(error, BookLocked):
            self._window.prompts.show_error(error)
            return
        offered = [Message("Open for reading")]
        if "host" in error.message.arguments:  # on this computer the other window is there, and would go on writing
            offered.append(Message("Nobody works on it there: take it over"))
        chosen = self._window.prompts.choose(error.message, offered)
        if chosen is not None:
            self._window.bridge.open(path, writable=chosen == 1, take_over=chosen == 1, as_of=as_of)

    def new(self) -> None:
        """Ask where, and make a book."""
        path = self._window.prompts.new_book()
        if path is not None:
            self.create(path)

    def create(self, path: Path, as_of: date | None = None) -> None:
        """Make a book at that place."""
        from csdesk.app.new_book import new_policies

        self._window.bridge.create(path, new_policies(language=language().code), as_of)

    def wait_for(self, files: list[Path]) -> None:
        """Import these spreadsheets as soon as a book is open."""
        self._waiting = [file for file in files if file.suffix.lower() != ".csdesk"]

    def take(self, files: list[Path]) -> None:
        """Open a book among the files, import the spreadsheets; without a book, one is made first."""
        books = [file for file in files if file.suffix.lower() == ".csdesk"]
        sheets = [file for file in files if file not in books]
        if books:
            self._waiting = sheets
            self.open(books[0])
        elif sheets and self._window.bridge.workspace is None:
            self._waiting = sheets
            self.new()
        elif sheets and page_entry(IMPORT_PAGE) is not None:
            self._window.open_page(IMPORT_PAGE, sheets)

    def _import_waiting(self) -> None:
        sheets, self._waiting = self._waiting, []
        if sheets:
            self.take(sheets)

    def sample(self) -> None:
        """Make a book of the invented sample workbooks and show it."""
        bridge = self._window.bridge
        path = default_book_folder() / SAMPLE_BOOK
        if bridge.workspace is not None and bridge.workspace.path == path:
            return

        def work(progress: Progress) -> Workspace:
            from csdesk.app.demo import AS_OF, build_book
            from csdesk.app.workspace import Workspace

            path.parent.mkdir(parents=True, exist_ok=True)
            build_book(path, progress)
            return Workspace.open(path, as_of=AS_OF)

        title = Message("Making the sample book")
        bridge.jobs.run(work, done=bridge.show, lane=Lane.STORE, title=title, key="open", watched=True)

    def write_summary(self) -> None:
        """Ask where, and write the Excel summary there."""
        bridge = self._window.bridge
        workspace = bridge.workspace
        if workspace is None:
            return
        suggested = f"{workspace.as_of.isoformat()}_summary.xlsx"
        path = self._window.prompts.save_as(
            Message("Excel summary"), suggested, ((Message("Excel workbook"), "*.xlsx"),)
        )
        if path is None:
            return
        target, spoken = path.with_suffix(".xlsx"), language()

        def work(progress: Progress) -> None:
            from csdesk.app.exports import write_summary

            write_summary(workspace, target, spoken, progress)

        def done(_: None) -> None:
            bridge.announced.emit(Announcement(Message("Summary saved to {path}", path=str(target))))

        bridge.jobs.run(work, done=done, title=Message("Writing the Excel summary"), watched=True)

    def check_spreadsheets(self) -> None:
        """Ask which, and report how well machines can read them; no book is needed."""
        files = self._window.prompts.open_files()
        if files:
            from csdesk.desktop.lint_report import open_lint_report

            # Not the window that is active at the moment: another program's is none, and the dialog would be gone.
            open_lint_report(self._window.bridge, files, self._window if isinstance(self._window, QWidget) else None)
