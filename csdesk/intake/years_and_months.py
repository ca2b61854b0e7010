"""Days told in several columns, 年 and 月 or Year and Month (and 日 or Day): joined in one more column."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.added_columns import is_japanese, with_column
from csdesk.intake.cells import text_column
from csdesk.intake.headers import header_key
from csdesk.intake.recipes import recognised
from csdesk.intake.sheets import Table

_YEARS, _FISCAL, _MONTHS, _DAYS = (
    ("年", "西暦", "year"),
    ("年度", "会計年度", "fiscalyear"),
    ("月", "month"),
    ("日", "day"),
)
_WHOLE = ("年月", "日付", "対象月", "対象年月", "date", "yearmonth")
_FIRST_MONTH = 4  # of a 年度
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ERA = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
_MOST_SAY_SO = 0.8
_MONTH, _MONTH_JA, _DAY, _DAY_JA = "Year and month", "年月", "Date", "日付"


def with_whole_months(table: Table, width: int = 0) -> Table:
    """The table with one more column of whole months or days, where year and month stand apart and nothing else is a date.

    Args:
        width: how many columns the sheet has.
    """
    places = {header_key(header): place for place, header in enumerate(table.headers)}
    year = next((places[key] for key in (*_YEARS, *_FISCAL) if key in places), None)
    month = next((places[key] for key in _MONTHS if key in places), None)
    if (
        year is None
        or month is None
        or not table.rows
        or any(key in places for key in _WHOLE)
        or recognised(table.headers)
    ):
        return table
    fiscal = header_key(table.headers[year]) in _FISCAL
    day = next((places[key] for key in _DAYS if key in places), None)
    columns = [table.columns[place].texts.dictionary_encode() for place in (year, month)]
    known = [
        {text: read(text) for text in column.dictionary.to_pylist()}
        for column, read in zip(columns, (_year, _month), strict=True)
    ]
    days = table.columns[day].texts if day is not None else None
    joined = [
        _written(known[0].get(y), known[1].get(m), d, fiscal)
        for y, m, d in zip(
            *(c.to_pylist() for c in columns),
            days.to_pylist() if days is not None else [None] * table.rows,
            strict=True,
        )
    ]
    texts = pa.array(joined, pa.string())
    if len(texts.drop_null()) < _MOST_SAY_SO * pc.count(table.columns[month].texts).as_py():
        return table
    names = (_MONTH, _MONTH_JA) if day is None else (_DAY, _DAY_JA)
    return with_column(table, names[is_japanese(table)], text_column(texts), width)


def _year(text: str | None) -> int | None:
    found = re.fullmatch(r"\s*(令和|平成|[RHrh])?\s*(\d{1,4}|元)\s*年?度?\s*", text or "")
    if found is None:
        return None
    number = 1 if found[2] == "元" else int(found[2])
    if found[1]:
        return number + _ERA[found[1].lower()]
    return number if 1990 <= number <= 2100 else None


def _month(text: str | None) -> int | None:
    plain = (text or "").strip().lower()
    if plain[:3] in _MONTH_NAMES and plain.isalpha():
        return 1 + _MONTH_NAMES.index(plain[:3])
    found = re.fullmatch(r"(\d{1,2})\s*月?", plain)
    return int(found[1]) if found and 1 <= int(found[1]) <= 12 else None


def _written(year: int | None, month: int | None, day: Any, fiscal: bool) -> str | None:
    if year is None or month is None:
        return None
    calendar_year = year + 1 if fiscal and month < _FIRST_MONTH else year
    found = re.fullmatch(r"\s*(\d{1,2})\s*日?\s*", day or "")
    return f"{calendar_year:04}-{month:02}" + (f"-{int(found[1]):02}" if found else "")
