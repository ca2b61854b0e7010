"""Details of errors for whoever has to mend them; never customer data."""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler

from csdesk.app.paths import log_file

_LOG = logging.getLogger("csdesk")


def log_to_file() -> None:
    """Send the program's log to its file; a folder that cannot be written is no reason to stop."""
    if _LOG.handlers:
        return
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(log_file(), maxBytes=500_000, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.propagate = False


def log_bug(error: BaseException) -> str:
    """Write where an unexpected error came from, without the values it carried; give that text back.

    Messages of exceptions may quote cells and names, so only types and places are kept.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    text = "\n".join([type(error).__name__, *lines])
    _LOG.error("%s", text)
    return text
