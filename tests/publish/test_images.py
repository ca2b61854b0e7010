from __future__ import annotations

import struct
from pathlib import Path

import pytest

from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.publish.atomic import replacing
from csdesk.publish.images import Format, file_name, write_charts
from tests.charts.small_book import small_assessment

EN = Language("en")


def test_png_files_are_named_by_day_and_chart_and_twice_the_screen_size(tmp_path: Path) -> None:
    written = write_charts(small_assessment(), tmp_path, "png", EN, codes=("renewals_by_month", "onboarding"))
    assert [path.name for path in written.paths] == ["2026-11-22_renewals-by-month.png"]
    content = written.paths[0].read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1584, 924)  # 7.2 x 4.2 inches at 220 dots an inch
    assert [EN.text(m) for m in written.left_out] == [
        "Onboarding is left out. Neither milestones nor onboarding dates are known for the accounts signed in the last 12 months."
    ]


@pytest.mark.parametrize(("form", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_vector_files_are_the_same_for_the_same_book(tmp_path: Path, form: Format, start: bytes) -> None:
    contents = []
    for folder in ("a", "b"):
        written = write_charts(small_assessment(), tmp_path / folder, form, EN, codes=("touch_tiers",))
        contents.append(written.paths[0].read_bytes())
    assert contents[0] == contents[1]
    assert contents[0].startswith(start)


def test_text_stays_text_in_svg(tmp_path: Path) -> None:
    written = write_charts(small_assessment(), tmp_path, "svg", Language("ja"), codes=("touch_tiers",))
    assert "顧客の33%がARRの60%を占めます" in written.paths[0].read_text("utf-8")


def test_file_names_use_hyphens() -> None:
    assert file_name("arr_bridge", small_assessment().as_of, "svg") == "2026-11-22_arr-bridge.svg"


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as beside:
        beside.write_text(str(1 / len(beside.read_bytes())))  # nothing is written yet: a division by zero
    assert path.read_text() == "old"
    with replacing(path) as beside:
        beside.write_text("new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_is_a_folder_is_the_users_error(tmp_path: Path) -> None:
    (tmp_path / "out.txt").mkdir()
    with pytest.raises(CSDeskError, match="could not be written"), replacing(tmp_path / "out.txt") as beside:
        beside.write_text("x")
