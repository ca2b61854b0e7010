"""The template of renewal timelines is edited in the window, and back by undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csdesk.desktop.main_window import MainWindow
from csdesk.desktop.timeline_dialog import open_timeline
from csdesk.model.renewal_timeline import DEFAULT_TIMELINE
from tests.desktop.story_book import story_book

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the display that is none
Settle = Callable[[MainWindow], None]


def test_a_template_is_changed_line_by_line(
    make_window: Callable[..., MainWindow], tmp_path: Path, settled: Settle
) -> None:
    workspace = story_book(tmp_path / "story.csdesk")
    window = make_window(workspace)
    window.open_page("renewals")
    settled(window)
    assert window.page is not None
    dialog = open_timeline(window.bridge, window.page)
    assert dialog is not None
    dialog.fields["tech"].setPlainText("soon Write")
    dialog.accept()
    assert dialog.error.text().startswith("“soon Write” is no step")
    assert dialog.tabs.currentIndex() == 2
    dialog.fields["tech"].setPlainText("-60 Write")
    dialog.accept()
    settled(window)
    assert [(step.days, step.text) for step in workspace.policies.timeline.of("tech")] == [(-60, "Write")]
    assert workspace.policies.timeline.of("high") == DEFAULT_TIMELINE.of("high")
    window.toast.undo_asked.emit()
    settled(window)
    assert workspace.policies.timeline == DEFAULT_TIMELINE
