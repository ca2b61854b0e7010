"""Dates as people write them: ISO, day or month first, compact, serial numbers, Japanese eras."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.sheets import CellKind
from csdesk.intake.values.cells import ERROR_CELL, ERROR_WORDS, NOTHING, Cells, Fault, Reading, reading
from csdesk.intake.values.partial_dates import YearHint, day_in_year, day_of_year, lacks_year, with_digits
from csdesk.model.messages import Message

Order = Literal["dmy", "mdy", "ymd"]

_EPOCH = date(1970, 1, 1).toordinal()
_SERIAL_EPOCH = 25569  # the serial number of 1970-01-01 in the 1900 system
_TO_1904 = 1462  # days from the first day of the 1900 system to that of the 1904 system
_SERIALS = (14611.0, 80000.0)  # 1940 to 2119: what a serial number in a date column may be
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925, "大正": 1911, "t": 1911, "㋿": 2018}
_ERAS |= {"令": 2018, "平": 1988, "昭": 1925, "大": 1911}
_MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"], 1)
    for name in names.split()
}  # fmt: skip
_OPEN_ENDED = frozenset(
    [
        "無期限",
        "期限なし",
        "期間の定めなし",
        "自動更新",
        "継続中",
        "ongoing",
        "open",
        "evergreen",
        "never",
        "indefinite",
        "永続",
        "現在",
        "present",
    ]
)

_TIME = re.compile(
    r"[t\s]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|jst|[+-]\d{2}:?\d{2})?$|\s*\d{1,2}時\d{1,2}分(\d{1,2}秒)?$"
)
_BASIC = re.compile(r"^(\d{8})t(\d{2})(\d{2})(?:\d{2})?(z?)$")  # 20260401T093000Z
_WEEKDAY = re.compile(
    r"\s*\((?:[日月火水木金土](?:曜日?)?|祝|sun|mon|tue|wed|thu|fri|sat)[・/祝]*\)|^(?:sun|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?)(?:day)?,?\s+|\s*[日月火水木金土]曜日?$"
)
_TWICE = re.compile(
    r"\s*\((?:(?:令和|平成|昭和|[令平昭rhs])\s*\.?\s*(?:\d{1,2}|元)[^)]*|(?:19|20)\d{2}年?)\)"
)  # the same, in the other calendar
_AFTER = re.compile(r"(?<=[日末\d])\s*(?:付け?|より|から|まで|迄|時点|現在|予定)$")  # 2026年4月1日付
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YM = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\s*(末日?|頃|分)?")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|[令平昭大rhst])\s*\.?\s*(元|\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(末日?|\d{1,2})?\s*日?)?"
)
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-\s/.]*([a-z]{3,9})\.?[-\s/.,]*(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAMED_MONTH = re.compile(r"([a-z]{3,9})\.?[-\s']*(\d{4}|\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SINCE_1970 = re.compile(r"(1\d{9}|[2-3]\d{9})(\d{3})?")  # seconds or milliseconds, as systems keep times
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")

NOT_A_DATE = Fault(
    "not_a_date",
    Message("This is not a date CSDesk can read."),
    Message("Write it as year-month-day, for example 2026-11-28."),
    "2026-11-28",
)


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How the dates of a column are to be understood.

    Attributes:
        order: what comes first in 03/04/2026.
        month_end: a month without a day means its last day (the column holds ends).
        from_utc: times of day are UTC although the cells do not say so.
        zone: the zone whose calendar counts where a cell has time and zone.
        year: what sheet, title or file state for dates without a year; None: nothing, and such a text is no date.
        from_1904: numbers of days count from 1904, as old programs on a Mac wrote them.
        as_of: the day of the import, from which a year is proposed for dates that leave it out; None: none is.
        first_month: of the fiscal year.
    """

    order: Order = "mdy"
    month_end: bool = False
    from_utc: bool = False
    zone: tzinfo | None = None
    year: YearHint | None = None
    from_1904: bool = False
    as_of: date | None = None
    first_month: int = 4

    @property
    def serial_epoch(self) -> int:
        """The number of 1970-01-01 among numbers of days."""
        return _SERIAL_EPOCH - (_TO_1904 if self.from_1904 else 0)


def two_digit_year(year: int) -> int:
    """26 → 2026, 85 → 1985."""
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _tidy(text: str) -> str:
    plain = with_digits(unicodedata.normalize("NFKC", text).strip().casefold())
    return _AFTER.sub("", _WEEKDAY.sub("", _TWICE.sub("", plain)).strip().strip("~〜").strip().lstrip("'"))


