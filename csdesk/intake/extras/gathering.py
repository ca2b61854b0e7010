"""Looks through a file for what stands beside the values, while the values are read."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from csdesk.intake.extras.values import SheetExtras, as_data


def extras_of(path: Path, form: str) -> dict[str, SheetExtras]:
    """Sheet name → what stands beside its values; sheets that hold nothing of the kind may be missing.

    Raises:
        zipfile.BadZipFile, OSError, KeyError, struct.error, expat.ExpatError, ValueError: the file is damaged.
    """
    if form == "xlsx":
        from csdesk.intake.extras.in_xlsx import extras_of_xlsx

        return extras_of_xlsx(path)
    if form == "ods":
        from csdesk.intake.extras.in_ods import extras_of_ods

        return extras_of_ods(path)
    if form == "xlsb":
        from csdesk.intake.extras.in_xlsb import extras_of_xlsb

        return extras_of_xlsb(path)
    if form == "xls":
        from csdesk.intake.extras.in_xls import extras_of_xls

        return extras_of_xls(path)
    return {}


class Gathering(threading.Thread):
    """The search, running beside the reading; it never stops a file that can be read from being read."""

    def __init__(self, path: Path, form: str) -> None:
        super().__init__(daemon=True)
        self._path = path
        self._form = form
        self._found: dict[str, Any] | None = None
        self.start()

    def run(self) -> None:
        """Keep what was found; nothing where the file is too damaged to tell."""
        try:
            self._found = as_data(extras_of(self._path, self._form))
        except Exception:  # noqa: BLE001 - strangers' bytes raise anything; the report says "not checked"
            self._found = None

    def found(self) -> dict[str, Any] | None:
        """What was found as JSON data; None where the search failed."""
        self.join()
        return self._found
