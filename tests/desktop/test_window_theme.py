"""Colours can be told apart and read, in both themes, and the style sheet leaves no gap."""

from __future__ import annotations

import re

import pytest

from csdesk.desktop.theme import filled_stylesheet, load_theme

TEXT_ON = (
    ("ink", "bg"), ("ink", "bg_sub"), ("ink", "sel"), ("ink", "hover"), ("ink_2", "bg"), ("ink_2", "bg_sub"), ("ink_2", "rail"),
    ("ink_2", "sel"), ("ink_3", "bg"), ("ink_3", "bg_sub"), ("accent_ink", "bg"), ("accent_ink", "accent_tint"), ("ok", "bg"),
    ("watch", "bg"), ("risk", "bg"), ("risk", "sel"), ("ok", "ok_tint"), ("watch", "watch_tint"), ("risk", "risk_tint"),
    ("high", "high_tint"), ("low", "low_tint"), ("tech", "tech_tint"), ("tip_ink", "tip_bg"), ("on_accent", "accent"),
)  # fmt: skip
FILLS = ("ok_fill", "watch_fill", "risk_fill", "accent", "line_ctl", "c6")


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_its_ground(name: str) -> None:
    tokens = load_theme(name).tokens
    ratios = {pair: _contrast(tokens[pair[0]], tokens[pair[1]]) for pair in TEXT_ON}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_marks_and_control_borders_stand_out(name: str) -> None:
    tokens = load_theme(name).tokens
    assert {fill: r for fill in FILLS if (r := _contrast(tokens[fill], tokens["bg"])) < 3} == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_style_sheet_is_filled_in(name: str) -> None:
    assert re.findall(r"\$\w+", filled_stylesheet(load_theme(name))) == []


def test_both_themes_have_the_same_colours() -> None:
    assert set(load_theme("light").tokens) == set(load_theme("dark").tokens)
