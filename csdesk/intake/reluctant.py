"""Workbooks calamine refuses: why, and a second reader for those that are harmless."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import python_calamine as calamine

from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused, sheet_trouble
from csdesk.intake.xls_records import is_encrypted, workbook_stream

if TYPE_CHECKING:
    from csdesk.intake.sheets import Sheet

_LARGEST = 20_000_000  # bytes of a file openpyxl is still quick enough for
_ENTITY_HEAD = 100_000


def diagnosis(path: Path, form: str, error: BaseException) -> Refused | None:
    """Why calamine refused; None where openpyxl may try."""
    if isinstance(error, MemoryError):
        return Refused("too_large")
    if isinstance(error, calamine.PasswordError):
        return Refused("password")
    if "limit exceeded" in str(error):
        return Refused("bomb")
    if form == "xls":
        return Refused("password" if _is_locked(path) else "corrupt")
    if form != "xlsx":
        return Refused("corrupt")
    try:
        if _declares_entities(path):
            return Refused("bomb")
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error):
        return Refused("corrupt")
    return Refused("too_large") if path.stat().st_size > _LARGEST else None


def _is_locked(path: Path) -> bool:
    try:
        return is_encrypted(workbook_stream(path))
    except (OSError, ValueError, IndexError):
        return False


def _declares_entities(path: Path) -> bool:
    """Whether a part declares entities, which no spreadsheet program does and XML bombs are made of."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels")):
                with archive.open(entry) as stream:
                    if b"<!ENTITY" in stream.read(_ENTITY_HEAD):
                        return True
    return False


def read_with_openpyxl(path: Path, limits: Limits) -> Iterator[Sheet]:
    """The worksheets as openpyxl sees them, values only; macro and chart sheets left out.

    openpyxl parses with defusedxml, which is one of our dependencies.

    Raises:
        Refused: it cannot read the file either, or there is too much of it.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = list(book.worksheets)
    except Exception as error:
        raise Refused("corrupt") from error
    if not sheets:
        raise Refused("corrupt")
    cells = 0
    filled = False
    for place, source in enumerate(sheets):
        sheet = _read(source, limits.cells - cells)
        cells += sheet.rows * len(sheet.columns)
        filled = filled or sheet.rows > 0
        if place == len(sheets) - 1 and not filled:
            raise Refused("corrupt" if sheet.trouble else "no_cells")
        yield sheet


def _read(source: Any, room: int) -> Sheet:
    from csdesk.intake.cells import column_of, with_errors
    from csdesk.intake.sheets import Sheet
    from csdesk.intake.trimming import trimmed

    hidden = source.sheet_state != "visible"
    errors: dict[int, dict[int, str]] = {}
    rows: list[list[Any]] = []
    width = count = 0
    try:
        source.reset_dimensions()
        for row, cells in enumerate(source.iter_rows()):
            values = ["" if cell.value is None else cell.value for cell in cells]
            for column, cell in enumerate(cells):
                if cell.data_type == "e":
                    errors.setdefault(column, {})[row] = str(cell.value)
                    values[column] = ""
            rows.append(values)
            width = max(width, len(values))
            count += len(values)
            if count > room:
                raise Refused("too_large")
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - whatever a damaged sheet makes the library raise
        return Sheet(source.title, 0, (), hidden=hidden, trouble=sheet_trouble(source.title))
    for values in rows:
        values.extend([""] * (width - len(values)))
    columns = [column_of(values) for values in zip(*rows, strict=True)]
    for column, found in errors.items():
        columns[column] = with_errors(columns[column], found)
    kept = trimmed(tuple(columns))
    return Sheet(source.title, len(kept[0]) if kept else 0, kept, hidden=hidden)
