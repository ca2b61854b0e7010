"""Rows are painted from pictures: what the screen shows is what the records say now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csdesk.desktop.tables.columns import Column, field_column
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.tables.kept_pictures import KeptPictures
from csdesk.desktop.tables.table_painting import TablePainting
from csdesk.desktop.tables.view import FrameTable
from csdesk.desktop.theme import install_theme, load_theme
from csdesk.desktop.translation import install_language
from csdesk.i18n import Language
from csdesk.model.fields import record_type

ROWS, HEIGHT = 200, 28


def many_accounts() -> pd.DataFrame:
    rows = np.arange(ROWS)
    return pd.DataFrame(
        {
            "key": rows + 1,
            "name": pd.array(
                [f"Company {row}" if row % 3 else f"浦島トラベル{row}" for row in rows], dtype="string[pyarrow]"
            ),
            "touch": pd.array(["high", "low"] * (ROWS // 2), dtype="string[pyarrow]"),
            "arr": pd.array(rows * 10_000, dtype="Int64"),
            "renewal_on": pd.to_datetime(["2026-12-07"] * ROWS).astype("datetime64[s]"),
            "seats_active": pd.array(rows % 7, dtype="Int64"),
            "seats_bought": pd.array([7] * ROWS, dtype="Int64"),
        }
    )


@pytest.fixture
def table(qtbot: QtBot) -> FrameTable:
    account, styles = (
        record_type("account"),
        {"name": "strong", "touch": "touch", "renewal_on": "date_days", "seats_active": "seats"},
    )
    names = ("name", "touch", "arr", "renewal_on", "seats_active")
    model = FrameTableModel([field_column(account.field(n), "JPY", style=styles.get(n, "")) for n in names], "JPY")
    model.set_frame(many_accounts())
    made = FrameTable(model, "Accounts")
    made.set_as_of(date(2026, 11, 22))
    qtbot.addWidget(made)
    made.resize(700, 310)
    made.show()
    QApplication.processEvents()
    return made


def seen(table: FrameTable) -> QImage:
    return table.viewport().grab().toImage()


def seen_row(table: FrameTable, row: int) -> QImage:
    top = table.rowViewportPosition(row)
    return seen(table).copy(QRect(0, top, table.viewport().width(), HEIGHT))


def drawn_afresh(table: FrameTable) -> QImage:
    """What a painting that has no pictures yet shows: every row is drawn."""
    table.painting.forget()
    return seen(table)


CHANGES: dict[str, Callable[[FrameTable], object]] = {
    "scrolled": lambda table: table.verticalScrollBar().setValue(333),
    "sorted": lambda table: table.frame_model.sort_by("arr", descending=True),
    "filtered": lambda table: table.frame_model.show_rows(None, "7"),
    "selected": lambda table: table.select_keys([2, 3]),
    "wider": lambda table: table.setColumnWidth(0, 222),
    "moved": lambda table: table.horizontalHeader().moveSection(0, 2),
    "other columns": lambda table: table.frame_model.set_columns(table.frame_model.columns[:2]),
    "dark": lambda table: install_theme(QApplication.instance(), "dark"),  # type: ignore[arg-type]
    "larger": lambda table: install_theme(QApplication.instance(), "light", 1.25),  # type: ignore[arg-type]
    "Japanese": lambda table: install_language(Language("ja")),
    "a day later": lambda table: table.set_as_of(date(2026, 11, 23)),
    "other window": lambda table: table.resize(640, 200),
    "other currency": lambda table: setattr(table.frame_model, "currency", "USD"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_every_change_the_pictures_show_what_drawing_afresh_shows(change: str, table: FrameTable) -> None:
    seen(table)
    CHANGES[change](table)
    QApplication.processEvents()
    first, second = seen(table), seen(table)
    assert first == second == drawn_afresh(table)


@pytest.mark.parametrize("change", set(CHANGES) - {"other window"})
def test_every_change_is_seen(change: str, table: FrameTable) -> None:
    before = seen(table)
    CHANGES[change](table)
    QApplication.processEvents()
    assert seen(table) != before


def test_a_changed_cell_is_seen_and_the_other_rows_stay(table: FrameTable) -> None:
    before = [seen_row(table, row) for row in range(3)]
    changed = many_accounts()
    changed.loc[1, "name"] = "Renamed"
    table.frame_model.set_frame(changed)
    QApplication.processEvents()
    after = [seen_row(table, row) for row in range(3)]
    assert [a == b for a, b in zip(after, before, strict=True)] == [True, False, True]


def test_what_was_worked_out_later_is_seen(table: FrameTable) -> None:
    health = Column("health", "Health", "health_wide", 172)
    table.frame_model.set_columns([health])
    QApplication.processEvents()
    before = seen(table)
    table.frame_model.take_extras({"health_history": np.tile(np.linspace(40.0, 80.0, 12), (ROWS, 1))})
    assert seen(table) != before


def test_selected_rows_stand_on_the_colour_of_the_selection(table: FrameTable) -> None:
    tokens = load_theme("light").tokens
    seen(table)
    table.select_keys([2, 3, 6], 2)
    grounds = [seen_row(table, row).pixelColor(QPoint(3, 10)) for row in range(7)]
    chosen, plain = QColor(tokens["sel"]), QColor(tokens["bg"])
    assert grounds == [plain, chosen, chosen, plain, plain, chosen, plain]
    table.frame_model.show_rows(None, "no such company")
    table.frame_model.show_rows(None)
    assert seen_row(table, 1).pixelColor(QPoint(3, 10)) == plain


def test_only_the_row_under_the_pointer_changes_its_ground(table: FrameTable) -> None:
    before = [seen_row(table, row) for row in range(4)]
    table._hover(2)
    hovered = [seen_row(table, row) for row in range(4)]
    assert [a == b for a, b in zip(hovered, before, strict=True)] == [True, True, False, True]
    assert hovered[2].pixelColor(QPoint(3, 10)) == QColor(load_theme("light").tokens["hover"])
    table._hover(-1)
    assert [seen_row(table, row) for row in range(4)] == before


def test_text_looks_as_if_it_were_drawn_without_pictures(table: FrameTable, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(table)
    table.painting.forget()
    seen(table)  # the second time, what repeats is a picture
    table.painting.forget()
    from_pieces = seen(table)
    monkeypatch.setattr("csdesk.desktop.tables.row_painter._PIECES", KeptPictures(1_000))
    monkeypatch.setattr("csdesk.desktop.tables.row_painter._drawn_before", lambda key: False)
    assert from_pieces == drawn_afresh(table)


def painted_ahead(painting: TablePainting, qtbot: QtBot) -> set[int]:
    qtbot.waitUntil(lambda: painting.is_ahead)
    return {row for row in range(ROWS) if (row, False) in painting.pictures}


def test_the_rows_that_come_next_are_painted_while_nothing_else_is_to_do(table: FrameTable, qtbot: QtBot) -> None:
    seen(table)
    screen = table.rowAt(table.viewport().height() - 1) + 1
    assert painted_ahead(table.painting, qtbot) == set(range(2 * screen))


def test_on_the_way_up_the_rows_above_are_painted_ahead(table: FrameTable, qtbot: QtBot) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(120 * HEIGHT)
    seen(table)
    table.painting.forget()
    bar.setValue(100 * HEIGHT)
    seen(table)
    rows = painted_ahead(table.painting, qtbot)
    assert min(rows) == 100 - (table.rowAt(table.viewport().height() - 1) - 100 + 1)


def test_at_the_end_of_the_list_there_is_nothing_to_paint_ahead(table: FrameTable, qtbot: QtBot) -> None:
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    seen(table)
    assert max(painted_ahead(table.painting, qtbot)) == ROWS - 1


def test_pictures_of_records_outlive_a_filter(table: FrameTable, qtbot: QtBot) -> None:
    seen(table)
    painted_ahead(table.painting, qtbot)
    table.frame_model.show_rows(np.arange(ROWS) % 2 == 0)
    seen(table)
    assert (1, False) in table.painting.pictures


def test_a_table_out_of_sight_holds_no_pictures(table: FrameTable, qtbot: QtBot) -> None:
    seen(table)
    table.hide()
    assert len(table.painting.pictures) == 0
    assert table.painting.is_ahead
    table.show()
    assert seen(table) == drawn_afresh(table)


def test_scrolling_far_holds_no_more_than_the_limit(table: FrameTable, qtbot: QtBot) -> None:
    pictures = table.painting.pictures
    seen(table)
    pictures.limit = 20 * table.viewport().width() * HEIGHT * 4
    for value in range(0, table.verticalScrollBar().maximum(), 150):
        table.verticalScrollBar().setValue(value)
        seen(table)
    assert pictures.bytes <= pictures.limit
    assert len(pictures) == 20


def test_a_strip_alone_shows_what_the_whole_shows(table: FrameTable) -> None:
    strip = QRect(100, 10, 60, 200)
    whole = seen(table)
    kept = len(table.painting.pictures)
    assert table.viewport().grab(strip).toImage() == whole.copy(strip)
    assert len(table.painting.pictures) == kept
