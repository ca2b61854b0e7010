"""Today's figures and the full assessment of a large book, from opening, against pandas.read_sql of a table of integers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large_book import write_large_book
from benchmarks.processes import medians, run
from benchmarks.result import Result

_OURS = """
import sys
from datetime import date
from pathlib import Path
from csdesk.app.workspace import Workspace
with Workspace.open(Path(sys.argv[1]), writable=False, as_of=date(2026, 11, 22)) as workspace:
    assessment = workspace.assessment()
    assessment.figures(date(2025, 11, 22)).numbers
    assessment.accounts
    assessment.agenda
"""

_FULL = (
    _OURS
    + """
    assessment.contracts
    assessment.renewals
    assessment.movements(date(2025, 11, 22))
    assessment.health_parts
    assessment.segments
    assessment.capacity
    assessment.lint
"""
)

_PEER = """
import sqlite3, sys
import pandas as pd
pd.read_sql("select a, b, c, d from numbers", sqlite3.connect(sys.argv[1]))
"""


def _numbers(path: Path, rows: int) -> Path:
    import sqlite3

    if not path.exists():
        with sqlite3.connect(path) as book:
            book.execute("create table numbers (a integer, b integer, c integer, d integer)")
            book.executemany("insert into numbers values (?,?,?,?)", ((n, n % 7, n % 1000, n * 3) for n in range(rows)))
    return path


def measure(folder: Path) -> Iterator[Result]:
    """Figures and full assessment of 100,000 accounts and 1,200,000 measurements."""
    book = write_large_book(folder / "large.csdesk", accounts=100_000, months=12)
    numbers = _numbers(folder / "numbers.sqlite", 1_200_000)
    found = medians(
        3,
        ours=lambda: run([sys.executable, "-c", _OURS, book]),
        full=lambda: run([sys.executable, "-c", _FULL, book]),
        peer=lambda: run([sys.executable, "-c", _PEER, numbers]),
    )
    for name, what in (("ours", "figures"), ("full", "full assessment")):
        yield Result(
            f"{what} of 100,000 accounts and 1,200,000 measurements, from opening",
            found[name].seconds,
            found["peer"].seconds,
            2.0,
            "s",
            "pandas.read_sql of 1,200,000 rows of four integers",
        )
