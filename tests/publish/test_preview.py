"""A preview shows what the file will hold: texts, boxes and charts of every slide, in the colours of its theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from csdesk.publish.deck import write_deck
from csdesk.publish.leaks import Leak, place_of, slide_of
from csdesk.publish.marks import BoxMark, ChartMark, Mark, TextMark
from csdesk.publish.preview import Preview, preview_deck
from csdesk.rules.assessment import Assessment
from tests.charts.small_book import BETA, small_assessment
from tests.publish.test_deck import request


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return small_assessment()


@pytest.fixture(scope="module")
def preview(assessment: Assessment) -> Preview:
    return preview_deck(assessment, request())


def texts(marks: tuple[Mark, ...]) -> str:
    return "\n".join(
        "".join(run.text for run in paragraph)
        for mark in marks
        if isinstance(mark, TextMark)
        for paragraph in mark.paragraphs
    )


def test_it_has_the_slides_of_the_file_with_their_texts(
    assessment: Assessment, preview: Preview, tmp_path: Path
) -> None:
    written = write_deck(assessment, request(), tmp_path / "deck.pptx")
    there = [slide for slide in preview.slides if slide.left_out is None]
    assert tuple(slide.code for slide in there) == written.slides
    for shown, slide in zip(there, Presentation(str(written.path)).slides, strict=True):
        for shape in slide.shapes:
            if shape.has_text_frame:
                assert shape.text_frame.text.split("\n")[0] in texts(shown.marks)


def test_nothing_stands_outside_the_slide(preview: Preview) -> None:
    places = [mark.place for slide in preview.slides for mark in slide.marks if hasattr(mark, "place")]
    assert places
    assert all(left >= -0.01 and left + wide <= preview.width + 0.01 for left, _, wide, _ in places)
    assert all(top >= -0.01 and top + high <= preview.height + 0.01 for _, top, _, high in places)


def test_colours_of_the_theme_are_told_as_they_look(preview: Preview) -> None:
    band = next(mark for mark in preview.slides[0].marks if isinstance(mark, BoxMark))
    assert band.fill == "#2B3A8F"


def test_charts_keep_their_values_and_months(preview: Preview) -> None:
    charts = [mark for slide in preview.slides for mark in slide.marks if isinstance(mark, ChartMark)]
    line = next(chart for chart in charts if chart.kind == "line")
    assert line.categories[0].endswith(("2025", "2026"))
    assert all(len(item.values) == len(line.categories) for item in line.series)
    assert line.series[-1].end.endswith("active")


def test_only_the_sections_wanted_are_there_in_the_order_wanted(assessment: Assessment) -> None:
    shown = preview_deck(assessment, request(sections=("support", "health", "adoption")))
    assert [slide.code for slide in shown.slides] == ["cover", "support", "adoption"]


def test_titles_and_notes_of_the_user_stand_on_their_slide(assessment: Assessment, tmp_path: Path) -> None:
    asked = request(titles={"adoption": "Nearly everybody is in"}, notes={"adoption": "Thank Mika.", "cover": " "})
    written = write_deck(assessment, asked, tmp_path / "deck.pptx")
    place = written.slides.index("adoption")
    assert written.titles[place] == "Nearly everybody is in"
    slides = Presentation(str(written.path)).slides
    assert slides[place].notes_slide.notes_text_frame.text == "Thank Mika."
    assert not slides[0].has_notes_slide


def test_a_section_without_data_is_there_with_the_reason(assessment: Assessment) -> None:
    left_out = [slide for slide in preview_deck(assessment, request(BETA)).slides if slide.left_out is not None]
    assert left_out
    assert all(not slide.marks for slide in left_out)


@pytest.mark.parametrize(
    ("part", "place", "number"),
    [
        ("ppt/slides/slide3.xml", "slide 3", 3),
        ("ppt/notesSlides/notesSlide1.xml", "the speaker notes", None),
        ("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx!xl/sharedStrings.xml", "the data of a chart", None),
        ("ppt/theme/theme1.xml", "the template", None),
        ("docProps/core.xml", "the properties of the file (docProps/core.xml)", None),
    ],
)
def test_where_something_was_found_is_said_in_words(part: str, place: str, number: int | None) -> None:
    leak = Leak("text", "secret", part)
    assert (str(place_of(leak)), slide_of(leak)) == (place, number)
