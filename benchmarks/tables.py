"""The accounts table with 100,000 rows: a keystroke in the filter and a page of scrolling, until repainted."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large_book import write_large_book
from benchmarks.processes import ENVIRONMENT
from benchmarks.result import Result


def measure(folder: Path) -> Iterator[Result]:
    """95th percentiles in milliseconds, measured in a window of its own process."""
    book = write_large_book(folder / "large.csdesk", accounts=100_000, months=12)
    command = [sys.executable, "-m", "benchmarks.table_window", str(book)]
    with tempfile.TemporaryDirectory() as preferences:  # the list of recent books is not for this one
        environment = {**ENVIRONMENT, "XDG_CONFIG_HOME": preferences}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout.splitlines()[-1])
    yield Result("filter keystroke to repaint, 100,000 accounts", found["filter"], None, 50.0, "ms", "95th percentile")
    yield Result("scrolling a page, 100,000 accounts", found["scroll"], None, 16.0, "ms", "95th percentile")
