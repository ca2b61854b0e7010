from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.progress import Unwatched
from csdesk.publish.summary import write_summary
from tests.charts.small_book import ACCOUNTS, CONTRACTS, small_assessment

# By hand: opening 10 million (Alpha 6, Beta 4), closing 10 million (6 + 3 + Gamma 1, new).
NRR = 0.9
GRR = 0.9


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("summary") / "summary.xlsx"
    write_summary(small_assessment(), path, Language("en"))
    return path


def named(path: Path, name: str, *, values: bool) -> Any:
    workbook = openpyxl.load_workbook(path, data_only=values)
    sheet, cell = next(iter(workbook.defined_names[name].destinations))
    return workbook[sheet][cell.replace("$", "")].value


@pytest.mark.parametrize(
    ("name", "value"), [("arr_total", 10_000_000), ("accounts_total", 3), ("nrr", NRR), ("grr", GRR)]
)
def test_headline_cells_are_named_formulas_with_their_values_cached(written: Path, name: str, value: float) -> None:
    assert named(written, name, values=True) == pytest.approx(value)
    assert str(named(written, name, values=False)).startswith("=")


def test_the_sheets_stand_in_order(written: Path) -> None:
    names = openpyxl.load_workbook(written).sheetnames
    assert names == ["Portfolio", "Accounts", "Renewals by month", "At risk", "Definitions"]


def test_japanese_sheets_have_japanese_names(tmp_path: Path) -> None:
    write_summary(small_assessment(), tmp_path / "s.xlsx", Language("ja"))
    names = openpyxl.load_workbook(tmp_path / "s.xlsx").sheetnames
    assert names == ["ポートフォリオ", "顧客", "月別の契約更新", "危険", "定義"]


def test_account_rows_hold_dates_and_numbers(written: Path) -> None:
    sheet = openpyxl.load_workbook(written, data_only=True)["Accounts"]
    heads = [cell.value for cell in sheet[4]]
    first = dict(zip(heads, (cell.value for cell in sheet[5]), strict=True))
    assert first["Account"] == "Alpha Works"
    assert first["Account ID"] == "0001"  # an id keeps its zeros
    assert first["ARR (JPY)"] == 6_000_000
    assert first["Renewal"] == datetime(2027, 3, 31)
    assert first["Notice by"] == datetime(2026, 12, 31)
    assert first["Key"] == "acc-1"
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref.startswith("A4:")


