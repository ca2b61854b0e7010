"""The open book as the pages see it: a few signals, and the calls that change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from csdesk.app.import_process import ImportProcess
from csdesk.desktop.jobs import JobRunner, Lane
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Changed, Workspace
    from csdesk.book.journal import Entry
    from csdesk.model.changes import ChangeSet
    from csdesk.model.policies import Policies
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.forecast_accuracy import Snapshot


@dataclass(frozen=True, slots=True)
class Announcement:
    """One sentence for the toast, with Undo where there is something to take back."""

    message: Message
    undoable: bool = False


class Bridge(QObject):
    """The document for the window.

    Signals (all on the GUI thread): ``book_opened``; ``book_changed(frozenset of record
    codes)``; ``assessment_ready(Assessment)``; ``history_changed``. Besides,
    ``announced(Announcement)`` is what the toast says and ``failed(CSDeskError)`` what
    went wrong and nobody else has shown.
    """

    book_opened = Signal()
    book_changed = Signal(object)
    assessment_ready = Signal(object)
    history_changed = Signal()
    announced = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.workspace: Workspace | None = None
        self.assessment: Assessment | None = None
        self.importing: ImportProcess | None = None
        jobs.failed.connect(self.failed)

    def open(
        self, path: Path, *, writable: bool = True, as_of: date | None = None, take_over: bool = False,
        failed: Callable[[CSDeskError], object] | None = None,
    ) -> None:  # fmt: skip
        """Open a book in the store lane; ``book_opened`` follows. A book that is open already stays as it is."""
        if self.workspace is not None and self.workspace.path.resolve() == path.resolve():
            return
        self.jobs.run(
            partial(_opened, path, writable, as_of, take_over),
            done=self.show, failed=failed, lane=Lane.STORE, title=Message("Opening {book}", book=path.name), key="open",
        )  # fmt: skip

    def create(self, path: Path, policies: Policies | None = None, as_of: date | None = None) -> None:
        """Make a new book in the store lane; ``book_opened`` follows."""
        self.jobs.run(
            partial(_created, path, policies, as_of),
            done=self.show, lane=Lane.STORE, title=Message("Making {book}", book=path.name), key="open",
        )  # fmt: skip

    def show(self, workspace: Workspace) -> None:
        """Make an open workspace the one on screen."""
        self.close()
        self.workspace = workspace
        workspace.listeners.append(lambda changed: self.jobs.post(partial(self._changed, workspace, changed)))
        self.book_opened.emit()
        self.history_changed.emit()
        self.assess()

    def close(self) -> None:
        """Let go of the book that is open, if any; waits for an edit that is being written."""
        if self.workspace is not None:
            workspace, self.workspace, self.assessment = self.workspace, None, None
            workspace.listeners.clear()
            self.jobs.run(workspace.close, lane=Lane.STORE)

    def shut_down(self) -> None:
        """End every lane, then let go of the book: the lock must not outlive the window."""
        self.end_import()
        workspace, self.workspace, self.assessment = self.workspace, None, None
        if workspace is not None:
            workspace.listeners.clear()
        self.jobs.close()
        if workspace is not None:
            workspace.close()

    def start_import(self) -> ImportProcess:
        """A fresh process that imports into the open book; the one before, if any, ends.

        Raises:
            ValueError: no book is open.
        """
        if self.workspace is None:
            raise ValueError("there is no book to import into")
        self.end_import()
        self.importing = ImportProcess(self.workspace.path, self.workspace.book.writer)
        return self.importing

    def end_import(self) -> None:
        """End the process that imports, if there is one, whatever it is doing."""
        if self.importing is not None:
            self.importing.close()
            self.importing = None

    def assess(self) -> None:
        """Think again, in the compute lane; of several requests only the newest is answered.

        What arrives has computed nothing yet: each part is made at its first use, which
        belongs into the compute lane, too (``Page.prepare``).
        """
        if self.workspace is not None:
            self.jobs.run(self.workspace.assessment, done=self._assessed, key="assess")

    def look_again(self) -> None:
        """Read the book anew if another program wrote to it: an import at the command line, a second window."""
        if self.workspace is None or self.jobs.busy:
            return
        workspace = self.workspace

        def done(touched: frozenset[str] | None) -> None:
            if touched is not None and workspace is self.workspace:
                self.book_changed.emit(touched)
                self.history_changed.emit()
                self.assess()
                self.announced.emit(Announcement(Message("Another program changed the book. You see it as it is now.")))

        self.jobs.run(workspace.look_again, done=done, lane=Lane.STORE, key="look")

    def set_as_of(self, day: date | None) -> None:
        """Look at the book as of another date; None is the book's own."""
        if self.workspace is not None:
            self.workspace.as_of = day
            self.assess()

    def edit(
        self, intention: Callable[[Workspace], ChangeSet], said: Message | None = None,
        then: Callable[[ChangeSet], object] | None = None,
    ) -> None:  # fmt: skip
        """Work out an edit and apply it, in the store lane; the toast says what was done.

        ``intention`` is one of the functions of ``csdesk.app.edits`` with its arguments bound;
        ``then`` is called with the edit once it is written.
        """
        if self.workspace is None:
            return
        workspace = self.workspace

        def work() -> ChangeSet | None:
            change_set = intention(workspace)
            return change_set if workspace.apply(change_set) is not None else None

        def done(written: ChangeSet | None) -> None:
            if written is not None:
                self.announced.emit(Announcement(said or written.intention, undoable=True))
                if then is not None:
                    then(written)

        self.jobs.run(work, done=done, lane=Lane.STORE)

    def apply(self, change_set: ChangeSet, said: Message | None = None) -> None:
        """Apply an edit that was worked out already."""
        self.edit(lambda _: change_set, said)

    def undo(self) -> None:
        """Take the last change back and say which it was."""
        if self.workspace is not None:
            self.jobs.run(self.workspace.undo, done=self._undone, lane=Lane.STORE)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self.workspace is not None:
            self.jobs.run(self.workspace.redo, done=self._redone, lane=Lane.STORE)

    def _undone(self, entry: Entry | None) -> None:
        said = Message("Undone: {what}", what=entry.intention) if entry else Message("There is nothing to undo.")
        self.announced.emit(Announcement(said))

    def _redone(self, entry: Entry | None) -> None:
        said = Message("Done again: {what}", what=entry.intention) if entry else Message("There is nothing to redo.")
        self.announced.emit(Announcement(said))

    def _changed(self, workspace: Workspace, changed: Changed) -> None:
        if workspace is self.workspace:
            self.book_changed.emit(changed.touched)
            self.history_changed.emit()
            self.assess()

    def _assessed(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.assessment_ready.emit(assessment)
        if self.workspace is not None and not self.workspace.read_only:
            work = partial(_snapshot_due, self.workspace, assessment)
            self.jobs.run(work, done=partial(self._keep_forecast, self.workspace), key="forecast")

    def _keep_forecast(self, workspace: Workspace, snapshot: Snapshot | None) -> None:
        """Keep the week's forecast in the book, if it is still the one on screen."""
        if snapshot is not None and workspace is self.workspace:
            from csdesk.app.forecast_snapshots import keep_snapshot

            self.jobs.run(partial(keep_snapshot, workspace, snapshot), lane=Lane.STORE, key="keep_forecast")


# The workspace and what it needs load with the first book, after the window is painted.


def _opened(path: Path, writable: bool, as_of: date | None, take_over: bool) -> Workspace:
    from csdesk.app.workspace import Workspace

    return Workspace.open(path, writable=writable, as_of=as_of, take_over=take_over)


def _snapshot_due(workspace: Workspace, assessment: Assessment) -> Snapshot | None:
    from csdesk.app.forecast_snapshots import due_snapshot, is_own_day

    return due_snapshot(workspace, assessment) if is_own_day(workspace, assessment.as_of) else None


def _created(path: Path, policies: Policies | None, as_of: date | None) -> Workspace:
    from csdesk.app.workspace import Workspace

    return Workspace.create(path, policies, as_of)
