"""Tables in a sheet: columns of typed values, written row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from csdesk.model.money import minor_digits
from csdesk.publish.sheets.formats import Formats, Kind

_LONGEST = 32_767  # characters a cell holds
_EPOCH = pd.Timestamp(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        code: how formulas of other sheets ask for it.
        values: in row order; None is an empty cell. Dates are serial numbers.
        level: outline level: 1 can be folded away.
    """

    code: str
    header: str
    kind: Kind
    values: Sequence[Any]
    width: float = 12.0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table stands, for formulas that read it."""

    sheet: str
    columns: tuple[Column, ...]
    first_row: int
    first_column: int = 0

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.columns[0].values)

    def values(self, code: str) -> list[float]:
        """The numbers of a column, 0 where a cell is empty."""
        column = self.columns[self.column(code) - self.first_column]
        return [value or 0 for value in column.values]

    def cells(self, code: str) -> str:
        """The absolute reference of a column's cells, sheet included."""
        column = self.column(code)
        area = xl_range_abs(self.first_row, column, self.first_row + max(self.rows, 1) - 1, column)
        return f"'{self.sheet.replace(chr(39), chr(39) * 2)}'!{area}"

    def column(self, code: str) -> int:
        """The column's number, from 0."""
        return self.first_column + [c.code for c in self.columns].index(code)

    def letter(self, code: str) -> str:
        """The column's letter."""
        return str(xl_col_to_name(self.column(code)))

    @property
    def last_row(self) -> int:
        """The last row, from 0; the first where there are none."""
        return self.first_row + max(self.rows, 1) - 1


def over(tables: Sequence[Table], template: str) -> str:
    """A formula added up over tables; ``{code}`` in the template is the column of that code.

    Tables without rows are left out, but never the first.
    """
    used = [tables[0], *(table for table in tables[1:] if table.rows)]
    parts = [template.format_map({column.code: table.cells(column.code) for column in table.columns}) for table in used]
    return parts[0] if len(parts) == 1 else f"({'+'.join(parts)})"


def texts(column: pd.Series[Any]) -> list[str | None]:
    """Text as cells hold it: at most 32,767 characters, empty as no cell."""
    return [
        None if value is None or value == "" else str(value)[:_LONGEST]
        for value in column.astype(object).where(column.notna(), None)
    ]


def numbers(column: pd.Series[Any], divisor: float = 1.0) -> list[float | None]:
    """Numbers, divided; absent as None."""
    values = column.to_numpy(dtype="float64", na_value=float("nan"))
    return [None if value != value else value for value in (values / divisor).tolist()]


def amounts(column: pd.Series[Any], currency: str) -> list[float | None]:
    """Minor units as major units."""
    return numbers(column, float(10 ** minor_digits(currency)))


def serials(column: pd.Series[Any]) -> list[float | None]:
    """Dates as the day numbers of spreadsheets."""
    days = (column - _EPOCH).dt.days
    return numbers(days.astype("Float64"))


def serial(day: date) -> int:
    """One date as the day number of spreadsheets."""
    return int((pd.Timestamp(day) - _EPOCH).days)


def write_table(sheet: Any, formats: Formats, table: Table) -> None:
    """Write the header above the first row, and the rows; text is never taken for a formula."""
    columns, column = table.columns, table.first_column
    for place, item in enumerate(columns, column):
        sheet.write_string(table.first_row - 1, place, item.header, formats.heads[item.kind])
    writers = [
        (place, sheet.write_string if item.kind == "text" else sheet.write_number, formats.cells[item.kind])
        for place, item in enumerate(columns, column)
    ]
    for number, values in enumerate(zip(*(item.values for item in columns), strict=True), table.first_row):
        for (place, write, cell), value in zip(writers, values, strict=True):
            if value is not None:
                write(number, place, value, cell)


def set_widths(sheet: Any, columns: Sequence[Column], column: int = 0) -> None:
    """Column widths in characters, and which columns fold away."""
    for place, item in enumerate(columns, column):
        sheet.set_column(place, place, item.width, None, {"level": item.level} if item.level else {})


def print_setup(sheet: Any, header_row: int | None, footer: str, *, pages: int = 0) -> None:
    """A4 landscape, as wide as one page, the header on each, page numbers below; ``pages`` is the most, 0 any number."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, pages)
    sheet.hide_gridlines(2)
    if header_row is not None:
        sheet.repeat_rows(header_row)
    # An ampersand starts a code in footers.
    sheet.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8&P / &N")
