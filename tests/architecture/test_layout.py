"""The house stays in order: small files named by what they are for, and nothing that is nobody's business."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "csdesk").rglob("*.py"))


@cache
def parsed(path: Path) -> list[ast.AST]:
    """Every node of a source file."""
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def tracked_files() -> list[Path]:
    """What git tracks, or everything below the checkout where this is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_module_is_longer_than_350_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > 350} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {}
    for path in SOURCES:
        for node in parsed(path):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or 0) - node.lineno
                if lines > 60:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert long == {}


def test_no_module_or_class_is_named_after_nothing() -> None:
    forbidden = re.compile(r"manager|helper|utils?\b|misc", re.IGNORECASE)
    named = [str(path.relative_to(ROOT)) for path in SOURCES if forbidden.search(path.stem)]
    for path in SOURCES:
        for node in parsed(path):
            if isinstance(node, ast.ClassDef) and forbidden.search(node.name):
                named += [f"{path.relative_to(ROOT)}:{node.name}"]
    assert named == []


def test_nothing_is_left_to_do_in_the_code() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError")
    assert [str(path.relative_to(ROOT)) for path in SOURCES if marks.search(path.read_text("utf-8"))] == []


def test_constraints_pin_versions_and_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    assert all(re.fullmatch(r"[A-Za-z0-9_.\-]+==[A-Za-z0-9_.+!\-]+", line) for line in lines)


def test_no_test_folder_stands_without_its_room() -> None:
    rooms = {path.name for path in (ROOT / "csdesk").iterdir() if path.is_dir()}
    others = {"architecture", "end_to_end", "faults", "data", "golden", "sample_workbooks", "benchmarks", "__pycache__"}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert folders - rooms - others == set()
