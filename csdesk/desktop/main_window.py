"""The window: composes rail, pages, bars and dialogs. What they do stands with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from csdesk.app.preferences import Preferences, save_preferences
from csdesk.desktop.appearance import install_appearance
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.commands import all_commands, command
from csdesk.desktop.documents import Documents
from csdesk.desktop.jobs import Job
from csdesk.desktop.made_account import MadeAccount
from csdesk.desktop.navigator import Navigator
from csdesk.desktop.pages import PAGES
from csdesk.desktop.pages.page import Page
from csdesk.desktop.prompts import DialogPrompts, Prompts
from csdesk.desktop.shell.drop_overlay import DropOverlay
from csdesk.desktop.shell.focus_ring import FocusRing
from csdesk.desktop.shell.focus_steps import focus_next
from csdesk.desktop.shell.progress_panel import ProgressPanel, share_text
from csdesk.desktop.shell.rail import Rail
from csdesk.desktop.shell.start_page import StartPage
from csdesk.desktop.shell.status_bar import StatusBar
from csdesk.desktop.shell.toast import Toast
from csdesk.desktop.translation import tr
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

WATCH = 3000  # milliseconds between two looks whether another program wrote to the book


class MainWindow(QMainWindow):
    """One book, one window."""

    first_painted = Signal()

    def __init__(self, bridge: Bridge, preferences: Preferences, prompts: Prompts | None = None) -> None:
        super().__init__()
        self.bridge, self.preferences = bridge, preferences
        self.prompts: Prompts = prompts or DialogPrompts(self)
        self.documents = Documents(self)
        self._was_painted = False
        self.setMinimumSize(1180, 720)
        self.resize(1440, 900)
        self._build()
        self.ring = FocusRing(self)
        self._add_shortcuts()
        bridge.book_opened.connect(self._book_opened)
        bridge.history_changed.connect(self._show_book)
        bridge.assessment_ready.connect(self._count)
        bridge.announced.connect(lambda announcement: self.toast.announce(announcement))
        bridge.failed.connect(self._failed)
        bridge.jobs.polled.connect(self._show_jobs)
        bridge.jobs.long_done.connect(self._long_done)
        self._watch = QTimer(self, interval=WATCH)
        self._watch.timeout.connect(bridge.look_again)
        self._watch.start()
        self._made = MadeAccount(bridge, lambda key: self.open_page("account", key))

    @property
    def page(self) -> Page | None:
        """The page on screen; None on the start page."""
        return self.navigator.page

    def _build(self) -> None:
        """Make everything inside the window, in the language and theme that are installed."""
        self.centre = QWidget()
        row = QHBoxLayout(self.centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail()
        self.stack = QStackedWidget()
        self.status = StatusBar()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.start = StartPage(self.preferences.recent)
        self.stack.addWidget(self.start)
        self.setCentralWidget(self.centre)
        self.toast, self.progress = Toast(self.centre), ProgressPanel(self.centre)
        self.drop = DropOverlay(self.centre)
        self.navigator = Navigator(self.bridge, self.prompts, self.stack, self.centre)
        self._wire()
        self._show_book()

    def _wire(self) -> None:
        self.rail.page_chosen.connect(self.open_page)
        self.rail.settings_asked.connect(self.show_settings)
        self.status.as_of_asked.connect(self.choose_as_of)
        self.start.command_run.connect(self.run)
        self.start.book_chosen.connect(lambda path: self.documents.open(Path(path)))
        self.toast.undo_asked.connect(self.bridge.undo)
        self.drop.files_dropped.connect(self.import_files)
        self.drop.refused.connect(self._refuse_drop)
        self.navigator.page_shown.connect(self.rail.show_page)
        self.navigator.status_shown.connect(self.status.show_parts)
        self.navigator.command_run.connect(self.run)

    def _add_shortcuts(self) -> None:
        for found in all_commands():
            if found.shortcut:
                action = QAction(tr(found.text), self)
                action.setShortcuts(
                    [QKeySequence(found.shortcut)] + ([QKeySequence("?")] if found.code == "keys" else [])
                )
                action.triggered.connect(partial(self.run, found.code))
                self.addAction(action)

    def run(self, code: str, *_: object) -> None:
        """Run a command, if it makes sense now."""
        found = command(code)
        if found.when(self):
            found.run(self)

    def rebuild(self, install: Callable[[], object] = lambda: None) -> None:
        """Make the inside of the window again; ``install`` puts another language or theme into force in between.

        Pages that are no more need not be given their new looks, which takes most of the time.
        """
        place = self.navigator.place
        kept = self.navigator.clear()
        if QThread.currentThread().loopLevel() <= 1:  # deeper, a button of a page may still be waiting for its dialog
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        install()
        self.navigator.deleteLater()
        self._build()
        self._show_book()
        if place is not None:
            self.open_page(*place)
            self.navigator.restore(kept)
            self._count(self.bridge.assessment)

    def open_page(self, code: str, target: object = None) -> None:
        """Show a page, and on it something in particular."""
        if self.bridge.workspace is not None:
            self.navigator.open(code, target)

    def go_back(self) -> None:
        """To where one came from."""
        self.navigator.back()

    def new_book(self) -> None:
        """Ask where, and make a book."""
        self.documents.new()

    def open_book(self) -> None:
        """Ask which, and open it."""
        if (path := self.prompts.open_book()) is not None:
            self.documents.open(path)

    def close_book(self) -> None:
        """Back to the start page."""
        self.bridge.close()
        self.navigator.clear()
        self.rail.show_none()
        self._show_book()

    def import_files(self, files: list[Path] | None = None) -> None:
        """Take spreadsheets in; asks which where none are named. A book among them is opened."""
        self.documents.take(files if files is not None else self.prompts.open_files())

    def try_sample(self) -> None:
        """Make a book of the invented sample workbooks and show it."""
        self.documents.sample()

    def new_account(self) -> None:
        """Ask for the fields, and make an account."""
        self._made.ask(self.prompts)

    def show_palette(self) -> None:
        """Search and run."""
        from csdesk.desktop.shell.palette import CommandPalette
        from csdesk.desktop.shell.palette_entries import palette_entries

        CommandPalette(palette_entries(self), self).exec()

    def show_keys(self) -> None:
        """The list of keys."""
        from csdesk.desktop.shell.keys_dialog import KeysDialog

        KeysDialog(self).exec()

    def show_settings(self) -> None:
        """The settings of the book and this computer; without a book, those of this computer in a dialog."""
        if self.bridge.workspace is not None:
            self.open_page("settings")
            return
        from csdesk.desktop.shell.settings_dialog import SettingsDialog

        self.rail.show_none()
        dialog = SettingsDialog(self.preferences, self)
        if dialog.exec():
            self.use_preferences(dialog.preferences)

    def use_preferences(self, preferences: Preferences) -> None:
        """Put other preferences into force and keep them."""
        old, self.preferences = self.preferences, preferences
        save_preferences(preferences)
        app = QApplication.instance()
        if isinstance(app, QApplication) and replace(old, recent=()) != replace(preferences, recent=()):
            self.rebuild(partial(install_appearance, app, preferences))

    def choose_as_of(self) -> None:
        """Another as-of date."""
        from csdesk.desktop.shell.as_of_dialog import AsOfDialog

        if self.bridge.workspace is not None:
            dialog = AsOfDialog(self.bridge.workspace.as_of, self)
            if dialog.exec():
                self.bridge.set_as_of(dialog.chosen)
                self._show_book()

    def next_pane(self) -> None:
        """Move the focus to the next pane: rail, the page's own, status bar."""
        panes = [self.rail, *(self.page.panes() if self.page else (self.start,)), self.status]
        focus_next(panes)

    def quit(self) -> None:
        """Close the window."""
        self.close()

    def _book_opened(self) -> None:
        self.navigator.clear()
        workspace = self.bridge.workspace
        if workspace is not None:
            self.use_preferences(self.preferences.with_recent(workspace.path))
            self.open_page(PAGES[0].code)
        self._show_book()

    def _show_book(self) -> None:
        workspace = self.bridge.workspace
        self.rail.set_pages_enabled(workspace is not None)
        self._show_title()
        if workspace is None:
            self.status.show_book(None, None, None)
            self.stack.setCurrentWidget(self.start)
        else:
            saved = workspace.saved_at
            self.status.show_book(workspace.title, workspace.as_of, saved, read_only=workspace.read_only)

    def _show_title(self, share: str = "") -> None:
        book = f"{self.bridge.workspace.title} – " if self.bridge.workspace is not None else ""
        self.setWindowTitle(f"{share} – {book}CSDesk" if share else f"{book}CSDesk")

    def _count(self, assessment: Assessment | None) -> None:
        """The number of agenda items on the rail, worked out off the GUI thread."""
        if assessment is not None and any(entry.code == "today" for entry in PAGES):
            rail = self.rail
            self.bridge.jobs.run(lambda: len(assessment.agenda), done=lambda n: rail.set_count("today", n), key="count")

    def _failed(self, error: CSDeskError) -> None:
        self.prompts.show_error(error)

    def _show_jobs(self, jobs: Sequence[Job[object]]) -> None:
        """The panel, and in the title (which the taskbar shows) how far long work is."""
        page = self.page
        self.progress.show_jobs([job for job in jobs if page is None or not page.shows_job(job)])
        self._show_title(share_text(jobs))

    def _long_done(self, job: Job[object]) -> None:
        self.toast.announce(Announcement(Message("Done: {what}", what=job.title or Message(""))))

    def _refuse_drop(self) -> None:
        text = Message("CSDesk takes Excel, OpenDocument and CSV files, and its own books.")
        self.toast.announce(Announcement(text))

    def event(self, event: QEvent) -> bool:
        """Notice the first paint: what is heavy loads after it."""
        if event.type() is QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.first_painted.emit)
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let edits that are being written finish, then go."""
        self.bridge.shut_down()
        super().closeEvent(event)
