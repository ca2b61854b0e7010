"""Money in tables: the unit in the header, aligned cells."""

from __future__ import annotations

from csdesk.desktop.tables.units import money_cell, money_header
from csdesk.desktop.translation import install_language
from csdesk.i18n import Language


def test_yen_in_millions_in_english_and_in_man_in_japanese() -> None:
    assert money_header("ARR", "JPY") == "ARR, ¥M"
    assert money_cell(18_600_000, "JPY") == "18.60"
    install_language(Language("ja"))
    assert money_header("ARR", "JPY") == "ARR（万円）"
    assert money_cell(18_600_000, "JPY") == "1,860"


def test_dollars_in_thousands() -> None:
    assert money_header("ARR", "USD") == "ARR, $k"
    assert money_cell(1_234_567_00, "USD") == "1,234.6"
