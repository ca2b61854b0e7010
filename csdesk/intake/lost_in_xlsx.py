"""Error cells, formulas without a value, number formats and hidden rows of xlsx, found in the inflated XML."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from csdesk.intake.marks_in_xlsx import marks_on
from csdesk.intake.sheet_facts import MOST_ERRORS, SheetFacts
from csdesk.intake.xlsx_parts import attributes, place, plain_name, targets_of, unescaped

_CHUNK = 1 << 22
_HEAD = 300_000
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*?)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*?)/?>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_MARKS = (b't="e"', b"t='e'")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*\bhidden=[^>]*?)/?>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*\bhidden=[^>]*?)/?>")
_MOST_COLUMNS = 16_384
# How a formula ends that has no value: one of these stands in every file that has such a cell.
_VALUELESS_MARKS = (b"f></c>", b"f><v></v>", b"f><v/>", b"f><v />", b'"/></c>', b"f></x:c>", b"f><x:v")
_VALUELESS = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)><(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)


def facts_of_xlsx(path: Path) -> dict[str, SheetFacts]:
    """Sheet name → its error cells and number formats.

    Raises:
        zipfile.BadZipFile, OSError, KeyError: the package is damaged.
    """
    found: dict[str, SheetFacts] = {}
    with zipfile.ZipFile(path) as archive:
        parts = {part_name(name): name for name in archive.namelist()}
        formats = _formats(archive, parts)
        for name, part in sheet_parts(archive, parts):
            facts = found.setdefault(name, SheetFacts())
            with archive.open(part) as stream:
                _search(stream, facts, formats)
            facts.marks += marks_on(archive, parts, part)
            if facts.errors.pop((-1, -1), None):
                facts.errors.clear()
                with archive.open(part) as stream:
                    _walk(stream, facts)
    return found


def part_name(name: str) -> str:
    """The name of a part in one spelling: writers differ in slashes and case."""
    return name.replace("\\", "/").lstrip("/").lower()


def attributes_of(text: bytes) -> dict[str, str]:
    """The attributes of a tag, without prefixes; values as they stand, escapes included."""
    return {
        name.decode().rpartition(":")[2]: (double or single).decode("utf-8", "replace")
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def sheet_parts(archive: zipfile.ZipFile, parts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Sheet names and the parts they stand in."""
    book = next((name for name in parts if name.endswith("workbook.xml")), "")
    if not book:
        return
    folder, file = posixpath.split(book)
    relations = parts.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
    if relations is None:
        return
    targets = {}
    for text in _RELATION.findall(archive.read(relations)):
        values = attributes_of(text)
        target = values.get("Target", "").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        targets[values.get("Id", "")] = whole.lower()
    for text in _SHEET.findall(archive.read(parts[book])):
        values = attributes_of(text)
        part = parts.get(targets.get(values.get("id", ""), ""))
        if part is not None:
            yield _unescaped(values.get("name", "")), part


def _unescaped(text: str) -> str:
    import html

    return html.unescape(text)


def _search(stream: IO[bytes], facts: SheetFacts, formats: list[str]) -> None:
    """Errors with addresses; a cell without one leaves the mark (-1, -1) for ``_walk``."""
    rest = b""
    first = True
    while block := stream.read(_CHUNK):
        if first:
            facts.number_formats.update(_column_formats(block[:_HEAD], formats))
            first = False
        block = rest + block
        cut = block.rfind(b"</row>") + 6 if b"</row>" in block else block.rfind(b"<")
        rest = block[cut:] if cut > 0 else b""
        if len(facts.errors) < MOST_ERRORS and any(mark in block for mark in _MARKS):
            _take_errors(block[:cut] if cut > 0 else block, facts)
    if any(mark in rest for mark in _MARKS):
        _take_errors(rest, facts)


def _take_errors(block: bytes, facts: SheetFacts) -> None:
    for mark in _MARKS:
        place = block.find(mark)
        while place >= 0:
            start, end = block.rfind(b"<", 0, place), block.find(b">", place)
            tag = block[start + 1 : end]
            if b">" not in tag and tag.split(None, 1)[0].rpartition(b":")[2] == b"c":
                facts.errors[place_of(attributes_of(tag).get("r", ""))] = _code(block, tag, end)
            place = block.find(mark, max(end, place + 1))


def _code(block: bytes, tag: bytes, end: int) -> str:
    """What the error cell says whose tag ends there."""
    close = None if tag.endswith(b"/") else _CELL_END.search(block, end)
    value = _VALUE.search(block, end, close.start()) if close else None
    return value.group(1).decode("utf-8", "replace") if value else "#N/A"


def place_of(reference: str) -> tuple[int, int]:
    """Row and column from 0 of ``B7``; (-1, -1) where it is no address."""
    match = _REFERENCE.match(reference)
    if match is None:
        return (-1, -1)
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _walk(stream: IO[bytes], facts: SheetFacts) -> None:
    """The slow way, cell by cell, for writers that leave addresses out."""
    row, column, inside, text = -1, -1, False, ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, inside, text
        name = name.rpartition(":")[2]
        if name == "row":
            row, column = int(attributes.get("r", row + 2)) - 1, -1
        elif name == "c":
            place = place_of(attributes.get("r", ""))
            column = place[1] if place[1] >= 0 else column + 1
            inside, text = attributes.get("t") == "e", ""

    def data(piece: str) -> None:
        nonlocal text
        text += piece

    def end(name: str) -> None:
        nonlocal inside
        if inside and name.rpartition(":")[2] == "c":
            facts.errors[row, column] = text.strip() or "#N/A"
            inside = False

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = data
    parser.EndElementHandler = end
    parser.EntityDeclHandler = _no_entities
    parser.ParseFile(stream)


def _no_entities(*_: object) -> None:
    raise ValueError("entities are not allowed in a sheet")


_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00', 8: '"¥"#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 49: "@",
}  # fmt: skip


def _formats(archive: zipfile.ZipFile, parts: dict[str, str]) -> list[str]:
    """Style index → number format code; "" for General."""
    part = next((parts[name] for name in parts if name.endswith("styles.xml")), None)
    if part is None or archive.getinfo(part).file_size > 20_000_000:
        return []
    text = archive.read(part)
    own = {}
    for found in re.findall(rb"<(?:\w+:)?numFmt\s([^>]*?)/?>", text):
        values = attributes_of(found)
        own[values.get("numFmtId", "")] = _unescaped(values.get("formatCode", ""))
    block = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", text, re.DOTALL)
    formats = []
    for found in re.findall(rb"<(?:\w+:)?xf\s([^>]*?)/?>", block.group(0) if block else b""):
        code = attributes_of(found).get("numFmtId", "0")
        formats.append(own.get(code) or _BUILT_IN.get(int(code) if code.isdigit() else 0, ""))
    return formats


def _column_formats(head: bytes, formats: list[str]) -> dict[int, str]:
    """Column → the format most of its first cells with a number have."""
    counts: dict[int, Counter[str]] = {}
    if not formats:
        return {}
    for text in _CELL.findall(head):
        values = attributes_of(text)
        style, kind = values.get("s", ""), values.get("t", "n")
        place = place_of(values.get("r", ""))
        if kind == "n" and style.isdigit() and int(style) < len(formats) and place[1] >= 0 and not text.endswith(b"/"):
            counts.setdefault(place[1], Counter())[formats[int(style)]] += 1
    best = {column: counter.most_common(1)[0][0] for column, counter in counts.items()}
    return {column: code for column, code in best.items() if code and code != "General"}
