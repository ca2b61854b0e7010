"""Import: files in, columns named, effect looked at, then one entry in the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from csdesk.app.import_session import ImportOptions, ImportSession, read_files
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Lane
from csdesk.desktop.pages.imports_columns import ColumnsStep, shown_tables
from csdesk.desktop.pages.imports_review import ReviewStep
from csdesk.desktop.pages.imports_steps import COLUMNS, REVIEW, StepLine
from csdesk.desktop.pages.page import Page, StatusPart
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.states import EmptyState
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.app.import_review import Review
    from csdesk.app.import_session import ReadFile
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry
    from csdesk.rules.assessment import Assessment

NOTHING_YET = Message("Nothing is written until you press Import")


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan and what it would do."""

    session: ImportSession
    review: Review


class ImportPage(Page):
    """Drop files anywhere; this page shows what would happen and does it when told."""

    code: ClassVar[str] = "import"
    title: ClassVar[Message] = Message("Import")

    def __init__(self, bridge: Bridge, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(bridge, prompts, parent)
        self._workspace: Workspace | None = None
        self._assessment: Assessment | None = None
        self._files: tuple[ReadFile, ...] = ()
        self._waiting: list[Path] = []
        self._forced: dict[str, str] = {}
        self._planned: Planned | None = None
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
        self._workspace, self._assessment = workspace, assessment
        self.status_shown.emit((StatusPart(tr(NOTHING_YET)),) if self._files else ())
        if self._waiting:
            files, self._waiting = self._waiting, []
            self._read(files)
        elif self._files:
            self._plan()

    def go_to(self, target: object) -> None:
        """Read these files."""
        if isinstance(target, list) and target:
            self.forget()
            if self._workspace is None:
                self._waiting = list(target)
            else:
                self._read(list(target))

    def _read(self, paths: list[Path]) -> None:
        def work(progress: Progress) -> tuple[ReadFile, ...]:
            return read_files(paths, progress)

        title = Message("Reading {n} files", n=len(paths))
        self.bridge.jobs.run(work, done=self._were_read, failed=self._refused, title=title, key="import", watched=True)

    def _refused(self, error: CSDeskError) -> None:
        self.prompts.show_error(error)
        self.forget()

    def _were_read(self, files: tuple[ReadFile, ...]) -> None:
        self._files = files
        self._plan()

    def _plan(self) -> None:
        workspace, assessment, files = self._workspace, self._assessment, self._files
        if workspace is None or assessment is None:
            return
        options = ImportOptions(forced=dict(self._forced), remember=self.columns.remember.isChecked())

        def work(progress: Progress) -> Planned:
            from csdesk.app.import_review import review_of

            session = ImportSession(workspace, files, options)
            session.make_plan(progress)
            return Planned(session, review_of(session, assessment))

        title = Message("Comparing with the book")
        self.bridge.jobs.run(work, done=self._was_planned, failed=self._refused, title=title, key="import", watched=True)  # fmt: skip

    def _was_planned(self, planned: Planned) -> None:
        self._planned = planned
        plan = planned.session.plan
        if plan is None:
            return
        self.columns.show_tables(shown_tables(self._files, plan))
        self.review.show_review(planned.review)
        if self.stack.currentWidget() is not self.review:
            self._show_step(COLUMNS)
        else:
            self._show_step(REVIEW)
        self.status_shown.emit((StatusPart(tr(NOTHING_YET)),))

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
            nothing = self._planned.session.plan is None or self._planned.session.plan.changes_nothing
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
            self._write(self._planned.session)

    def _write(self, session: ImportSession) -> None:
        self.forward.setEnabled(False)
        self.bridge.jobs.run(
            session.commit, done=self._was_written, failed=self._refused, lane=Lane.STORE,
            title=Message("Writing to the book"), watched=True,
        )  # fmt: skip

    def _was_written(self, entry: Entry | None) -> None:
        review = self._planned.review if self._planned else None
        self.forget()
        if entry is not None and review is not None:
            said = Message("Imported: {new} new, {changed} changed", new=review.new, changed=review.changed)
            self.bridge.announced.emit(Announcement(said, undoable=True))
            self.page_opened.emit("today")

    def forget(self) -> None:
        """Back to the beginning; nothing was written."""
        self._files, self._planned, self._forced = (), None, {}
        self._show_step(0)
        self.status_shown.emit(())

    def panes(self) -> Sequence[QWidget]:
        """The part on screen."""
        current = self.stack.currentWidget()
        return (current,) if current is not None else ()
