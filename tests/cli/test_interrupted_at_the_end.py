"""Ctrl+C while a command that is done is leaving changes nothing: not what it says, and not its exit code."""

from __future__ import annotations

import subprocess
import sys

import pytest

# What is registered first runs last: the signal arrives after the command has tidied up.
_LATE = """
import atexit, os, signal, sys
atexit.register(os.kill, os.getpid(), signal.SIGINT)
from csdesk.cli.main import main
sys.exit(main(["--version"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a console gets no such signal there")
def test_a_late_interrupt_is_not_heard() -> None:
    ended = subprocess.run([sys.executable, "-c", _LATE], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip()
