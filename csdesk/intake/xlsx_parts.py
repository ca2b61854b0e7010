"""The package of an xlsx file: attributes of its tags, addresses of cells, and which part refers to which."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile

_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*?)/?>")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")


def part_name(name: str) -> str:
    """The name of a part in one spelling: writers differ in slashes and case."""
    return name.replace("\\", "/").lstrip("/").lower()


def attributes_of(text: bytes) -> dict[str, str]:
    """The attributes of a tag, without prefixes; values as they stand, escapes included."""
    return {
        name.decode().rpartition(":")[2]: (double or single).decode("utf-8", "replace")
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def unescaped(text: str) -> str:
    """``&amp;`` and its like as the signs they stand for."""
    return html.unescape(text)


def place_of(reference: str) -> tuple[int, int]:
    """Row and column from 0 of an address such as ``D47``; (-1, -1) where it is none."""
    match = _REFERENCE.match(reference)
    if match is None:
        return (-1, -1)
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def targets_of(archive: zipfile.ZipFile, parts: dict[str, str], part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part: id → (kind of relation, plain name of its target); none where it has none.

    Args:
        parts: plain name → name in the archive.

    Raises:
        zipfile.BadZipFile, OSError: the package is damaged.
    """
    folder, file = posixpath.split(part_name(part))
    relations = parts.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
    if relations is None:
        return {}
    found = {}
    for text in _RELATION.findall(archive.read(relations)):
        values = attributes_of(text)
        target = values.get("Target", "").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[values.get("Id", "")] = (values.get("Type", "").rpartition("/")[2], whole.lower())
    return found
