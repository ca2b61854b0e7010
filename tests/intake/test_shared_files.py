"""Real workbooks nobody here wrote: what is known of some of them. ``test_expected_files`` has every file."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.intake.delimited import read_delimited
from csdesk.intake.layout import find_tables
from csdesk.intake.limits import Limits
from csdesk.intake.sandbox import read_workbook
from csdesk.intake.sheets import CellKind, Table
from tests.intake.made_sheets import cells_of

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def samples(shared_data: Path) -> Path:
    return shared_data / "A" / "ja-r-samples"


def table_of(path: Path) -> Table:
    (table,) = find_tables(read_workbook(path).sheets[0], path.name)
    return table


def rows_of(table: Table) -> list[tuple[str | None, ...]]:
    return list(zip(*(column.texts.to_pylist() for column in table.columns), strict=True))


def test_exports_of_a_warehouse_have_their_header_in_the_first_row(shared_data: Path) -> None:
    paths = sorted((shared_data / "A").glob("fivetran-*/*.csv"))
    assert len(paths) == 55
    for path in paths:
        sheet = read_delimited(path.read_bytes(), path.stem, Limits()).sheet
        (table,) = find_tables(sheet, path.name)
        assert (table.header_row, table.rows, table.dropped) == (1, sheet.rows - 1, ()), path.name


def test_four_encodings_of_one_table_give_equal_tables(samples: Path) -> None:
    names = ("cp932", "utf16le", "utf8", "utf8_bom")
    tables = [table_of(samples / f"uriage_{name}.csv") for name in names]
    assert [table.headers for table in tables] == [("日付", "店舗", "商品分類", "売上", "備考")] * 4
    assert all(rows_of(table) == rows_of(tables[0]) for table in tables)
    assert len(rows_of(tables[0])) == 5


def test_the_shortest_cp932_file_is_read_right(samples: Path) -> None:
    table = table_of(samples / "t_short.csv")
    assert (table.headers, rows_of(table)) == (("店舗", "売上"), [("新宿店", "100")])


def test_a_report_below_its_title_rows_is_found(samples: Path) -> None:
    book = read_workbook(samples / "sales.xlsx")
    tables = [table for sheet in book.sheets for table in find_tables(sheet)]
    assert [(table.sheet, table.header_row) for table in tables] == [
        ("売上データ", 1),
        ("店舗マスタ", 1),
        ("月次報告", 4),
    ]
    assert "月次売上報告" in tables[2].title


def test_every_error_code_of_excel_is_seen(shared_data: Path) -> None:
    sheet = read_workbook(shared_data / "B" / "calamine" / "errors.xlsx").sheets[0]
    codes = ["#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#N/A"]
    assert sheet.columns[0].texts.to_pylist() == codes
    assert set(sheet.columns[0].kinds.to_pylist()) == {int(CellKind.ERROR)}


@pytest.mark.parametrize("extension", ["xls", "xlsx", "xlsb"])
def test_dates_counted_from_1904_are_right_in_each_format(shared_data: Path, extension: str) -> None:
    workbook = read_workbook(shared_data / "B" / "calamine" / f"date_1904.{extension}")
    assert workbook.from_1904
    sheet = workbook.sheets[0]
    assert cells_of(sheet)[0] == ["2021-01-01", "15"]
    # 2021-01-01 is day 18,628 from 1970-01-01
    assert sheet.columns[0].numbers[0].as_py() == 18628


def test_a_chart_sheet_that_cannot_be_read_does_not_lose_the_others(shared_data: Path) -> None:
    book = read_workbook(shared_data / "B" / "calamine" / "any_sheets.xlsb")
    assert [sheet.name for sheet in book.sheets][:3] == ["Visible", "Hidden", "VeryHidden"]
    assert [sheet.hidden for sheet in book.sheets][:3] == [False, True, True]
    assert book.sheets[0].rows == 5


def test_header_rows_merged_over_three_lines_are_joined(shared_data: Path) -> None:
    table = table_of(shared_data / "A" / "ja-soumu-opendata" / "FY2020-population_dynamics_municipal.xls")
    assert table.headers[:5] == ("団体コード", "都道府県名", "市区町村名", "令和2年 / 人口 / 男", "令和2年 / 人口 / 女")
    assert rows_of(table)[0][:2] == ("010006", "北海道")
    assert [(drop.row, drop.reason) for drop in table.dropped] == [(1, "title"), (5, "total")]


def test_a_file_without_header_keeps_its_first_row_as_data(shared_data: Path) -> None:
    table = table_of(shared_data / "A" / "ja-100knocks" / "P_df_product_full_UTF-8_noh.csv")
    assert (table.header_row, table.rows, table.headers[0]) == (0, 10030, "A")


def test_leading_zeros_are_kept(shared_data: Path) -> None:
    assert rows_of(table_of(shared_data / "B" / "frictionless" / "leading-zeros.csv")) == [
        ("01",),
        ("002",),
        ("00003",),
    ]


def test_seven_thousand_customers_are_all_there(shared_data: Path) -> None:
    table = table_of(shared_data / "A" / "ibm-telco-5files" / "Telco_customer_churn_services.xlsx")
    assert (table.rows, len(table.columns)) == (7043, 29)
    assert table.headers[0] == "Customer ID"
