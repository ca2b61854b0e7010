"""Cells of an xlsx that hold what no such cell may: texts that stand nowhere, errors that no program knows.

calamine gives the whole sheet up for one of them. Here they become error cells, and the rest of the sheet is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from csdesk.intake.lost_in_xlsx import sheet_parts
from csdesk.intake.sheet_facts import ERROR_CODES
from csdesk.intake.xlsx_parts import attributes_of, part_name, place_of

_CELL = re.compile(rb"<((?:\w+:)?)c(\s[^>]*?)(?<!/)>(.*?)</\1c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_STRING = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
_BROKEN = "#REF!"
_ERRORS = frozenset(ERROR_CODES.values())
_FEW, _SHARE = 20, 0.1  # bad cells of a sheet; where there are more, its strings are lost and nothing can be believed


@dataclass(frozen=True, slots=True)
class MendedPackage:
    """The file without such cells.

    Attributes:
        data: of the package.
        errors: sheet → row and column from 0 of the cells taken out → what is shown in their place.
    """

    data: bytes
    errors: dict[str, dict[tuple[int, int], str]]


def without_bad_cells(path: Path) -> MendedPackage | None:
    """The package with its bad cells blank; None where no sheet has any, or one has too many.

    Raises:
        zipfile.BadZipFile, OSError, KeyError: the package is damaged.
    """
    out = io.BytesIO()
    errors: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as mended:
        parts = {part_name(name): name for name in archive.namelist()}
        strings = next((parts[name] for name in parts if name.endswith("sharedstrings.xml")), None)
        count = 0 if strings is None else len(_STRING.findall(archive.read(strings)))
        names = {part: name for name, part in sheet_parts(archive, parts)}
        for part in archive.namelist():
            data = archive.read(part)
            if part in names:
                data, found = _mended(data, count)
                if found:
                    errors[names[part]] = found
            mended.writestr(part, data)
    return MendedPackage(out.getvalue(), errors) if errors else None


def _mended(data: bytes, strings: int) -> tuple[bytes, dict[tuple[int, int], str]]:
    bad: dict[tuple[int, int], str] = {}
    cells = 0

    def look(found: re.Match[bytes]) -> bytes:
        nonlocal cells
        cells += 1
        values = attributes_of(found[2])
        place = place_of(values.get("r", ""))
        value = _VALUE.search(found[3])
        if place[0] < 0 or value is None or _fits(values.get("t", "n"), value[1], strings):
            return found[0]
        bad[place] = value[1].decode("utf-8", "replace").strip() if values.get("t") == "e" else _BROKEN
        return b'<%bc r="%b"/>' % (found[1], values["r"].encode())

    mended = _CELL.sub(look, data)
    return (mended, bad) if len(bad) <= max(_FEW, _SHARE * cells) else (data, {})


def _fits(kind: str, value: bytes, strings: int) -> bool:
    """Whether a cell of the kind may hold the value."""
    text = value.decode("utf-8", "replace").strip()
    if kind == "s":
        return text.isascii() and text.isdecimal() and int(text[:18]) < strings
    return kind != "e" or text in _ERRORS
