"""The Health page with 10,000 accounts: a drag of a weight, a mark or a band until what it would do is painted."""

from __future__ import annotations

import json
import shutil
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
    kept = write_large_book(folder / "ten_thousand.csdesk", accounts=10_000, months=24)
    with tempfile.TemporaryDirectory() as own:  # the draft it makes and the list of recent books are not for this one
        book = shutil.copy(kept, Path(own) / "health.csdesk")
        command = [sys.executable, "-m", "benchmarks.health_window", str(book)]
        environment = {**ENVIRONMENT, "XDG_CONFIG_HOME": own}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout.splitlines()[-1])
    for moved in ("weight", "mark", "band"):
        name = f"what_if_health: {moved} to repaint, 10,000 accounts"
        yield Result(name, found[moved], None, 100.0, "ms", "95th percentile")
    yield Result("back-test of 10,000 accounts", found["back_test"] / 1000, None, 10.0, "s", "off the GUI thread")
