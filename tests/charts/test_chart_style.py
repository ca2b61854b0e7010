from __future__ import annotations

import re

import pytest

from csdesk.charts.style import LOOKS, Look, families, hatch, tokens
from csdesk.charts.text_width import text_width, wrapped


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two #RRGGBB colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("look", LOOKS)
def test_every_token_is_a_colour(look: Look) -> None:
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in tokens(look).values())


def test_light_and_dark_have_the_same_tokens() -> None:
    assert set(tokens("light")) == set(tokens("dark")) == set(tokens("print"))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ink", ["ink", "ink_2", "ink_3", "accent_ink", "ok", "watch", "risk"])
def test_text_reads_on_the_background(look: Look, ink: str) -> None:
    assert contrast(tokens(look)[ink], tokens(look)["bg"]) >= 4.5


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    "fill", ["ok_fill", "watch_fill", "risk_fill", "accent", "f_commit", "f_risk", "f_churn", "c6"]
)
def test_fills_stand_out_from_the_background(look: Look, fill: str) -> None:
    # The watch and at-risk forecast fills of the light theme carry a shape or a name as well.
    assert contrast(tokens(look)[fill], tokens(look)["bg"]) >= (2.9 if fill in ("watch_fill", "f_risk") else 3.0)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("kind", ["ok", "watch", "risk"])
def test_badges_read_on_their_tint(look: Look, kind: str) -> None:
    assert contrast(tokens(look)[kind], tokens(look)[f"{kind}_tint"]) >= 4.5


def test_paper_tells_forecasts_apart_without_colour() -> None:
    looks = [(tokens("print")[f], hatch("print", f)) for f in ("f_commit", "f_likely", "f_risk", "f_churn")]
    assert len(set(looks)) == 4
    assert all(
        colour[1:3] == colour[3:5] or abs(int(colour[1:3], 16) - int(colour[5:7], 16)) < 12 for colour, _ in looks
    )


def test_some_installed_font_draws_japanese() -> None:
    # 健 and 全 are 100 points wide at 100 points in any Japanese font, and never the missing-glyph box.
    assert families()
    assert text_width("健全", 10) == pytest.approx(20, rel=0.05)


def test_width_grows_with_size_and_weight() -> None:
    assert text_width("Renewals", 20) == pytest.approx(2 * text_width("Renewals", 10))
    assert text_width("Renewals", 10, bold=True) >= text_width("Renewals", 10)


def test_lines_break_at_spaces_and_keep_to_the_width() -> None:
    text = "Expansion added more than churn and contraction took"
    lines = wrapped(text, 120, 12)
    assert " ".join(lines) == text
    assert all(text_width(line, 12) <= 120 for line in lines)


def test_japanese_lines_never_start_with_a_closing_mark() -> None:
    lines = wrapped("拡大が解約と縮小を上回りました。更新は三月に集中します、要注意です。", 84, 12)
    assert "".join(lines) == "拡大が解約と縮小を上回りました。更新は三月に集中します、要注意です。"
    assert not any(line[0] in "。、" for line in lines)


def test_a_no_break_space_holds_number_and_unit_together() -> None:
    assert all(
        "28\u00a0Nov" in "|".join(wrapped("They can cancel until 28\u00a0Nov only", w, 12)) for w in (60, 90, 120, 150)
    )
