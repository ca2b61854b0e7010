"""xlsx, xlsm, xls, xlsb and ods → sheets of raw cells. The only user of python-calamine."""

from __future__ import annotations

import io
import threading
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import python_calamine as calamine

from csdesk.intake.limits import Limits
from csdesk.intake.lost_cells import lost_cells
from csdesk.intake.refusals import Refused, sheet_trouble
from csdesk.intake.sheet_facts import SheetFacts
from csdesk.intake.trimming import trimmed

if TYPE_CHECKING:
    from csdesk.intake.sheets import RawColumn, Sheet

_CHUNK = 4_096  # rows; what stays in the processor's cache is converted faster
_NOT_DATA = (
    (calamine.SheetTypeEnum.ChartSheet, "chart"),
    (calamine.SheetTypeEnum.Vba, "macro"),
    (calamine.SheetTypeEnum.MacroSheet, "macro"),
    (calamine.SheetTypeEnum.DialogSheet, "dialog"),
)
_NO_CELLS: Mapping[str, dict[tuple[int, int], str]] = MappingProxyType({})


class _Aside(threading.Thread):
    """Looks through the file for what calamine leaves out, while calamine decodes (both release the GIL)."""

    def __init__(self, path: Path, form: str) -> None:
        super().__init__(daemon=True)
        self._path = path
        self._form = form
        self._found: dict[str, SheetFacts] = {}
        self._failure: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Keep the outcome, good or bad, for ``facts``."""
        try:
            import csdesk.intake.cells  # noqa: F401 - Arrow loads while calamine decodes

            self._found = lost_cells(self._path, self._form)
        except BaseException as error:  # noqa: BLE001 - told to whoever asks
            self._failure = error

    def facts(self, sheet: str) -> SheetFacts:
        """What was found on the sheet.

        Raises:
            BaseException: whatever stopped the search, as a whole or on this sheet.
        """
        self.join()
        found = self._found.get(sheet, SheetFacts())
        failure = self._failure or found.failure
        if failure is not None:
            raise failure
        return found


def read_sheets(path: Path, form: str, limits: Limits) -> Iterator[Sheet]:
    """The worksheets of the file in order, one at a time so that memory holds only one.

    Chart, macro and dialog sheets come without cells and say what they are. A sheet that cannot be read comes
    without cells and says so.

    Raises:
        Refused: password, damage, too many cells, nothing in it.
    """
    aside = _Aside(path, form)
    try:
        book = _opened(path, form)
    except BaseException as error:  # noqa: BLE001 - panics are no Exceptions
        yield from _second_try(path, form, limits, error)
        return
    cells = 0
    waiting: list[Sheet] = []  # until one holds something: a file without cells is refused
    filled = False
    spare: _Spare | None = None
    for metadata in book.sheets_metadata:
        instead = next((what for kind, what in _NOT_DATA if metadata.typ == kind), "")
        if instead:
            waiting.append(_without_cells(metadata.name, instead))
            continue
        sheet = _read(book, metadata, aside, limits.cells - cells)
        if sheet.trouble and form == "xlsx":
            spare = spare or _Spare(path)
            sheet = _read(spare.book, metadata, aside, limits.cells - cells, spare.errors) if spare.book else sheet
        cells += sheet.rows * len(sheet.columns)
        filled = filled or sheet.rows > 0
        waiting.append(sheet)
        if filled:
            yield from waiting
            waiting.clear()
    if filled:
        yield from waiting
        return
    if any(sheet.trouble for sheet in waiting):
        yield from _second_try(path, form, limits, calamine.CalamineError("no sheet could be read"))
        return
    raise Refused("no_cells")


def _without_cells(name: str, instead: str) -> Sheet:
    from csdesk.intake.sheets import Sheet

    return Sheet(name, 0, (), no_cells=instead)


def _opened(path: Path, form: str) -> Any:
    """calamine goes by the extension; where that lies it gets the bytes alone."""
    honest = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "xlsb": (".xlsb",), "ods": (".ods",)}
    if path.suffix.lower() in honest[form]:
        return calamine.CalamineWorkbook.from_path(str(path))
    return calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


class _Spare:
    """The workbook without the cells for which calamine gives up their sheet; ``book`` is None where there are none."""

    def __init__(self, path: Path) -> None:
        from csdesk.intake.bad_cells_in_xlsx import without_bad_cells

        self.book: Any = None
        self.errors: dict[str, dict[tuple[int, int], str]] = {}
        try:
            mended = without_bad_cells(path)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, RuntimeError):
            return  # damaged beyond single cells: the sheet keeps its trouble
        if mended is not None:
            self.book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(mended.data))
            self.errors = mended.errors


def _read(
    book: Any, metadata: Any, aside: _Aside, room: int, bad: Mapping[str, dict[tuple[int, int], str]] = _NO_CELLS
) -> Sheet:
    hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
    failure: BaseException | None = None
    try:
        source = book.get_sheet_by_name(metadata.name)
    except BaseException as error:  # noqa: BLE001 - as below
        failure = error
    from csdesk.intake.sheets import CellMark, Merge, Sheet

    try:
        if failure is not None:
            raise failure
        if source.end is None:
            return Sheet(metadata.name, 0, (), hidden=hidden)
        if source.height * source.width > room:
            raise Refused("too_large")
        columns = _columns(source)
        merges = source.merged_cell_ranges
        del source
        facts = _facts(aside, metadata.name, columns)
        facts.errors |= bad.get(metadata.name, {})
        columns = _with_lost(columns, facts)
    except (Refused, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - one bad sheet must not lose the others, and panics are no Exceptions
        return Sheet(metadata.name, 0, (), hidden=hidden, trouble=sheet_trouble(metadata.name))
    ranges = facts.merges or [(*start, *end) for start, end in merges or ()]
    rows = len(columns[0]) if columns else 0
    return Sheet(
        metadata.name, rows, columns, tuple(Merge(*ends) for ends in ranges), hidden, dict(facts.number_formats),
        hidden_rows=tuple(facts.hidden_rows), hidden_columns=tuple(facts.hidden_columns),
        marks=tuple(CellMark(*mark) for mark in facts.marks),
    )  # fmt: skip


def _facts(aside: _Aside, sheet: str, columns: tuple[RawColumn, ...]) -> SheetFacts:
    """What calamine left out; where that cannot be told, nothing, provided no blank could be a lost error."""
    try:
        return aside.facts(sheet)
    except Exception:
        if any(column.texts.null_count for column in columns):
            raise
        return SheetFacts()


def _columns(source: Any) -> tuple[RawColumn, ...]:
    """The cells from A1 to the last one that holds anything."""
    from csdesk.intake.cells import blank_column, column_of, joined

    rows = source.iter_rows()
    parts: list[list[RawColumn]] = []
    total = 0
    while chunk := list(islice(rows, _CHUNK)):
        total += len(chunk)
        parts = parts or [[] for _ in chunk[0]]
        for part, values in zip(parts, zip(*chunk, strict=True), strict=True):
            part.append(column_of(values, part[-1] if part else None))
    left = source.start[1] if source.start else 0
    blank = blank_column(total)
    found: list[RawColumn] = [blank] * left
    for part in parts:
        found.append(joined(part))
        part.clear()
    return tuple(found)


def _with_lost(columns: tuple[RawColumn, ...], facts: SheetFacts) -> tuple[RawColumn, ...]:
    """The columns with error cells in their places, and blank edges cut off."""
    from csdesk.intake.cells import blank_column, padded, with_errors

    found = list(columns)
    if facts.errors:
        rows = max(len(found[0]) if found else 0, 1 + max(row for row, _ in facts.errors))
        width = max(len(found), 1 + max(column for _, column in facts.errors))
        found = [padded(column, rows) for column in found] + [blank_column(rows)] * (width - len(found))
        by_column: dict[int, dict[int, str]] = {}
        for (row, place), code in facts.errors.items():
            by_column.setdefault(place, {})[row] = code
        for place, errors in by_column.items():
            found[place] = with_errors(found[place], errors)
    return trimmed(tuple(found))


def _second_try(path: Path, form: str, limits: Limits, error: BaseException) -> Iterator[Sheet]:
    """What calamine refuses: say why, or let openpyxl read it where that is safe."""
    from csdesk.intake.reluctant import diagnosis, read_with_openpyxl

    reason = diagnosis(path, form, error)
    if reason is not None:
        raise reason from error
    yield from read_with_openpyxl(path, limits)
