from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.values.amounts import decimal_comma, parse_amount, parse_currency, read_amounts
from csdesk.intake.values.cells import cells_of
from csdesk.intake.values.numbers import read_numbers, read_ratios
from tests.intake.made_tables import column


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("¥1,200", 1200, "JPY"),
        ("￥１，２００", 1200, "JPY"),
        ("1,200円", 1200, "JPY"),
        ("120万円", 1_200_000, "JPY"),
        ("12億3,000万円", 1_230_000_000, "JPY"),
        ("350千円", 350_000, "JPY"),
        ("1.2百万円", 1_200_000, "JPY"),
        ("3億", 300_000_000, None),
        ("(1,200)", -1200, None),
        ("($1,234.50)", -1234.5, "USD"),
        ("▲1,200", -1200, None),
        ("\\1,200", 1200, "JPY"),  # the yen sign of Shift_JIS
        ("△1,200円", -1200, "JPY"),
        ("−1,200", -1200, None),
        ("-$5", -5, "USD"),
        ("1,200-", -1200, None),
        ("１，２００", 1200, None),
        ("1.2k", 1200, None),
        ("3.4M", 3_400_000, None),
        ("$1,234.50", 1234.5, "USD"),
        ("USD 1,200", 1200, "USD"),
        ("1,200 EUR", 1200, "EUR"),
        ("1'234.50", 1234.5, None),
        ("30,000円/月", 30_000, "JPY"),
        ("1,200円(税込)", 1200, "JPY"),
    ],
)
def test_an_amount_is_read_in_every_way_people_write_it(text: str, number: float, currency: str | None) -> None:
    found = parse_amount(text)
    assert found is not None
    assert (found.number, found.currency) == (number, currency)


@pytest.mark.parametrize("text", ["abc", "要見積", "1万2億", "¥", "12 apples", "--5x"])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert parse_amount(text) is None


def test_a_column_decides_whether_the_comma_is_the_decimal_point() -> None:
    assert decimal_comma(["1.234,56", "12"])
    assert decimal_comma(["12,5", "1.000"])
    assert not decimal_comma(["1,234", "5,678"])
    assert not decimal_comma(["1,234.50"])
    found = read_amounts(cells_of(column("1.234,56", "1.000", "12,5", "700")))
    assert found.values.tolist() == [1234.56, 1000, 12.5, 700]


def test_the_unit_of_the_header_counts_only_where_the_cell_brings_none() -> None:
    found = read_amounts(cells_of(column("1,200", 350, "120万円", "500円", None)), scale=1000)
    assert found.values.tolist()[:4] == [1_200_000, 350_000, 1_200_000, 500]
    assert math.isnan(found.values[4])
    assert found.marks.to_pylist() == [None, None, "JPY", "JPY", None]


def test_bad_and_error_cells_are_faults_and_words_for_nothing_are_not() -> None:
    found = read_amounts(cells_of(column("未定", "-", "N/A", "要見積", "#REF!", None, "エラー")))
    assert found.positions.tolist() == [3, 4, 6]
    assert [f.code for f in found.faults] == ["not_an_amount", "error_cell", "error_cell"]


@given(st.integers(-(10**12), 10**12))
def test_an_amount_with_separators_reads_back(number: int) -> None:
    found = parse_amount(f"¥{number:,}" if number >= 0 else f"▲{-number:,}円")
    assert found is not None
    assert found.number == number


def test_percentages_are_decided_by_the_column() -> None:
    assert read_ratios(cells_of(column("85%", "7.5％"))).values.tolist() == pytest.approx([0.85, 0.075])
    assert read_ratios(cells_of(column("85", "100", "0.5"))).values.tolist() == pytest.approx([0.85, 1.0, 0.005])
    assert read_ratios(cells_of(column(0.85, 1))).values.tolist() == [0.85, 1]
    assert read_ratios(cells_of(column("0.85", "1"))).values.tolist() == [0.85, 1]


def test_counts_shed_their_counters_and_fractions_are_faults_where_whole_numbers_belong() -> None:
    found = read_numbers(cells_of(column("45名", "1,200 seats", "３席", 12.0, "2.5")), whole=True)
    assert found.values.tolist()[:4] == [45, 1200, 3, 12]
    assert found.positions.tolist() == [4]
    assert found.faults[0].code == "not_a_whole_number"


def test_a_duration_is_seconds() -> None:
    assert read_numbers(cells_of(column("1:30:05"))).values.tolist() == [5405]


@pytest.mark.parametrize(
    ("text", "code"),
    [("jpy", "JPY"), ("円", "JPY"), ("US$", "USD"), ("＄", "USD"), ("eur", "EUR"), ("XYZ", None), ("", None)],
)
def test_currencies_are_codes_symbols_and_words(text: str, code: str | None) -> None:
    assert parse_currency(text) == code


def test_what_is_free_costs_nothing() -> None:
    found = read_amounts(cells_of(column("無償", "無料", "Free", "Free of charge", "1,200", "free trial")))
    assert found.values.tolist()[:5] == [0, 0, 0, 0, 1200]
    assert found.positions.tolist() == [5]
