"""Writing workbooks and delimited text that look like those people keep, and come out the same each time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | bool | None

_MADE_AT = datetime(2026, 11, 22, 9, 0)  # a fixed time, so that the files are the same whenever they are made


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a written table: its header, width in characters and number format."""

    header: str
    width: float = 14
    number_format: str = ""


def new_workbook(path: Path, title: str, author: str = "Hoshizora Works", font: str = "Calibri") -> Workbook:
    """A workbook with fixed properties; close it to write the file."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": title, "author": author, "created": _MADE_AT})
    book.formats[0].set_font_name(font)
    return book


def header_format(book: Workbook) -> Format:
    """How header cells look."""
    return book.add_format(
        {
            "bold": True,
            "bg_color": "#E8ECF7",
            "bottom": 1,
            "bottom_color": "#8D9096",
            "text_wrap": True,
            "valign": "vcenter",
        }
    )


def write_table(book: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Worksheet:
    """A sheet with a header in row 1, the rows below, a filter and the header kept in sight."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 22)
    head = header_format(book)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.header, head)
    count = write_rows(book, sheet, 1, columns, rows)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return sheet


def write_rows(
    book: Workbook, sheet: Worksheet, first: int, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    """Rows of cells from a row on (counted from 0), with the widths and formats of the columns. Returns how many."""
    formats = [book.add_format({"num_format": c.number_format}) if c.number_format else None for c in columns]
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
    count = 0
    for count, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            _write(sheet, first + count - 1, at, value, formats[at], days)
    return count


def _write(sheet: Worksheet, row: int, at: int, value: Cell, form: Format | None, days: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, at, "Yes" if value else "No", form)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), form or days)
    elif isinstance(value, str):
        sheet.write_string(row, at, value, form)
    else:
        sheet.write_number(row, at, value, form)


def write_text(path: Path, lines: Iterable[Sequence[Cell]], encoding: str) -> None:
    """Comma-separated text with Windows line ends, dates as ISO."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for line in lines:
        writer.writerow(["" if v is None else v.isoformat() if isinstance(v, date) else v for v in line])
    path.write_bytes(buffer.getvalue().encode(encoding))
