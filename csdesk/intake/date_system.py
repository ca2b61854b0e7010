"""From which year a workbook counts its days: 1900, or 1904 where an old program on a Mac made it."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from csdesk.intake.xlsx_parts import part_name

_XLSX = re.compile(rb"""<(?:\w+:)?workbookPr\s[^>]*?\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_ODS = re.compile(rb"""<table:null-date\s[^>]*?date-value\s*=\s*["']1904-01-01""")
_DATE_MODE, _WORKBOOK_PROPERTIES = 0x22, 153  # [MS-XLS] 2.4.77, [MS-XLSB] 2.4.822
_HEAD = 1 << 22


def counts_from_1904(path: Path, form: str) -> bool:
    """Whether the workbook says that its numbers of days count from 1904; damage says nothing."""
    try:
        if form == "xls":
            return _says_xls(path)
        with zipfile.ZipFile(path) as archive:
            parts = {part_name(name): name for name in archive.namelist()}
            if form == "xlsx":
                return _XLSX.search(_head(archive, parts, "workbook.xml")) is not None
            if form == "ods":
                return _ODS.search(_head(archive, parts, "content.xml")) is not None
            return _says_xlsb(_head(archive, parts, "workbook.bin"))
    except (OSError, EOFError, zipfile.BadZipFile, struct.error, IndexError, RuntimeError):
        return False  # whoever reads the cells tells what is wrong with the file


def _head(archive: zipfile.ZipFile, parts: dict[str, str], ending: str) -> bytes:
    part = next((parts[name] for name in parts if name.endswith(ending)), None)
    if part is None:
        return b""
    with archive.open(part) as stream:
        return stream.read(_HEAD)


def _says_xls(path: Path) -> bool:
    from csdesk.intake.xls_records import EOF, records, workbook_stream

    stream = workbook_stream(path)
    for kind, body, length in records(stream):
        if kind == _DATE_MODE and length >= 2:
            return bool(struct.unpack_from("<H", stream, body)[0] == 1)
        if kind == EOF:
            break
    return False


def _says_xlsb(data: bytes) -> bool:
    from csdesk.intake.lost_in_binary import binary_records

    for kind, body, end, _ in binary_records(data):
        if kind == _WORKBOOK_PROPERTIES and end > body:
            return bool(data[body] & 1)
    return False
