"""Work off the GUI thread: one lane in order for the store, one for computing.

A job is a plain function. No QObject lives on a worker; results wait in a queue and are
fetched on the GUI thread, woken by one signal of one object.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from csdesk.app.progress import PolledProgress
from csdesk.model.errors import CSDeskError, JobCancelled
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")
LONG = 10.0  # seconds after which one has turned to something else


class Lane(Enum):
    """Which queue a job waits in."""

    STORE = "store"  # everything that writes the book, one after the other
    COMPUTE = "compute"


@dataclass(eq=False, slots=True)
class Job(Generic[T]):
    """A piece of work that is waiting or running."""

    title: Message | None
    key: str | None
    done: Callable[[T], object] | None
    failed: Callable[[CSDeskError], object] | None
    cancelled: Callable[[], object] | None = None
    progress: PolledProgress = field(default_factory=PolledProgress)
    started: float = field(default_factory=monotonic)
    dropped: bool = False

    def cancel(self) -> None:
        """Ask the work to stop; its result is not wanted any more."""
        asked_before, self.dropped = self.dropped, True
        self.progress.cancel()
        if self.cancelled is not None and not asked_before:
            self.cancelled()


class JobRunner(QObject):
    """Runs jobs and hands their results back on the GUI thread.

    ``failed`` carries a CSDeskError nobody else took; ``polled`` carries the titled jobs
    that have run for 0.3 s or more, ten times a second, and an empty tuple when none is left;
    ``long_done`` a titled job that ended well after more than 10 s, before its result is shown.
    """

    failed = Signal(object)
    polled = Signal(object)
    idle = Signal()
    long_done = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._arrived: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._running: list[Job[Any]] = []
        self._closed = False
        self._woken.connect(self._fetch)
        self._clock = QTimer(self, interval=100)
        self._clock.timeout.connect(self._poll)

    @property
    def busy(self) -> bool:
        """Whether a job is waiting or running."""
        return bool(self._running)

    def waits_for(self, key: str) -> bool:
        """Whether a job of that key is waiting or running."""
        return any(job.key == key and not job.dropped for job in self._running)

    def run(
        self,
        work: Callable[[], T] | Callable[[PolledProgress], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[CSDeskError], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        lane: Lane = Lane.COMPUTE,
        title: Message | None = None,
        key: str | None = None,
        watched: bool = False,
    ) -> Job[T]:
        """Do the work in a lane and call ``done`` with its result on the GUI thread.

        A newer job with the same ``key`` replaces an older one: only the newest result
        arrives. A ``watched`` work takes the progress as its argument; a ``title`` shows
        the job to the user once it has run for 0.3 s. ``cancelled`` is called when the user
        stops it, not when a newer job takes its place.
        """
        if key is not None:
            for other in self._running:
                if other.key == key:
                    other.cancelled = None
                    other.cancel()
        job: Job[T] = Job(title, key, done, failed, cancelled)
        self._running.append(job)
        call: Callable[[], T] = partial(work, job.progress) if watched else work  # type: ignore[assignment,call-arg]
        self._lane(lane).submit(self._work, job, call)
        if title is not None and not self._clock.isActive():
            self._clock.start()
        return job

    def _lane(self, lane: Lane) -> ThreadPoolExecutor:
        """The threads of a lane, made with its first job: they load more than the window needs to be painted."""
        if lane not in self._lanes:
            from concurrent.futures import ThreadPoolExecutor

            self._lanes[lane] = ThreadPoolExecutor(1 if lane is Lane.STORE else 2, lane.value)
        return self._lanes[lane]

    def post(self, call: Callable[[], object]) -> None:
        """Have something called on the GUI thread; may be used from any thread."""
        if not self._closed:
            self._arrived.put(call)
            self._woken.emit()

    def close(self) -> None:
        """Cancel what runs and wait for the lanes to end; their results are not delivered."""
        self._closed = True
        self._clock.stop()
        for job in self._running:
            job.cancelled = None
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._running.clear()

    def _work(self, job: Job[T], call: Callable[[], T]) -> None:
        try:
            if job.dropped:
                raise JobCancelled
            result = call()
        except BaseException as error:  # noqa: BLE001 - handed to the GUI thread, which raises what is a bug
            caught = error
            self.post(lambda: self._ended(job, lambda: self._failed(job, caught)))
        else:
            self.post(lambda: self._ended(job, lambda: self._deliver(job, result)))

    def _ended(self, job: Job[T], deliver: Callable[[], object]) -> None:
        self._running.remove(job)
        if not job.dropped:
            deliver()
        if not self._running:
            self.idle.emit()

    def _deliver(self, job: Job[T], result: T) -> None:
        if job.title is not None and monotonic() - job.started >= LONG:
            self.long_done.emit(job)
        if job.done is not None and not _is_gone(job.done):
            job.done(result)

    def _failed(self, job: Job[T], error: BaseException) -> None:
        if isinstance(error, JobCancelled):
            return
        if isinstance(error, CSDeskError):
            if job.failed is not None:
                job.failed(error)
            else:
                self.failed.emit(error)
            return
        sys.excepthook(type(error), error, error.__traceback__)

    @Slot()
    def _fetch(self) -> None:
        while not self._closed:
            try:
                call = self._arrived.get_nowait()
            except Empty:
                return
            call()

    @Slot()
    def _poll(self) -> None:
        titled = [job for job in self._running if job.title is not None and not job.dropped]
        self.polled.emit(tuple(job for job in titled if monotonic() - job.started >= 0.3))
        if not titled:
            self._clock.stop()


def _is_gone(done: Callable[..., object]) -> bool:
    """Whether the widget that waited for a result was deleted meanwhile, e.g. with its page at a change of language."""
    while isinstance(done, partial):
        done = done.func
    owner = getattr(done, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)
