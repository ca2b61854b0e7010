"""An import in a process of its own: the same result, a window that can always stop it, a book that is never half."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from csdesk.app.cell_page import PAGE_ROWS
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_process import ImportProcess
from csdesk.app.workspace import Workspace
from csdesk.book.book import Book
from csdesk.book.lock import Writer
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import BookLocked, CSDeskError, EditConflict, JobCancelled, UnreadableFile
from csdesk.model.messages import Message
from csdesk.model.progress import Unwatched

OPTIONS = ImportOptions(as_of=date(2026, 11, 22))
CUSTOMERS = "Customer ID,Customer name,ARR\nC-1,Otterline Ferries,1200\nC-2,Kestrel & Rook,2400\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "book.csdesk") as made:
        yield made


@pytest.fixture
def process(workspace: Workspace) -> Iterator[ImportProcess]:
    made = ImportProcess(workspace.path, workspace.book.writer)
    yield made
    made.close()


def csv(tmp_path: Path, text: str = CUSTOMERS, name: str = "customers.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_it_writes_in_the_name_of_the_window_which_then_sees_it(
    workspace: Workspace, process: ImportProcess, tmp_path: Path
) -> None:
    assert process.read([csv(tmp_path)], Unwatched()) == 1
    seen = process.plan(OPTIONS, Unwatched())
    assert seen.review.effect.accounts == (0, 2)
    assert not seen.changes_nothing
    written = process.write(Unwatched())
    assert written is not None
    assert "account" in written.touched
    assert workspace.look_again() is not None
    assert sorted(workspace.frame("account")["name"]) == ["Kestrel & Rook", "Otterline Ferries"]
    workspace.undo()
    assert len(workspace.frame("account")) == 0


def test_the_window_sees_the_table_and_asks_for_cells_further_down(process: ImportProcess, tmp_path: Path) -> None:
    rows = "".join(f"C-{n},Customer {n},{n}\n" for n in range(1, 401))
    process.read([csv(tmp_path, "Customer ID,Customer name,ARR\n" + rows)], Unwatched())
    (table,) = process.plan(OPTIONS, Unwatched()).tables
    assert (table.size, table.header_row, table.rows, table.span) == ((401, 3), 1, 400, (2, 401))
    assert table.head.texts[1][:2] == ("Customer name", "Customer 1")
    assert [column.choice.field for column in table.columns][:2] == ["account.external_id", "account.name"]
    page = process.cells(table.place, PAGE_ROWS)
    assert page.first == PAGE_ROWS
    assert page.texts[0][0] == f"C-{PAGE_ROWS}"  # row 0 is the header, so that row n holds customer n
    assert len(page.texts[0]) == 401 - PAGE_ROWS


def test_a_file_that_is_no_spreadsheet_is_refused_as_anywhere(process: ImportProcess, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(UnreadableFile):
        process.read([broken], Unwatched())


def test_of_several_files_the_good_ones_are_taken_and_the_other_is_named(
    process: ImportProcess, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    process.read([broken, csv(tmp_path)], Unwatched())
    seen = process.plan(OPTIONS, Unwatched())
    assert [name for name, _ in seen.refused] == ["broken.xlsx"]
    assert [table.file for table in seen.tables] == ["customers.csv"]


def test_a_book_that_changed_since_the_plan_is_not_written_but_planned_again(
    workspace: Workspace, process: ImportProcess, tmp_path: Path
) -> None:
    process.read([csv(tmp_path)], Unwatched())
    process.plan(OPTIONS, Unwatched())
    workspace.apply(ChangeSet(Message("made"), (Change("account", 1, None, {"name": "By hand"}),)))
    with pytest.raises(EditConflict):
        process.write(Unwatched())
    process.plan(OPTIONS, Unwatched())
    process.write(Unwatched())
    workspace.look_again()
    assert sorted(workspace.frame("account")["name"]) == ["By hand", "Kestrel & Rook", "Otterline Ferries"]


def test_closing_it_ends_whoever_waits_for_it(process: ImportProcess, tmp_path: Path) -> None:
    threading.Timer(0.1, process.close).start()
    paths = [csv(tmp_path, name=f"customers {number}.csv") for number in range(200)]
    with pytest.raises(JobCancelled):
        process.read(paths, Unwatched())
    assert not process.running


def test_the_user_stops_it_and_it_can_be_asked_again(process: ImportProcess, tmp_path: Path) -> None:
    class Stops:
        def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        process.read([csv(tmp_path)], Stops())
    assert process.read([csv(tmp_path)], Unwatched()) == 1


def test_a_process_that_dies_says_so_in_one_sentence(process: ImportProcess, tmp_path: Path) -> None:
    process.read([csv(tmp_path)], Unwatched())
    process._process.kill()
    process._process.wait()
    with pytest.raises(CSDeskError, match="nothing was written"):
        process.plan(OPTIONS, Unwatched())


def test_nobody_writes_in_the_name_of_a_writer_who_let_go(workspace: Workspace) -> None:
    writer = workspace.book.writer
    assert writer is not None
    workspace.close()
    with pytest.raises(BookLocked):
        Book.open_for(workspace.path, writer)
    earlier = Writer(writer.who, writer.host, writer.pid, writer.started, "2020-01-01T00:00")
    with Book.open(workspace.path), pytest.raises(BookLocked):
        Book.open_for(workspace.path, earlier)


def test_closing_a_lent_book_leaves_the_lock_with_its_writer(workspace: Workspace) -> None:
    assert workspace.book.writer is not None
    Book.open_for(workspace.path, workspace.book.writer).close()
    with pytest.raises(BookLocked):
        Book.open(workspace.path)
