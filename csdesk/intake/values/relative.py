"""Dates that count from another day: 翌月末, 翌々月10日, 月末締め翌月末払い, 翌年3月31日, net 30, end of next month."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np

_LAST = 31  # of any month: its last day

_BASES = {
    "請求": "issued", "発行": "issued", "invoice": "issued", "issue": "issued", "締": "closing",
    "契約": "start", "開始": "start", "利用": "start", "start": "start",
}  # fmt: skip
_FROM = r"(?:(?P<base>請求|発行|締|契約|開始|利用)(?:開始|書)?(?:発行|締め?|め)?(?:日|月)?\s*(?:の|より|から|以降)?\s*(?:起算\s*)?)?"
_TAIL = (
    r"\s*(?:に|まで|迄)?\s*(?:お?支払い?|払い?|お?振り?込み?|入金|決済|引き?落と?し|口座振替|期限|期日|予定|終了|満了)*"
)
_MONTHS_LATER = re.compile(
    r"(?:(?P<close>月末|末日?|\d{1,2}日)\s*締め?切?り?\s*[、,・/]?\s*)?" + _FROM
    + r"(?:(?P<word>当月|同月|今月|本月|翌々々月|翌々月|翌翌月|再来月|翌月|来月|次月)|(?P<n>\d{1,2})\s*[ヶケかカ箇ヵ]月後)"
    r"\s*の?\s*(?P<day>末日?|月末|初日|\d{1,2}日)?" + _TAIL
)  # fmt: skip
_YEARS_LATER = re.compile(
    _FROM + r"(?P<year>翌々年|翌年|同年)\s*の?\s*(?P<month>\d{1,2})月\s*(?P<day>末日?|\d{1,2}日)" + _TAIL
)
_DAYS_LATER = re.compile(_FROM + r"(?:(?P<n>\d{1,3})日(?:後|以内)|(?P<word>翌日|当日|同日|即日))" + _TAIL)
_WORDS = {"当月": 0, "同月": 0, "今月": 0, "本月": 0, "翌月": 1, "来月": 1, "次月": 1, "翌々月": 2, "翌翌月": 2, "再来月": 2, "翌々々月": 3}  # fmt: skip
_OF_THE_WRITER = ("今月", "本月", "来月", "再来月")
_YEARS = {"同年": 0, "翌年": 1, "翌々年": 2}

_AFTER = r"(?:\s+(?:after|from|of|following)\s+(?:the\s+)?(?P<base>invoice|issue|start)(?:\s+date)?)?"
_NET = re.compile(r"(?:[\d.]+\s*%?\s*[/ ,]\s*\d+\s*[,;]?\s*)?(?:net|n\s*/)\s*-?\s*(?P<n>\d{1,3})(?:\s*days?)?" + _AFTER)
_IN_DAYS = re.compile(r"(?:within\s+|in\s+)?(?P<n>\d{1,3})\s*days?" + _AFTER)
_IN_MONTHS = re.compile(r"(?:within\s+|in\s+)?(?P<n>\d{1,2})\s*months?" + _AFTER)
_AT_ONCE = re.compile(r"(?:due\s+|payable\s+)?(?:on|upon)\s+receipt|due\s+immediately|immediate(?:ly)?")
_MONTH_END = re.compile(
    r"(?:at\s+)?(?:the\s+)?end\s+of\s+(?:the\s+)?(?P<word>same|current|this|next|following)?\s*month|(?P<eom>eom)"
    r"|(?P<next>next|following)\s+month[\s-]end"
)
_DAY_OF_MONTH = re.compile(
    r"(?:on\s+)?(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:day\s+)?of\s+(?:the\s+)?(?P<word>same|current|this|next|following)\s+month"
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A day that counts from a base day.

    Attributes:
        months: after the month of the base.
        day: of that month, 31 its last; None: the day of the base.
        days: added at the end.
        month: of the calendar, ``years`` after the base's; None: ``months`` says which.
        closing: the day on which a month closes; a later base counts to the month after.
        base: ``issued``, ``closing``, ``start`` where the text names it, else "".
        of_writer: it counts from the day the file was written (今月), not from a day in the row.
    """

    months: int = 0
    day: int | None = None
    days: int = 0
    years: int = 0
    month: int | None = None
    closing: int | None = None
    base: str = ""
    of_writer: bool = False

    @property
    def needs_month_only(self) -> bool:
        """Whether any day of the base's month gives the same."""
        return self.day is not None and self.days == 0 and self.closing in (None, _LAST)


