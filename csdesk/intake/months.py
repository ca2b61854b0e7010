"""Wide month columns: which headers name months, of which year, and what the numbers below them count."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date

from csdesk.intake.values.dates import two_digit_year

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[-/.年_]\s*(\d{1,2})\s*月?(?:[-/.]0?1|度|分)?")
_COMPACT = re.compile(r"(20\d{2})(0[1-9]|1[0-2])")
_ERA_MONTH = re.compile(r"(?:令和|r)\s*(\d{1,2})\s*[年./]\s*(\d{1,2})\s*月?")
_NAMED = re.compile(r"([a-z]{3})[a-z]*\.?[-\s']*(\d{4}|\d{2})?")
# The revenue a header names beside its month: MRR 2026-04, 4月MRR, Apr-26 (ARR).
_WORDED = re.compile(r"^\s*(?:mrr|arr|月額)[\s_:/の-]+|(?<=\S)[\s_:/の-]*[(（]?(?:mrr|arr|月額)[)）]?\s*$")
_MONTH_ONLY = re.compile(r"(\d{1,2})\s*月(?:度|分)?")
_FISCAL = re.compile(
    r"(20\d{2}|(?<![\d和])\d{2})\s*年度|fy\s*'?(\d{4}|\d{2})(?!\d)|(?:令和|\br)\s*(\d{1,2}|元)\s*年度|(20\d{2})\s*(?:会計年度|fiscal year)"
)
_CALENDAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)\s*年?|(?<![\d和成])(\d{2})\s*年(?!度)|令和\s*(\d{1,2}|元)\s*年(?!度)")

# In this order: the first word found in the header's parent, the sheet, the title or the file names the metric.
_METRIC_WORDS: tuple[tuple[str, str], ...] = (
    ("利用id", "seats_used"), ("発行アカウント", "seats_used"), ("seats used", "seats_used"), ("billable", "seats_used"),
    ("アクティブ", "active_users"), ("active", "active_users"), ("mau", "active_users"), ("利用人数", "active_users"), ("利用者", "active_users"),
    ("ログイン", "logins"), ("login", "logins"), ("log-in", "logins"),
    ("機能利用", "feature_uses"), ("feature use", "feature_uses"), ("主要機能", "features_used"),
    ("エラー", "errors"), ("error", "errors"), ("ストレージ", "storage"), ("storage", "storage"),
    ("セッション", "sessions"), ("session", "sessions"), ("アクセス", "sessions"), ("visits", "sessions"),
    ("利用回数", "sessions"), ("利用状況", "sessions"), ("利用実績", "sessions"), ("usage", "sessions"),
)  # fmt: skip


def month_of(header: str) -> tuple[int | None, int] | None:
    """(year or None, month) a header names: 4月, 2026年4月, 2026-04, Apr-26, 202604; else None."""
    text = _WORDED.sub("", unicodedata.normalize("NFKC", header).casefold()).strip()
    if found := (_YEAR_MONTH.fullmatch(text) or _COMPACT.fullmatch(text)):
        year, month = int(found[1]), int(found[2])
    elif found := _ERA_MONTH.fullmatch(text):
        year, month = 2018 + int(found[1]), int(found[2])
    elif (found := _NAMED.fullmatch(text)) and found[1] in _NAMES and _is_month_word(text):
        return (two_digit_year(int(found[2])) if found[2] else None, _NAMES.index(found[1]) + 1)
    elif found := _MONTH_ONLY.fullmatch(text):
        return (None, int(found[1])) if 1 <= int(found[1]) <= 12 else None
    else:
        return None
    return (year, month) if 1 <= month <= 12 else None


def _is_month_word(text: str) -> bool:
    word = re.match(r"[a-z]+", text)
    full = (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "sept",
        "october",
        "november",
        "december",
    )
    return word is not None and (word[0] in _NAMES or word[0] in full)


def _split(header: str) -> tuple[str, str]:
    parent, _, child = header.rpartition(" / ")
    return parent, child


def fiscal_year_of(text: str) -> int | None:
    """The year of 2026年度, FY2026, FY26, 令和8年度 in a text, or None."""
    found = _FISCAL.search(unicodedata.normalize("NFKC", text).casefold())
    if not found:
        return None
    if found[3]:
        return 2018 + (1 if found[3] == "元" else int(found[3]))
    return two_digit_year(int(found[1] or found[2] or found[4]))


def calendar_year_of(text: str) -> int | None:
    """The year of 2026, 2026年, 25年1月〜, 令和8年3月 in a text, or None."""
    found = _CALENDAR.search(unicodedata.normalize("NFKC", text).casefold())
    if not found:
        return None
    if found[3]:
        return 2018 + (1 if found[3] == "元" else int(found[3]))
    return two_digit_year(int(found[1] or found[2]))


def month_columns(
    headers: Sequence[str], hints: Sequence[str], as_of: date, fiscal_first: int = 4
) -> Mapping[int, date]:
    """Column → last day of the month its header names, where at least three headers name months.

    Fewer count with their years: two of the same thing one after the other, or one that says nothing but the month.

    A month without a year takes it from the parent header or a hint (sheet, title, file): in a
    fiscal year named by its starting year, months before ``fiscal_first`` are in the next year.
    Without any hint the latest run of months that has begun by ``as_of`` is meant.
    """
    named = {}
    for column, header in enumerate(headers):
        parent, child = _split(header)
        if found := month_of(header) or month_of(child) or month_of(header.replace(" / ", "")):
            named[column] = (parent, *found)
    if len(named) < 3 and not _stands_for_itself([headers[column] for column in named], list(named.values())):
        return {}
    bare = [(column, parent, month) for column, (parent, year, month) in named.items() if year is None]
    years = {column: year for column, (_, year, _m) in named.items() if year is not None}
    years.update(_years_of(bare, hints, as_of, fiscal_first))
    return {column: _month_end(years[column], month) for column, (_, _y, month) in named.items()}


def _said(header: str) -> str:
    """What the header of a month says before the month: Logins of "Logins 2026-04"."""
    words = re.split(r"\d", unicodedata.normalize("NFKC", header).casefold(), maxsplit=1)[0].split()
    return " ".join(word for word in words if not (word.strip("-.,'")[:3] in _NAMES and _is_month_word(word)))


def _stands_for_itself(headers: Sequence[str], named: Sequence[tuple[str, int | None, int]]) -> bool:
    """Whether one or two headers with their years are columns of months."""
    numbers = [12 * year + month for _, year, month in named if year is not None]
    if len(numbers) < len(named) or len({(parent, _said(header)) for header, (parent, *_) in zip(headers, named, strict=True)}) != 1:  # fmt: skip
        return False
    return not _said(headers[0]) if len(named) == 1 else numbers[1] - numbers[0] == 1


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _years_of(
    bare: Sequence[tuple[int, str, int]], hints: Sequence[str], as_of: date, fiscal_first: int
) -> dict[int, int]:
    """The year of each column that names a month alone."""
    years: dict[int, int] = {}
    unsure: list[tuple[int, int]] = []
    if bare and fiscal_first == 1 and _wraps([month for _, _, month in bare])[-1]:
        fiscal_first = bare[0][2]  # 4月 … 3月 in this order shows where the year begins
    for column, parent, month in bare:
        calendar = calendar_year_of(parent)
        fiscal = fiscal_year_of(parent) or (fiscal_year_of(" ".join(hints)) if calendar is None else None)
        if fiscal is not None:
            years[column] = fiscal + (month < fiscal_first)
        elif calendar is not None:
            years[column] = calendar
        else:
            unsure.append((column, month))
    if unsure:
        stated = calendar_year_of(" ".join(hints))
        offsets = _wraps([month for _, month in unsure])
        first = stated if stated is not None else _latest_start(unsure[0][1], as_of)
        years.update({column: first + offset for (column, _), offset in zip(unsure, offsets, strict=True)})
    return years


def _wraps(months: Sequence[int]) -> list[int]:
    """How often the year has turned by each month of a run: 11, 12, 1 → 0, 0, 1."""
    offsets, turned = [], 0
    for before, month in zip([months[0], *months], months, strict=False):
        turned += month < before
        offsets.append(turned)
    return offsets


def _latest_start(month: int, as_of: date) -> int:
    return as_of.year if date(as_of.year, month, 1) <= as_of else as_of.year - 1


def metric_named(hints: Sequence[str]) -> str | None:
    """The metric that texts around a table name, or None; the first hint that names one decides."""
    for hint in hints:
        text = unicodedata.normalize("NFKC", hint).casefold().replace("_", " ")
        for word, metric in _METRIC_WORDS:
            if word in text:
                return metric
    return None
