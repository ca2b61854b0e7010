"""An export that was edited and comes back shows exactly the edits; one that comes back as it was shows nothing."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csdesk.app import exports
from csdesk.app.import_files import ReadFile
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_session import ImportSession
from csdesk.app.workspace import Workspace
from csdesk.cli.showing import show_listing
from csdesk.i18n import Language
from csdesk.intake.outcome import ImportPlan
from csdesk.intake.workbook_tables import tables_of
from csdesk.model.progress import Unwatched
from csdesk.resources import sample_workbooks
from tests.intake.requirements.files import read

AS_OF = date(2026, 11, 22)
ACCOUNTS = """Account ID,Account Name,CSM,Industry,Region,Next Step,Next Step Date,Signup,Strategic,Lifecycle,Tags,Notes,Cost centre
0012,Kestrel & Rook,Mika Sato,Aerospace,Leeds,"Call, then 'write'",2026-12-09,2024-02-29,TRUE,onboarding,a; b,,CC1
0013,雪うさぎ冷機,Ken Tanaka,食品,札幌,,,2023-04-01,FALSE,renewing,,"二行の
メモ",CC2
0014,Otterline Ferries,Mika Sato,,,,,,,,,,
"""
CONTRACTS = """Contract ID,Account ID,Product,Start Date,End Date,Amount,Basis,Currency,Seats,Auto Renew,Notice Days,Discount
C-1,0012,Platform,2026-06-01,2027-05-31,2500.50,monthly,USD,40,TRUE,30,0.1
C-2,0013,基本,2026-01-01,2026-12-31,1200000,annual,JPY,20,FALSE,60,
C-3,0014,Platform,2026-03-01,2027-02-28,1200.125,annual,KWD,5,TRUE,30,
"""
INVOICES = """Invoice no.,Account ID,Issued,Due,Paid,Invoice amount (USD)
I-1,0012,2026-06-01,2026-06-30,2026-06-28,2500.50
I-2,0012,2026-07-01,2026-07-31,,2500.50
"""
TICKETS = """Ticket ID,Account ID,Opened,Closed,Priority,Subject,CSAT
T-1,0013,2026-10-01,2026-10-03,urgent,Cannot log in,4
T-2,0012,2026-11-01,,low,"Colour, please",
"""
RESPONSES = """Account ID,Respondent,Answered on,NPS,Comment
0012,K. Rook,2026-09-30,9,"Good, mostly"
"""
RATES = """Rate currency,Month,Exchange rate
USD,2026-01-01,150
KWD,2026-01-01,490
"""


def read_file(path: Path) -> ReadFile:
    workbook = read(path)
    return ReadFile(path, workbook, tuple(tables_of(workbook, path.name)))


def session(workspace: Workspace, *paths: Path) -> ImportSession:
    made = ImportSession(workspace, [read_file(path) for path in paths], ImportOptions(AS_OF))
    made.make_plan(Unwatched())
    return made


def plan_of(workspace: Workspace, *paths: Path) -> ImportPlan:
    plan = session(workspace, *paths).plan
    assert plan is not None
    return plan


def edits(plan: ImportPlan) -> set[tuple[str, int, str, Any]]:
    """(record, key, field, new value) of every change; a new record would be one too."""
    found: set[tuple[str, int, str, Any]] = set()
    for record, change in plan.records.items():
        found |= {(record, int(key), "new", None) for key in change.inserted["key"]}
        found |= {(record, u.key, u.field, _plain(u.after)) for u in change.updated.itertuples()}
    return found


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("reimport")
    files = []
    parts = {
        "accounts": ACCOUNTS, "contracts": CONTRACTS, "invoices": INVOICES, "tickets": TICKETS, "nps": RESPONSES, "rates": RATES,
    }  # fmt: skip
    for name, text in parts.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_text(text, "utf-8")
    with Workspace.create(folder / "book.csdesk", as_of=AS_OF) as made:
        assert session(made, *files).commit(Unwatched()) is not None
        assert len(made.frame("contract")) == 3
        assert made.frame("contract")["amount"].tolist() == [250_050, 1_200_000, 1_200_125]
        yield made


def listing(workspace: Workspace, what: str, to: Path) -> Path:
    """What ``csdesk show BOOK what --csv`` prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        show_listing(workspace.book.path, what, AS_OF, None, None, "csv")
    to.write_text(said.getvalue(), "utf-8", newline="")
    return to


