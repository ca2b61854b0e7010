"""The window's side of an import: a process of ours reads, plans and writes, so that the window stays quick and small."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NoReturn, cast

from csdesk.app.import_child import Answer, Request, receive, send
from csdesk.model.errors import CSDeskError, JobCancelled
from csdesk.model.messages import Message
from csdesk.model.progress import Progress

if TYPE_CHECKING:
    from csdesk.app.cell_page import CellPage
    from csdesk.app.import_desk import Written
    from csdesk.app.import_options import ImportOptions
    from csdesk.app.import_place import ListPlace
    from csdesk.app.import_view import ImportView
    from csdesk.book.lock import Writer

_TICK = 0.05
_NO_NEWS: tuple[float, float | None, Message | None] = (0.0, None, None)
_PACKAGE_PARENT = Path(__file__).resolve().parents[2]


class ImportProcess:
    """An ``ImportDesk`` in a process of its own. Each call may be made from any thread and waits for its answer.

    ``close`` ends the process at once, whatever it is doing; a transaction that was being
    written is taken back by the book itself when it is next looked at.
    """

    def __init__(self, book: Path, writer: Writer | None) -> None:
        self.book = book
        self._numbers = itertools.count(1)
        self._turn = threading.Lock()
        self._replies: dict[int, SimpleQueue[Answer]] = {}
        self._ended = threading.Event()
        self._closed = False
        self._process = _started()
        self._listener = threading.Thread(target=self._listen, name="import answers", daemon=True)
        self._listener.start()
        self._opening = self._ask("open", book, writer)

    @property
    def running(self) -> bool:
        """Whether it can be asked anything."""
        return self._process.poll() is None

    def read(self, paths: Sequence[Path], progress: Progress, encodings: Mapping[str, str] | None = None) -> int:
        """Read the files; how many tables they hold. ``encodings``: file → what its text is read as, where that was said.

        Raises:
            CSDeskError: a file or the book cannot be read.
            JobCancelled: the user asked to stop, or ``close`` was called.
        """
        return cast("int", self._watched("read", progress, tuple(paths), dict(encodings or {})))

    def plan(self, options: ImportOptions, progress: Progress) -> ImportView:
        """What the import would do.

        Raises:
            CSDeskError: the book cannot be read.
            JobCancelled: the user asked to stop, or ``close`` was called.
        """
        return cast("ImportView", self._watched("plan", progress, options))

    def write(self, progress: Progress) -> Written | None:
        """Write what was planned last; None where it changes nothing.

        Raises:
            CSDeskError: the book changed meanwhile, or cannot be written; it is as it was.
            JobCancelled: the user asked to stop, or ``close`` was called.
        """
        return cast("Written | None", self._watched("write", progress))

    def cells(self, place: tuple[int, int], first: int) -> CellPage:
        """Rows of a sheet, from a row on (from 0).

        Raises:
            JobCancelled: ``close`` was called.
        """
        return cast("CellPage", self._waited(self._ask("cells", place, first), None))

    def rows(self, place: ListPlace) -> tuple[Any, ...]:
        """Rows of a list of the review; none where that plan is not the last any more.

        Raises:
            JobCancelled: ``close`` was called.
        """
        return cast("tuple[Any, ...]", self._waited(self._ask("rows", place), None))

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with self._turn, contextlib.suppress(BrokenPipeError):  # half a request may be left in it
                    pipe.close()

    def _watched(self, method: str, progress: Progress, *arguments: object) -> object:
        if self._opening:
            number, self._opening = self._opening, 0
            self._waited(number, progress)
        number = self._ask(method, *arguments)
        try:
            return self._waited(number, progress)
        except JobCancelled:
            self._tell(Request(number, "cancel"))
            raise

    def _ask(self, method: str, *arguments: object) -> int:
        number = next(self._numbers)
        self._replies[number] = SimpleQueue()
        self._tell(Request(number, method, arguments))
        return number

    def _tell(self, request: Request) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            with self._turn:
                send(pipe, request)
        except (BrokenPipeError, OSError, ValueError):
            return  # it has ended; whoever waits for the answer will see that

    def _waited(self, number: int, progress: Progress | None) -> object:
        replies, last = self._replies[number], _NO_NEWS
        try:
            while True:
                try:
                    answer = replies.get(timeout=_TICK)
                except Empty:
                    if self._ended.is_set() and replies.empty():
                        self._say_why_it_ended()
                    if progress is not None:
                        progress.report(*last)
                    continue
                if answer.kind != "progress":
                    return _taken(answer)
                last = answer.value
        finally:
            self._replies.pop(number, None)

    def _say_why_it_ended(self) -> NoReturn:
        if self._closed:
            raise JobCancelled
        raise CSDeskError(
            Message("The import ended before it was done; nothing was written."),
            Message("Close other programs to free memory, then import the files again."),
        )

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        try:
            while True:
                answer: Answer = receive(pipe)
                waiting = self._replies.get(answer.number)
                if waiting is not None:
                    waiting.put(answer)
        except (EOFError, OSError, ValueError):
            self._process.wait()
            self._ended.set()


def _started() -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(_PACKAGE_PARENT),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_TOP_PAD_": str(1 << 24),  # fewer, larger steps
        "MALLOC_TRIM_THRESHOLD_": str(1 << 28),
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "csdesk.app.import_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _taken(answer: Answer) -> object:
    if answer.kind == "result":
        return answer.value
    if answer.kind == "failed":
        raise answer.value
    if answer.kind == "cancelled":
        raise JobCancelled
    raise RuntimeError(f"the import process failed: {answer.value}")
