"""Reads an untrusted file in a process of ours that may be late, greedy or die without harm."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused, refusal
from csdesk.intake.transport import BrokenStream, facts_of, read_frame, workbook_of
from csdesk.intake.turnstile import Turnstile
from csdesk.model.errors import JobCancelled, UnreadableFile
from csdesk.model.filenames import file_text
from csdesk.model.progress import Progress, Unwatched

if TYPE_CHECKING:
    from csdesk.intake.sheets import Workbook

_TICK = 0.05
_WORKER = ("-P", "-m", "csdesk.intake.worker")
# How a process ends whose allocator gives up or which the system stops: signals, and the codes of Windows for
# no memory and for an abort.
_OUT_OF_MEMORY = (-6, -9, 0xC0000017, 0xC0000409)
_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_WORKERS = Turnstile(2)


class Reading:
    """A file being read by a worker that has already started, or waits for its turn.

    Take ``result()``, or ``cancel()``; as a context manager it cancels at the end.
    """

    def __init__(self, path: Path, limits: Limits, extras: bool = False, encoding: str = "") -> None:
        self.path = path
        self._limits = limits
        self._extras = extras
        self._encoding = encoding
        self._frames: list[bytearray] = []
        self._file: dict[str, Any] = {}
        self._refused: Refused | None = None
        self._failure: BaseException | None = None  # a fault of ours or of the system, not of the file
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = threading.Event()
        self._stopped = threading.Event()
        self._seen = 0
        self._thread = threading.Thread(target=self._run, name=f"reading {path.name}", daemon=True)
        self._thread.start()

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *error: object) -> None:
        self.cancel()

    def result(self, progress: Progress | None = None) -> Workbook:
        """The workbook, waited for.

        Raises:
            UnreadableFile: it cannot be read; the message says why and what to do.
            JobCancelled: ``progress`` said so; the worker is gone by then.
        """
        progress = progress or Unwatched()
        try:
            while not self._ended.wait(_TICK):
                progress.report(float(self._seen))
            progress.report(float(self._seen))
        except BaseException:
            self.cancel()
            raise
        self._thread.join()
        if self._stopped.is_set():
            raise JobCancelled
        if self._failure is not None:
            raise self._failure
        if self._refused is not None:
            raise refusal(self._refused, file_text(self.path.name or self.path)) from self._refused
        return workbook_of(file_text(self.path), self._file, self._frames)

    def cancel(self) -> None:
        """Stop the worker if it still runs."""
        if self._ended.is_set():
            return
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            if _WORKERS.enter(self._stopped, _TICK):
                try:
                    self._refused = self._work()
                finally:
                    _WORKERS.leave()
        except BaseException as error:  # noqa: BLE001 - raised again by ``result``
            self._failure = error
        finally:
            self._ended.set()

    def _work(self) -> Refused | None:
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            return Refused("missing")
        except (OSError, ValueError):
            return Refused("not_permitted")
        with _started(self.path, self._limits, self._extras, self._encoding) as process:
            self._process = process
            drain = threading.Thread(target=self._drain, args=(process.stdout,), daemon=True)
            drain.start()
            try:
                ended = self._watch(process, drain, self._limits.seconds_for(size))
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()
                drain.join()
        if ended is not None or self._stopped.is_set():
            return ended
        return self._verdict(process.returncode)

    def _drain(self, source: BinaryIO) -> None:
        """Take the frames off the pipe; facts that end the answer decide, sheets are kept for ``result``."""
        try:
            while True:
                frame = read_frame(source)
                facts = facts_of(frame)
                if "sheet" in facts:
                    self._frames += [frame, read_frame(source)]
                    self._seen += 1
                elif "file" in facts:
                    self._file = facts["file"]
                elif "extras" in facts:
                    self._file["extras"] = facts["extras"]
                else:
                    self._file["end"] = facts
                    return
        except BrokenStream:
            return

    def _watch(self, process: subprocess.Popen[bytes], drain: threading.Thread, seconds: float) -> Refused | None:
        deadline = time.monotonic() + seconds
        memory = _MemoryWatch(process.pid)
        while drain.is_alive():
            if self._stopped.is_set():
                return None
            if time.monotonic() > deadline:
                return Refused("too_slow")
            if memory.used() > self._limits.memory:
                return Refused("too_large")
            drain.join(_TICK)
        return None

    def _verdict(self, code: int | None) -> Refused | None:
        end = self._file.pop("end", None)
        if end is None:
            # The allocator aborts when memory is used up; all else is the reader's crash.
            return Refused("too_large" if code in _OUT_OF_MEMORY else "corrupt")
        if "refused" in end:
            reason = Refused(end["refused"], end["what"])
            if end.get("detail"):
                reason.add_note(end["detail"])
            return reason
        return None


class _MemoryWatch:
    """What a process holds at the moment."""

    def __init__(self, pid: int) -> None:
        import psutil

        self._gone = psutil.Error
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

    def used(self) -> int:
        """Bytes it holds, in memory or (where Windows tells) swapped out; 0 when the process is gone."""
        if self._process is None:
            return 0
        try:
            held = self._process.memory_info()
            return max(int(held.rss), int(getattr(held, "private", 0)))
        except self._gone:
            return 0


def _started(path: Path, limits: Limits, extras: bool, encoding: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(_PACKAGE_PARENT),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_TOP_PAD_": str(1 << 26),  # fewer, larger steps: page by page costs a tenth of the time
        "MALLOC_TRIM_THRESHOLD_": str(1 << 28),
    }
    process = subprocess.Popen(
        [sys.executable, *_WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    file = os.fsencode(os.path.abspath(path)).hex()
    job = {"path": file, "limits": asdict(limits), "extras": extras, "encoding": encoding}
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it died at once; ``_verdict`` will say so
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.flush()
    return process


def start_reading(
    path: str | Path, limits: Limits | None = None, *, extras: bool = False, encoding: str = ""
) -> Reading:
    """Start the worker now and take the result later; at most two workers run at once.

    ``extras``: look for formulas, objects and comments too. ``encoding``: of a text, one of
    ``text_encoding.ENCODINGS``, where the one that would be found is wrong.
    """
    return Reading(Path(path), limits or Limits(), extras, encoding)


def read_workbook(
    path: str | Path, limits: Limits | None = None, progress: Progress | None = None, *, extras: bool = False
) -> Workbook:
    """The sheets of a spreadsheet of any known format, read outside this process.

    Args:
        limits: what the file may cost; the usual limits if left out.
        progress: told about every 50 ms; raising ``JobCancelled`` there stops the worker.
        extras: look for formulas, objects and comments too.

    Raises:
        UnreadableFile: locked, damaged, empty, too large, something else; one sentence and a hint.
        JobCancelled: ``progress`` said so.
    """
    with start_reading(path, limits, extras=extras) as reading:
        return reading.result(progress)


__all__ = ["Limits", "Reading", "UnreadableFile", "read_workbook", "start_reading"]
