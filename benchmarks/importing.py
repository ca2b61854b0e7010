"""Importing a workbook, from process start to committed, against decoding and inserting it, and against LibreOffice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.processes import ENVIRONMENT, Run, medians, run
from benchmarks.result import Result
from benchmarks.workbooks import write_accounts

_PEER = """
import sqlite3, sys
from python_calamine import CalamineWorkbook
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
book = sqlite3.connect(sys.argv[2])
book.execute("create table rows (" + ",".join(f"c{n}" for n in range(len(rows[0]))) + ")")
plain = [[v if isinstance(v, (str, float, int)) else str(v) for v in row] for row in rows[1:]]
book.executemany("insert into rows values (" + ",".join("?" * len(rows[0])) + ")", plain)
book.commit()
"""


def _ours(workbook: Path, folder: Path) -> Run:
    book = folder / "bench.csdesk"
    book.unlink(missing_ok=True)
    shutil.rmtree(folder / "bench.backups", ignore_errors=True)
    return run([sys.executable, "-m", "csdesk.cli.main", "import", book, workbook, "--as-of", "2026-11-22"])


def _peer(workbook: Path, folder: Path) -> Run:
    book = folder / "peer.sqlite"
    book.unlink(missing_ok=True)
    return run([sys.executable, "-c", _PEER, workbook, book])


def _libreoffice(workbook: Path, folder: Path) -> Run:
    return run(["soffice", "--headless", "--convert-to", "csv", "--outdir", folder, workbook])


def measure(folder: Path) -> Iterator[Result]:
    """The import benchmarks; workbooks are made in the folder first."""
    hundred = write_accounts(folder / "accounts_100k.xlsx", 100_000)
    commands: dict[str, Callable[[], Run]] = {
        "ours": lambda: _ours(hundred, folder),
        "peer": lambda: _peer(hundred, folder),
    }
    if shutil.which("soffice"):
        commands["office"] = lambda: _libreoffice(hundred, folder)
    found = {name: made.seconds for name, made in medians(5, **commands).items()}
    ours = found["ours"]
    yield Result(
        "import of 100,000 rows", ours, found["peer"], 2.5, "s", "python-calamine decoding + sqlite3 inserting"
    )
    if "office" in found:
        yield Result(
            "import of 100,000 rows, against LibreOffice", ours, found["office"], 1.4, "s", "LibreOffice to CSV"
        )
    million = write_accounts(folder / "accounts_1m.xlsx", 1_000_000)
    large = _ours(million, folder)
    yield Result("ten times the rows", large.seconds, ours, 11.0, "s", "our own time for 100,000 rows")
    yield Result("memory of a million rows", large.peak_bytes / 2**30, None, 3.0, "GB", "all processes together")
    yield from _in_a_window(million)


def _in_a_window(workbook: Path) -> Iterator[Result]:
    command = [sys.executable, "-m", "benchmarks.window_import", str(workbook)]
    with tempfile.TemporaryDirectory() as preferences:
        environment = {**ENVIRONMENT, "XDG_CONFIG_HOME": preferences}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout.splitlines()[-1])
    what = "a million rows by way of the window"
    yield Result(f"{what}: memory of its own process", found["own"] / 2**30, None, 1.0, "GB", "until written")
    yield Result(f"{what}: memory of all processes", found["all"] / 2**30, None, 3.0, "GB", "until written")
    yield Result(f"{what}: longest without an answer", found["heartbeat"], None, 100.0, "ms", "until reviewed")
    yield Result(f"{what}: cancelled", found["cancel"], None, 500.0, "ms", "from the click")