def day_order(texts: Iterable[str]) -> Order | None:
    """What comes first in a column's dates such as 03/04/2026, or None where no cell decides.

    The first number above 12 anywhere says day first, the second month first; where
    both occur the more frequent counts.
    """
    first = second = 0
    short_years = False
    valid_ymd = True
    for text in texts:
        found = None if text[:4].isdigit() else _NUMERIC.fullmatch(_TIME.sub("", _tidy(text)))
        if not found:
            continue
        a, b, c = (int(g) for g in found.groups())
        first += a > 12
        second += b > 12
        if len(found[3]) <= 2:
            short_years = True
            valid_ymd &= 1 <= b <= 12 and 1 <= c <= 31
    if short_years and valid_ymd and first and (second == 0):
        # 26/7/10: a first number above 31 can only be a year; at most 31 it is taken for a day unless it never varies.
        years = {m[1] for t in texts if (m := _NUMERIC.fullmatch(_TIME.sub("", _tidy(t))))}
        if max(int(y) for y in years) > 31 or len(years) <= 3:
            return "ymd"
    if first == second:
        return None
    return "dmy" if first > second else "mdy"


def has_two_readings(text: str) -> bool:
    """Whether a text such as 03/04/2026 is a date both day first and month first, and not the same one."""
    found = None if text[:4].isdigit() else _NUMERIC.fullmatch(_TIME.sub("", _tidy(text)))
    if found is None or len(found[3]) == 1:  # 26/7/1 begins with the year
        return False
    return int(found[1]) <= 12 and int(found[2]) <= 12 and found[1] != found[2]


def _safe(year: int, month: int, day: int | None, style: DateStyle) -> date | None:
    if not (1900 <= year <= 2199 and 1 <= month <= 12):
        return None
    last = monthrange(year, month)[1]
    if day is None:
        day = last if style.month_end else 1
    return date(year, month, day) if 1 <= day <= last else None


def _era_date(found: re.Match[str], style: DateStyle) -> date | None:
    year = _ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
    day = found[4]
    if day and day.startswith("末"):
        return _safe(year, int(found[3]), None, DateStyle(month_end=True))
    return _safe(year, int(found[3]), int(day) if day else None, style)


def _numeric_date(found: re.Match[str], style: DateStyle) -> date | None:
    a, b, c = (int(g) for g in found.groups())
    if len(found[3]) == 1 or (style.order == "ymd" and len(found[3]) == 2):
        return _safe(two_digit_year(a), b, c, style) if style.order == "ymd" else None
    day, month = (a, b) if style.order == "dmy" else (b, a)
    return _safe(two_digit_year(c), month, day, style)


def _day_of(text: str, style: DateStyle) -> date | None:
    """The date of a tidied text without time of day."""
    if found := _YMD.fullmatch(text):
        return _safe(int(found[1]), int(found[2]), int(found[3]), style)
    if found := _NUMERIC.fullmatch(text):
        return _numeric_date(found, style)
    if found := _YM.fullmatch(text):
        last = DateStyle(month_end=True) if (found[3] or "").startswith("末") else style
        return _safe(int(found[1]), int(found[2]), None, last)
    if found := _ERA.fullmatch(text):
        return _era_date(found, style)
    if found := _COMPACT.fullmatch(text):
        return _safe(int(found[1]), int(found[2]), int(found[3]) if found[3] else None, style)
    if (found := _NAMED.fullmatch(text)) and found[2] in _MONTHS:
        return _safe(two_digit_year(int(found[3])), _MONTHS[found[2]], int(found[1]), style)
    if (found := _NAMED_FIRST.fullmatch(text)) and found[1] in _MONTHS:
        return _safe(int(found[3]), _MONTHS[found[1]], int(found[2]), style)
    if (found := _NAMED_MONTH.fullmatch(text)) and found[1] in _MONTHS:
        return _safe(two_digit_year(int(found[2])), _MONTHS[found[1]], None, style)
    partial = day_of_year(text, style.month_end, style.year.first if style.year else 4)
    if partial is None and style.year is not None:
        partial = day_in_year(text, style.year, style.month_end)
    return _serial_date(text, style) if partial is None else partial


def without_year(text: str) -> bool:
    """Whether a text is a date that leaves the year out: 4月1日, 7/10, 3月末."""
    return lacks_year(_tidy(text))


def _serial_date(text: str, style: DateStyle) -> date | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return date.fromordinal(_EPOCH + int(number) - style.serial_epoch) if _SERIALS[0] <= number <= _SERIALS[1] else None


def is_serial(text: str) -> bool:
    """Whether a text is a number of days, as Excel keeps dates, and no other form of a date."""
    return _SERIAL.fullmatch(text) is not None and _serial_date(text, DateStyle()) is not None


