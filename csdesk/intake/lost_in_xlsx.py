"""Error cells, formulas without a value, number formats and hidden rows of xlsx, found in the inflated XML."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from csdesk.intake.marks_in_xlsx import marks_on
from csdesk.intake.sheet_facts import MOST_ERRORS, SheetFacts
from csdesk.intake.xlsx_parts import attributes_of, part_name, place_of, targets_of, unescaped

_CHUNK = 1 << 22
_HEAD = 300_000
_ROOT = 2_000
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*?)/?>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_MARKS = (b't="e"', b"t='e'")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*\bhidden=[^>]*?)/?>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*\bhidden=[^>]*?)/?>")
_MOST_COLUMNS = 16_384
# How a formula ends that has no value: one of these stands in every file that has such a cell.
_VALUELESS_MARKS = (
    b"f></c>",
    b"f><v></v>",
    b"f><v/>",
    b"f><v />",
    b'"/></c>',
    b"f><x:v/>",
    b"f><x:v></x:v>",
    b"f></x:c>",
)
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
            try:
                _look_through(archive, parts, part, formats, facts)
            except Exception as error:  # noqa: BLE001 - strangers' bytes raise anything; told to who asks for this sheet
                facts.failure = error
    return found


def _look_through(
    archive: zipfile.ZipFile, parts: dict[str, str], part: str, formats: list[str], facts: SheetFacts
) -> None:
    with archive.open(part) as stream:
        _search(stream, facts, formats)
    facts.marks += marks_on(archive, parts, part)
    if facts.errors.pop((-1, -1), None):
        facts.errors.clear()
        with archive.open(part) as stream:
            _walk(stream, facts)


def sheet_parts(archive: zipfile.ZipFile, parts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Sheet names and the parts they stand in."""
    book = next((name for name in parts if name.endswith("workbook.xml")), "")
    if not book:
        return
    targets = targets_of(archive, parts, book)
    for text in _SHEET.findall(archive.read(parts[book])):
        values = attributes_of(text)
        part = parts.get(targets.get(values.get("id", ""), ("", ""))[1])
        if part is not None:
            yield unescaped(values.get("name", "")), part


def _search(stream: IO[bytes], facts: SheetFacts, formats: list[str]) -> None:
    """Errors with addresses; a cell without one leaves the mark (-1, -1) for ``_walk``."""
    rest = b""
    first = True
    formula = b"<f"
    while block := stream.read(_CHUNK):
        if first:
            formula = b":f" if b":worksheet" in block[:_ROOT] else b"<f"
            facts.number_formats.update(_column_formats(block[:_HEAD], formats))
            facts.hidden_columns += _hidden_columns(block[:_HEAD])
            first = False
        block = rest + block
        cut = block.rfind(b"</row>") + 6 if b"</row>" in block else block.rfind(b"<")
        rest = block[cut:] if cut > 0 else b""
        _take(block[:cut] if cut > 0 else block, facts, formula)
    _take(rest, facts, formula)


def _take(block: bytes, facts: SheetFacts, formula: bytes) -> None:
    """Whatever one stretch of whole rows tells; what it does not hold costs one look through it."""
    if len(facts.errors) < MOST_ERRORS:
        if any(mark in block for mark in _MARKS):
            _take_errors(block, facts)
        if formula in block and any(mark in block for mark in _VALUELESS_MARKS):
            _take_valueless(block, facts)
    if b"hidden=" in block:
        rows = (attributes_of(tag) for tag in _HIDDEN_ROW.findall(block))
        facts.hidden_rows += [int(row["r"]) - 1 for row in rows if _is_hidden(row) and row.get("r", "").isdigit()]


def _is_hidden(values: dict[str, str]) -> bool:
    return values.get("hidden") in ("1", "true")


def _hidden_columns(head: bytes) -> list[int]:
    found: list[int] = []
    for tag in _HIDDEN_COLUMN.findall(head):
        values = attributes_of(tag)
        if _is_hidden(values) and values.get("min", "").isdigit() and values.get("max", "").isdigit():
            found += range(int(values["min"]) - 1, min(int(values["max"]), _MOST_COLUMNS))
    return found


def _take_valueless(block: bytes, facts: SheetFacts) -> None:
    """Formulas no value was saved with; a formula of text may well give an empty one."""
    for tag, formula in _VALUELESS.findall(block):
        values = attributes_of(tag)
        at = place_of(values.get("r", ""))
        if values.get("t") != "str" and at[0] >= 0:
            facts.errors[at] = "=" + unescaped(formula.decode("utf-8", "replace")).removeprefix("=")


def _take_errors(block: bytes, facts: SheetFacts) -> None:
    for mark in _MARKS:
        at = block.find(mark)
        while at >= 0:
            start, end = block.rfind(b"<", 0, at), block.find(b">", at)
            tag = block[start + 1 : end]
            if b">" not in tag and tag.split(None, 1)[0].rpartition(b":")[2] == b"c":
                facts.errors[place_of(attributes_of(tag).get("r", ""))] = _code(block, tag, end)
            at = block.find(mark, max(end, at + 1))


def _code(block: bytes, tag: bytes, end: int) -> str:
    """What the error cell says whose tag ends there."""
    close = None if tag.endswith(b"/") else _CELL_END.search(block, end)
    value = _VALUE.search(block, end, close.start()) if close else None
    return value.group(1).decode("utf-8", "replace") if value else "#N/A"


def _walk(stream: IO[bytes], facts: SheetFacts) -> None:
    """The slow way, cell by cell, for writers that leave addresses out."""
    row, column, inside, text = -1, -1, False, ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, inside, text
        name = name.rpartition(":")[2]
        if name == "row":
            row, column = int(attributes.get("r", row + 2)) - 1, -1
        elif name == "c":
            at = place_of(attributes.get("r", ""))
            column = at[1] if at[1] >= 0 else column + 1
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
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
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
        own[values.get("numFmtId", "")] = unescaped(values.get("formatCode", ""))
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
        column = place_of(values.get("r", ""))[1]
        if kind == "n" and style.isdigit() and int(style) < len(formats) and column >= 0 and not text.endswith(b"/"):
            counts.setdefault(column, Counter())[formats[int(style)]] += 1
    best = {column: counter.most_common(1)[0][0] for column, counter in counts.items()}
    return {column: code for column, code in best.items() if code and code != "General"}


__all__ = ["attributes_of", "facts_of_xlsx", "part_name", "place_of", "sheet_parts"]
