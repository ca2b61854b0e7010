"""Every text inside an Office file: slides, notes, comments, alt texts, properties, embedded workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

# What people read as one line although it may be cut into runs.
_BLOCKS = frozenset({"p", "si", "is"})
# Attributes that hold text of people: alt text, names of shapes, sheets and authors, addresses of links.
_ATTRIBUTES = frozenset({"descr", "title", "name", "alt", "tooltip", "author", "initials", "userId", "Target"})
_XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text and the part of the file it stands in; ``numeric`` texts may hold amounts."""

    part: str
    text: str
    numeric: bool = True


def package_texts(content: bytes, inside: str = "") -> Iterator[FoundText]:
    """All texts of a zip package, those of packages inside it included.

    Raises:
        zipfile.BadZipFile: the content is no package.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = f"{inside}{name}"
            data = archive.read(name)
            yield FoundText(part, name, False)
            if zipfile.is_zipfile(io.BytesIO(data)):
                yield from package_texts(data, f"{part}!")
            elif name.endswith(_XML):
                yield from _xml_texts(part, data)
            elif name.endswith((".txt", ".json", ".csv", ".html")):
                yield FoundText(part, data.decode("utf-8", "replace"))


def _xml_texts(part: str, data: bytes) -> Iterator[FoundText]:
    try:
        root = fromstring(data)
    except ParseError:
        yield FoundText(part, data.decode("utf-8", "replace"))
        return
    yield from _element_texts(part, root, False)


def _element_texts(part: str, element: Any, in_block: bool) -> Iterator[FoundText]:
    for name, value in element.attrib.items():
        local = _local(name)
        if value and (local in _ATTRIBUTES or (local == "val" and _local(element.tag) == "tag")):
            yield FoundText(part, value, False)
    block = _local(element.tag) in _BLOCKS
    if block and not in_block:
        yield FoundText(part, _block_text(element))
    elif not in_block and element.text and element.text.strip():
        yield FoundText(part, element.text)
    for child in element:
        yield from _element_texts(part, child, in_block or block)


def _block_text(element: Element) -> str:
    """Runs of a paragraph joined; a line break inside it is a space."""
    pieces = []
    for child in element.iter():
        if _local(child.tag) == "br":
            pieces.append(" ")
        elif child.text:
            pieces.append(child.text)
    return "".join(pieces)


def _local(name: Any) -> str:
    return str(name).rsplit("}", 1)[-1]
