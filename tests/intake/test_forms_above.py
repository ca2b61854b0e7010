"""Labels with their values above a list: they name the customer of its rows, and are neither rows nor a header."""

from collections.abc import Sequence
from datetime import date

import pytest

from csdesk.intake.named_sheets import labelled_line
from csdesk.intake.sheets import Table, Workbook
from csdesk.intake.workbook_tables import tables_of
from tests.intake.made_sheets import Value, sheet_of
from tests.intake.made_tables import plan_of, records_of, table_of

LIST: list[list[Value]] = [
    ["日付", "種別", "内容"],
    [date(2026, 9, 1), "QBR", "良い"],
    [date(2026, 9, 8), "電話", "順調"],
]
LOG: list[list[Value]] = [
    ["Date", "Type", "Summary"],
    [date(2026, 9, 1), "QBR", "Good"],
    [date(2026, 9, 8), "Call", "Ok"],
]


def tables(*rows: Sequence[Value]) -> list[Table]:
    """The tables of a sheet with those rows."""
    return tables_of(Workbook("list.xlsx", "xlsx", (sheet_of(rows),), "0" * 64))


def customers(table: Table) -> tuple[str, list[str | None]]:
    """The last column, which is added: its header and its texts."""
    return table.headers[-1], table.columns[-1].texts.to_pylist()


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ([["顧客名", "株式会社ミドリ", None, "担当CSM", "高橋"]], "株式会社ミドリ"),
        ([["顧客名", "株式会社ミドリ", "担当CSM", "高橋"], [None]], "株式会社ミドリ"),
        ([["顧客名：株式会社ミドリ　　担当：高橋"]], "株式会社ミドリ"),
        ([["顧客名：青空 商事", "担当：佐藤"]], "青空 商事"),
        ([["契約者：アオイ商事", "担当：佐藤"]], "アオイ商事"),
        ([["顧客カルテ"], ["顧客名", "アオイ商事", "担当CSM", "高橋"], ["業種", "製造"], [None]], "アオイ商事"),
    ],
)
def test_the_value_of_a_label_is_the_next_cell_alone(above: list[list[Value]], name: str) -> None:
    (table,) = tables(*above, *LIST)
    assert table.headers[:3] == ("日付", "種別", "内容")
    assert customers(table) == ("顧客名", [name, name])
    assert {drop.row for drop in table.dropped if drop.reason == "title"} == {
        number for number, row in enumerate(above, 1) if any(row)
    }


@pytest.mark.parametrize("gap", [[], [[None]]])
def test_rows_of_pairs_are_a_form_and_no_table(gap: list[list[Value]]) -> None:
    form: list[list[Value]] = [["Customer", "Acme Inc", "CSM", "Kim"], ["Segment", "Enterprise", "Renewal", date(2027, 3, 31)]]  # fmt: skip
    (table,) = tables(*form, *gap, *LOG)
    assert customers(table) == ("Account Name", ["Acme Inc", "Acme Inc"])
    known = table_of(["Account Name", "Plan"], ["Zeta", "Pro"], ["Acme Inc", "Pro"], sheet="T")
    plan = plan_of(known, table)
    assert [row["name"] for row in records_of(plan, "account")] == ["Zeta", "Acme Inc"]
    assert [row["account_key"] for row in records_of(plan, "touchpoint")] == [2, 2]


def test_each_form_names_the_customer_of_its_own_list() -> None:
    one: list[list[Value]] = [["顧客名", "株式会社ミドリ", "月額", 1000]]
    other: list[list[Value]] = [["顧客名", "アカ商事", "月額", 2000]]
    first, second = tables(*one, *LIST, [None], *other, *LIST)
    assert customers(first) == ("顧客名", ["株式会社ミドリ", "株式会社ミドリ"])
    assert customers(second) == ("顧客名", ["アカ商事", "アカ商事"])


def test_a_header_whose_words_alternate_with_unknown_ones_stays_a_header() -> None:
    (table,) = tables(["顧客名", "概要", "契約開始日", "特記"], ["アオイ", "x", date(2026, 4, 1), "y"])
    assert table.headers == ("顧客名", "概要", "契約開始日", "特記")
    assert table.rows == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("顧客名\t株式会社ミドリ\t担当CSM\t高橋", ("顧客名", "株式会社ミドリ")),
        ("顧客名\t：\t青空商事", ("顧客名", "青空商事")),
        ("顧客名：\t青空商事\t様", ("顧客名", "青空商事")),
        ("顧客名 青空 商事", ("顧客名", "青空 商事")),
        ("Customer: Acme Inc Renewal Date: 2027-03-31", ("Customer", "Acme Inc")),
        ("顧客名：株式会社ミドリ ／ 担当：高橋", ("顧客名", "株式会社ミドリ")),
        ("Customer: Acme: Labs", ("Customer", "Acme: Labs")),
        ("単位：円\t作成日：2026/4/1", ("単位", "円")),
        ("顧客名\t担当\t高橋", None),
        ("顧客 一覧", None),
        ("2026年4月 10:30", None),
    ],
)
def test_the_label_of_a_line_and_its_value(line: str, found: tuple[str, str] | None) -> None:
    assert labelled_line(line) == found
