"""What the review shows beside changes: new records by type, texts of choices, renewal dates that move; rows kept
aside and headers named by a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook as NewWorkbook

from csdesk.app.import_desk import ImportDesk
from csdesk.app.import_files import read_files
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_review import Review, review_of
from csdesk.app.import_session import ImportSession
from csdesk.app.workspace import Workspace
from csdesk.intake.decisions import Decisions, RowPlace
from csdesk.model.progress import Unwatched

pytestmark = pytest.mark.usefixtures("read_here")

AS_OF = date(2026, 11, 22)
CONTRACTS = """Contract ID,Customer name,Start date,End date,ARR,Seats bought,Stage
K-1,Otterline Ferries,2026-01-01,2026-12-31,1200,10,A
K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400,20,A
K-3,Foxglove Analytics,2026-04-01,2027-03-31,3600,30,Adopting
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "book.csdesk", as_of=AS_OF) as made:
        yield made


def written(tmp_path: Path, text: str = CONTRACTS) -> Path:
    path = tmp_path / "contracts_2026-11.csv"
    path.write_text(text, "utf-8")
    return path


def session(workspace: Workspace, path: Path, decisions: Decisions | None = None) -> ImportSession:
    options = ImportOptions(AS_OF, decisions=decisions or Decisions())
    made = ImportSession(workspace, read_files([path], Unwatched()), options)
    made.make_plan(Unwatched())
    return made


def review(workspace: Workspace, path: Path, decisions: Decisions | None = None) -> Review:
    return review_of(session(workspace, path, decisions), workspace.assessment())


def test_new_records_are_listed_with_their_account_and_what_they_say(workspace: Workspace, tmp_path: Path) -> None:
    found = review(workspace, written(tmp_path)).new_records
    contract = next(one for one in found if one.record == "contract" and one.name == "K-2")
    assert contract.account == "Kestrel & Rook"
    assert dict(contract.said)["end"] == date(2027, 3, 31)
    assert [one.account for one in found if one.record == "account"] == [
        "Otterline Ferries",
        "Kestrel & Rook",
        "Foxglove Analytics",
    ]


def test_a_row_kept_aside_gives_nothing_and_stays_in_the_source(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path)
    aside = Decisions(aside=frozenset({RowPlace(str(path), "", 3)}))
    sheet = session(workspace, path).plan.tables[0].sheet  # type: ignore[union-attr]
    aside = Decisions(aside=frozenset({RowPlace(str(path), sheet, 3)}))
    made = session(workspace, path, aside)
    shown = review_of(made, workspace.assessment())
    assert (shown.rows, shown.rejected) == (3, 1)
    made.commit(Unwatched())
    assert set(workspace.frame("account")["name"]) == {"Otterline Ferries", "Foxglove Analytics"}
    assert set(workspace.frame("contract")["external_id"]) == {"K-1", "K-3"}
    (source,) = workspace.book.sources()
    assert workspace.book.source_rows(source.table_id).num_rows == 3


def test_renewal_dates_that_move_are_counted_and_changes_are_counted_by_group(
    workspace: Workspace, tmp_path: Path
) -> None:
    session(workspace, written(tmp_path)).commit(Unwatched())
    later = CONTRACTS.replace("2026-12-31,1200", "2027-03-31,1500")
    found = review(workspace, written(tmp_path, later))
    assert found.effect.moved == 1
    assert found.change_groups == {"money": 1, "dates": 1}


def desk_with(tmp_path: Path, workspace: Workspace, path: Path) -> ImportDesk:
    made = ImportDesk(workspace.path, workspace.book.writer)
    made.read([path], {}, Unwatched())
    return made


def test_texts_of_a_column_of_choices_come_with_their_rows_and_what_they_are_read_as(
    workspace: Workspace, tmp_path: Path
) -> None:
    desk = desk_with(tmp_path, workspace, written(tmp_path))
    forced = {"Stage": "account.lifecycle"}
    words = {("account.lifecycle", "A"): "renewing"}
    view = desk.plan(ImportOptions(AS_OF, forced, decisions=Decisions(words=words)), Unwatched())
    column = next(c for c in view.tables[0].columns if c.header == "Stage")
    assert [(word.text, word.rows, word.read) for word in column.words] == [
        ("A", 2, "renewing"),
        ("Adopting", 1, "adopting"),
    ]
    assert view.tables[0].pattern == "contracts_*"
    desk.close()


def test_a_header_row_that_a_person_names_is_taken_and_given_back(workspace: Workspace, tmp_path: Path) -> None:
    book = NewWorkbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Contract ID", "Customer name", "ARR"],
        ["Code", "Customer", "Amount"],
        ["K-1", "Otterline Ferries", 1200],
        ["K-2", "Kestrel & Rook", 2400],
    ):
        sheet.append(row)
    path = tmp_path / "contracts.xlsx"
    book.save(path)
    desk = desk_with(tmp_path, workspace, path)
    name = sheet.title
    said = ImportOptions(AS_OF, decisions=Decisions(header_rows={(str(path), name): 2}))
    (table,) = desk.plan(said, Unwatched()).tables
    assert (table.header_row, table.rows) == (2, 2)
    assert [column.header for column in table.columns] == ["Code", "Customer", "Amount"]
    (table,) = desk.plan(ImportOptions(AS_OF), Unwatched()).tables
    assert table.header_row != 2 or table.rows != 2
    desk.close()
