"""The benchmarks can be run: their modules import, and what they give has the shape of ``benchmarks.json``.

How fast anything is, is no business of a test.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.large_book import AS_OF, write_large_book
from benchmarks.processes import Run, medians, run
from benchmarks.result import Result
from benchmarks.workbooks import HEADERS, write_accounts
from csdesk.app.workspace import Workspace

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__"))
def test_every_module_imports(name: str) -> None:
    import_module(f"benchmarks.{name}")


def test_a_ratio_is_ours_by_the_peer_s() -> None:
    result = Result("import", 5.0, 2.0, 2.4, "s", "something else")
    assert result.ratio == 2.5
    assert not result.holds
    assert result.as_row() == {
        "name": "import", "ours": 5.0, "peer": 2.0, "ratio": 2.5, "limit": 2.4, "unit": "s",
        "peer_name": "something else", "holds": False,
    }  # fmt: skip


def test_without_a_peer_the_limit_is_absolute() -> None:
    result = Result("memory", 2.5, None, 3.0, "GB", "all processes together")
    assert result.ratio == 2.5
    assert result.holds
    assert json.loads(json.dumps(result.as_row()))["peer"] is None


def test_a_process_is_timed_from_start_to_end() -> None:
    made = run([sys.executable, "-c", "import time; time.sleep(0.2)"])
    assert made.seconds >= 0.2
    assert made.peak_bytes > 0


def test_a_process_that_fails_is_no_result() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_the_median_leaves_the_first_run_out() -> None:
    seconds = iter([100.0, 3.0, 1.0, 2.0])
    found = medians(3, ours=lambda: Run(next(seconds), 7))
    assert found["ours"] == Run(2.0, 7)


def test_the_large_book_has_a_measurement_a_month(tmp_path: Path) -> None:
    path = write_large_book(tmp_path / "large.csdesk", accounts=20, months=12)
    with Workspace.open(path, writable=False, as_of=AS_OF) as workspace:
        assert len(workspace.frame("contract")) == 20
        assert workspace.frame("measurement")["date"].nunique() == 12
        assert len(workspace.frame("measurement")) == 240
        assert len(workspace.assessment().accounts) == 20


def test_the_workbook_has_twelve_columns(tmp_path: Path) -> None:
    assert len(HEADERS) == 12
    made = write_accounts(tmp_path / "accounts.xlsx", 3)
    assert write_accounts(made, 3).stat().st_size == made.stat().st_size
