"""Names of files that come every month, without what changes from one to the next."""

from __future__ import annotations

import re
from pathlib import PurePath

_CHANGES = re.compile(r"(?:\d+[-_.年月日号版\s()（）]*)+")


def name_pattern(file_name: str) -> str:
    """The name of a file without what changes every month: ``contracts_2026-11 (2).xlsx`` → ``contracts_*``."""
    return _CHANGES.sub("*", PurePath(file_name).stem).strip().casefold()
