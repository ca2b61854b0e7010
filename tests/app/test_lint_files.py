"""Linting files as the window does it: one after the other, stoppable, nothing raised for a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.app.lint_files import lint_files
from csdesk.app.progress import PolledProgress
from csdesk.model.errors import JobCancelled
from csdesk.model.progress import Unwatched


def test_files_come_back_in_order_with_a_report_or_a_reason(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv", "d.csv")]
    for path in paths:
        path.write_text("Customer,Seats\nKestrel,1\nOtter,2\n", "utf-8")
    paths[1].write_text("", "utf-8")
    found = list(lint_files(paths, Unwatched()))
    assert [file.path for file in found] == paths
    assert [file.report is None for file in found] == [False, True, False, False]
    assert found[1].refused is not None
    assert "is empty" in str(found[1].refused)


def test_a_cancelled_job_stops(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Customer,Seats\nKestrel,1\n", "utf-8")
    progress = PolledProgress()
    progress.cancel()
    with pytest.raises(JobCancelled):
        list(lint_files([path], progress))
