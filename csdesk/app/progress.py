"""Watching long work: on a terminal as a bar, from a window by polling."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from csdesk.i18n import Language
from csdesk.model.errors import JobCancelled
from csdesk.model.messages import Message
from csdesk.model.progress import Progress, Unwatched


class PolledProgress:
    """How far a job is, for a window that looks at it ten times a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cancelled = Event()
        self._state: tuple[float, float | None, Message | None] = (0.0, None, None)

    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        """Say how far the work is.

        Raises:
            JobCancelled: ``cancel`` was called.
        """
        if self._cancelled.is_set():
            raise JobCancelled
        with self._lock:
            self._state = (done, total, message or self._state[2])

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._cancelled.set()

    def snapshot(self) -> tuple[float, float | None, Message | None]:
        """Done, total, and what is being done."""
        with self._lock:
            return self._state


class TerminalProgress:
    """One line on a terminal's stderr that is drawn over itself."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._started = time.monotonic()
        self._drawn = 0.0
        self._width = 0

    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        """Draw the bar, at most ten times a second and only after 0.3 s."""
        now = time.monotonic()
        if now - self._started < 0.3 or now - self._drawn < 0.1:
            return
        self._drawn = now
        share = min(1.0, done / total) if total else 0.0
        bar = f"[{'=' * round(share * 20):<20}] " if total else ""
        line = f"{bar}{self._language.text(message) if message else ''}"[:78]
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


@contextmanager
def terminal_progress(language: Language) -> Iterator[Progress]:
    """A bar where stderr is a terminal, taken away at the end; else nothing."""
    if not sys.stderr.isatty():
        yield Unwatched()
        return
    bar = TerminalProgress(language)
    try:
        yield bar
    finally:
        bar.clear()
