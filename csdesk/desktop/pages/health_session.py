"""The draft of the health models while the page is open: compared at once, kept soon after, tested off the GUI thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QObject, QTimer, Signal

from csdesk.app.clock import now
from csdesk.app.health_draft import HealthDraft
from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.jobs import Job, Lane
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from csdesk.app.progress import PolledProgress
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.backtest import BackTest
    from csdesk.rules.backtest_ground import Ground
    from csdesk.rules.health_what_if import WhatIf

KEEP_AFTER, TEST_AFTER = 700, 350  # milliseconds after the last change
KEEPING, LONGEST_WAIT = "health draft", 2000  # the job that keeps the draft; milliseconds a closing window waits for it
BY_ITSELF = 20_000  # accounts up to which drafts are compared at once, and tested without being asked


class HealthSession(QObject):
    """What the page works with. ``compared`` after each change; ``tested`` with new back-tests; ``testing(job)``."""

    compared = Signal()
    tested = Signal()
    testing = Signal(object)
    stored = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.workspace: Workspace | None = None
        self.assessment: Assessment | None = None
        self.draft: HealthDraft | None = None
        self.found: WhatIf | None = None
        self.live_test: BackTest | None = None
        self.draft_test: BackTest | None = None
        self.horizon = 90
        self.kept_at: datetime | None = None
        self.kept_by = ""
        self.stopped = False
        self._ground: Ground | None = None
        self._unkept = self._comparing = self._compare_again = False
        self._testing: Job[tuple[Ground, BackTest, BackTest | None]] | None = None
        self._compare = QTimer(self, singleShot=True, interval=0)
        self._compare.timeout.connect(self.compare)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._keep.timeout.connect(self.keep)
        self._test = QTimer(self, singleShot=True, interval=TEST_AFTER)
        self._test.timeout.connect(self.test)

    # The draft.

    def take(self, workspace: Workspace, assessment: Assessment) -> None:
        """Work with these figures; a draft that was not kept yet goes on."""
        from csdesk.app.health_edits import kept_draft

        fresh = assessment is not self.assessment
        self.workspace, self.assessment = workspace, assessment
        live = assessment.policies.health
        kept = kept_draft(workspace)
        at = self.draft.at if self.draft is not None else 0
        if self._unkept and self.draft is not None:
            self.draft = replace(self.draft, live=live)
        else:
            models = kept.models if kept is not None else live
            same = self.draft is not None and self.draft.models == models
            locked = self.draft.locked if same and self.draft is not None else frozenset()
            self.draft = HealthDraft(live, models, min(at, len(models) - 1), locked)
            self.kept_at, self.kept_by = (kept.at, kept.by) if kept is not None else (None, "")
        if fresh:
            self._ground = self.live_test = self.draft_test = None
        self.compare()
        self._test_soon()

    def change(self, draft: HealthDraft) -> None:
        """Go on with another draft."""
        self.draft = draft
        self._unkept = True
        self._compare.start()
        self._keep.start()
        self._test_soon()

    def go_on_with(self, draft: HealthDraft) -> None:
        """Take a draft over from the page before, e.g. in another language."""
        self.draft, self._unkept = draft, True
        if self.assessment is not None:
            self.change(draft)

    def compare(self) -> None:
        """Work out what the draft would do."""
        from csdesk.rules.health_what_if import what_if

        self._compare.stop()
        assessment, draft = self.assessment, self.draft
        if assessment is None or draft is None:
            return
        if len(assessment.customers.keys) <= BY_ITSELF:
            self._was_compared(assessment, what_if(assessment, draft.models))
        elif self._comparing:
            self._compare_again = True
        else:
            self._comparing = True
            done = partial(self._was_compared, assessment)
            self._bridge.jobs.run(lambda: what_if(assessment, draft.models), done=done)

    def _was_compared(self, assessment: Assessment, found: WhatIf) -> None:
        again, self._comparing, self._compare_again = self._compare_again, False, False
        if assessment is self.assessment:
            self.found = found
            self.compared.emit()
        if again or assessment is not self.assessment:
            self.compare()

    def keep(self) -> None:
        """Keep the draft in the book, where it may be written."""
        from csdesk.app.health_edits import keep_draft
        from csdesk.app.own_person import login, own_name

        self._keep.stop()
        workspace, draft = self.workspace, self.draft
        if workspace is None or draft is None or not self._unkept or workspace.read_only or self._closed:
            return
        models, at = (draft.models if draft.changed else draft.live), now()

        def work() -> str:
            by = own_name(workspace) or login()
            keep_draft(workspace, models, by, at)
            return by

        self._bridge.jobs.run(work, done=partial(self._was_kept, draft, at), lane=Lane.STORE, key=KEEPING)

    @property
    def _closed(self) -> bool:
        """Whether the book was let go of: nothing can be done with it any more."""
        return self._bridge.workspace is None or self._bridge.workspace is not self.workspace

    def finish(self) -> None:
        """Before the window goes: keep the draft, wait until it is kept, and start nothing more."""
        self.keep()
        waited = QElapsedTimer()
        waited.start()
        while self._bridge.jobs.waits_for(KEEPING) and waited.elapsed() < LONGEST_WAIT:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
        for timer in (self._compare, self._keep, self._test):
            timer.stop()

    def _was_kept(self, draft: HealthDraft, at: datetime, by: str) -> None:
        if self.draft is draft:
            self._unkept = False
        self.kept_at, self.kept_by = (at, by) if draft.changed else (None, "")
        self.stored.emit()

    def make_live(self) -> None:
        """Let the draft score from the as-of date on: one step to undo."""
        from csdesk.app.health_edits import make_live

        draft = self.draft
        if draft is not None:
            self._write(lambda workspace: make_live(workspace, draft.models))

    def discard(self) -> None:
        """Back to what is live; the draft comes back by Undo."""
        from csdesk.app.health_edits import discard_draft, keep_draft

        draft, at = self.draft, now()
        if draft is None:
            return
        unkept = self._unkept

        def work(workspace: Workspace) -> Entry | None:
            if unkept:
                keep_draft(workspace, draft.models, self.kept_by, at)
            return discard_draft(workspace)

        self.draft = HealthDraft(draft.live, draft.live, min(draft.at, len(draft.live) - 1))
        self.compare()
        self._write(work)

    def _write(self, work: Callable[[Workspace], Entry | None]) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        self._keep.stop()
        self._unkept = False

        def done(entry: Entry | None) -> None:
            if entry is not None:
                self._bridge.announced.emit(Announcement(entry.intention, undoable=True))

        self._bridge.jobs.run(lambda: work(workspace), done=done, failed=self._refused, lane=Lane.STORE)

    def _refused(self, error: CSDeskError) -> None:
        self._unkept = self.draft is not None and self.draft.changed
        self._bridge.failed.emit(error)

    # The back-test.

    def _test_soon(self) -> None:
        if self.assessment is None or self.stopped:
            return
        if self._ground is not None or len(self.assessment.customers.keys) <= BY_ITSELF:
            self._test.start()

    def choose_horizon(self, days: int) -> None:
        """Look that many days ahead."""
        self.horizon, self._ground = days, None
        self.live_test = self.draft_test = None
        self.test()

    def test(self) -> None:
        """Hold live models and draft against the past, in the compute lane; the newest request wins."""
        self._test.stop()
        self.stopped = False
        assessment, draft, horizon = self.assessment, self.draft, self.horizon
        if assessment is None or draft is None or self._closed:
            return
        known, live = self._ground, self.live_test

        def work(progress: PolledProgress) -> tuple[Ground, BackTest, BackTest | None]:
            from csdesk.rules.backtest import backtest
            from csdesk.rules.backtest_ground import ground_of

            def report(done: int, total: int) -> None:
                progress.report(done, total)

            ground = known or ground_of(assessment, horizon, report)
            progress.report(1, 1)
            before = live or backtest(assessment, None, ground, report, leave_out=False)
            after = backtest(assessment, draft.models, ground, report, leave_out=False) if draft.changed else None
            return ground, before, after

        done = partial(self._was_tested, assessment, horizon)
        self._testing = self._bridge.jobs.run(work, done=done, key="health test", watched=True)
        self.testing.emit(self._testing)

    def _was_tested(self, assessment: Assessment, horizon: int, made: tuple[Ground, BackTest, BackTest | None]) -> None:
        if self.assessment is assessment and self.horizon == horizon:
            self._ground, self.live_test, self.draft_test = made
            self.tested.emit()

    def stop_testing(self) -> None:
        """Stop the back-test; it runs again when asked for."""
        self.stopped = True
        if self._testing is not None:
            self._testing.cancel()

    def with_components(self, done: Callable[[BackTest], object]) -> None:
        """The back-test of the draft (or of what is live) with each component left out in turn."""
        assessment, draft, known = self.assessment, self.draft, self._ground
        if assessment is None or draft is None or known is None:
            return

        def work(progress: PolledProgress) -> BackTest:
            from csdesk.rules.backtest import backtest

            return backtest(assessment, draft.models, known, lambda n, of: progress.report(n, of))

        title = Message("Leaving out each component")
        self._bridge.jobs.run(work, done=done, title=title, key="health components", watched=True)

    def disagreements(self, done: Callable[[pd.DataFrame], object]) -> None:
        """Whom the CSM sees differently."""
        assessment = self.assessment
        if assessment is None:
            return

        def work() -> pd.DataFrame:
            from csdesk.rules.health_disagreement import disagreements

            return disagreements(assessment)

        self._bridge.jobs.run(work, done=done, key="disagreements")