def _zone_of(mark: str) -> tzinfo:
    if mark in ("z", "utc", "gmt"):
        return UTC
    if mark == "jst":
        return timezone(timedelta(hours=9))
    hours, minutes = int(mark[1:3]), int(mark[-2:])
    return timezone((1 if mark[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def parse_date(text: str, style: DateStyle = DateStyle()) -> date | None:
    """The date a text means, or None where it is none.

    A time of day is dropped; where the text (or the column's header) also tells the
    zone, the day is that of ``style.zone``; midnight at an offset is the day it is there.
    """
    tidy = _BASIC.sub(r"\1 \2:\3\4", _tidy(text))
    found = _TIME.search(tidy)
    if not found:
        since = _SINCE_1970.fullmatch(tidy)
        return datetime.fromtimestamp(int(since[1]), style.zone or UTC).date() if since else _day_of(tidy, style)
    day = _day_of(_WEEKDAY.sub("", tidy[: found.start()]).strip(), style)
    if day is None or style.zone is None or not found[1] or not (found[4] or style.from_utc):
        return day
    hour = int(found[1]) % 12 + 12 * found[3].startswith("p") if found[3] else int(found[1])
    source = _zone_of(found[4]) if found[4] else UTC
    if hour == 0 and int(found[2]) == 0 and found[4] and source != UTC:
        return day  # midnight in a zone of its own is how programs write a date without a time
    if hour > 23 or int(found[2]) > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, int(found[2]), tzinfo=source).astimezone(style.zone).date()


def _means_nothing(text: str) -> bool:
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    return word in NOTHING or word in _OPEN_ENDED or word.startswith("9999")


def _year_first_days(cells: Cells, style: DateStyle) -> Any:
    """Days since 1970 of the distinct texts that are plain 2026-08-01 or 2026/8/1 with or without time; else NaT."""
    time = "" if style.from_utc and style.zone else r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
    plain = pc.match_substring_regex(cells.texts, rf"^(?:19|20)\d{{2}}[-/]\d{{1,2}}[-/]\d{{1,2}}{time}$")
    days = pc.replace_substring_regex(pc.if_else(plain, cells.texts, pa.scalar(None, pa.string())), "[T ].*$", "")
    seconds = pc.strptime(pc.replace_substring(days, "/", "-"), format="%Y-%m-%d", unit="s", error_is_null=True)
    found = seconds.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    written = pc.cast(pc.replace_substring_regex(days, r"^.*[-/]", ""), pa.float64()).to_numpy(zero_copy_only=False)
    rolled = (found - found.astype("datetime64[M]")).astype(np.int64) + 1 != written  # 30 February became 2 March
    return np.where(rolled, np.datetime64("NaT"), found).astype("datetime64[D]").astype(np.int64)


def read_dates(cells: Cells, style: DateStyle) -> Reading:
    """The column as ``datetime64[D]``; blanks, words for nothing and 9999-12-31 are NaT."""
    nat = np.iinfo(np.int64).min
    days = _year_first_days(cells, style)
    bad: dict[int, Fault] = {}
    for code in np.flatnonzero(days == nat).tolist():
        text = cells.distinct[code]
        found = parse_date(text, style)
        if found is not None:
            days[code] = found.toordinal() - _EPOCH
        elif text.casefold() in ERROR_WORDS:
            bad[code] = ERROR_CELL
        elif not _means_nothing(text):
            bad[code] = NOT_A_DATE
    values = cells.spread(days, nat, np.int64)
    wrong = _take_numbers(cells, values, style)
    return reading(cells, values.view("datetime64[D]"), bad, (wrong, NOT_A_DATE))


def _take_numbers(cells: Cells, values: Any, style: DateStyle) -> Any:
    """Fill in date cells, serial numbers and compact numbers; the mask of cells that are none of these."""
    real = cells.kinds == CellKind.DATE
    if real.any():
        values[real] = np.floor(_shifted(cells.numbers[real], style)).astype(np.int64)
    numeric = cells.kinds == CellKind.NUMBER
    serial = numeric & (cells.numbers >= _SERIALS[0]) & (cells.numbers <= _SERIALS[1])
    values[serial] = np.floor(cells.numbers[serial]).astype(np.int64) - style.serial_epoch
    wrong = np.isin(cells.kinds, (CellKind.BOOL, CellKind.DURATION))
    since = (
        numeric & (cells.numbers >= 1e9) & (cells.numbers < 4e12) & ((cells.numbers < 4e9) | (cells.numbers >= 1e12))
    )
    if since.any():  # seconds or milliseconds since 1970
        seconds = np.where(cells.numbers[since] < 4e9, cells.numbers[since], cells.numbers[since] / 1000)
        in_utc = DateStyle(from_utc=True, zone=style.zone)
        values[since] = np.floor(_shifted(seconds / 86400, in_utc)).astype(np.int64)
    rest = np.flatnonzero(numeric & ~serial & ~since)
    for row in rest.tolist():
        number = cells.numbers[row]
        day = _day_of(str(int(number)), style) if np.isfinite(number) and number == int(number) else None
        if day is None:
            wrong[row] = True
        else:
            values[row] = day.toordinal() - _EPOCH
    return wrong


def _shifted(days: Any, style: DateStyle) -> Any:
    """Date cells with a time of day in UTC, moved to the calendar of the zone."""
    if not (style.from_utc and style.zone) or not (days % 1).any():
        return days
    unique, inverse = np.unique(days, return_inverse=True)
    moved = [
        day
        if day == int(day)
        else (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).astimezone(style.zone).date().toordinal() - _EPOCH
        for day in unique.tolist()
    ]
    return np.array(moved, dtype=np.float64)[inverse]
