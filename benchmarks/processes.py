"""Timing whole processes: from start to end, with the memory of the process and its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall time and the highest sum of resident memory over all its processes."""

    seconds: float
    peak_bytes: int


def run(command: Sequence[str | Path], cwd: Path | None = None) -> Run:
    """Run a command once.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=cwd
    )
    peak = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    watcher.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {errors.decode(errors='replace')[-500:]}")
    return Run(seconds, peak[0])


def _watch(pid: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(0.05):
        try:
            root = psutil.Process(pid)
            total = sum(p.memory_info().rss for p in [root, *root.children(recursive=True)])
        except psutil.NoSuchProcess:
            continue
        peak[0] = max(peak[0], total)


def medians(count: int, **commands: Callable[[], Run]) -> dict[str, Run]:
    """Median seconds and highest memory of each, run in turn after one warm-up."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(count + 1):
        for name, command in commands.items():
            result = command()
            if turn:
                runs[name].append(result)
    return {
        name: Run(statistics.median(r.seconds for r in found), max(r.peak_bytes for r in found))
        for name, found in runs.items()
    }
