"""Import: files in, columns named, effect looked at, then one entry in the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from csdesk.app.import_memory import POLICIES
from csdesk.app.workspace import Changed
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Job, Lane
from csdesk.desktop.pages.imports_columns import ColumnsStep
from csdesk.desktop.pages.imports_reading import ReadingStep
from csdesk.desktop.pages.imports_review import ReviewStep, import_text
from csdesk.desktop.pages.imports_said import Said
from csdesk.desktop.pages.imports_steps import COLUMNS, REVIEW, StepLine
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.states import EmptyState
from csdesk.model.errors import CSDeskError, EditConflict
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.app.cell_page import CellPage
    from csdesk.app.import_desk import Written
    from csdesk.app.import_options import ImportOptions
    from csdesk.app.import_place import ListPlace
    from csdesk.app.import_view import ImportView
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

NOTHING_YET = Message("Nothing is written until you press Import")
_PAUSE = 300  # milliseconds without another word after which the import is planned again


class ImportPage(Page):
    """Drop files anywhere; this page shows what would happen and does it when told."""

    code: ClassVar[str] = "import"
    title: ClassVar[Message] = Message("Import")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self._workspace: Workspace | None = None
        self._paths: list[Path] = []
        self._said = Said()
        self._reading: Job[ImportView] | None = None
        self._planned: ImportView | None = None
        self._return_to_review = False
        self._unfilled: set[int] = set()
        self.steps = StepLine()
        self.top.set_middle(self.steps)
        self.top.search.hide()
        self.cancel = button(Message("Cancel"), "quiet", clicked=self.forget)
        self.back = button(Message("Back"), clicked=lambda: self._show_step(COLUMNS))
        self.forward = button(Message("Next: review"), "primary", clicked=self._go_on)
        for made in (self.cancel, self.back, self.forward):
            self.top.add_action(made)
        self.stack = QStackedWidget()
        self.empty = QWidget()
        self._fill_empty()
        self.reading = ReadingStep()
        self.reading.cancelled.connect(self._stop_reading)
        bridge.jobs.polled.connect(self._show_reading)
        self.columns = ColumnsStep()
        self.columns.decided.connect(self._decide)
        self.columns.fetch = self._fetch
        self.columns.read_again.connect(self._read)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._plan)
        for widget in (self.empty, self.reading, self.columns):
            self.stack.addWidget(widget)
        self.body.addWidget(self.stack, 1)
        self._show_step(0)
        self._next_turn = QTimer(self, singleShot=True, interval=0)
        self._next_turn.timeout.connect(lambda: self.review)
        self._next_turn.start()

    @cached_property
    def review(self) -> ReviewStep:
        """The second step: made when it is needed, or in the turn after the page came up, which it would hold back."""
        made = ReviewStep()
        made.decided.connect(self._decide)
        made.fetch = self._fetch
        made.fetch_rows(self._fetch_rows)
        made.side.snapshot_asked.connect(self._take_snapshot)
        self.stack.addWidget(made)
        if self._workspace is not None:
            made.changes.policies = self._workspace.book.settings.get(POLICIES, {})
        return made

    @property
    def _has_review(self) -> bool:
        return "review" in vars(self)

    @property
    def _reviewing(self) -> bool:
        return self._has_review and self.stack.currentWidget() is self.review

    def _fill_empty(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(self.empty)
        state = EmptyState(
            "file-input",
            Message("Drop spreadsheets anywhere on this window"),
            Message("Customers, contracts, usage, tickets, survey answers: xlsx, xls, xlsb, ods, csv or tsv."),
            ((Message("Choose files"), lambda: self.command_run.emit("import")),),
        )
        column.addWidget(state, 0, Qt.AlignmentFlag.AlignCenter)

    def show_assessment(self, workspace: Workspace, assessment: Assessment) -> None:
        """Take the book; a plan made before is made again, for the book may have changed."""
        other = self._workspace is not None and self._workspace is not workspace
        self._workspace = workspace
        self.status_shown.emit((StatusPart(tr(NOTHING_YET)),) if self._paths else ())
        if self._has_review:
            self.review.changes.policies = workspace.book.settings.get(POLICIES, {})
        if self._paths and (self.bridge.importing is None or other):
            self._read()
        elif self.bridge.importing is not None and not self.bridge.jobs.waits_for("import"):
            self._plan()

    def go_to(self, target: object) -> None:
        """Read these files."""
        if isinstance(target, list) and target:
            self.forget()
            self._paths = list(target)
            if self._workspace is not None:
                self._read()

    def _read(self) -> None:
        """Start a process on the book, have it read the files, then plan."""
        if self._workspace is None:
            return
        process = self.bridge.start_import()
        paths, options, encodings = list(self._paths), self._options(), dict(self._said.encodings)

        def work(progress: Progress) -> ImportView:
            process.read(paths, progress, encodings)
            return process.plan(options, progress)

        title = Message("Reading {n} files", n=len(paths))
        self._reading = self.bridge.jobs.run(
            work, done=self._was_planned, failed=self._refused, cancelled=self.forget,
            title=title, key="import", watched=True,
        )  # fmt: skip
        self.reading.show_files([path.name for path in paths], self._reading)
        self._show_step(0)
        self.stack.setCurrentWidget(self.reading)

    def shows_job(self, job: Job[object]) -> bool:
        """The page says itself how far reading is."""
        return job is self._reading

    def _show_reading(self, jobs: Sequence[Job[object]]) -> None:
        for job in jobs:
            if job is self._reading:
                self.reading.box.show_progress(job)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    def _options(self) -> ImportOptions:
        as_of = self._workspace.as_of if self._workspace is not None else None
        return self._said.options(as_of, remember=self.columns.remember.isChecked())

    @property
    def pending(self) -> bool:
        """Whether something was said that the plan does not hold yet."""
        return self._pause.isActive() or self.bridge.jobs.waits_for("import")

    @property
    def filling(self) -> bool:
        """Whether parts of a step are still to be shown, in the next turns of the event loop."""
        return self.columns.turns.busy or (self._has_review and self.review.turns.busy)

    def _refused(self, error: CSDeskError) -> None:
        self.prompts.show_error(error)
        self.forget()

    def _plan(self) -> None:
        process, options = self.bridge.importing, self._options()
        if process is None:
            return
        self._pause.stop()
        self.bridge.jobs.run(
            lambda progress: process.plan(options, progress), done=self._was_planned, failed=self._refused,
            cancelled=self.forget, title=Message("Comparing with the book"), key="import", watched=True,
        )  # fmt: skip

    def _was_planned(self, planned: ImportView) -> None:
        first, self._planned, self._reading = self._reading is not None, planned, None
        if first:
            for name, why in planned.refused:
                self.bridge.announced.emit(Announcement(Message("{file} was left out. {why}", file=name, why=why)))
        if self._pause.isActive():
            return  # more was said meanwhile; what is on screen is newer
        self._unfilled = {COLUMNS, REVIEW}
        reviewing = self._reviewing or self._return_to_review
        self._return_to_review = False
        self._show_step(REVIEW if reviewing else COLUMNS)
        self.status_shown.emit((StatusPart(tr(NOTHING_YET)),))

    def _fetch(self, place: tuple[int, int], first: int, done: Callable[[CellPage], object]) -> None:
        if self.bridge.importing is not None:
            self.bridge.jobs.run(partial(self.bridge.importing.cells, place, first), done=done)

    def _fetch_rows(self, place: ListPlace, done: Callable[[Sequence[object]], object]) -> None:
        if self.bridge.importing is not None:
            self.bridge.jobs.run(partial(self.bridge.importing.rows, place), done=done)

    def _decide(self) -> None:
        """Something was said: plan again as soon as no more follows."""
        self._pause.start()
        self._show_forward()

    def _fill(self, step: int) -> None:
        """Show the plan in a step that comes up; one nobody looks at costs nothing."""
        if self._planned is None or step not in self._unfilled:
            return
        self._unfilled.discard(step)
        if step == COLUMNS:
            self.columns.show_tables(self._planned.tables, self._said, self._planned.files)
        else:
            self.review.show_view(self._planned, self._said)

    def _show_step(self, step: int) -> None:
        self._fill(step)
        widgets: dict[int, Callable[[], QWidget]] = {COLUMNS: lambda: self.columns, REVIEW: lambda: self.review}
        self.stack.setCurrentWidget(widgets[step]() if step in widgets else self.empty)
        self.steps.show_step(step)
        self.cancel.setVisible(step in widgets)
        self.back.setVisible(step == REVIEW)
        self.forward.setVisible(step in widgets)
        self._show_forward()

    def _show_forward(self) -> None:
        """What the button does now; it waits for a plan that holds everything that was said."""
        if self._reviewing and self._planned is not None:
            nothing = self._planned.changes_nothing
            self.forward.setText(import_text(self._planned.review, nothing=nothing))
            self.forward.setEnabled(not nothing and not self.pending)
        else:
            self.forward.setText(tr(Message("Next: review")))
            self.forward.setEnabled(True)

    def _go_on(self) -> None:
        if self.stack.currentWidget() is self.columns:
            self._show_step(REVIEW)
            self.review.problems.table.setFocus()
        elif self._planned is not None:
            self._write(self._planned)

    def _write(self, planned: ImportView) -> None:
        process, workspace = self.bridge.importing, self._workspace
        if process is None or workspace is None:
            return
        self.forward.setEnabled(False)

        def work(progress: Progress) -> Written | None:
            written = process.write(progress)
            workspace.look_again()
            return written

        def refused(error: CSDeskError) -> None:
            self.prompts.show_error(error)
            if isinstance(error, EditConflict):
                self._plan()
            else:
                self.forget()

        self.bridge.jobs.run(
            work, done=partial(self._was_written, planned), failed=refused, cancelled=self._stop_writing,
            lane=Lane.STORE, title=Message("Writing to the book"), watched=True,
        )  # fmt: skip

    def _was_written(self, planned: ImportView, written: Written | None) -> None:
        self.forget()
        if written is not None and self._workspace is not None:
            self._workspace.announce(Changed(written.touched, written.intention))
            new, changed = planned.review.new, planned.review.changed
            self.bridge.announced.emit(
                Announcement(Message("Imported: {new} new, {changed} changed", new=new, changed=changed), undoable=True)
            )
            self.page_opened.emit("today")

    def _take_snapshot(self) -> None:
        """A dated copy of the book as it is, beside the one that is made of itself before an import is written."""
        if self._workspace is not None:
            self.bridge.jobs.run(
                self._workspace.book.backup, done=self.review.side.show_snapshot, lane=Lane.STORE,
                title=Message("Saving a snapshot"),
            )  # fmt: skip

    def _stop_writing(self) -> None:
        """The process ends at once; what it had begun to write is taken back when the book is looked at."""
        self.forget()
        self.bridge.look_again()

    def forget(self) -> None:
        """Back to the beginning; nothing was written."""
        self.bridge.end_import()
        self._pause.stop()
        self._paths, self._planned, self._said, self._reading = [], None, Said(), None
        if self._has_review:
            self.review.boxes.release()
        self._show_step(0)
        self.status_shown.emit(())

    def view_state(self) -> object:
        """The import in hand: a window that is built again goes on with it."""
        remember = self.columns.remember.isChecked()
        return (self._paths, self._said, self._reviewing, remember)

    def restore_view_state(self, state: object) -> None:
        """Go on with an import; it is planned again, for the new language."""
        if isinstance(state, tuple):
            self._paths, self._said, self._return_to_review, remember = state
            self.columns.remember.setChecked(remember)

    def panes(self) -> Sequence[QWidget]:
        """The part on screen."""
        current = self.stack.currentWidget()
        if self._reviewing:
            return (self.top, *self.review.panes())
        if current is self.columns:
            return (self.top, self.columns.view, self.columns.tabs, self.columns.side)
        return (current,) if current is not None else ()
