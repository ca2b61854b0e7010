"""Names of files as text that can be printed, kept and sent."""

from __future__ import annotations

import os
from pathlib import Path


def file_text(path: str | Path) -> str:
    """The path as text; bytes of its name that are no UTF-8 become the replacement sign.

    Old disks hold names in Shift_JIS. Python opens such files by names that no database
    and no JSON can hold.
    """
    return os.fsencode(path).decode("utf-8", errors="replace")
