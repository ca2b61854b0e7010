"""``csdesk demo``: everything once, from the sample workbooks."""

from __future__ import annotations

from pathlib import Path

from csdesk.app.demo import AS_OF, make_demo
from csdesk.app.progress import terminal_progress
from csdesk.cli.window import has_display, open_window
from csdesk.i18n import Language


def run_demo(folder: Path, *, window: bool) -> int:
    """Build the demo, say where everything is, and open the window if there is a display."""
    with terminal_progress(Language("en")) as progress:
        made = make_demo(folder, print, progress)
    if not window:
        return 0
    if not has_display():
        print("There is no display here, so no window was opened; everything else is done.")
        return 0
    return open_window([str(made.book)], as_of=AS_OF)
