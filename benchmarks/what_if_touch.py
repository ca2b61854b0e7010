"""The Segments page with 10,000 accounts: a drag of a cut until who would move and what it takes is painted."""

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
    book = write_large_book(folder / "ten_thousand.csdesk", accounts=10_000, months=24)
    with tempfile.TemporaryDirectory() as own:  # the list of recent books is not for this one
        command = [sys.executable, "-m", "benchmarks.touch_window", str(book)]
        environment = {**ENVIRONMENT, "XDG_CONFIG_HOME": own}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout.splitlines()[-1])
    for cut in ("high", "low"):
        yield Result(
            f"what_if_touch: {cut} cut to repaint, 10,000 accounts", found[cut], None, 100.0, "ms", "95th percentile"
        )
