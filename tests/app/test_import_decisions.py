"""What a person decides in the review: a cell read otherwise, words, a sheet skipped, the book's value kept; and
what the book remembers of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook as NewWorkbook

from csdesk.app.import_files import read_files
from csdesk.app.import_memory import read_import_settings, take_import_settings, write_import_settings
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_review import review_of
from csdesk.app.import_session import ImportSession
from csdesk.app.workspace import Workspace
from csdesk.intake.decisions import CellPlace, Decisions, FieldPlace
from csdesk.intake.file_names import name_pattern
from csdesk.model.errors import CSDeskError
from csdesk.model.progress import Unwatched

pytestmark = pytest.mark.usefixtures("read_here")

AS_OF = date(2026, 11, 22)
CONTRACTS = """Contract ID,Customer name,Start date,End date,ARR,Seats bought,CSM
K-1,Otterline Ferries,2026-01-01,2026-12-32,1200,10,Sato
K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400,-3,Tanaka
K-3,Foxglove Analytics,2026-04-01,2027-03-31,3600,30,Sato
"""
GOOD = CONTRACTS.replace("2026-12-32", "2026-12-31").replace("2400,-3", "2400,3")
CHANGED = GOOD.replace("3600", "4000").replace("Tanaka", "Reyes")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "book.csdesk", as_of=AS_OF) as made:
        yield made


def file(tmp_path: Path, text: str = CONTRACTS, name: str = "contracts_2026-11.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def session(workspace: Workspace, path: Path, **options: object) -> ImportSession:
    made = ImportSession(workspace, read_files([path], Unwatched()), ImportOptions(AS_OF, **options))  # type: ignore[arg-type]
    made.make_plan(Unwatched())
    return made


def place(path: Path, row: int, column: int, sheet: str = "") -> CellPlace:
    return CellPlace(str(path), sheet, row, column)


def sheet_of(made: ImportSession) -> str:
    assert made.plan is not None
    return made.plan.tables[0].sheet


def test_a_cell_mended_in_the_review_goes_in_and_the_source_keeps_what_stood_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = file(tmp_path)
    before = session(workspace, path)
    review = review_of(before, workspace.assessment())
    (bad,) = [found for found in review.problems if found.problem.cell == "D2"]
    assert (bad.account, bad.problem.value, bad.mended) == ("Otterline Ferries", "2026-12-32", False)
    decisions = Decisions(cells={bad.place: "2026-12-31"})
    made = session(workspace, path, decisions=decisions)
    (mended,) = [f for f in review_of(made, workspace.assessment()).problems if f.problem.cell == "D2"]
    assert mended.mended
    assert mended.problem.value == "2026-12-32"
    made.commit(Unwatched())
    contracts = workspace.frame("contract").set_index("external_id")
    assert contracts.loc["K-1", "end"].date() == date(2026, 12, 31)
    (cell,) = workspace.book.trace("contract", int(contracts.loc["K-1", "key"]), "end")
    assert (cell.cell, cell.text) == ("D2", "2026-12-32")


def test_a_mended_cell_is_told_among_the_problems_the_book_keeps(workspace: Workspace, tmp_path: Path) -> None:
    path = file(tmp_path)
    sheet = sheet_of(session(workspace, path))
    session(workspace, path, decisions=Decisions(cells={place(path, 2, 3, sheet): "2026-12-31"})).commit(Unwatched())
    kept = [(p.cell, p.value, p.code) for p in workspace.book.problems() if p.cell == "D2"]
    assert kept == [("D2", "2026-12-32", "mended")]


def test_one_word_is_read_otherwise_wherever_it_stands(workspace: Workspace, tmp_path: Path) -> None:
    words = {("account.csm", "Sato"): "佐藤"}
    made = session(workspace, file(tmp_path, GOOD), decisions=Decisions(words=words))
    made.commit(Unwatched())
    csm = workspace.frame("account").set_index("name")["csm"]
    assert csm.to_dict() == {"Otterline Ferries": "佐藤", "Kestrel & Rook": "Tanaka", "Foxglove Analytics": "佐藤"}


def test_words_are_remembered_for_the_next_file(workspace: Workspace, tmp_path: Path) -> None:
    words = {("account.csm", "Sato"): "佐藤"}
    session(workspace, file(tmp_path, GOOD), decisions=Decisions(words=words)).commit(Unwatched())
    again = session(workspace, file(tmp_path, GOOD.replace("Tanaka", "Sato"), "contracts_2026-12.csv"))
    again.commit(Unwatched())
    assert set(workspace.frame("account")["csm"]) == {"佐藤"}


def test_a_skipped_sheet_gives_nothing_and_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    book = NewWorkbook()
    first = book.active
    assert first is not None
    first.title = "Customers"
    notes = book.create_sheet("Old customers")
    for sheet, name in ((first, "Otterline Ferries"), (notes, "Long Gone Ltd")):
        sheet.append(["Customer ID", "Customer name", "ARR"])
        sheet.append([f"C-{name[0]}", name, 1200])
    path = tmp_path / "customers.xlsx"
    book.save(path)
    skipped = frozenset({(str(path), "Old customers")})
    session(workspace, path, decisions=Decisions(skipped=skipped)).commit(Unwatched())
    assert list(workspace.frame("account")["name"]) == ["Otterline Ferries"]
    assert {source.sheet for source in workspace.book.sources()} == {"Customers", "Old customers"}


def test_single_changes_are_kept_out_and_listed_as_such(workspace: Workspace, tmp_path: Path) -> None:
    session(workspace, file(tmp_path, GOOD)).commit(Unwatched())
    contracts = workspace.frame("contract").set_index("external_id")
    key = int(contracts.loc["K-3", "key"])
    kept = Decisions(kept=frozenset({FieldPlace("contract", key, "amount")}))
    made = session(workspace, file(tmp_path, CHANGED), decisions=kept)
    review = review_of(made, workspace.assessment())
    amounts = [(c.account, c.before, c.after, c.taken) for c in review.changes if c.field == "amount"]
    assert amounts == [("Foxglove Analytics", 360000, 400000, False)]
    assert review.withheld_count == 1
    made.commit(Unwatched())
    assert int(workspace.frame("contract").set_index("external_id").loc["K-3", "amount"]) == 360000
    assert set(workspace.frame("account")["csm"]) == {"Sato", "Reyes"}


@pytest.mark.parametrize("winner", ["mine", "ask"])
def test_a_field_that_the_book_keeps_changes_only_where_a_person_says_so(
    workspace: Workspace, tmp_path: Path, winner: str
) -> None:
    session(workspace, file(tmp_path, GOOD)).commit(Unwatched())
    made = session(workspace, file(tmp_path, CHANGED), policies={"account.csm": winner})
    (change,) = [c for c in review_of(made, workspace.assessment()).changes if c.field == "csm"]
    assert not change.taken
    taken = Decisions(taken=frozenset({FieldPlace("account", change.key, "csm")}))
    made = session(workspace, file(tmp_path, CHANGED), decisions=taken, policies={"account.csm": winner})
    made.commit(Unwatched())
    assert set(workspace.frame("account")["csm"]) == {"Sato", "Reyes"}
    assert workspace.book.settings["conflict_policies"] == {"account.csm": winner}
    later = session(workspace, file(tmp_path, CHANGED.replace("Reyes", "Mori")))
    assert later.plan is not None
    assert later.plan.changes_nothing


def test_what_stands_first_in_the_list_of_changes_is_money_then_dates(workspace: Workspace, tmp_path: Path) -> None:
    session(workspace, file(tmp_path, GOOD)).commit(Unwatched())
    text = CHANGED.replace("2026-12-31", "2027-03-31")
    review = review_of(session(workspace, file(tmp_path, text)), workspace.assessment())
    assert [(c.field, c.group) for c in review.changes] == [("amount", "money"), ("end", "dates"), ("csm", "other")]


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("contracts_2026-11.xlsx", "contracts_*"),
        ("contracts_2026-12 (2).xlsx", "contracts_*"),
        ("顧客一覧2026年11月版.csv", "顧客一覧*"),
        ("Customers.csv", "customers"),
        ("nps 2026Q3.csv", "nps *q*"),
    ],
)
def test_names_of_monthly_files_without_the_month(name: str, pattern: str) -> None:
    assert name_pattern(name) == pattern


def test_a_choice_of_column_is_remembered_by_name_when_a_header_is_added(workspace: Workspace, tmp_path: Path) -> None:
    text = "Customer,Plan,Amount,Start,End\nOtterline Ferries,Planloom,1200,2026-01-01,2026-12-31\n"
    session(workspace, file(tmp_path, text), forced={"Amount": "contract.arr"}).commit(Unwatched())
    wider = text.replace("Customer,", "Region,Customer,").replace("\nOtter", "\nNorth,Otter")
    later = session(workspace, file(tmp_path, wider, "contracts_2026-12.csv"))
    assert later.plan is not None
    columns = {c.header: c.field for c in later.plan.tables[0].columns}
    assert columns["Amount"] == "contract.arr"


def test_import_settings_travel_as_a_file_and_come_in_as_one_entry(workspace: Workspace, tmp_path: Path) -> None:
    words = {("account.csm", "Sato"): "佐藤"}
    session(workspace, file(tmp_path, GOOD), decisions=Decisions(words=words), policies={"account.csm": "mine"}).commit(
        Unwatched()
    )
    path = tmp_path / "settings.json"
    write_import_settings(workspace, path)
    with Workspace.create(tmp_path / "other.csdesk", as_of=AS_OF) as other:
        take_import_settings(other, path)
        assert other.book.settings["words"] == {"account.csm": {"Sato": "佐藤"}}
        assert other.book.settings["conflict_policies"] == {"account.csm": "mine"}
        other.undo()
        assert other.book.settings.get("words", {}) == {}


@pytest.mark.parametrize("text", ["", "{}", '{"kind": "csdesk import settings", "mappings": []}', "[1]"])
def test_other_files_hold_no_import_settings(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    with pytest.raises(CSDeskError, match=r"other\.json holds no import settings"):
        read_import_settings(path)
