"""Long work: what is being done, how far it is, time left, Cancel."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from csdesk.desktop.fonts import MEDIUM, scaled
from csdesk.desktop.jobs import LONG, Job
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.buttons import button
from csdesk.desktop.widgets.labels import ElidedLabel, label
from csdesk.model.messages import Message


def time_left(started: float, done: float, total: float | None, now: float) -> int | None:
    """Seconds left at the pace so far, after the first two seconds; None where nobody can tell."""
    if not total or done <= 0 or now - started < 2:
        return None
    return max(1, round((now - started) * (total - done) / done))


def share_text(jobs: Sequence[Job[object]]) -> str:
    """How far the first job of 10 s or more is, e.g. 42%; "" where none is or nobody can tell."""
    for job in jobs:
        done, total, _ = job.progress.snapshot()
        if total and monotonic() - job.started >= LONG:
            return language().percent(min(1.0, done / total))
    return ""


class ProgressBox(QFrame):
    """Title, bar, and two remarks; for a page or for the panel below."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Card")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        self._title = ElidedLabel("", 12.5, MEDIUM)
        self._cancel = button(Message("Cancel"), small=True, clicked=self.cancelled.emit)
        head.addWidget(self._title, 1)
        head.addWidget(self._cancel)
        column.addLayout(head)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(tr(Message("Progress")))
        column.addWidget(self.bar)
        foot = QHBoxLayout()
        self._where, self._left = ElidedLabel("", 12, tone="ink2"), label("", 12, tone="ink2")
        foot.addWidget(self._where, 1)
        foot.addWidget(self._left)
        column.addLayout(foot)

    def show_progress(self, job: Job[object]) -> None:
        """Show where a job is."""
        done, total, message = job.progress.snapshot()
        self._title.setText(tr(job.title) if job.title else "")
        self._where.setText(tr(message) if message else "")
        self.bar.setRange(0, 1000 if total else 0)
        if total:
            self.bar.setValue(round(1000 * done / total))
        seconds = time_left(job.started, done, total, monotonic())
        self._left.setText(tr(Message("about {n} s left", n=seconds)) if seconds else "")


class ProgressPanel(ProgressBox):
    """The box at the bottom of the window for whichever titled job has run longest."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._job: Job[object] | None = None
        self.cancelled.connect(self._cancel_job)
        self.setFixedWidth(scaled(420))
        window.installEventFilter(self)
        self.hide()

    def show_jobs(self, jobs: Sequence[Job[object]]) -> None:
        """Follow the first of the jobs that run; none hides the box."""
        self._job = jobs[0] if jobs else None
        if self._job is None:
            self.hide()
            return
        self.show_progress(self._job)
        self._place()
        self.show()
        self.raise_()

    def _cancel_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.hide()

    def _place(self) -> None:
        self.adjustSize()
        window = self._window
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - scaled(26) - 16)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window changes size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
