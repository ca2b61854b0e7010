"""Sums by file beside the book's, so that an import can be ticked against finance; each difference says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from csdesk.app.edits import edit_records
from csdesk.app.import_files import read_files
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_review import review_of
from csdesk.app.import_session import ImportSession
from csdesk.app.import_totals import TableTotals, planned_totals, totals_of_sources
from csdesk.app.workspace import Workspace
from csdesk.intake.decisions import Decisions, FieldPlace
from csdesk.model.progress import Unwatched

pytestmark = pytest.mark.usefixtures("read_here")

AS_OF = date(2026, 11, 22)
CONTRACTS = """Contract ID,Customer name,Start date,End date,ARR,Currency
K-1,Otterline Ferries,2026-01-01,2026-12-31,1200.10,USD
K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400.20,USD
K-3,Foxglove Analytics,2026-04-01,2027-03-31,3600000,JPY
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "book.csdesk", as_of=AS_OF) as made:
        yield made


def planned(
    workspace: Workspace, folder: Path, text: str, name: str = "contracts.csv", **said: object
) -> ImportSession:
    path = folder / name
    path.write_text(text, "utf-8")
    made = ImportSession(workspace, read_files([path], Unwatched()), ImportOptions(AS_OF, **said))  # type: ignore[arg-type]
    made.make_plan(Unwatched())
    return made


def sums(totals: TableTotals) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {
        (c.file.field, c.file.currency): (str(c.file.read), None if c.book is None else f"{c.book.normalize():f}")
        for c in totals.columns
    }


def why(totals: TableTotals) -> list[str]:
    return [str(message) for column in totals.columns for message in column.why]


def test_the_file_and_the_book_add_up_to_the_same_by_currency(workspace: Workspace, tmp_path: Path) -> None:
    (totals,) = planned_totals(planned(workspace, tmp_path, CONTRACTS))
    assert (totals.rows, totals.taken) == (3, 3)
    assert (totals.records["contract"], totals.records["account"]) == (3, 3)
    assert [(c.file.currency, c.file.read, c.book, c.file.cells) for c in totals.columns] == [
        ("USD", Decimal("3600.3"), Decimal("3600.30"), 2),
        ("JPY", Decimal(3_600_000), Decimal(3_600_000), 1),
    ]
    assert why(totals) == []
    assert totals.arr is None  # two currencies and no exchange rate


def test_arr_is_told_by_currency(workspace: Workspace, tmp_path: Path) -> None:
    monthly = CONTRACTS.replace("ARR", "MRR").replace("3600000,JPY", "300,USD")
    (totals,) = planned_totals(planned(workspace, tmp_path, monthly))
    assert totals.arr == {"USD": Decimal("46803.60")}  # 12 x (1200.10 + 2400.20 + 300)
    assert sums(totals) == {("contract.mrr", "USD"): ("3900.3", "3900.3")}


def test_what_is_rejected_or_replaced_is_the_difference(workspace: Workspace, tmp_path: Path) -> None:
    bad = CONTRACTS.replace("2026-12-31", "2026-13-31").replace("3600000,JPY", "3600,USD")
    bad += "K-3,Foxglove Analytics,2026-04-01,2027-03-31,3700,USD\n"
    (totals,) = planned_totals(planned(workspace, tmp_path, bad))
    assert (totals.rows, totals.taken) == (4, 3)
    (column,) = totals.columns
    assert (column.file.read, column.book) == (Decimal("10900.3"), Decimal("6100.20"))
    assert column.difference == Decimal("-4800.10")
    assert why(totals) == [
        "1,200.1 USD stands in rows that were not taken.",
        "3,600 USD stands in rows that later rows of the same record replace.",
    ]


