"""Dates that leave something out: the year (4月1日, 7/10, 3月末), or month and day (令和8年, 2026年度); and kanji digits."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_KANJI = {sign: str(digit) for digit, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "元": "1"}
_KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+(?=\s*[年月日])")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(末日?|\d{1,2}\s*日)|(\d{1,2})[/.-](\d{1,2}|末)")
_MONTH = re.compile(r"(\d{1,2})\s*月(?:度|分)?")
_YEAR = re.compile(r"(?:(令和|平成|昭和|[令平昭rhs])\s*\.?\s*)?(\d{1,4}|元)\s*(年度?|年末)?")
_ERA_STARTS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_ERA_STARTS |= {"令": 2018, "平": 1988, "昭": 1925}
# The first and the last day of an era's first and last year.
_ERA_BEGINS = {2019: date(2019, 5, 1), 1989: date(1989, 1, 8)}


@dataclass(frozen=True, slots=True)
class YearHint:
    """The year a sheet, a title or a file name states for dates that leave it out.

    Attributes:
        year: of the calendar, or the one in which the fiscal year begins.
        fiscal: it is a fiscal year, of which months before ``first`` are in the next.
    """

    year: int
    fiscal: bool = False
    first: int = 4

    def year_of(self, month: int) -> int:
        """The calendar year of that month."""
        return self.year + (self.fiscal and month < self.first)


def with_digits(text: str) -> str:
    """Kanji numbers before 年, 月 and 日 as digits: 令和八年三月三十一日 → 令和8年3月31日."""
    return _KANJI_NUMBER.sub(lambda found: _digits(found[0]), text) if "年" in text or "月" in text else text


def _digits(text: str) -> str:
    if "十" not in text:
        return "".join(_KANJI[sign] for sign in text)
    tens, _, ones = text.partition("十")
    return str(int(_KANJI.get(tens, "1")) * 10 + int(_KANJI.get(ones, "0") if ones else 0))


def month_and_day(text: str) -> tuple[int, int | None, bool] | None:
    """Month, day (None where it is left out) and whether the last day is meant, of a text without a year."""
    if found := _MONTH_DAY.fullmatch(text):
        month, day = found[1] or found[3], found[2] or found[4]
        last = day.startswith("末")
        return int(month), None if last else int(day.rstrip("日 ")), last
    if found := _MONTH.fullmatch(text):
        return int(found[1]), None, False
    return None


def lacks_year(text: str) -> bool:
    """Whether a text is a date but for its year."""
    return month_and_day(text) is not None


def day_in_year(text: str, hint: YearHint, month_end: bool) -> date | None:
    """The date of a text without a year, in the year the hint states."""
    found = month_and_day(text)
    if found is None or not 1 <= found[0] <= 12:
        return None
    month, day, last = found
    year = hint.year_of(month)
    if year > date.max.year:
        return None
    final = monthrange(year, month)[1]
    if day is None:
        day = final if last or month_end else 1
    return date(year, month, day) if 1 <= day <= final else None


def day_of_year(text: str, month_end: bool, first: int) -> date | None:
    """The first day of a year alone (its last one where the column holds ends): 令和8年, H31, 2026年, 2026年度."""
    found = _YEAR.fullmatch(text)
    if found is None or not (found[1] or (found[3] and len(found[2]) == 4)):
        return None  # a bare number may be anything
    number = 1 if found[2] == "元" else int(found[2])
    year = _ERA_STARTS[found[1]] + number if found[1] else number
    if not 1900 <= year <= 2199:
        return None
    if found[3] == "年度":
        first = 4 if first == 1 else first  # where nobody said otherwise
        end = date(year + (first > 1), (first + 10) % 12 + 1, 1)
        return end.replace(day=monthrange(end.year, end.month)[1]) if month_end else date(year, first, 1)
    if month_end or found[3] == "年末":
        return date(2019, 4, 30) if found[1] in ("平成", "平", "h") and year == 2019 else date(year, 12, 31)
    begins = _ERA_BEGINS.get(year) if number == 1 and found[1] else None
    return begins or date(year, 1, 1)
