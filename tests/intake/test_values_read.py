from __future__ import annotations

import math
from datetime import date

import pytest

from csdesk.intake.values.dates import DateStyle
from csdesk.intake.values.read import ColumnStyle, read_column, read_notices, read_terms
from csdesk.intake.values.terms import parse_months, parse_term
from csdesk.model.fields import field
from tests.intake.made_tables import column


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        (("TRUE", "FALSE", None), [1, 0, -1]),
        (("○", "×", "-"), [1, 0, -1]),
        (("有", "無", ""), [1, 0, -1]),
        (("あり", "なし", "未定"), [1, 0, -1]),
        (("済", "未", None), [1, 0, -1]),
        (("Yes", "no", "N/A"), [1, 0, -1]),
        ((1, 0, True), [1, 0, 1]),
        (("自動更新", "手動更新", None), [1, 0, -1]),
    ],
)
def test_yes_and_no_in_many_words(words: tuple[str | int | None, ...], flags: list[int]) -> None:
    found = read_column(column(*words), field("contract.auto_renew"))
    assert found.values.tolist() == flags
    assert not len(found.positions)


def test_neither_yes_nor_no_is_a_fault() -> None:
    found = read_column(column("yes", "perhaps", "#N/A"), field("contract.auto_renew"))
    assert [f.code for f in found.faults] == ["not_yes_or_no", "error_cell"]


@pytest.mark.parametrize(
    ("code", "words", "choices"),
    [
        ("ticket.severity", ("Critical", "P2", "medium", "低", "緊急"), ["urgent", "high", "normal", "low", "urgent"]),
        ("contract.billing", ("月払い", "年払", "Monthly", "四半期", "半年"), ["monthly", "annual", "monthly", "quarterly", "half_yearly"]),
        ("decision.forecast", ("Commit", "見込み", "要注意", "解約", "At risk"), ["commit", "likely", "at_risk", "expected_loss", "at_risk"]),
        ("contract.status", ("契約中", "解約済み", "cancelled", "更新なし", "Active"), ["active", "ended", "ended", "ended", "active"]),
        ("contact.role", ("Champion", "決裁者", "管理者", "user", None), ["champion", "sponsor", "admin", "user", None]),
        ("touchpoint.kind", ("面談", "電話", "Mail", "QBR", "ウェビナー"), ["meeting", "call", "mail", "qbr", "webinar"]),
        ("account.lifecycle", ("オンボーディング", "Live", "解約", "renewing", "-"), ["onboarding", "adopting", "churned", "renewing", None]),
    ],
)  # fmt: skip
def test_words_become_the_codes_of_a_choice(
    code: str, words: tuple[str | None, ...], choices: list[str | None]
) -> None:
    found = read_column(column(*words), field(code))
    assert found.values.to_pylist() == choices
    assert not len(found.positions)


def test_an_unknown_word_is_a_fault_that_lists_what_is_known() -> None:
    found = read_column(column("sideways"), field("ticket.severity"))
    assert found.faults[0].code == "not_a_choice"
    assert "urgent" in str(found.faults[0].hint)


def test_ids_stay_text_with_their_zeros() -> None:
    found = read_column(column("00042", 7, " A-1 ", None), field("account.external_id"))
    assert found.values.to_pylist() == ["00042", "7", "A-1", None]


def test_marks_of_mood_are_one_to_five() -> None:
    found = read_column(column("◎", "○", "△", "×", 3), field("account.sentiment"))
    assert found.values.tolist() == [5, 4, 2, 1, 3]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2026/4/1～2027/3/31", (date(2026, 4, 1), date(2027, 3, 31))),
        ("2026.4-2027.3", (date(2026, 4, 1), date(2027, 3, 31))),
        ("2026年4月1日から2027年3月31日まで", (date(2026, 4, 1), date(2027, 3, 31))),
        ("2026-04-01 to 2027-03-31", (date(2026, 4, 1), date(2027, 3, 31))),
        ("2026/4/1〜", (date(2026, 4, 1), None)),
        ("令8/4/1-令9/3/31", (date(2026, 4, 1), date(2027, 3, 31))),
        ("1年", None),
        ("2026/4/1", None),
    ],
)
def test_a_term_from_and_to(text: str, term: tuple[date | None, date | None] | None) -> None:
    assert parse_term(text, DateStyle()) == term


