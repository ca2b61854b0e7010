"""Texts that say more than one thing: a term from and to, a length in months, a notice clause."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date

import numpy as np

from csdesk.intake.values.dates import DateStyle, parse_date, without_year
from csdesk.intake.values.partial_dates import YearHint
from csdesk.intake.values.relative import Relative, counted, parse_relative

_FROM_TO = re.compile(
    r"\s*(?:[~〜～∼]|から|より|至|\bto\b|\bthrough\b|\s[-–—―]\s|[–—―]|->|→|(?<=[日月末0-9])-(?=\d{4}|(?:令和|平成|[令平rh])\s*\.?\d))\s*"
)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(年間?|years?|yrs?|y|[ヶケかカ箇ヵ]?月間?|months?|mos?|m)?")
_UNIT_ALONE = re.compile(r"\s*(?:年|years?|yrs?|[ヶケかカ箇ヵ]?月間?|months?|mos?|m|y)\s*")
_HAS_LENGTH = re.compile(r"年|[ヶケかカ箇ヵ]月|year|yr|month|mo")
_LONGEST = 240  # months; 27年 is no length
_FOR_EVER = 1_200  # months; more cannot be counted from a date


def parse_term(text: str, style: DateStyle) -> tuple[date | None, date | None] | None:
    """Start and end of 2026/4/1～2027/3/31, 2026.4-2027.3, 2026/4/1～翌年3月31日, 2026/4/1から1年間, 2026/4/1～; None where the text is no such pair."""
    tidy = unicodedata.normalize("NFKC", text).strip().casefold().removesuffix("まで").strip()
    parts = _FROM_TO.split(tidy.removeprefix("自").removeprefix("from ").strip())
    if len(parts) != 2:
        return None
    start = parse_date(parts[0], style) if parts[0] else None
    end = parse_date(parts[1], replace(style, month_end=True)) if parts[1] else None
    if start is not None and parts[1] and (end is None or (end < start and without_year(parts[1]))):
        end = _end_after(start, parts[1], style)
    if (parts[0] and start is None) or (parts[1] and end is None) or (start is None and end is None):
        return None
    return start, end


def _end_after(start: date, text: str, style: DateStyle) -> date | None:
    """An end that leaves its year out (the first such day after the start), or counts from the start."""
    if (rule := parse_relative(text)) is not None:
        counts_to = _after(start, rule)
        return counts_to if counts_to > start else None
    if _HAS_LENGTH.search(text) and (months := parse_months(text)) is not None and months <= _LONGEST:
        return _after(start, Relative(months, days=-1))
    for year in (start.year, start.year + 1):
        end = parse_date(text, replace(style, month_end=True, year=YearHint(year)))
        if end is not None and end > start:
            return end
    return None


def _after(start: date, rule: Relative) -> date:
    return date.fromisoformat(str(counted(np.array([start], dtype="datetime64[D]"), rule)[0]))


def _without_remark(text: str) -> str:
    """The text without brackets at its end: 12ヶ月(自動更新), 1年(12ヶ月); those of 12(ヶ月) hold the unit."""
    before, bracket, inside = text.removesuffix(")").rpartition("(") if text.endswith(")") else (text, "", "")
    said = bracket and any(map(str.isdecimal, before)) and not _UNIT_ALONE.fullmatch(inside)
    return before if said else text


def parse_months(text: str, years: bool = False) -> int | None:
    """The months of 1年, 12ヶ月, 36 months, 1年6ヶ月, 12; ``years``: a bare number counts years."""
    whole = unicodedata.normalize("NFKC", text).strip().casefold()
    tidy = re.sub(r"[\s(),契約]", "", _without_remark(whole))
    if not tidy:
        return None
    total, position = 0.0, 0
    while position < len(tidy):
        found = _LENGTH.match(tidy, position)
        if not found:
            return None
        unit = found[2] or ("年" if years else "月")
        total += float(found[1]) * (12 if unit[0] in "年y" else 1)
        position = found.end()
    return round(total) if 0 < total <= _FOR_EVER and abs(total - round(total)) < 1e-9 else None
