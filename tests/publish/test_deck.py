from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import PeriodKind, period_of
from csdesk.publish.deck import DeckRequest, WrittenDeck, chosen_title, write_deck
from csdesk.publish.package_text import package_texts
from csdesk.rules.assessment import Assessment
from tests.charts.small_book import ALPHA, AS_OF, GAMMA, policies, small_assessment

PERIOD = period_of(AS_OF, PeriodKind.QUARTER, policies().calendar)
EN, JA = Language("en"), Language("ja")


def request(
    key: int = ALPHA, audience: Any = "customer", language: Language = EN, template: Path | None = None, **more: Any
) -> DeckRequest:
    return DeckRequest(key, audience, PERIOD, language, template, **more)


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return small_assessment()


@pytest.fixture(scope="module")
def customer(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> WrittenDeck:
    return write_deck(assessment, request(), tmp_path_factory.mktemp("deck") / "QBR.pptx")


@pytest.fixture(scope="module")
def internal(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> WrittenDeck:
    return write_deck(assessment, request(audience="internal"), tmp_path_factory.mktemp("deck") / "QBR.pptx")


def all_text(path: Path) -> str:
    return "\n".join(item.text for item in package_texts(path.read_bytes()))


def test_a_customer_deck_tells_its_story_in_titles(customer: WrittenDeck) -> None:
    assert dict(zip(customer.slides, customer.titles, strict=True)) == {
        "cover": "Quarterly business review",
        "summary": "The goal is met; 1 urgent ticket is open",
        "goals": "The goal is met",
        "adoption": "71 of 100 seats are active",
        "support": "1 urgent ticket is open of 1 opened in 90 days; NPS is +40",
        "plan": "1 of 2 tasks are done; “Full rollout” is due 18\u00a0Dec\u00a02026".replace(
            "1 of 2 tasks are", "1 of 2 tasks is"
        ),
        "next_quarter": "Next: Full rollout by 18\u00a0Dec\u00a02026",
        "renewal": "The term ends on 31\u00a0Mar\u00a02027; notice is possible until 31\u00a0Dec\u00a02026",
    }


def test_the_title_stands_in_the_title_placeholder(customer: WrittenDeck) -> None:
    slides = Presentation(str(customer.path)).slides
    assert [slide.shapes.title.text_frame.text for slide in slides] == list(customer.titles)


def test_slides_are_wide_and_nothing_stands_outside(customer: WrittenDeck) -> None:
    deck = Presentation(str(customer.path))
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_every_slide_but_the_cover_has_a_source_and_its_number(customer: WrittenDeck) -> None:
    for number, slide in enumerate(Presentation(str(customer.path)).slides, 1):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        if number > 1:
            assert any(text.startswith("Source: ") for text in texts)
            assert f'type="slidenum"><a:rPr lang="en-US" sz="900" b="1"/><a:t>{number}<' in _xml(slide)


def _xml(slide: Any) -> str:
    from pptx.oxml.xmlchemy import serialize_for_reading

    text: str = serialize_for_reading(slide._element)
    return "".join(line.strip() for line in text.splitlines())


def test_charts_are_native_and_hold_this_account_alone(customer: WrittenDeck) -> None:
    charts = [s.chart for slide in Presentation(str(customer.path)).slides for s in slide.shapes if s.has_chart]
    assert len(charts) == 4  # seats, tickets, answers, seats at renewal
    seats = next(c for c in charts if [s.name for s in c.plots[0].series] == ["Seats bought", "Active users"])
    workbook: Any = openpyxl.load_workbook(io.BytesIO(seats.part.chart_workbook.xlsx_part.blob))
    rows = list(workbook.active.iter_rows(values_only=True))
    assert rows[-1][1:] == (100, 71)
    assert len(rows) == 1 + 11  # January to November 2026: the months with usage


def test_fonts_come_from_the_theme_in_both_slots(customer: WrittenDeck) -> None:
    with zipfile.ZipFile(customer.path) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        slides = [archive.read(n).decode() for n in archive.namelist() if n.startswith("ppt/slides/slide")]
    assert theme.count('<a:latin typeface="Segoe UI"') == 2
    assert theme.count('<a:ea typeface="Yu Gothic"') == 2
    assert not any("<a:latin" in slide or "<a:ea " in slide for slide in slides)


def test_the_file_says_nothing_about_who_made_it(customer: WrittenDeck) -> None:
    with zipfile.ZipFile(customer.path) as archive:
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
    assert not any("thumbnail" in name or "printerSettings" in name or "app.xml" in name for name in names)
    assert "<dc:creator>CSDesk</dc:creator>" in core
    assert "Canny" not in core
    assert core.count("2026-11-22T00:00:00Z") == 2


def test_a_customer_deck_holds_nothing_internal(customer: WrittenDeck) -> None:
    text = all_text(customer.path)
    for word in (
        "ベータ商事",
        "Gamma",
        "Sponsor may leave",
        "Rollout on course",
        "6,400,000",
        "6400000",
        "6.4M",
        "Health",
        "INTERNAL",
        "Forecast",
        "Mika Sato",
    ):
        assert word not in text


def test_an_internal_deck_is_marked_and_says_more(internal: WrittenDeck) -> None:
    assert internal.slides[-2:] == ("health", "forecast")
    assert internal.titles[-1] == "¥6.0M comes up for renewal; ¥6.4M is expected"
    for slide in Presentation(str(internal.path)).slides:
        assert any(s.has_text_frame and s.text_frame.text == "INTERNAL" for s in slide.shapes)


def test_sections_without_data_are_left_out_and_reported(assessment: Assessment, tmp_path: Path) -> None:
    deck = write_deck(assessment, request(GAMMA), tmp_path / "gamma.pptx")
    assert deck.slides == ("cover", "summary", "renewal")
    assert EN.text(deck.left_out[0]) == "No goals have been agreed with =Gamma(); that slide is left out."
    assert len(deck.left_out) == 5


def test_a_japanese_deck_keeps_to_44_characters(assessment: Assessment, tmp_path: Path) -> None:
    deck = write_deck(assessment, request(language=JA), tmp_path / "ja.pptx")
    assert deck.titles[0] == "四半期レビュー"
    assert max(len(title) for title in deck.titles) <= 44
    assert "出典：" in all_text(deck.path)


def test_the_first_title_that_fits_is_taken() -> None:
    long = Message("{x}", x="word " * 30)
    assert chosen_title((long, Message("Short")), EN) == ("Short", 1)
    text, lines = chosen_title((long,), EN)
    assert len(text) <= 90
    assert text.endswith("…")
    assert lines <= 2


def test_the_masters_of_a_template_are_used_and_its_slides_are_not(assessment: Assessment, tmp_path: Path) -> None:
    template = Presentation()
    slide = template.slides.add_slide(template.slide_layouts[5])
    slide.shapes.title.text = "Secret of ベータ商事"
    slide.notes_slide.notes_text_frame.text = "Gamma"
    template.core_properties.author = "Somebody Else"
    template.save(str(tmp_path / "t.pptx"))
    deck = write_deck(assessment, request(template=tmp_path / "t.pptx"), tmp_path / "d.pptx")
    written = Presentation(str(deck.path))
    assert written.slide_width == template.slide_width
    assert len(written.slides) == len(deck.slides)
    assert [s.slide_layout.name for s in written.slides][:2] == ["Title Slide", "Title Only"]
    text = all_text(deck.path)
    assert "Secret" not in text
    assert "Somebody" not in text


def test_a_template_that_is_none_is_the_users_error(assessment: Assessment, tmp_path: Path) -> None:
    (tmp_path / "t.pptx").write_bytes(b"not a presentation")
    with pytest.raises(CSDeskError, match=r"t\.pptx could not be read"):
        write_deck(assessment, request(template=tmp_path / "t.pptx"), tmp_path / "d.pptx")
    assert not (tmp_path / "d.pptx").exists()


def test_an_unknown_account_is_the_users_error(assessment: Assessment, tmp_path: Path) -> None:
    with pytest.raises(CSDeskError, match="no account"):
        write_deck(assessment, request(99), tmp_path / "d.pptx")


def test_a_leak_withholds_the_file_until_it_is_released(tmp_path: Path) -> None:
    tickets: list[dict[str, object]] = [
        {"account_key": ALPHA, "external_id": "1", "opened": date(2026, 11, 3), "severity": "urgent", "subject": "x"}
    ]
    answers: list[dict[str, object]] = [
        {
            "account_key": ALPHA,
            "respondent": "p",
            "date": date(2026, 11, 1),
            "score": 9,
            "comment": "As good as at ベータ商事",
        }
    ]
    found = small_assessment(ticket=tickets, response=answers)
    with pytest.raises(CSDeskError, match="another account’s name “ベータ商事”"):
        write_deck(found, request(), tmp_path / "d.pptx")
    assert list(tmp_path.iterdir()) == []
    deck = write_deck(found, request(), tmp_path / "d.pptx", release=True)
    assert deck.path.exists()
    assert [leak.found for leak in deck.leaks] == ["ベータ商事"]
