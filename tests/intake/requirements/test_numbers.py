"""Habits of numbers (section 9.2): one test each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from tests.intake.made_tables import Book, counts
from tests.intake.requirements.files import book_file, fields, imported, problems, text_file, values


def amounts(tmp_path: Path, header: str, *cells: str, currency: str = "JPY") -> list[tuple[object, ...]]:
    lines = "".join(f'C{number},Base,"{cell}"\n' for number, cell in enumerate(cells))
    file = text_file(tmp_path / "amounts.csv", f"Account Name,Product,{header}\n{lines}")
    return values(imported(file, currency=currency), "contract", "amount", "currency")


def test_a_unit_said_once_in_the_title_counts_for_the_amounts_and_nothing_else(tmp_path: Path) -> None:
    file = book_file(
        tmp_path / "budget.xlsx",
        [
            ["予算実績サマリー 2026年度（単位：千円）"],
            [],
            ["顧客名", "製品", "契約席数", "年額"],
            ["青空商事", "Base", 12, 1200],
        ],
    )
    plan = imported(file, currency="USD")
    assert values(plan, "contract", "seats", "amount", "currency") == [(12, 1_200_000, "JPY")]
    for unit, amount in (("円", 1_200), ("万円", 12_000_000), ("百万円", 1_200_000_000), ("億円", 120_000_000_000)):
        file = book_file(
            tmp_path / "unit.xlsx", [[f"単位：{unit}"], ["顧客名", "製品", "年額"], ["青空商事", "Base", 1200]]
        )
        assert values(imported(file), "contract", "amount") == [(amount,)], unit


def test_units_within_the_cell_are_added_up(tmp_path: Path) -> None:
    assert amounts(tmp_path, "ARR（千円）", "1,200万円", "350千円", "12億3,000万円", "1.2百万円", "500") == [
        (12_000_000, "JPY"), (350_000, "JPY"), (1_230_000_000, "JPY"), (1_200_000, "JPY"),
        (500_000, "JPY"),  # only the bare one counts in the unit of the header
    ]  # fmt: skip
    assert amounts(tmp_path, "ARR", "$1.2k", "USD 2M", "3 thousand", currency="USD") == [
        (120_000, "USD"), (200_000_000, "USD"), (300_000, "USD"),
    ]  # fmt: skip


def test_triangles_dashes_and_brackets_before_an_amount_are_minus_signs(tmp_path: Path) -> None:
    cells = ("▲1,200", "△1,200", "−1,200", "ー1,200", "(1,200)", "（1,200）", "-1,200", "1,200-", "▲¥1,200")
    assert amounts(tmp_path, "ARR", *cells) == [(-1_200, "JPY")] * len(cells)
    moods = text_file(tmp_path / "moods.csv", "顧客名,温度感\nA,◎\nB,○\nC,△\nD,×\n")
    assert values(imported(moods), "account", "sentiment") == [(5,), (4,), (2,), (1,)]  # there △ is a mark


def test_signs_and_codes_of_currencies_are_taken_off_and_kept(tmp_path: Path) -> None:
    cells = ("¥1,200,000", "￥1,200,000", "1,200,000円", "JPY 1,200,000", "$1,200.50", "1.200,50 €", "£1,200")
    assert amounts(tmp_path, "ARR", *cells[:5]) == [(1_200_000, "JPY")] * 4 + [(120_050, "USD")]
    assert amounts(tmp_path, "ARR", cells[5], "950,00 €") == [(120_050, "EUR"), (95_000, "EUR")]
    assert amounts(tmp_path, "ARR", cells[6]) == [(120_000, "GBP")]


def test_full_width_digits_commas_and_percent_signs_are_digits(tmp_path: Path) -> None:
    assert amounts(tmp_path, "ARR", "１，２００，０００", "▲３，４５６円") == [(1_200_000, "JPY"), (-3_456, "JPY")]
    file = text_file(tmp_path / "a.csv", "顧客名,製品,年額,契約席数,割引率\n青空商事,Base,１００,４５名,８５％\n")
    assert values(imported(file), "contract", "seats", "discount") == [(45, 0.85)]


def test_of_amounts_with_and_without_tax_the_one_without_counts(tmp_path: Path) -> None:
    both = text_file(tmp_path / "both.csv", "顧客名,製品,年額（税込）,年額（税抜）\n青空商事,Base,1100,1000\n")
    plan = imported(both)
    assert values(plan, "contract", "amount", "tax", "custom") == [(1_000, "excluded", None)]
    assert '"年額（税込）": "1100"' in str(values(plan, "account", "custom")[0][0])
    with_tax = text_file(
        tmp_path / "with.csv", '顧客名,製品,年額\n青空商事,Base,"1,100円（税込）"\nさくら,Base,2200（税込）\n'
    )
    assert values(imported(with_tax), "contract", "amount", "tax") == [(1_100, "included"), (2_200, "included")]
    invoice = text_file(
        tmp_path / "invoice.csv",
        "取引先名称,請求書番号,請求日,小計,消費税,合計金額\n青空商事,INV-1,2026/7/10,1000,100,1100\n",
    )
    names = text_file(tmp_path / "names.csv", "顧客名\n青空商事\n")
    assert values(imported(invoice, Book(imported(names))), "invoice", "external_id", "amount") == [("INV-1", 1_100)]


def test_words_and_dashes_for_nothing_are_blank_and_counted(tmp_path: Path) -> None:
    nothing = ["-", "―", "なし", "未定", "該当なし", "N/A", "ー", "---", "TBD"]
    lines = "".join(f"C{number},Base,{word},100\n" for number, word in enumerate(nothing))
    file = text_file(tmp_path / "a.csv", f"顧客名,製品,契約開始日,年額\n{lines}C90,Base,2026/4/1,200\nC91,Base,,\n")
    plan = imported(file)
    assert [start for (start,) in values(plan, "contract", "start")] == [None] * 9 + [date(2026, 4, 1)]
    assert problems(plan) == {"B12": "no_contract"}  # a product alone
    assert {c.header: c.nothing for c in plan.tables[0].columns} == {"顧客名": 0, "製品": 0, "契約開始日": 9, "年額": 0}
    errors = text_file(tmp_path / "b.csv", "顧客名,製品,席数,年額\n青空,Base,#N/A,100\nさくら,Base,エラー,100\n")
    assert problems(imported(errors)) == {"C2": "error_cell", "C3": "error_cell"}


def test_percentages_are_fractions_however_they_are_written(tmp_path: Path) -> None:
    def discounts(*cells: str) -> list[tuple[object, ...]]:
        lines = "".join(f"C{number},Base,100,{cell}\n" for number, cell in enumerate(cells))
        file = text_file(tmp_path / "a.csv", f"顧客名,製品,年額,割引率\n{lines}")
        return values(imported(file), "contract", "discount")

    assert discounts("0.85", "0.5", "1") == [(0.85,), (0.5,), (1.0,)]
    assert discounts("85", "50", "100", "7.5") == [(0.85,), (0.5,), (1.0,), (0.075,)]
    assert discounts("85%", "0.5%") == [(0.85,), (0.005,)]
    assert discounts("0.85", "85", "85%") == [(0.85,), (0.85,), (0.85,)]

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["顧客名", "製品", "年額", "割引率"], ["青空", "Base", 100, 0.3], ["さくら", "Base", 100, 1.2]):
        sheet.append(row)
    sheet["D2"].number_format = sheet["D3"].number_format = "0%"
    book.save(tmp_path / "b.xlsx")
    assert values(imported(tmp_path / "b.xlsx"), "contract", "discount") == [(0.3,), (1.2,)]  # shown as 30% and 120%


def test_numbers_kept_as_texts_are_numbers_and_what_is_none_is_reported(tmp_path: Path) -> None:
    file = book_file(
        tmp_path / "a.xlsx",
        [
            ["顧客名", "製品", "契約席数", "年額"],
            ["青空商事", "Base", "1,200", "'1,200"],
            ["さくら", "Base", "十席くらい", "2 400"],
        ],
    )
    plan = imported(file)
    assert values(plan, "contract", "seats", "amount") == [(1_200, 1_200), (None, 2_400)]
    assert problems(plan) == {"C3": "not_a_number"}


def test_rounded_thousands_come_in_as_they_are_said(tmp_path: Path) -> None:
    first = text_file(tmp_path / "a.csv", "契約番号,顧客名,年額（千円）\nK-1,青空商事,1235\n")
    plan = imported(first)
    assert values(plan, "contract", "amount") == [(1_235_000,)]  # of 1,234,567; nothing invents the rest
    assert counts(imported(first, Book(plan)), "contract") == (0, 0, 1, 0, 0)


def test_a_comma_for_the_decimal_point_is_seen_from_the_column(tmp_path: Path) -> None:
    assert amounts(tmp_path, "ARR (EUR)", "1.234,56", "12,50", "1.000") == [
        (123_456, "EUR"), (1_250, "EUR"), (100_000, "EUR"),
    ]  # fmt: skip
    assert amounts(tmp_path, "ARR (CHF)", "1'234.50", "12.50") == [(123_450, "CHF"), (1_250, "CHF")]


def test_yes_and_no_in_every_habit(tmp_path: Path) -> None:
    def renewals(*cells: str) -> list[object]:
        lines = "".join(f"C{number},Base,100,{cell}\n" for number, cell in enumerate(cells))
        plan = imported(text_file(tmp_path / "a.csv", f"顧客名,製品,年額,自動更新\n{lines}"))
        assert fields(plan)["自動更新"] == "contract.auto_renew"
        return [None if value is None else bool(value) for (value,) in values(plan, "contract", "auto_renew")]

    assert renewals("○", "×", "") == [True, False, None]
    assert renewals("有", "無", "あり", "なし") == [True, False, True, False]
    assert renewals("済", "未", "TRUE", "FALSE", "1", "0") == [True, False, True, False, True, False]
    assert renewals("✓", "", "レ", "☑", "☐") == [True, None, True, True, False]
    assert renewals("x", "", "x") == [True, None, True]  # nothing but crosses: a list of what is there
    assert renewals("自動更新", "手動", "Yes", "N") == [True, False, True, False]


def test_number_formats_say_currency_and_unit_where_nothing_else_does(tmp_path: Path) -> None:
    def amount(number: float, code: str) -> list[tuple[object, ...]]:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (["Account Name", "Product", "ARR"], ["Aozora", "Base", number]):
            sheet.append(row)
        sheet["C2"].number_format = code
        book.save(tmp_path / "a.xlsx")
        return values(imported(tmp_path / "a.xlsx", currency="GBP"), "contract", "amount", "currency")

    assert amount(1200.5, "[$€-407]#,##0.00") == [(120_050, "EUR")]
    assert amount(1200, '"¥"#,##0') == [(1_200, "JPY")]
    assert amount(1200, "[$USD] #,##0.00") == [(120_000, "USD")]
    assert amount(1200, '#,##0"千円"') == [(1_200_000, "JPY")]  # a person reads 1,200千円
    assert amount(1_200_000, '#,##0,"千円"') == [(1_200_000, "JPY")]  # the format divides, the number is whole
    assert amount(1200, "#,##0") == [(120_000, "GBP")]


def test_a_dash_for_the_cents_is_no_minus_sign(tmp_path: Path) -> None:
    cells = ("1'200.-", "1,200.-", "1,200.–", "1200.--")
    lines = "".join(f'C{i},Base,"{cell}"\n' for i, cell in enumerate(cells))
    plan = imported(text_file(tmp_path / "a.csv", f"Customer name,Product,ARR\n{lines}"), currency="CHF")
    assert values(plan, "contract", "amount") == [(120_000,)] * 4
    commas = imported(
        text_file(
            tmp_path / "b.csv",
            "Customer name,Product,ARR\nA,Base,1.200\\,-\nB,Base,2.500\n".replace("1.200\\,-", '"1.200,-"'),
        ),
        currency="EUR",
    )
    assert values(commas, "contract", "amount") == [(120_000,), (250_000,)]


def test_words_of_renewal_are_yes_and_no(tmp_path: Path) -> None:
    words = ("更新あり", "自動更新する", "対象", "非対象", "自動更新しない", "更新無し")
    lines = "".join(f"C{i},Base,1,{word}\n" for i, word in enumerate(words))
    plan = imported(text_file(tmp_path / "a.csv", f"顧客名,製品,年額,自動更新\n{lines}"))
    assert values(plan, "contract", "auto_renew") == [(True,)] * 3 + [(False,)] * 3
