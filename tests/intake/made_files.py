"""Files made for tests: workbooks from parts, so that they hold exactly what a test says."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    lines = (f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, (kind, to) in targets.items())
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(lines)}</Relationships>'


def make_zip(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip of those parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return path


def make_xlsx(
    path: Path, sheets: Mapping[str, str], extra: Mapping[str, str] | None = None, prologue: str = ""
) -> Path:
    """A workbook whose sheets hold that XML inside ``sheetData`` (or after it, with a closing tag in it)."""
    entries = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(sheets, 1))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            {f"r{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)}
        ),
        **(extra or {}),
    }
    for i, body in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'{prologue}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
        )
    return make_zip(path, parts)


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def make_xlsb(
    path: Path,
    rows: Sequence[Sequence[float | str]],
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
) -> Path:
    """A binary workbook; a text that begins with ``#`` is the error cell 0x17 (#REF!), as value and as formula result."""
    cells = b""
    for number, row in enumerate(rows):
        flags = 0x10 if number in hidden_rows else 0
        cells += _record(0, struct.pack("<IIHBB", number, 0, 0x12C, 0, flags) + b"\x00" * 5)
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if value == "#value":
                cells += _record(3, place + b"\x17")
            elif value == "#formula":
                cells += _record(11, place + b"\x17" + b"\x00\x00" + struct.pack("<II", 0, 0))
            elif isinstance(value, str):
                cells += _record(6, place + _wide(value))
            else:
                cells += _record(5, place + struct.pack("<d", value))
    dimension = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    columns = b"".join(_record(60, struct.pack("<IIIIH", c, c, 0x900, 0, 1)) for c in hidden_columns)
    columns = _record(390) + columns + _record(391) if columns else b""
    sheet = _record(129) + _record(148, dimension) + columns + _record(145) + cells + _record(146) + _record(130)
    entry = struct.pack("<II", 0, 1) + _wide("r1") + _wide("S")
    book = _record(131) + _record(143) + _record(156, entry) + _record(144) + _record(132)
    return make_zip(
        path,
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations({"r1": ("officeDocument", "xl/workbook.bin")}),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _relations({"r1": ("worksheet", "worksheets/sheet1.bin")}),
            "xl/worksheets/sheet1.bin": sheet,
        },
    )


def make_ods(path: Path, rows: str) -> Path:
    """An OpenDocument sheet named S with that XML as its rows."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return make_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        },
    )