@pytest.mark.parametrize("what", ["accounts", "contracts", "renewals", "invoices", "tickets", "responses", "agenda"])
def test_a_listing_of_the_command_line_comes_back_as_nothing(workspace: Workspace, tmp_path: Path, what: str) -> None:
    assert edits(plan_of(workspace, listing(workspace, what, tmp_path / f"{what}.csv"))) == set()


def edited_csv(path: Path, changes: Mapping[tuple[int, str], str]) -> Path:
    """The file with those cells (row from 0, header) changed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for (row, header), text in changes.items():
        assert rows[row][header] != text
        rows[row][header] = text
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_edits_in_the_listing_of_accounts_are_the_changes(workspace: Workspace, tmp_path: Path) -> None:
    path = listing(workspace, "accounts", tmp_path / "accounts.csv")
    with path.open(encoding="utf-8", newline="") as file:
        places = {row["external_id"]: place for place, row in enumerate(csv.DictReader(file))}
    edited_csv(
        path,
        {
            (places["0012"], "csm"): "Ken Tanaka", (places["0012"], "next_step_date"): "2027-01-15",
            (places["0013"], "name"): "雪うさぎ冷機ホールディングス", (places["0013"], "arr"): "99",
            (places["0013"], "strategic"): "true", (places["0014"], "notes"): 'Said "maybe"\n– twice',
        },
    )  # fmt: skip
    assert edits(plan_of(workspace, path)) == {
        ("account", 1, "csm", "Ken Tanaka"),
        ("account", 1, "next_step_date", date(2027, 1, 15)),
        ("account", 2, "name", "雪うさぎ冷機ホールディングス"),
        ("account", 2, "strategic", True),
        ("account", 3, "notes", 'Said "maybe"\n– twice'),
    }


def test_edits_in_the_listing_of_contracts_are_the_changes(workspace: Workspace, tmp_path: Path) -> None:
    path = listing(workspace, "contracts", tmp_path / "contracts.csv")
    with path.open(encoding="utf-8", newline="") as file:
        places = {row["external_id"]: place for place, row in enumerate(csv.DictReader(file))}
    edited_csv(
        path,
        {
            (places["C-1"], "end"): "2027-11-30", (places["C-1"], "discount"): "0.125",
            (places["C-2"], "amount"): "1250000", (places["C-2"], "auto_renew"): "true",
            (places["C-3"], "amount"): "1200.126", (places["C-3"], "seats"): "6", (places["C-3"], "notice_n"): "45",
        },
    )  # fmt: skip
    assert edits(plan_of(workspace, path)) == {
        ("contract", 1, "end", date(2027, 11, 30)),
        ("contract", 1, "discount", 0.125),
        ("contract", 2, "amount", 1_250_000),
        ("contract", 2, "auto_renew", True),
        ("contract", 3, "amount", 1_200_126),
        ("contract", 3, "seats", 6),
        ("contract", 3, "notice_n", 45),
    }


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_excel_summary_comes_back_as_nothing_and_its_edits_as_edits(
    workspace: Workspace, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "summary.xlsx"
    exports.write_summary(workspace, path, Language(language))
    assert edits(plan_of(workspace, path)) == set()
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    texts = [cell.value for cell in sheet[4]]
    names = [row[0].value for row in sheet.iter_rows()]
    labels = {"en": ("CSM", "Next step", "Health"), "ja": ("担当CSM", "次の一手", "ヘルススコア")}[language]
    csm, step, health = (texts.index(label) + 1 for label in labels)
    kestrel, hare = (names.index(name) + 1 for name in ("Kestrel & Rook", "雪うさぎ冷機"))
    sheet.cell(kestrel, csm).value = "Ken Tanaka"
    sheet.cell(hare, step).value = "来週電話する"
    sheet.cell(hare, health).value = 3
    book.save(path)
    assert edits(plan_of(workspace, path)) == {
        ("account", 1, "csm", "Ken Tanaka"),
        ("account", 2, "next_step", "来週電話する"),
    }


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path, Path]]:
    """A book of the sample customers and contracts, and the two files."""
    customers, contracts = (sample_workbooks() / name for name in ("customers.xlsx", "contracts_2026-11.xlsx"))
    with Workspace.create(tmp_path_factory.mktemp("samples") / "book.csdesk", as_of=AS_OF) as made:
        ImportSession(made, [read_file(customers), read_file(contracts)], ImportOptions(AS_OF, currency="JPY")).commit(
            Unwatched()
        )
        yield made, customers, contracts


def key_of(workspace: Workspace, record: str, number: str) -> int:
    frame = workspace.frame(record)
    return int(frame.loc[frame["external_id"] == number, "key"].iloc[0])


def test_the_sample_workbooks_come_back_as_nothing(samples: tuple[Workspace, Path, Path]) -> None:
    workspace, customers, contracts = samples
    again = session(workspace, customers, contracts)
    assert again.plan is not None
    assert edits(again.plan) == set()
    assert again.commit(Unwatched()) is None


def test_edited_cells_of_the_sample_customers_are_the_changes(
    samples: tuple[Workspace, Path, Path], tmp_path: Path
) -> None:
    workspace, customers, _ = samples
    book = openpyxl.load_workbook(customers)
    sheet = book["Customers"]
    assert [sheet[cell].value for cell in ("A3", "A4", "A6")] == ["A-1002", "A-1003", "A-1005"]
    sheet["G3"] = "Ken Tanaka"
    sheet["B4"] = "鶴亀生命保険"
    sheet["M4"] = date(2026, 11, 30)
    sheet["L6"] = None  # a blank cell says nothing, so nothing is erased
    sheet["N6"] = "T. Abe-Sato"
    book.save(tmp_path / customers.name)
    one, two, five = (key_of(workspace, "account", number) for number in ("A-1002", "A-1003", "A-1005"))
    assert edits(plan_of(workspace, tmp_path / customers.name)) == {
        ("account", one, "csm", "Ken Tanaka"),
        ("account", two, "name", "鶴亀生命保険"),
        ("account", two, "next_step_date", date(2026, 11, 30)),
        ("account", five, "custom", '{"Champion": "T. Abe-Sato"}'),
    }


def test_edited_cells_of_the_sample_contracts_are_the_changes(
    samples: tuple[Workspace, Path, Path], tmp_path: Path
) -> None:
    workspace, _, contracts = samples
    book = openpyxl.load_workbook(contracts)
    sheet = book["契約"]
    assert [sheet[cell].value for cell in ("B5", "B6", "B7")] == ["C-0871", "C-0902", "C-1042"]
    sheet["F5"] = 14_500.5  # thousands of yen
    sheet["E6"] = "令和9年3月31日"
    sheet["G7"] = 410
    sheet["I7"] = "無"
    book.save(tmp_path / contracts.name)
    one, two, three = (key_of(workspace, "contract", number) for number in ("C-0871", "C-0902", "C-1042"))
    assert edits(plan_of(workspace, tmp_path / contracts.name)) == {
        ("contract", one, "amount", 14_500_500),
        ("contract", two, "end", date(2027, 3, 31)),
        ("contract", three, "seats", 410),
        ("contract", three, "auto_renew", False),
    }
