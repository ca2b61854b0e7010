"""Values that stand above a table, or second in a column, are led back to where they stand as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.app.import_files import ReadFile
from csdesk.app.import_session import ImportSession
from csdesk.app.new_book import new_policies
from csdesk.app.workspace import Workspace
from csdesk.intake.workbook_tables import tables_of
from csdesk.model.progress import Unwatched
from tests.intake.requirements.files import book_file, read, text_file


def traced(tmp_path: Path, file: Path, *wanted: tuple[str, str]) -> list[list[tuple[str, str]]]:
    """Text and address of the cells behind those fields of the first records."""
    workbook = read(file)
    with Workspace.create(tmp_path / "b.csdesk", new_policies(None)) as workspace:
        session = ImportSession(workspace, [ReadFile(file, workbook, tuple(tables_of(workbook, file.name)))])
        session.commit(Unwatched())
        return [[(c.text, c.cell) for c in workspace.book.trace(record, 1, field)] for record, field in wanted]


def test_a_name_and_a_currency_above_the_table_are_behind_each_of_its_rows(tmp_path: Path) -> None:
    rows = [
        ["Revenue Detail Report"], ["Currency:", "EUR"], ["Account:", "Kitano Foods"], [],
        ["Subscription Number", "Charge Number", "Charge Name", "Service Start Date", "Contract Amount", "Recognized Revenue"],
        ["A-1", "C-1", "Base seats", "2026-04-01", 1200, 100],
    ]  # fmt: skip
    name, currency = traced(
        tmp_path, book_file(tmp_path / "r.xlsx", rows), ("account", "name"), ("contract", "currency")
    )
    assert [text for text, _ in name] == ["Kitano Foods"]
    assert [text for text, _ in currency] == ["Currency: EUR"]


def test_the_unit_in_a_japanese_title_is_behind_the_currency(tmp_path: Path) -> None:
    rows = [["契約一覧 2026年度（単位：千円）"], ["顧客名", "契約番号", "年額"], ["青空商事", "K-1", 1200]]
    (currency,) = traced(tmp_path, book_file(tmp_path / "r.xlsx", rows), ("contract", "currency"))
    assert [text for text, _ in currency] == ["契約一覧 2026年度（単位：千円）"]


@pytest.mark.parametrize("status", ["trialing", "active"])
def test_a_second_field_of_a_column_is_led_to_that_column(tmp_path: Path, status: str) -> None:
    text = (
        "id,Customer ID,Customer Email,Customer Name,Status,Plan,Amount,Currency,Interval,Start (UTC),"
        "Current Period Start (UTC),Current Period End (UTC),Canceled At (UTC)\n"
        f"sub_2,cus_1,ops@kitano.example,Kitano Foods,{status},Base,1200.00,eur,year,2026-01-01 20:00,2026-11-10 20:00,2027-11-10 20:00,\n"
    )
    (trial,) = traced(tmp_path, text_file(tmp_path / "subscriptions.csv", text), ("contract", "trial"))
    assert trial == [(status, "E2")]
