from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from csdesk.intake import sandbox
from csdesk.intake.sandbox import Limits, read_workbook, start_reading
from csdesk.model.errors import JobCancelled, UnreadableFile
from csdesk.model.messages import Message
from tests.intake.made_files import make_xlsx, make_zip
from tests.intake.made_sheets import cells_of


class Impatient:
    """Cancels at the n-th report."""

    def __init__(self, after: int = 1) -> None:
        self.left = after
        self.cancelled_at = 0.0

    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        self.left -= 1
        if self.left <= 0:
            self.cancelled_at = time.monotonic()
            raise JobCancelled


def _refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(path, limits)
    assert caught.value.hint is not None
    return str(caught.value.message)


def _workers() -> list[int]:
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "csdesk.intake.worker" in process.cmdline():
                found.append(process.pid)
        except psutil.Error:  # ended meanwhile
            continue
    return found


@pytest.fixture(scope="module")
def slow_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows enough to keep the reader busy for a second on any machine."""
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    return make_xlsx(tmp_path_factory.mktemp("slow") / "slow.xlsx", {"S": row * 1_000_000})


def test_a_workbook_comes_back_from_the_worker_whole(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>契約</t></is></c><c r="B1"><v>1.5</v></c></row>'
    book = read_workbook(make_xlsx(tmp_path / "a.xlsx", {"一覧": rows, "空": ""}))
    assert book.format == "xlsx"
    assert [sheet.name for sheet in book.sheets] == ["一覧", "空"]
    assert cells_of(book.sheets[0]) == [["契約", "1.5"]]
    assert book.sheets[0].columns[1].numbers.to_pylist() == [1.5]
    assert book.path == str(tmp_path / "a.xlsx")


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    # printf 'a,b\n1,2\n' | sha256sum
    assert read_workbook(path).sha256 == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"


def test_delimited_text_names_encoding_and_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "一覧.csv"
    path.write_bytes("顧客名;金額\r\n青空商事;100\r\n".encode("cp932"))
    book = read_workbook(path)
    assert (book.format, book.encoding, book.delimiter) == ("delimited", "cp932", ";")
    assert book.sheets[0].name == "一覧"


def test_a_file_that_went_away_is_said_so(tmp_path: Path) -> None:
    assert _refused(tmp_path / "gone.xlsx") == "gone.xlsx is not there any more."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "is a folder" in _refused(tmp_path)


def test_a_workbook_without_cells_is_refused(tmp_path: Path) -> None:
    assert "nothing stands in them" in _refused(make_xlsx(tmp_path / "blank.xlsx", {"A": "", "B": ""}))


def test_half_a_workbook_is_damaged(tmp_path: Path) -> None:
    whole = make_xlsx(tmp_path / "a.xlsx", {"S": '<row r="1"><c r="A1"><v>1</v></c></row>'}).read_bytes()
    half = tmp_path / "half.xlsx"
    half.write_bytes(whole[: len(whole) // 2])
    assert _refused(half) == "half.xlsx is damaged and cannot be read."


def test_a_sheet_of_nested_entities_is_left_closed(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    prologue = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{levels}]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'
    assert "unreasonable size" in _refused(make_xlsx(tmp_path / "lol.xlsx", {"S": rows}, prologue=prologue))


def test_a_part_that_swells_a_thousandfold_is_left_closed(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "swell.xlsx", {"xl/workbook.xml": "<workbook/>", "xl/media/x.bin": b"\0" * 3_000_000})
    assert "unreasonable size" in _refused(path, replace(Limits(), inflation_from=1_000_000))


def test_more_cells_than_allowed_are_too_large(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes(b"a,b\n" * 100)
    assert _refused(path, replace(Limits(), cells=100)) == "many.csv is too large to be read here."


def test_a_file_beyond_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a,b\n" * 100)
    assert "too large" in _refused(path, replace(Limits(), file_bytes=100))


def test_a_reader_that_takes_too_long_is_given_up(slow_file: Path) -> None:
    assert "took too long" in _refused(slow_file, Limits(seconds=0.2, seconds_per_megabyte=0.0))
    assert _workers() == []


def test_a_reader_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="L1048576"><v>2</v></c></row>'
    path = make_xlsx(tmp_path / "greedy.xlsx", {"S": rows})
    assert "too large" in _refused(path, replace(Limits(), memory=150_000_000))
    assert _workers() == []


@pytest.fixture
def other_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker as on macOS or Windows: no ``resource``, no ``fcntl``, nothing that Linux alone has."""
    as_elsewhere = (
        "import sys; sys.modules['resource'] = sys.modules['fcntl'] = None; from types import SimpleNamespace; "
        "from csdesk.intake import worker; "
        "worker.sys = SimpleNamespace(platform='darwin', meta_path=sys.meta_path); worker.main()"
    )
    monkeypatch.setattr(sandbox, "_WORKER", ("-P", "-c", as_elsewhere))


