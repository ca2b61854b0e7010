from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from csdesk.charts.canvas import sheet
from csdesk.charts.catalogue import CHARTS, PORTFOLIO, draw
from csdesk.charts.labels import place_names
from csdesk.charts.style import Look, rc
from csdesk.charts.units import money_unit, percent_text
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.rules.assessment import Assessment
from tests.charts.small_book import ALPHA, small_assessment


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return small_assessment()


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("code", CHARTS)
@pytest.mark.parametrize(("language", "look"), [("en", "light"), ("ja", "dark"), ("en", "print")])
def test_every_chart_draws_without_a_warning(assessment: Assessment, code: str, language: str, look: Look) -> None:
    figure = draw(code, assessment, Language(language), look, account_key=ALPHA)
    figure.draw_without_rendering()
    assert texts(figure)[0]


def test_title_subtitle_and_source_stand_on_the_sheet(assessment: Assessment) -> None:
    shown = texts(draw("renewals_by_month", assessment, Language("en")))
    assert shown == [
        "March carries ¥6.0M, 67% of what renews before year end",
        "ARR up for renewal by month and forecast, ¥M",
        "Source: book, as of 22\u00a0Nov\u00a02026",
    ]


def test_japanese_charts_speak_japanese(assessment: Assessment) -> None:
    shown = texts(draw("renewals_by_month", assessment, Language("ja")))
    assert shown[0] == "年度末までの更新のうち67%の600万円が3月に集中しています"
    assert shown[-1] == "出典：ブック（2026/11/22時点）"


def test_portfolio_charts_show_no_single_account() -> None:
    assert len(PORTFOLIO) == 9
    assert all(not CHARTS[code].of_account for code in PORTFOLIO)


def test_long_titles_wrap_and_stay_inside() -> None:
    with mpl.rc_context(rc("light", 0.8)):
        canvas = sheet(
            "Expansion added more than churn " * 3, "sub", "source", Language("en"), "light", (4.4, 2.6), 0.8
        )
    renderer = canvas.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    width = canvas.figure.bbox.width
    assert all(text.get_window_extent(renderer).x1 <= width for text in canvas.figure.texts)
    assert len(canvas.figure.texts) == 4


def test_names_beside_marks_never_overlap() -> None:
    with mpl.rc_context(rc("light")):
        canvas = sheet("t", "s", "", Language("en"), "light", (6, 4), 1.0)
    canvas.axes.set_xlim(0, 10)
    canvas.axes.set_ylim(0, 10)
    marks = [(5 + i * 0.05, 5 + i * 0.04) for i in range(12)]
    with mpl.rc_context(rc("light")):
        place_names(canvas, marks, {i: (f"Account number {i}", "Account") for i in range(12)}, 9.5)
    canvas.figure.draw_without_rendering()
    renderer = canvas.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [Text.get_window_extent(t, renderer) for t in canvas.axes.texts if isinstance(t, Annotation)]
    boxes = [b.shrunk(0.95, 0.8) for b in boxes]
    assert len(boxes) >= 2
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


@pytest.mark.parametrize(
    ("largest", "currency", "language", "unit", "label"),
    [
        (412_000_000, "JPY", "en", "¥M", "412.0"),
        (412_000_000, "JPY", "ja", "円", "4億1,200万"),
        (123_114_108_00, "USD", "en", "$M", "123.1"),
        (94_000_00, "USD", "en", "$k", "94.0"),
        (940_00, "USD", "en", "$", "940"),
    ],
)
def test_one_unit_for_a_whole_chart(largest: int, currency: str, language: str, unit: str, label: str) -> None:
    found = money_unit(largest, currency, Language(language))
    assert (found.text, found.label(largest, Language(language))) == (unit, label)


def test_losses_have_a_true_minus_sign() -> None:
    assert money_unit(371_200_000, "JPY", Language("en")).label(-9_400_000, Language("en"), sign=True) == "−9.4"
    assert percent_text(-0.075, 1) == "−7.5%"


def test_a_large_chart_of_renewals_writes_the_amounts_into_its_parts(assessment: Assessment) -> None:
    large = draw("renewals_by_month", assessment, Language("en"), size=(9.4, 3.1))
    small = draw("renewals_by_month", assessment, Language("en"), size=(4.4, 2.6))
    inside, beside = ([t.get_text() for t in f.axes[0].texts if not isinstance(t, Annotation)] for f in (large, small))
    assert "6" in inside
    assert beside == []


def test_a_tile_says_no_source(assessment: Assessment) -> None:
    shown = texts(draw("renewals_by_month", assessment, Language("ja"), source=Message("")))
    assert len([text for text in shown if text]) == 2
