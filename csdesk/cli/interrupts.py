"""Ctrl+C ends a command at once, wherever it is.

Python would raise KeyboardInterrupt between any two of its instructions, also in the middle of
an import or of taking a lock, and other threads would then wait for ever. The book does not need
us to tidy up: a transaction that was being written is taken back when the book is next opened.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

CANCELLED = 130
_NOTHING_CHANGED = "Cancelled. Nothing was changed."
_WRITING = "Cancelled while the book was being written: it holds all of it or nothing of it."


class _Stage:
    writing = False
    tidying: ClassVar[list[Callable[[], object]]] = []


@contextmanager
def tidied_by(call: Callable[[], object]) -> Iterator[None]:
    """Have ``call`` made where Ctrl+C ends the process within the block: an exit runs no ``finally``."""
    _Stage.tidying.append(call)
    try:
        yield
    finally:
        _Stage.tidying.remove(call)


@contextmanager
def ending_at_once() -> Iterator[None]:
    """For the length of the block Ctrl+C says so in one line and ends the process with 130."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def writing() -> Iterator[None]:
    """Mark the block in which the book is written; once it is over, it is too late to cancel."""
    _Stage.writing = True
    yield
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(number: int, frame: object) -> None:
    for call in reversed(_Stage.tidying):
        call()
    break_line = "\n" if sys.stderr.isatty() else ""  # a progress bar may stand there
    os.write(2, f"{break_line}{_WRITING if _Stage.writing else _NOTHING_CHANGED}\n".encode())
    os._exit(CANCELLED)