@pytest.mark.parametrize(
    ("text", "months"),
    [("1年", 12), ("12ヶ月", 12), ("36 months", 36), ("1年6ヶ月", 18), ("3年間", 36), ("24", 24), ("x", None)],
)
def test_a_length_in_months(text: str, months: int | None) -> None:
    assert parse_months(text) == months


@pytest.mark.parametrize(
    ("text", "months"),
    [("24ヶ月（自動更新）", 24), ("24（自動更新）", 24), ("1年（12ヶ月）", 12), ("36 months (auto-renew)", 36), ("12（ヶ月）", 12),
     ("（12ヶ月）", 12), ("自動更新（1年）", None)],
)  # fmt: skip
def test_brackets_behind_a_length_only_explain_it(text: str, months: int | None) -> None:
    assert parse_months(text) == months


def test_a_bare_length_counts_years_where_the_header_says_so() -> None:
    assert parse_months("3", years=True) == 36


def test_a_term_column_may_mix_pairs_and_lengths() -> None:
    start, end, months = read_terms(column("2026/4/1～2027/3/31", "12ヶ月", "?!"), DateStyle())
    assert start.values.tolist() == [date(2026, 4, 1), None, None]
    assert end.values.tolist() == [date(2027, 3, 31), None, None]
    assert [m if not math.isnan(m) else None for m in months.values.tolist()] == [None, 12, None]
    assert [f.code for f in start.faults] == ["not_a_term"]


def test_a_bare_number_of_notice_is_days_unless_it_is_small_or_the_header_says_otherwise() -> None:
    cells = column("60", "3", "90日前", "3ヶ月前までに書面で", "-")
    number, unit, written = read_notices(cells, None)
    assert number.values.tolist()[:4] == [60, 3, 90, 3]
    assert unit.values.to_pylist() == ["days", "months", "days", "months", None]
    assert written.values.tolist() == [-1, -1, -1, 1, -1]
    assert read_notices(column("3"), "days")[1].values.to_pylist() == ["days"]


def test_seats_below_nothing_are_left_empty_with_the_number_that_was_meant() -> None:
    found = read_column(column("10", "-3", "▲4", "0"), field("contract.seats"))
    assert [None if math.isnan(v) else v for v in found.values] == [10, None, None, 0]
    assert found.positions.tolist() == [1, 2]
    assert [(fault.code, fault.suggestion) for fault in found.faults] == [("too_small", "3"), ("too_small", "4")]


@pytest.mark.parametrize("cell", [1.7e308, math.inf, -math.inf, "1" + "0" * 320, "9" * 500, "1e999", -2e14])
@pytest.mark.parametrize("code", ["contract.amount", "contract.arr"])
def test_an_amount_that_cannot_be_is_a_bad_cell_and_never_infinite(cell: str | float, code: str) -> None:
    found = read_column(column(1200, cell, 99e12), field(code), ColumnStyle(scale=1.0))
    assert (found.values[0], found.values[2]) == (1200, 99e12)
    assert math.isnan(found.values[1])
    assert found.positions.tolist() == [1]


@pytest.mark.parametrize(
    ("code", "largest", "beyond"),
    [
        ("contract.seats", 2.0**53, 2.0**54),
        ("measurement.value", 1e18, math.inf),
        ("measurement.usage_seconds", 1e14, 1.7e308),
        ("contract.discount", 0.5, 1.7e308),
        ("contract.term_months", 1200, "9" * 400),
    ],
)
def test_no_number_is_infinite_or_beyond_what_is_kept(code: str, largest: float, beyond: str | float) -> None:
    found = read_column(column(largest, beyond), field(code), ColumnStyle(seconds=3600.0))
    assert not math.isnan(found.values[0])
    assert math.isnan(found.values[1])
    assert [fault.code for fault in found.faults] in (["too_large"], ["not_a_term"])
    assert found.positions.tolist() == [1]


def test_a_date_column_may_hold_an_infinite_number() -> None:
    found = read_column(column(46_000, math.inf), field("contract.start"))
    assert found.positions.tolist() == [1]


def test_a_remark_in_brackets_does_not_hide_yes_or_no_unless_it_says_the_opposite() -> None:
    found = read_column(
        column("あり（1年）", "有（1年）", "無（都度）", "Yes (12 months)", "有（無効）"), field("contract.auto_renew")
    )
    assert found.values.tolist() == [1, 1, 0, 1, -1]
    assert found.positions.tolist() == [4]