def parse_relative(text: str, month_end: bool = True) -> Relative | None:
    """What day a text means after a base; None where it means none, or names a base nobody can know (検収月の翌月末).

    Args:
        month_end: a month without a day means its last day, else its first.
    """
    tidy = unicodedata.normalize("NFKC", text).strip().casefold()
    found = _japanese(tidy, month_end) or _english(tidy)
    if (
        found is None
        or (found.day is not None and not 1 <= found.day <= _LAST)
        or found.month not in (None, *range(1, 13))
    ):
        return None
    return found


def _japanese(text: str, month_end: bool) -> Relative | None:
    if found := _MONTHS_LATER.fullmatch(text):
        word, base = found["word"], _BASES.get(found["base"] or "", "")
        months = int(found["n"]) if word is None else _WORDS[word]
        day = _day(found["day"])
        if day is None and word is not None:
            day = _LAST if month_end else 1
        closing = _day(found["close"])
        return Relative(months, day, closing=closing, base=base, of_writer=word in _OF_THE_WRITER and not base)
    if found := _YEARS_LATER.fullmatch(text):
        base = _BASES.get(found["base"] or "", "")
        return Relative(day=_day(found["day"]), years=_YEARS[found["year"]], month=int(found["month"]), base=base)
    if found := _DAYS_LATER.fullmatch(text):
        days = int(found["n"]) if found["n"] else int(found["word"] == "翌日")
        return Relative(days=days, base=_BASES.get(found["base"] or "", ""))
    return None


def _day(text: str | None) -> int | None:
    if text is None:
        return None
    return _LAST if "末" in text else 1 if text == "初日" else int(text.rstrip("日"))


def _english(text: str) -> Relative | None:
    text = re.sub(r"\s+", " ", text.rstrip("."))
    if found := (_NET.fullmatch(text) or _IN_DAYS.fullmatch(text)):
        return Relative(days=int(found["n"]), base=_BASES.get(found["base"] or "", ""))
    if found := _IN_MONTHS.fullmatch(text):
        return Relative(int(found["n"]), base=_BASES.get(found["base"] or "", ""))
    if _AT_ONCE.fullmatch(text):
        return Relative()
    if found := _MONTH_END.fullmatch(text):
        return Relative(int((found["word"] or found["next"]) in ("next", "following")), _LAST)
    if found := _DAY_OF_MONTH.fullmatch(text):
        return Relative(int(found["word"] in ("next", "following")), int(found["day"]))
    return None


def counted(base: Any, rule: Relative) -> Any:
    """The days a rule means after base days (``datetime64[D]``, NaT stays); a day a month does not have is its last."""
    month = base.astype("datetime64[M]")
    if rule.closing is not None:
        month = month + ((base - month.astype("datetime64[D]")).astype(np.int64) + 1 > rule.closing)
    if rule.month is None:
        month = month + rule.months
    else:
        month = (base.astype("datetime64[Y]") + rule.years).astype("datetime64[M]") + (rule.month - 1)
    first = month.astype("datetime64[D]")
    length = ((month + 1).astype("datetime64[D]") - first).astype(np.int64)
    own = (base - base.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    day = np.minimum(own if rule.day is None else rule.day, length)
    return np.where(np.isnat(base), base, first + (day - 1) + rule.days)
