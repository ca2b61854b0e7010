"""The worker as a process of its own: what it answers on its pipe, and that it ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from csdesk.intake.limits import Limits
from csdesk.intake.transport import facts_of, read_frame


def answers(line: bytes, *, keep_open: bool = True) -> tuple[list[dict[str, Any]], int]:
    """The facts the worker sends for a job, and its exit code; its input stays open until it has ended."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "csdesk.intake.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )  # fmt: skip
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line)
        process.stdin.flush()
        if not keep_open:
            process.stdin.close()
        sent = io.BytesIO(process.stdout.read())
        code = process.wait()
    found = []
    while sent.tell() < len(sent.getvalue()):
        frame = read_frame(sent)
        if frame.startswith(b"{"):
            found.append(facts_of(frame))
    return found, code


def job(path: Path) -> bytes:
    said = {"path": os.fsencode(path).hex(), "limits": asdict(Limits()), "extras": False, "encoding": ""}
    return json.dumps(said).encode() + b"\n"


def test_a_file_is_answered_with_itself_its_sheets_and_done(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("顧客名,年額\n青空,1200\n", "utf-8")
    facts, code = answers(job(tmp_path / "a.csv"))
    assert code == 0
    assert facts[0]["file"]["format"] == "delimited"
    assert facts[1]["sheet"]["name"] == "a"
    assert facts[-1] == {"done": True}


def test_a_file_that_cannot_be_read_is_answered_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    facts, code = answers(job(tmp_path / "a.pdf"))
    assert (code, [fact["refused"] for fact in facts]) == (0, ["not_spreadsheet"])
    assert answers(job(tmp_path / "none.csv"))[0] == [{"refused": "missing", "what": ""}]


def test_a_fault_of_the_reader_is_told_with_where_it_happened(tmp_path: Path) -> None:
    said = json.loads(job(tmp_path / "a.csv"))
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    said["limits"]["cells"] = "many"
    (fact,), code = answers(json.dumps(said).encode() + b"\n")
    assert (code, fact["refused"]) == (0, "corrupt")
    assert "TypeError" in fact["detail"]


@pytest.mark.parametrize("line", [b"", b'{"path": '])
def test_a_worker_without_a_whole_job_ends(line: bytes) -> None:
    assert answers(line, keep_open=False) == ([], 3)