def test_movements_of_each_account_lead_from_opening_to_now(written: Path) -> None:
    sheet = openpyxl.load_workbook(written, data_only=True)["Accounts"]
    heads = [cell.value for cell in sheet[4]]
    rows = [dict(zip(heads, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=5, max_row=7)]
    opening = "ARR at 22\u00a0Nov\u00a02025 (JPY)"
    by_name = {row["Account"]: row for row in rows}
    assert [by_name["ベータ商事"][k] for k in (opening, "Contraction", "ARR (JPY)")] == [
        4_000_000,
        -1_000_000,
        3_000_000,
    ]
    assert [by_name["=Gamma()"][k] for k in (opening, "New", "In NRR and GRR")] == [0, 1_000_000, 0]


def test_customer_text_is_never_a_formula(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["Accounts"]
    cell = next(c for c in sheet["A"] if c.value == "=Gamma()")
    assert cell.data_type == "s"


def test_months_are_sums_over_the_contracts_listed_below(written: Path) -> None:
    values = openpyxl.load_workbook(written, data_only=True)["Renewals by month"]
    formulas = openpyxl.load_workbook(written)["Renewals by month"]
    month = {values.cell(row, 1).value: row for row in range(5, 17)}
    december, march = month[datetime(2026, 12, 1)], month[datetime(2027, 3, 1)]
    assert values.cell(december, 5).value == 3_000_000  # at risk
    assert values.cell(march, 2).value == 6_000_000  # commit
    assert str(formulas.cell(march, 2).value).startswith("=SUMIFS(")


def test_native_charts_and_definitions_are_there(written: Path) -> None:
    parts = zipfile.ZipFile(written).namelist()
    assert sum(part.startswith("xl/charts/chart") for part in parts) == 3
    sheet = openpyxl.load_workbook(written, data_only=True)["Definitions"]
    nrr = next(row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0] == "NRR")
    assert nrr[1] == pytest.approx(NRR)
    assert nrr[3]
    assert nrr[4:7] == (datetime(2025, 11, 22), datetime(2026, 11, 22), 2)


def test_archived_customers_are_in_no_list_but_in_the_figures(tmp_path: Path) -> None:
    # Delta paid 10 million until 2026-03-31 and is archived: opening 20, closing 10, NRR and GRR 9 / 20.
    rows = [*ACCOUNTS, {"external_id": "0004", "name": "Delta", "archived": True}]
    ended: dict[str, object] = {
        "account_key": 4, "product": "Plan", "start": date(2024, 4, 1), "end": date(2026, 3, 31), "amount": 10_000_000,
        "basis": "annual", "currency": "JPY", "status": "ended",
    }  # fmt: skip
    path = tmp_path / "s.xlsx"
    write_summary(small_assessment(account=rows, contract=[*CONTRACTS, ended]), path, Language("en"))
    assert [named(path, n, values=True) for n in ("arr_total", "accounts_total", "nrr", "grr")] == [
        10_000_000,
        3,
        0.45,
        0.45,
    ]
    assert str(named(path, "nrr", values=False)).startswith("=IF(")
    listed = [cell.value for cell in openpyxl.load_workbook(path)["Accounts"]["A"]]
    assert "Delta" not in listed
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames[-2:] == ["Former customers", "Definitions"]
    assert workbook["Former customers"]["A5"].value == "Delta"
    portfolio = openpyxl.load_workbook(path)["Portfolio"]
    churn = next(row for row in portfolio.iter_rows(min_row=12, max_row=30) if row[0].value == "Churn")
    assert str(churn[1].value).startswith("=(SUM(")


def test_every_sheet_prints_landscape_as_wide_as_a_page_with_its_header_on_each(written: Path) -> None:
    sheets = openpyxl.load_workbook(written).worksheets
    assert {(s.page_setup.orientation, s.page_setup.paperSize) for s in sheets} == {("landscape", 9)}
    setups = [s.sheet_properties.pageSetUpPr for s in sheets]
    assert all(setup is not None and setup.fitToPage for setup in setups)
    assert {s.title: s.print_title_rows for s in sheets} == {
        "Portfolio": None, "Accounts": "$4:$4", "Renewals by month": "$25:$25", "At risk": "$5:$5",
        "Definitions": "$3:$3",
    }  # fmt: skip
    # The width is 1 page where nothing else is said; so is the height, but 0 means any number.
    assert [s.page_setup.fitToHeight for s in sheets] == [None, 0, 0, 0, 0]


def test_the_same_book_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_summary(small_assessment(), tmp_path / name, Language("en"))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


class Stops(Unwatched):
    def report(self, done: float, total: float | None = None, message: object = None) -> None:
        if done >= 2:
            raise RuntimeError("stop")


def test_a_summary_that_was_stopped_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        write_summary(small_assessment(), path, Language("en"), Stops())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_the_users_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(CSDeskError):
        write_summary(small_assessment(), tmp_path / "taken" / "s.xlsx", Language("en"))


@pytest.mark.slow
def test_libreoffice_recalculates_the_same_totals(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "summary.xlsx"
    write_summary(small_assessment(), path, Language("en"), since=date(2025, 11, 22))
    _spoil_cached_values(path)
    subprocess.run(
        [
            office, f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
            "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false",  # UTF-8, values as they are
            "--outdir", str(tmp_path), str(path),
        ],
        check=True, capture_output=True, timeout=170,
    )  # fmt: skip
    with (tmp_path / "summary.csv").open(encoding="utf-8") as file:
        rows = {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
    assert [_number(rows[name]) for name in ("ARR", "Accounts with ARR", "NRR", "GRR")] == [10_000_000, 3, 0.9, 0.9]
    steps = [_number(rows[name]) for name in ("Opening", "New", "Contraction", "Closing")]
    assert steps == [10_000_000, 1_000_000, -1_000_000, 10_000_000]


def _number(text: str) -> float:
    """A number as LibreOffice writes it into a CSV file, with or without its format."""
    plain = text.replace(",", "")
    return float(plain.removesuffix("%")) / 100 if plain.endswith("%") else float(plain)


def _spoil_cached_values(path: Path) -> None:
    """Take the cached values out, so that whoever reads the file has to work them out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            archive.writestr(name, content)
