"""The document inside an ods package, walked only where it holds what is looked for."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

_CHUNK = 1 << 22


def walk_content(path: Path, marks: Sequence[bytes], handlers: Callable[[Any], object]) -> None:
    """Parse content.xml if any of the marks stands in it; a search is far quicker than a walk.

    Args:
        handlers: sets the handlers of a fresh expat parser.

    Raises:
        zipfile.BadZipFile, OSError, KeyError, expat.ExpatError, ValueError: the package is damaged, or holds entities.
    """
    with zipfile.ZipFile(path) as archive:
        if not _holds(archive, marks):
            return
        parser = expat.ParserCreate()
        parser.EntityDeclHandler = refuse_entities
        handlers(parser)
        with archive.open("content.xml") as stream:
            parser.ParseFile(stream)


def _holds(archive: zipfile.ZipFile, marks: Sequence[bytes]) -> bool:
    with archive.open("content.xml") as stream:
        tail = b""
        while block := stream.read(_CHUNK):
            if any(mark in tail + block for mark in marks):
                return True
            tail = block[-40:]
    return False


def refuse_entities(*_: object) -> None:
    """Stop at the declaration of an entity.

    Raises:
        ValueError: always.
    """
    raise ValueError("entities are not allowed in a sheet")
