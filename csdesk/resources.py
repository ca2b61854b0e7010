"""Where the files that ship with the program are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def _root(installed: str, checkout: str) -> Path:
    inside = _PACKAGE / installed
    return inside if inside.is_dir() else _PACKAGE.parent / checkout


def resource_path(*parts: str) -> Path:
    """A file of ``resources/``, in a checkout or inside the installed package."""
    return _root("_resources", "resources").joinpath(*parts)


def sample_workbooks() -> Path:
    """The folder of the invented sample workbooks."""
    return _root("_sample_workbooks", "sample_workbooks")
