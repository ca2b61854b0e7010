"""Import: files in, columns named, effect looked at, then one entry in the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from csdesk.app.import_session import ImportOptions
from csdesk.app.workspace import Changed
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Lane
from csdesk.desktop.pages.imports_columns import ColumnsStep
from csdesk.desktop.pages.imports_review import ReviewStep
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
    from csdesk.app.import_view import ImportView
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment

NOTHING_YET = Message("Nothing is written until you press Import")


class ImportPage(Page):
    """Drop files anywhere; this page shows what would happen and does it when told."""

    code: ClassVar[str] = "import"
    title: ClassVar[Message] = Message("Import")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self._workspace: Workspace | None = None
        self._paths: list[Path] = []
        self._forced: dict[str, str] = {}
        self._planned: ImportView | None = None
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
        self.columns = ColumnsStep()
        self.columns.decided.connect(self._decide)
        self.columns.remembering_changed.connect(self._plan)
        self.columns.fetch = self._fetch
        self.review = ReviewStep()
        for widget in (self.empty, self.columns, self.review):
            self.stack.addWidget(widget)
        self.body.addWidget(self.stack, 1)
        self._show_step(0)

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
        paths, options = list(self._paths), self._options()

        def work(progress: Progress) -> ImportView:
            process.read(paths, progress)
            return process.plan(options, progress)

        title = Message("Reading {n} files", n=len(paths))
        self.bridge.jobs.run(
            work, done=self._was_planned, failed=self._refused, cancelled=self.forget,
            title=title, key="import", watched=True,
        )  # fmt: skip

    def _options(self) -> ImportOptions:
        as_of = self._workspace.as_of if self._workspace is not None else None
        return ImportOptions(as_of, dict(self._forced), remember=self.columns.remember.isChecked())

    def _refused(self, error: CSDeskError) -> None:
        self.prompts.show_error(error)
        self.forget()

    def _plan(self) -> None:
        process, options = self.bridge.importing, self._options()
        if process is None:
            return
        self.bridge.jobs.run(
            lambda progress: process.plan(options, progress), done=self._was_planned, failed=self._refused,
            cancelled=self.forget, title=Message("Comparing with the book"), key="import", watched=True,
        )  # fmt: skip

    def _was_planned(self, planned: ImportView) -> None:
        self._planned = planned
        for name, why in planned.refused:
            self.bridge.announced.emit(Announcement(Message("{file} was left out. {why}", file=name, why=why)))
        self.columns.show_tables(planned.tables)
        self.review.show_review(planned.review)
        if self.stack.currentWidget() is not self.review:
            self._show_step(COLUMNS)
        else:
            self._show_step(REVIEW)
        self.status_shown.emit((StatusPart(tr(NOTHING_YET)),))

    def _fetch(self, place: tuple[int, int], first: int, done: Callable[[CellPage], object]) -> None:
        if self.bridge.importing is not None:
            self.bridge.jobs.run(partial(self.bridge.importing.cells, place, first), done=done)

    def _decide(self, header: str, code: str) -> None:
        self._forced[header] = code
        self._plan()

    def _show_step(self, step: int) -> None:
        widgets = {COLUMNS: self.columns, REVIEW: self.review}
        self.stack.setCurrentWidget(widgets.get(step, self.empty))
        self.steps.show_step(step)
        self.cancel.setVisible(step in widgets)
        self.back.setVisible(step == REVIEW)
        self.forward.setVisible(step in widgets)
        if step == REVIEW and self._planned is not None:
            nothing = self._planned.changes_nothing
            review = self._planned.review
            text = Message("Import {n} records", n=review.new + review.changed)
            self.forward.setText(tr(Message("Nothing to import") if nothing else text))
            self.forward.setEnabled(not nothing)
        else:
            self.forward.setText(tr(Message("Next: review")))
            self.forward.setEnabled(True)

    def _go_on(self) -> None:
        if self.stack.currentWidget() is self.columns:
            self._show_step(REVIEW)
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

    def _stop_writing(self) -> None:
        """The process ends at once; what it had begun to write is taken back when the book is looked at."""
        self.forget()
        self.bridge.look_again()

    def forget(self) -> None:
        """Back to the beginning; nothing was written."""
        self.bridge.end_import()
        self._paths, self._planned, self._forced = [], None, {}
        self._show_step(0)
        self.status_shown.emit(())

    def view_state(self) -> object:
        """The import in hand: a window that is built again goes on with it."""
        return (self._paths, self._forced, self.stack.currentWidget() is self.review)

    def restore_view_state(self, state: object) -> None:
        """Go on with an import; it is planned again, for the new language."""
        if isinstance(state, tuple):
            self._paths, self._forced, reviewing = state
            if reviewing:
                self.stack.setCurrentWidget(self.review)

    def panes(self) -> Sequence[QWidget]:
        """The part on screen."""
        current = self.stack.currentWidget()
        return (current,) if current is not None else ()
