"""What people type becomes values of fields, and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.desktop.field_text import read_date, read_text, shown_text, typed_text
from csdesk.desktop.translation import install_language, tr
from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import field


@pytest.mark.parametrize(
    "text", ["2026-12-31", "2026/12/31", "2026年12月31日", "２０２６/１２/３１", "31 Dec 2026", "31 December 2026"]
)
def test_dates_are_read_as_people_type_them(text: str) -> None:
    assert read_text(field("contract.end"), text, "JPY") == date(2026, 12, 31)


def test_a_day_that_does_not_exist_is_answered_with_the_last_of_its_month() -> None:
    with pytest.raises(CSDeskError) as caught:
        read_date("2026/2/30")
    assert caught.value.hint is not None
    assert tr(caught.value.hint) == "Try 28\u00a0Feb\u00a02026."


@pytest.mark.parametrize(
    ("code", "text", "currency", "value"),
    [
        ("contract.amount", "¥18,600,000", "JPY", 18_600_000),
        ("contract.amount", "1,234.50", "USD", 123_450),
        ("contract.amount", "１２００", "JPY", 1200),
        ("contract.seats", "240", "JPY", 240),
        ("contract.discount", "15%", "JPY", 0.15),
        ("account.name", " 竜宮マリン ", "JPY", "竜宮マリン"),
        ("account.name", "   ", "JPY", None),
    ],
)
def test_text_becomes_the_value_of_its_field(code: str, text: str, currency: str, value: object) -> None:
    assert read_text(field(code), text, currency) == value


@pytest.mark.parametrize(
    ("code", "text"), [("contract.amount", "lots"), ("contract.seats", "2.5"), ("contract.end", "soon")]
)
def test_what_does_not_fit_is_refused_with_a_sentence(code: str, text: str) -> None:
    with pytest.raises(CSDeskError):
        read_text(field(code), text, "JPY")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["JPY", "USD", "KWD"]))
def test_an_amount_survives_the_editor(minor: int, currency: str) -> None:
    amount = field("contract.amount")
    assert read_text(amount, typed_text(amount, minor, currency), currency) == minor


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_survives_the_editor(day: date) -> None:
    end = field("contract.end")
    assert read_text(end, typed_text(end, day, "JPY"), "JPY") == day


def test_values_are_shown_in_the_reader_s_language() -> None:
    assert shown_text(field("account.touch"), "high", "JPY") == "High"
    install_language(Language("ja"))
    assert shown_text(field("account.touch"), "high", "JPY") == "ハイ"
    assert shown_text(field("contract.end"), date(2026, 12, 31), "JPY") == "2026/12/31"
    assert shown_text(field("contract.amount"), 18_600_000, "JPY") == "18,600,000円"


def test_a_forecast_at_risk_has_another_word_than_the_band() -> None:
    install_language(Language("ja"))
    assert shown_text(field("decision.forecast"), "at_risk", "JPY") == "要注意"
    assert shown_text(field("account.band"), "at_risk", "JPY") == "危険"