def test_of_arr_and_mrr_in_one_row_one_counts(workspace: Workspace, tmp_path: Path) -> None:
    both = "Contract ID,Customer name,Start date,ARR,MRR\nK-1,Otterline Ferries,2026-01-01,1200,100\nK-2,Kestrel & Rook,2026-01-01,,50\n"
    (totals,) = planned_totals(planned(workspace, tmp_path, both))
    assert sums(totals) == {("contract.arr", "USD"): ("1200", "1200"), ("contract.mrr", "USD"): ("150", "50")}
    assert why(totals) == ["100 USD does not count because another amount stands beside it."]


def test_what_is_kept_from_the_book_is_told(workspace: Workspace, tmp_path: Path) -> None:
    usd = CONTRACTS.replace("3600000,JPY", "3600,USD")
    planned(workspace, tmp_path, usd).commit(Unwatched())
    key = int(workspace.frame("contract").set_index("external_id")["key"]["K-3"])
    keeps = Decisions(kept=frozenset({FieldPlace("contract", key, "amount")}))
    made = planned(workspace, tmp_path, usd.replace("3600,", "4000,"), decisions=keeps)
    review = review_of(made, workspace.assessment())
    (totals,) = review.totals
    assert [column.difference for column in totals.columns] == [Decimal("-400.00")]
    assert why(totals) == ["400.00 USD is the difference to what you keep from the book."]


def test_afterwards_the_book_alone_tells_it_and_says_what_changed_since(workspace: Workspace, tmp_path: Path) -> None:
    usd = CONTRACTS.replace("3600000,JPY", "3600,USD")
    planned(workspace, tmp_path, usd).commit(Unwatched())
    (tmp_path / "contracts.csv").unlink()
    (totals,) = totals_of_sources(workspace, workspace.assessment()).values()
    assert (totals.rows, totals.taken, sums(totals)) == (3, 3, {("contract.arr", "USD"): ("7200.3", "7200.3")})
    assert totals.arr == {"USD": Decimal("7200.30")}
    key = int(workspace.frame("contract").set_index("external_id")["key"]["K-3"])
    workspace.apply(edit_records(workspace, "contract", [key], {"amount": 350_000}))
    (totals,) = totals_of_sources(workspace, workspace.assessment()).values()
    assert why(totals) == ["-100.00 USD was changed by other tables or by later changes."]
    workspace.undo()
    workspace.undo()
    assert totals_of_sources(workspace, workspace.assessment()) == {}


def test_thousands_of_yen_and_setup_fees_are_summed_as_they_are_meant(workspace: Workspace, tmp_path: Path) -> None:
    text = "契約番号,顧客名,契約開始日,契約終了日,年額（千円）,初期費用（千円）\nK-1,株式会社オッター,2026-01-01,2026-12-31,1200.5,100\nK-2,株式会社狐,2026-01-01,2026-12-31,800.1,\n"
    (totals,) = planned_totals(planned(workspace, tmp_path, text))
    assert sums(totals) == {
        ("contract.arr", "JPY"): ("2000600", "2000600"), ("contract.one_off", "JPY"): ("100000", "100000")
    }  # fmt: skip


def test_invoices_are_summed_and_usage_is_not(workspace: Workspace, tmp_path: Path) -> None:
    planned(workspace, tmp_path, CONTRACTS).commit(Unwatched())
    invoices = "Invoice number,Customer name,Issued,Due,Amount due,Currency\nI-1,Otterline Ferries,2026-10-01,2026-10-31,100.05,USD\nI-2,Otterline Ferries,2026-11-01,2026-11-30,200.10,USD\n"
    (totals,) = planned_totals(planned(workspace, tmp_path, invoices, "invoices.csv"))
    assert sums(totals) == {("invoice.amount", "USD"): ("300.15", "300.15")}
    usage = "Customer name,Date,Active users\nOtterline Ferries,2026-10-31,12\n"
    (totals,) = planned_totals(planned(workspace, tmp_path, usage, "usage.csv"))
    assert (totals.columns, totals.taken) == ((), 1)
