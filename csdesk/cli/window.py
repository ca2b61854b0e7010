"""``csdesk [BOOK] [FILE…]``: open the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

_BOOK = ".csdesk"


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(words: Sequence[str], as_of: date | None = None) -> int:
    """Open the window on a book, if one is named, with files to import, if any are named.

    Raises:
        CSDeskError: a named file does not exist, or there is no display.
    """
    paths = [Path(word) for word in words]
    for path in paths:
        if not path.exists() and path.suffix != _BOOK:
            raise CSDeskError(
                Message("There is no file or command {name}.", name=str(path)), Message("Try: csdesk --help")
            )
    books = [path for path in paths if path.suffix == _BOOK]
    if len(books) > 1:
        raise CSDeskError(Message("Only one book can be opened at a time."))
    if not has_display():
        raise CSDeskError(Message("There is no display to open a window on."), Message("Try: csdesk --help"))
    from csdesk.desktop.application import run

    return run(books[0] if books else None, [path for path in paths if path.suffix != _BOOK], as_of=as_of)
