"""Processes that are there at once: a server that has loaded the program forks each, so a kill costs no start of Python."""

from __future__ import annotations

import multiprocessing
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.context import ForkServerContext
from types import ModuleType

import pytest

_LOADED = ["tests.faults.endless_writer", "tests.faults.ready_processes", "psutil", "sqlalchemy.dialects.sqlite",
           "csdesk.cli.commands", "csdesk.cli.importing", "csdesk.app.import_session", "csdesk.app.import_vanished",
           "csdesk.app.import_totals", "csdesk.app.import_writing", "csdesk.app.workspace", "csdesk.intake.plan",
           "csdesk.intake.sandbox", "csdesk.rules.assessment", "pyarrow"]  # fmt: skip


def server(monkeypatch: pytest.MonkeyPatch) -> ForkServerContext:
    """What starts processes; the first use starts the server."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # for what the server loads before it forks
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))  # else every child imports pytest
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    return context


def typed(*words: str) -> None:
    """What the process of a command does; nobody reads what it says."""
    from csdesk.cli.main import main

    with open(os.devnull, "w", encoding="utf-8") as nobody, redirect_stdout(nobody), redirect_stderr(nobody):
        code = main(words)
    os._exit(code)  # as the shell would see it, without what a fork keeps of the server