@pytest.mark.usefixtures("other_system")
def test_elsewhere_than_on_linux_files_are_read_and_greedy_ones_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert cells_of(read_workbook(path).sheets[0]) == [["a", "b"], ["1", "2"]]
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="L1048576"><v>2</v></c></row>'
    greedy = make_xlsx(tmp_path / "greedy.xlsx", {"S": rows})
    assert "too large" in _refused(greedy, replace(Limits(), memory=150_000_000))
    assert _workers() == []


@pytest.mark.usefixtures("other_system")
def test_elsewhere_than_on_linux_slow_files_are_given_up_and_cancelled(slow_file: Path) -> None:
    assert "took too long" in _refused(slow_file, Limits(seconds=0.2, seconds_per_megabyte=0.0))
    watcher = Impatient(after=3)
    with pytest.raises(JobCancelled):
        read_workbook(slow_file, None, watcher)
    assert time.monotonic() - watcher.cancelled_at < 0.5
    assert _workers() == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(-6, "too large"), (-9, "too large"), (0xC0000017, "too large"), (0xC0000409, "too large"), (-11, "damaged"), (0xC0000005, "damaged"), (1, "damaged")],
)  # fmt: skip
def test_a_worker_that_dies_is_judged_by_how_it_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    verdict = sandbox.Reading._verdict
    monkeypatch.setattr(sandbox, "_WORKER", ("-c", "pass"))
    monkeypatch.setattr(sandbox.Reading, "_verdict", lambda self, _: verdict(self, code))
    assert sentence in _refused(path)


def test_memory_that_windows_swapped_out_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = sandbox._MemoryWatch(os.getpid())
    held = SimpleNamespace(rss=10, private=4_000)
    monkeypatch.setattr(watch, "_process", SimpleNamespace(memory_info=lambda: held))
    assert watch.used() == 4_000


def test_cancelling_ends_the_worker_at_once(slow_file: Path) -> None:
    watcher = Impatient(after=3)
    with pytest.raises(JobCancelled):
        read_workbook(slow_file, None, watcher)
    assert time.monotonic() - watcher.cancelled_at < 0.5
    assert _workers() == []


def test_several_files_are_read_two_at_a_time(tmp_path: Path) -> None:
    paths = []
    for number in range(5):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"a,b\n{number},x\n", encoding="utf-8")
        paths.append(path)
    readings = [start_reading(path) for path in paths]
    most = 0
    while any(reading._thread.is_alive() for reading in readings):
        most = max(most, len(_workers()))
        time.sleep(0.01)
    assert most <= 2
    assert [cells_of(reading.result().sheets[0])[1][0] for reading in readings] == ["0", "1", "2", "3", "4"]


def test_an_abandoned_reading_leaves_no_worker(slow_file: Path) -> None:
    with start_reading(slow_file):
        pass
    assert _workers() == []


def test_the_worker_ends_with_its_parent(slow_file: Path) -> None:
    code = (
        "import sys, time\n"
        "from csdesk.intake.sandbox import start_reading\n"
        "reading = start_reading(sys.argv[1])\n"
        "while reading._process is None: time.sleep(0.01)\n"
        "print(reading._process.pid, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(slow_file)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    gone, alive = psutil.wait_procs([worker], timeout=3)
    assert alive == []
    assert gone == [worker]


def test_the_worker_does_not_import_what_it_does_not_need() -> None:
    code = "import sys, csdesk.intake.worker, csdesk.intake.sandbox; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "pyarrow", "openpyxl", "python_calamine", "sqlalchemy"} & set(loaded)


def test_modules_beside_the_file_or_in_the_working_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cells_of(read_workbook(path).sheets[0]) == [["a", "b"], ["1", "2"]]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whose rights can be taken away")
def test_a_file_without_the_right_to_read_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a,b\n", encoding="utf-8")
    path.chmod(0)
    assert "may not be read" in _refused(path)
