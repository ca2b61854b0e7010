"""The workbook behind a chart of ours gives nothing: its figures were worked out from the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.charts.canvas import Picture
from csdesk.charts.catalogue import PORTFOLIO, picture
from csdesk.i18n import Language
from csdesk.intake.recipe_tables import recipe_of
from csdesk.intake.recipes import under_title
from csdesk.publish.chart_workbook import write_chart_workbook
from csdesk.rules.assessment import Assessment
from tests.charts.small_book import small_assessment
from tests.intake.requirements.files import imported, problems, tables


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return small_assessment()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_chart_is_recognised_in_both_languages(assessment: Assessment, language: str, tmp_path: Path) -> None:
    seen = 0
    for code in PORTFOLIO:
        drawn = picture(code, assessment)
        if isinstance(drawn, Picture):
            path = tmp_path / f"{code}.xlsx"
            write_chart_workbook(code, drawn, assessment, path, Language(language))
            (table,) = tables(path)
            recipe = recipe_of(table)
            assert recipe == under_title(table.title), code
            assert (recipe.code if recipe else "") == "csdesk_chart", code
            seen += 1
    assert seen >= 6


def test_a_chart_of_customers_makes_no_customers_and_says_why(assessment: Assessment, tmp_path: Path) -> None:
    drawn = picture("health_against_arr", assessment)
    assert isinstance(drawn, Picture)
    path = tmp_path / "chart.xlsx"
    write_chart_workbook("health_against_arr", drawn, assessment, path, Language("en"))
    plan = imported(path)
    assert not any(len(part.inserted) for part in plan.records.values())
    assert list(problems(plan).values()) == ["nothing_to_take"]
    (told,) = (one for table in plan.files[0].tables for one in table.problems)
    assert "figures behind a chart" in told.message.text


def test_a_list_that_names_its_source_in_other_words_is_an_ordinary_list() -> None:
    assert under_title("顧客一覧\n出典：営業部") is None
    assert under_title("Accounts\nData source: book, as of May") is None
