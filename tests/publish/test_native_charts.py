"""A chart of the portfolio as a slide and as a workbook: native where the type exists, with the numbers behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from csdesk.charts.canvas import Picture
from csdesk.charts.catalogue import PORTFOLIO, picture
from csdesk.i18n import Language
from csdesk.publish.chart_slide import write_chart_slide
from csdesk.publish.chart_tables import native_chart
from csdesk.publish.chart_workbook import write_chart_workbook
from csdesk.rules.assessment import Assessment
from tests.charts.small_book import small_assessment

EN, JA = Language("en"), Language("ja")


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return small_assessment()


def found(code: str, assessment: Assessment) -> Picture:
    worked_out = picture(code, assessment)
    if not isinstance(worked_out, Picture):
        pytest.skip(f"the small book has no data for {code}")
    return worked_out


@pytest.mark.parametrize("code", PORTFOLIO)
def test_a_slide_says_the_finding_over_a_native_chart_or_table(
    code: str, assessment: Assessment, tmp_path: Path
) -> None:
    path = tmp_path / "chart.pptx"
    shown = found(code, assessment)
    write_chart_slide(code, shown, assessment, path, EN)
    (slide,) = Presentation(str(path)).slides
    assert slide.shapes.title.text_frame.text == EN.text(shown.title)
    assert [shape.has_chart or shape.has_table for shape in slide.shapes].count(True) == 1
    assert any("as of 22" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("code", PORTFOLIO)
def test_a_workbook_holds_the_numbers_and_the_chart(code: str, assessment: Assessment, tmp_path: Path) -> None:
    path = tmp_path / "chart.xlsx"
    shown = found(code, assessment)
    write_chart_workbook(code, shown, assessment, path, JA)
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value == JA.text(shown.title)
    chart = native_chart(code, shown.table, assessment, JA)
    rows = list(sheet.iter_rows(min_row=5, max_row=4 + len(chart.categories), values_only=True))
    assert tuple(row[0] for row in rows) == chart.categories
    assert len(sheet._charts) == (0 if chart.kind == "table" else 1)


def test_the_bridge_stands_on_an_unseen_base(assessment: Assessment) -> None:
    # By hand: opening 10 million (Alpha 6, Beta 4), Gamma 1 new, Beta 1 less, closing 10 million.
    chart = native_chart("arr_bridge", found("arr_bridge", assessment).table, assessment, EN)
    base, ends, gain, loss = (item.values for item in chart.series)
    assert chart.series[0].colour is None
    assert (ends[0], ends[-1]) == (10_000_000, 10_000_000)
    assert (base[1], gain[1]) == (10_000_000, 1_000_000)
    place = chart.categories.index("Contraction")
    assert (base[place], loss[place]) == (10_000_000, 1_000_000)


def test_renewals_are_stacked_columns_in_major_units(assessment: Assessment, tmp_path: Path) -> None:
    path = tmp_path / "chart.pptx"
    shown = found("renewals_by_month", assessment)
    write_chart_slide("renewals_by_month", shown, assessment, path, EN)
    (slide,) = Presentation(str(path)).slides
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert chart.chart_type == XL_CHART_TYPE.COLUMN_STACKED
    total = sum(value for series in chart.plots[0].series for value in series.values)
    assert total == shown.table["total"].sum()  # yen have no minor units
