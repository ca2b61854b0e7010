"""The import command killed at any moment: the book is as before or complete, and the next import goes through."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess as Process
from pathlib import Path

import psutil
import pytest

from csdesk.book.book import Book
from tests.faults.ready_processes import server, typed

KILLS = 50
ROWS = 300

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="sends signals that Windows does not have"),
]


def written(folder: Path, number: int) -> Path:
    """A list whose every account has the CSM of that number."""
    lines = [f"A-{row},Account {row},CSM {number},C-{row},{1000 + number},2026-04-01" for row in range(ROWS)]
    path = folder / "customers.csv"
    path.write_text("\n".join(["Account ID,Account Name,CSM,Contract ID,ARR,Start Date", *lines]), "utf-8")
    return path


def started(book: Path, file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "csdesk.cli.main", "import", str(book), str(file), "--currency", "JPY"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONHASHSEED": "0"},
    )  # fmt: skip


Begin = Callable[[Path, Path], Process]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Begins an import in a process that needs no start of its own; signals other than kill need ``started``."""
    processes = server(monkeypatch)

    def begin(book: Path, file: Path) -> Process:
        process = processes.Process(target=typed, args=("import", str(book), str(file), "--currency", "JPY"))
        process.start()
        return process

    return begin


def ended(process: Process) -> int | None:
    process.join(120)
    return process.exitcode


def number_in(path: Path, *, writable: bool) -> int | None:
    """The number all accounts and contracts of the book agree on; None where it has neither."""
    with Book.open(path, writable=writable) as book:
        accounts, contracts = book.frames.frame("account"), book.frames.frame("contract")
        imports = [entry for entry in book.history() if entry.done]
        assert len(accounts) == len(contracts)
        if not len(accounts):
            assert not imports
            return None
        assert len(accounts) == ROWS
        (csm,) = set(accounts["csm"])
        (amount,) = set(contracts["amount"])
        number = int(csm.removeprefix("CSM "))
        assert amount == 1000 + number
        assert len(book.sources()) == len(imports)
        return number


def test_after_50_kills_of_the_import_command_the_book_is_whole(tmp_path: Path, begun: Begin) -> None:
    book, moments = tmp_path / "renewals.csdesk", random.Random(20261122)
    assert ended(begun(book, written(tmp_path, 0))) == 0
    start = time.monotonic()
    assert ended(begun(book, written(tmp_path, 0))) == 0
    whole = time.monotonic() - start
    held, hot, locked = 0, 0, 0
    for number in range(1, KILLS + 1):
        process = begun(book, written(tmp_path, number))
        if number % 3 == 0:  # while it writes
            journal = Path(f"{book}-journal")
            while process.is_alive() and not journal.exists():
                time.sleep(0.001)
            time.sleep(moments.uniform(0, 0.01))
        else:
            time.sleep(moments.uniform(0.0, 1.0) * whole)
        process.kill()
        process.join()
        hot += Path(f"{book}-journal").exists()
        locked += (tmp_path / f".{book.name}.lock").exists()
        found = number_in(book, writable=moments.random() < 0.5)
        assert found in (held, number)
        held = found
    assert hot, "no kill fell into a transaction: the moments are wrong"
    assert locked, "no kill left a lock behind: the moments are wrong"
    assert (ended(begun(book, written(tmp_path, KILLS + 1))), number_in(book, writable=True)) == (0, KILLS + 1)
    with Book.open(book) as opened:
        assert opened.check() == []


def test_a_book_that_was_being_made_when_the_import_was_killed_is_none_or_sound(tmp_path: Path, begun: Begin) -> None:
    moments = random.Random(1122)
    for number in range(3):
        book = tmp_path / f"new {number}.csdesk"
        process = begun(book, written(tmp_path, number))
        while process.is_alive() and not book.exists():
            time.sleep(0.001)
        time.sleep(moments.uniform(0, 0.06))
        process.kill()
        process.join()
        if book.exists():
            assert (ended(begun(book, written(tmp_path, number))), number_in(book, writable=True)) == (0, number)


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_an_import_that_is_interrupted_says_so_and_leaves_the_book_alone(
    tmp_path: Path, share: float, begun: Begin
) -> None:
    book = tmp_path / "renewals.csdesk"
    start = time.monotonic()
    assert ended(begun(book, written(tmp_path, 0))) == 0
    whole = time.monotonic() - start
    process = started(book, written(tmp_path, 1))
    while process.poll() is None and not psutil.Process(process.pid).children():
        time.sleep(0.005)  # before it has begun to read, Python itself is still starting
    time.sleep(share * whole)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    if process.returncode == 0:
        assert number_in(book, writable=True) == 1  # it was already done
    else:
        assert (process.returncode, len(err.strip().splitlines())) == (130, 1)
        assert number_in(book, writable=True) == 0


def test_an_import_into_a_new_book_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    moments = random.Random(1123)
    for number in range(4):
        book = tmp_path / f"new {number}" / "renewals.csdesk"
        book.parent.mkdir()
        process = started(book, written(tmp_path, number))
        while process.poll() is None and not book.exists():
            time.sleep(0.002)
        time.sleep(moments.uniform(0, 0.06))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        if process.returncode == 0:
            assert number_in(book, writable=True) == number
        else:
            assert (process.returncode, err.startswith("Cancelled")) == (130, True)
            assert list(book.parent.iterdir()) == []


def test_two_imports_into_one_book_at_once_are_both_done_or_one_is_told_why_not(tmp_path: Path, begun: Begin) -> None:
    book = tmp_path / "renewals.csdesk"
    assert ended(begun(book, written(tmp_path, 0))) == 0
    file = written(tmp_path, 1)
    both = [started(book, file), started(book, file)]
    said = [(process.communicate(timeout=60)[1], process.returncode) for process in both]
    assert 0 in [code for _, code in said]
    for err, code in said:
        assert code in (0, 2)
        assert len(err.strip().splitlines()) == (1 if code else 0)
    assert number_in(book, writable=True) == 1


def test_a_reader_who_goes_away_is_no_error(tmp_path: Path, begun: Begin) -> None:
    book = tmp_path / "renewals.csdesk"
    assert ended(begun(book, written(tmp_path, 0))) == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "csdesk.cli.main", "show", str(book), "contracts", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    with process:
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_book_whose_bytes_were_changed_is_called_damaged(tmp_path: Path, begun: Begin) -> None:
    book = tmp_path / "renewals.csdesk"
    assert ended(begun(book, written(tmp_path, 0))) == 0
    whole = book.read_bytes()
    places = random.Random(7)
    for _ in range(3):
        broken = bytearray(whole)
        for _ in range(40):
            broken[places.randrange(100, len(broken))] ^= 0xFF
        book.write_bytes(broken)
        told = subprocess.run(
            [sys.executable, "-m", "csdesk.cli.main", "check", str(book)], capture_output=True, text=True, check=False
        )
        assert "Traceback" not in told.stderr
        assert len(told.stderr.strip().splitlines()) == 1
        assert told.returncode == 2
    book.write_bytes(whole[: len(whole) // 2])
    half = subprocess.run(
        [sys.executable, "-m", "csdesk.cli.main", "check", str(book)], capture_output=True, check=False
    )
    assert half.returncode == 2
