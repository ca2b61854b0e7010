"""What people put on cells of an xlsx sheet beside values: comments, lines through the text, fills.

Comments stand in a part of their own and are read whatever the sheet's size. Styles are
looked at where the sheet is small: that takes every cell, and in large sheets nobody paints by hand.
"""

from __future__ import annotations

import re
import zipfile

from csdesk.intake.xlsx_parts import attributes_of, place_of, targets_of, unescaped

Mark = tuple[int, int, str, str]

_MOST_COMMENTS = 20_000
_LARGEST_PART = 20_000_000
_LARGEST_STYLED_SHEET = 6_000_000  # bytes inflated: some ten thousand rows
_COMMENT = re.compile(rb"<(?:\w+:)?comment\s([^>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")
_THREAD = re.compile(r"^\[Threaded comment\].*?Comment:\s*", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_WHITE = frozenset({"FFFFFF", "000000"})
# The theme's colours are not looked up: which of the ten it is tells them apart well enough.
_NO_FILL = frozenset({"none", "gray125"})


def marks_on(archive: zipfile.ZipFile, parts: dict[str, str], part: str) -> list[Mark]:
    """(row, column, kind, text) of the comments, struck texts and fills of a sheet, see ``sheets.CellMark``.

    Args:
        parts: plain name → name in the archive.
        part: the sheet's name in the archive.

    Raises:
        zipfile.BadZipFile, OSError, KeyError: the package is damaged.
    """
    return _comments(archive, parts, part) + _styled(archive, parts, part)


def _comments(archive: zipfile.ZipFile, parts: dict[str, str], part: str) -> list[Mark]:
    found: list[Mark] = []
    for kind, target in targets_of(archive, parts, part).values():
        name = parts.get(target)
        if kind != "comments" or name is None or archive.getinfo(name).file_size > _LARGEST_PART:
            continue
        for tag, body in _COMMENT.findall(archive.read(name))[:_MOST_COMMENTS]:
            row, column = place_of(attributes_of(tag).get("ref", ""))
            text = unescaped(b"".join(_TEXT.findall(body)).decode("utf-8", "replace"))
            text = _THREAD.sub("", text).strip()
            if row >= 0 and text:
                found.append((row, column, "comment", text))
    return found


def _styled(archive: zipfile.ZipFile, parts: dict[str, str], part: str) -> list[Mark]:
    if archive.getinfo(part).file_size > _LARGEST_STYLED_SHEET:
        return []
    styles = next((parts[name] for name in parts if name.endswith("styles.xml")), None)
    if styles is None or archive.getinfo(styles).file_size > _LARGEST_PART:
        return []
    meaning = _styles(archive.read(styles))
    if not meaning:
        return []
    found: list[Mark] = []
    for tag in _CELL.findall(archive.read(part)):
        values = attributes_of(tag)
        marks = meaning.get(values.get("s", ""))
        if marks:
            row, column = place_of(values.get("r", ""))
            if row >= 0:
                found += [(row, column, kind, text) for kind, text in marks]
    return found


def _styles(text: bytes) -> dict[str, list[tuple[str, str]]]:
    """Style index → what it means; only styles that mean something."""
    struck = {str(i) for i, font in enumerate(_blocks(text, b"fonts", b"font")) if _is_struck(font)}
    fills = {str(i): colour for i, fill in enumerate(_blocks(text, b"fills", b"fill")) if (colour := _colour(fill))}
    if not struck and not fills:
        return {}
    found: dict[str, list[tuple[str, str]]] = {}
    whole = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", text, re.DOTALL)
    for i, tag in enumerate(re.findall(rb"<(?:\w+:)?xf\s([^>]*?)/?>", whole.group(0) if whole else b"")):
        values = attributes_of(tag)
        marks = [("struck", "")] if values.get("fontId") in struck else []
        if values.get("fillId") in fills:
            marks.append(("fill", fills[values["fillId"]]))
        if marks:
            found[str(i)] = marks
    return found


def _blocks(text: bytes, outer: bytes, inner: bytes) -> list[bytes]:
    """The entries of a list in the styles part, each with its tags."""
    whole = re.search(rb"<(?:\w+:)?" + outer + rb"\b[^>]*>(.*?)</(?:\w+:)?" + outer + rb">", text, re.DOTALL)
    if whole is None:
        return []
    tag = rb"<(?:\w+:)?" + inner + rb"(?:\s[^>]*)?"
    return [
        found.group(0)
        for found in re.finditer(tag + rb"/>|" + tag + rb">.*?</(?:\w+:)?" + inner + rb">", whole.group(1), re.DOTALL)
    ]


def _is_struck(font: bytes) -> bool:
    tag = re.search(rb"<(?:\w+:)?strike\b([^>]*)>", font)
    return tag is not None and attributes_of(tag.group(1)).get("val", "1") not in ("0", "false")


def _colour(fill: bytes) -> str:
    """RRGGBB of a solid fill, ``theme4`` of a theme's colour; "" where there is none or it is white."""
    pattern = re.search(rb"<(?:\w+:)?patternFill\b([^>]*)>", fill)
    if pattern is None or attributes_of(pattern.group(1)).get("patternType", "none") in _NO_FILL:
        return ""
    tag = re.search(rb"<(?:\w+:)?fgColor\b([^>]*)>", fill)
    values = attributes_of(tag.group(1)) if tag else {}
    if "rgb" in values:
        colour = values["rgb"][-6:].upper()
        return "" if colour in _WHITE else colour
    return f"theme{values['theme']}" if values.get("theme", "0") not in ("0", "1") else ""
