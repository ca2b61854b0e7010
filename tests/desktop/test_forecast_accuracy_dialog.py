"""The window keeps the forecast of the week, and shows how right past ones were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from csdesk.app.forecast_snapshots import keep_snapshot, snapshot_days
from csdesk.desktop.forecast_accuracy_dialog import open_forecast_accuracy
from csdesk.desktop.main_window import MainWindow
from csdesk.rules.forecast_accuracy import snapshot_of
from tests.desktop.desktop_books import AS_OF
from tests.desktop.story_book import story_book

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the display that is none
Settle = Callable[[MainWindow], None]


def test_the_forecast_is_kept_while_the_book_is_open_and_held_against_what_came(
    make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle
) -> None:
    workspace = story_book(tmp_path / "story.csdesk")
    workspace.book.settings["as_of"] = AS_OF.isoformat()
    window = make_window(workspace)
    window.open_page("renewals")
    settled(window)
    assert snapshot_days(workspace) == [AS_OF]
    assert window.page is not None
    waiting = open_forecast_accuracy(window.bridge, window.page)
    settled(window)
    assert waiting.tree.topLevelItemCount() == 0
    assert waiting.none.text().startswith("Forecasts kept so far: 1.")
    early = date(2026, 8, 1)
    keep_snapshot(workspace, snapshot_of(workspace.assessment(early).renewals, early))
    window.bridge.set_as_of(date(2027, 2, 20))
    settled(window)
    dialog = open_forecast_accuracy(window.bridge, window.page)
    settled(window)
    shown = [dialog.tree.topLevelItem(place) for place in range(dialog.tree.topLevelItemCount())]
    assert [item.text(0) for item in shown if item is not None] == ["Open"]
    assert snapshot_days(workspace) == [early, AS_OF]
