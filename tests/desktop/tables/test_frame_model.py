"""A table over a frame: order, filter, search, values."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from csdesk.desktop.tables.clipboard import tab_separated
from csdesk.desktop.tables.columns import field_column
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.tables.ordering import sorted_positions
from csdesk.model.fields import record_type
from tests.desktop.tables.account_frames import accounts


@pytest.fixture
def model() -> FrameTableModel:
    account = record_type("account")
    names = ("name", "touch", "health", "arr", "renewal_on")
    styles = {"name": "strong", "touch": "touch", "health": "health"}
    made = FrameTableModel([field_column(account.field(n), "JPY", style=styles.get(n, "")) for n in names], "JPY")
    made.search_columns = ("name", "kana")
    made.set_frame(accounts())
    return made


def keys(model: FrameTableModel) -> list[int]:
    return [model.key_at(row) for row in range(model.rowCount())]


def test_it_behaves_as_qt_expects(model: FrameTableModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_sorting_puts_absent_values_last_in_both_directions(model: FrameTableModel) -> None:
    model.sort_by("arr")
    assert keys(model) == [14, 11, 12, 13]
    model.sort_by("arr", descending=True)
    assert keys(model) == [12, 11, 14, 13]
    model.sort_by("name")
    assert keys(model) == [12, 11, 13, 14]


def test_tiers_sort_by_their_meaning(model: FrameTableModel) -> None:
    model.sort_by("touch")
    assert keys(model) == [12, 14, 11, 13]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("AL", [12]), ("つきみ", [13]), ("ツキミ", [13]), ("be ta", [11]), ("zzz", []), ("", [11, 12, 13, 14])],
)
def test_search_finds_parts_of_names_without_regard_to_case_width_and_kana(
    model: FrameTableModel, typed: str, found: list[int]
) -> None:
    model.show_rows(None, typed)
    assert keys(model) == found


def test_filter_search_and_order_work_together(model: FrameTableModel) -> None:
    model.sort_by("renewal_on", descending=True)
    model.show_rows(np.array([True, True, False, True]), "a")
    assert keys(model) == [11, 12]


def test_values_are_plain_and_absent_is_none(model: FrameTableModel) -> None:
    assert model.value(0, "arr") == 1_540_000
    assert model.value(0, "renewal_on") == date(2026, 12, 7)
    assert model.value(2, "arr") is None
    assert model.value(3, "name") is None
    assert model.value(0, "nothing of that name") is None


def test_cells_say_what_they_show_and_screen_readers_more(model: FrameTableModel) -> None:
    assert model.text(1, 3) == "18.60"
    spoken = model.data(model.index(0, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Health 45, At risk, down 24"
    assert model.data(model.index(1, 3), Qt.ItemDataRole.AccessibleTextRole) == "ARR, ¥M ¥18,600,000"
    assert model.data(model.index(2, 3), Qt.ItemDataRole.AccessibleTextRole) == "ARR, ¥M empty"


def test_rows_are_copied_as_spreadsheets_take_them(model: FrameTableModel) -> None:
    lines = tab_separated(model, [0, 2]).split("\n")
    assert lines[0].split("\t") == ["Account", "Touch", "Health", "ARR, ¥M", "Renewal"]
    assert lines[1].split("\t")[:4] == ["Beta", "Low", "45", "1.54"]
    assert lines[2].split("\t") == ["ﾂｷﾐ工業", "Tech", "", "", "31 Jan 2027"]
    assert tab_separated(model, [0], headers=False).count("\n") == 0


def test_the_sorted_column_carries_an_arrow(model: FrameTableModel) -> None:
    model.sort_by("arr", descending=True)
    headers = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert headers == ["Account", "Touch", "Health", "ARR, ¥M ↓", "Renewal"]


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=30), st.booleans())
def test_the_order_is_that_of_a_stable_sort(values: list[int | None], descending: bool) -> None:
    frame = pd.DataFrame({"n": pd.array(values, dtype="Int64")})
    present = [place for place, value in enumerate(values) if value is not None]
    absent = [place for place, value in enumerate(values) if value is None]
    expected = sorted(present, key=lambda place: values[place], reverse=False)  # type: ignore[arg-type,return-value]
    if descending:
        expected = sorted(present, key=lambda place: -(values[place] or 0))
    assert sorted_positions(frame, "n", descending=descending).tolist() == expected + absent
