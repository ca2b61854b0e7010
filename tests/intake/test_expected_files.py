"""Every real file against ``tests/data/expected_files.csv``, which was written from looking at the files.

The table names, per file and table: the sheet, the last row of its header (0: none), the data rows,
the rows left out with their reasons, the records it gives when it is imported together with the
rest of its folder (and the rows rejected), or the sentence that says why there is no table.
"""

from __future__ import annotations

import csv
import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from csdesk.intake.outcome import ImportPlan, PlanOptions, TablePlan
from csdesk.intake.plan import make_plan
from csdesk.intake.sandbox import read_workbook
from csdesk.intake.sheet_notes import file_notes
from csdesk.intake.sheets import Sheet, Table, Workbook
from csdesk.intake.workbook_tables import tables_of
from csdesk.model.errors import UnreadableFile
from tests.conftest import SHARED_DATA
from tests.intake.made_tables import Book

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]

_TABLE = Path(__file__).resolve().parents[1] / "data" / "expected_files.csv"
_MOST_SECONDS = 30.0
_MOST_BYTES = 2_000_000_000
_AS_OF = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was tried once: its tables, or why there are none ("" without a hint); and how long that took."""

    seconds: float
    workbook: Workbook | None
    tables: tuple[Table, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the table; texts as they stand there."""

    file: str
    sheet: str
    header_row: str
    rows: str
    left_out: str
    records: str
    sentence: str
    why: str  # what docs/real-files.md says of the file


@cache
def _expected() -> dict[str, list[Expected]]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        lines = [Expected(**line) for line in csv.DictReader(stream)]
    return {file: list(found) for file, found in itertools.groupby(lines, lambda line: line.file)}


@cache
def _read(file: str) -> Read:
    path = SHARED_DATA / file
    start = time.perf_counter()
    try:
        workbook = read_workbook(path)
    except UnreadableFile as error:
        return Read(time.perf_counter() - start, None, (), str(error.message) if error.hint else "")
    tables = tuple(tables_of(workbook, path.name))
    return Read(time.perf_counter() - start, workbook, tables, "")


@cache
def _plan(folder: str) -> ImportPlan:
    """What importing a folder of A, or one file of B, into an empty book would do."""
    names = [file for file in _expected() if file == folder or file.startswith(f"{folder}/")]
    read = [(name, one.workbook, list(one.tables)) for name in names if (one := _read(name)).workbook is not None]
    currency = "JPY" if "/ja-" in folder else "USD"
    files = [(name, workbook, tables) for name, workbook, tables in read if workbook is not None]
    return make_plan(files, Book(), PlanOptions(_AS_OF, currency))


def _folder(file: str) -> str:
    return "/".join(file.split("/")[:2]) if file.startswith("A/") else file


def _left_out(table: Table) -> str:
    return "; ".join(f"{drop.row} {drop.reason}" for drop in table.dropped)


def _records(table: TablePlan) -> str:
    said = [f"{record} {counts.new}" for record, counts in table.records.items() if counts.new]
    said += [f"{record} rejected {counts.rejected}" for record, counts in table.records.items() if counts.rejected]
    return "; ".join(sorted(said))


@pytest.fixture(autouse=True)
def _files(shared_data: Path) -> None:
    """Skips, saying why, where the folder is missing."""


def test_the_table_names_every_file(shared_data: Path) -> None:
    found = {p.relative_to(shared_data).as_posix() for p in shared_data.glob("[AB]/**/*") if p.is_file()}
    assert set(_expected()) == found


def test_what_is_refused_is_refused_with_one_sentence() -> None:
    said = [line.sentence for lines in _expected().values() for line in lines if line.sentence]
    assert len(said) > 10
    assert not [sentence for sentence in said if ". " in sentence]


@pytest.mark.parametrize("file", sorted(_expected()))
def test_a_file_gives_the_tables_a_person_sees_on_it(file: str) -> None:
    read = _read(file)
    assert read.seconds < _MOST_SECONDS
    told = [] if read.workbook is None else [str(note) for note in file_notes(read.workbook, read.tables)]
    without = [line.sentence for line in _expected()[file] if line.sentence]
    assert ([read.sentence] if read.workbook is None else told) == without
    assert [(t.sheet, str(t.header_row), str(t.rows), _left_out(t)) for t in read.tables] == [
        (line.sheet, line.header_row, line.rows, line.left_out) for line in _expected()[file] if not line.sentence
    ]


@pytest.mark.parametrize("file", sorted(_expected()))
def test_no_cell_of_a_file_is_passed_over_in_silence(file: str) -> None:
    read = _read(file)
    if read.workbook is None:
        assert read.sentence
        return
    for sheet in read.workbook.sheets:
        tables = [table for table in read.tables if table.sheet == sheet.name]
        unsaid = [f"{sheet.name}!R{row + 1}C{column + 1}" for row, column in _unsaid(sheet, tables)] if tables else []
        assert not unsaid, unsaid[:5]


def _unsaid(sheet: Sheet, tables: list[Table]) -> Iterator[tuple[int, int]]:
    """Filled cells that are neither in a table, nor in a row left out, nor in or above a header."""
    header = max(table.header_row for table in tables)
    said = {drop.row for table in tables for drop in table.dropped} | set(range(1, header + 1))
    taken = [({*t.row_numbers.to_pylist()}, {*t.column_numbers}) for t in tables]
    for place, column in enumerate(sheet.columns):
        rows = said.union(*(rows for rows, columns in taken if place in columns))
        for row, text in enumerate(column.texts.to_pylist()):
            if text is not None and row + 1 not in rows:
                yield row, place


@pytest.mark.parametrize("folder", sorted({_folder(file) for file in _expected()}))
def test_the_files_of_a_folder_give_the_records_a_person_counts(folder: str) -> None:
    made = {(t.source.path, t.sheet): _records(t) for t in _plan(folder).tables}
    lines = [line for file, found in _expected().items() if _folder(file) == folder for line in found]
    told = {(line.file, line.sheet): line.records for line in lines if not line.sentence}
    assert made == told


@pytest.mark.parametrize("folder", sorted({_folder(file) for file in _expected()}))
def test_a_row_that_is_rejected_has_its_reason(folder: str) -> None:
    for table in _plan(folder).tables:
        rejected = sum(counts.rejected for counts in table.records.values())
        told = {problem.row for problem in table.problems if problem.severity.value == "rejected"}
        assert len(told) >= rejected, (table.source.path, table.sheet)


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not say what its children held")
def test_no_reading_process_holds_more_than_two_gigabytes() -> None:
    import resource

    largest = max(_expected(), key=lambda file: (SHARED_DATA / file).stat().st_size)
    for file in (largest, "B/calamine/issue_594_dos.ods"):
        _read(file)
    unit = 1 if sys.platform == "darwin" else 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit < _MOST_BYTES
