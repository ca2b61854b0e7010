"""Until when a contract may be cancelled: the last safe day, and notice clauses as people write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from csdesk.model.periods import DAY, add_months

NoticeUnit = Literal["days", "months"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice period.

    Attributes:
        written: whether the clause asks for notice in writing.
    """

    n: int
    unit: NoticeUnit
    written: bool = False


def notice_by(end: date, n: int, unit: NoticeUnit) -> date:
    """The last day on which notice is in time.

    The day after the end of the term, minus n months or days, minus one day. Three months
    before a term that ends on 31 March begin on 1 January, so 31 December is the last safe day.
    """
    after = end + DAY
    return (add_months(after, -n) if unit == "months" else after - timedelta(days=n)) - DAY


_KANJI = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
_KANJI_UNITS = {"十": 10, "拾": 10, "百": 100}
_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
_KANJI_NUMBER = re.compile(
    f"[{''.join(_KANJI)}{''.join(_KANJI_UNITS)}]+(?=\\s*(?:[ヶヵかカケ箇個]?月|日|週|年|営業日))"
)
_ENGLISH_NUMBER = re.compile(rf"\b(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})\b")
_A_DATE = re.compile(r"\d{3,4}\s*[年/.-]\s*\d|\d{1,2}[/.]\d{1,2}[/.]\d|\d{1,2}月\s*(?:\d|末)")
_BUSINESS_DAYS = re.compile(r"営業日|business\s+days?|working\s+days?")
_IN_WRITING = re.compile(r"書面|文書|written|in writing")
_NUMBER = r"(?<![\d.,])(\d{1,4})(?:\.0+)?[\s)-]*"
# What follows the number, the unit it means, and how many of that unit one of them is.
_UNITS: tuple[tuple[re.Pattern[str], NoticeUnit, int], ...] = (
    (re.compile(_NUMBER + r"(?:[ヶヵかカケ箇個]月|月(?=\s*(?:前|以前|間))|calendar\s+months?\b|months?\b|mos?\b\.?|m\b)"), "months", 1),
    (re.compile(_NUMBER + r"(?:日|calendar\s+days?\b|days?\b|d\b)"), "days", 1),
    (re.compile(_NUMBER + r"(?:週|weeks?\b|wks?\b|w\b)"), "days", 7),
    (re.compile(_NUMBER + r"(?:[ヶヵかカケ箇個]?年|years?\b|yrs?\b|y\b)"), "months", 12),
)  # fmt: skip
_BARE = re.compile(r"\d{1,4}(?:\.0+)?")


def parse_notice(text: str, default_unit: NoticeUnit = "days") -> Notice | None:
    """A notice clause as it stands in a cell, or None where it names no period.

    ``3ヶ月前までに書面で``, ``60日前``, ``90 days``, ``3 months' written notice``, ``三ヶ月``; a bare
    number counts in ``default_unit``. Where a clause gives a period twice, the first counts. Dates and
    business days (営業日) are no such period: they cannot be kept without guessing.
    """
    plain = _with_digits(text)
    if _A_DATE.search(plain) or _BUSINESS_DAYS.search(plain):
        return None
    written = _IN_WRITING.search(plain) is not None
    found = [(match.start(), int(match[1]) * many, unit) for p, unit, many in _UNITS for match in p.finditer(plain)]
    if found:
        _, n, unit = min(found)
        return Notice(n, unit, written)
    bare = _BARE.fullmatch(plain.strip())
    return Notice(int(float(bare[0])), default_unit) if bare else None


def _with_digits(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower().replace("半年", "6ヶ月")
    plain = _ENGLISH_NUMBER.sub(lambda m: str(_ENGLISH[m[0]]), plain)
    return _KANJI_NUMBER.sub(lambda m: str(_kanji_number(m[0])), plain)


def _kanji_number(text: str) -> int:
    """三 → 3, 九十 → 90, 百八十 → 180, 三〇 → 30."""
    total = digits = 0
    for sign in text:
        if sign in _KANJI_UNITS:
            total += (digits or 1) * _KANJI_UNITS[sign]
            digits = 0
        else:
            digits = digits * 10 + _KANJI[sign]
    return total + digits
