"""Counts, measures, durations and percentages as people write them."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from csdesk.intake.sheets import CellKind
from csdesk.intake.values.amounts import decimal_comma, parse_amount, read_parsed
from csdesk.intake.values.cells import Cells, Fault, Reading, reading
from csdesk.model.messages import Message

NOT_A_NUMBER = Fault(
    "not_a_number",
    Message("This is not a number CSDesk can read."),
    Message("Write digits only, for example 45."),
    "45",
)
NOT_WHOLE = Fault(
    "not_a_whole_number",
    Message("A whole number belongs here."),
    Message("Write it without a fraction, for example 12."),
    "12",
)
NOT_A_RATIO = Fault(
    "not_a_percentage",
    Message("This is not a percentage CSDesk can read."),
    Message("Write it as 85% or 0.85."),
    "85%",
)
_ALIKE = Message("Write all of them alike, as 85% or as 0.85.")
AS_FRACTION = Fault(
    "mixed_percentages",
    Message("Some cells of this column are percentages and some fractions; this one was taken as a fraction."),
    _ALIKE,
)
AS_PERCENTAGE = Fault(
    "mixed_percentages",
    Message("Most cells of this column are percentages; this one was taken as a percentage too."),
    _ALIKE,
)
_COUNTED = re.compile(
    r"\s*(人|名|席|ids?|アカウント|ユーザー|件|回|個|本|社|点|分|秒|日間?|[ヶケかカ箇ヵ]?月間?|年間?|歳|seats?|users?|licen[cs]es?|days?|months?|years?|hours?|hrs?|points?|pts?)$"
)
_CLOCK = re.compile(r"(\d{1,9}):(\d{2}):(\d{2})(?:\.\d+)?")
_HOURS = re.compile(r"(\d{1,9}):(\d{2})")
_DURATION = re.compile(
    r"(\d+(?:\.\d+)?)\s*(日間?|days?|d|時間|hours?|hrs?|h|分間?|minutes?|mins?|m|秒間?|seconds?|secs?|s)\s*"
)
_SECONDS = {"日": 86_400, "d": 86_400, "時": 3_600, "h": 3_600, "分": 60, "m": 60, "秒": 1, "s": 1}


def parse_duration(text: str) -> float | None:
    """Seconds of 1:02:03, 1:30 (hours and minutes), 1時間30分, 2h 30m, 90分; None where a text says no unit."""
    tidy = unicodedata.normalize("NFKC", text).strip().casefold()
    if clock := _CLOCK.fullmatch(tidy):
        return int(clock[1]) * 3600.0 + int(clock[2]) * 60 + int(clock[3])
    if clock := _HOURS.fullmatch(tidy):
        return int(clock[1]) * 3600.0 + int(clock[2]) * 60
    total, at = 0.0, 0
    while found := _DURATION.match(tidy, at):
        total += float(found[1]) * _SECONDS[found[2][0]]
        at = found.end()
    return total if at and at == len(tidy) else None


def parse_count(text: str, comma: bool) -> float | Fault:
    """The number of 1,200, 45人, 30 seats or a clock's seconds, else the fault."""
    rest = _COUNTED.sub("", unicodedata.normalize("NFKC", text).strip().casefold())
    if clock := _CLOCK.fullmatch(rest):
        return int(clock[1]) * 3600.0 + int(clock[2]) * 60 + int(clock[3])
    found = parse_amount(rest, comma)
    return NOT_A_NUMBER if found is None or found.currency else found.number


def read_numbers(cells: Cells, whole: bool = False) -> Reading:
    """Counts and measures; ``whole`` makes a fraction a fault."""
    comma = decimal_comma(cells.distinct)
    values, bad, wrong = read_parsed(cells, lambda _, text: parse_count(text, comma), NOT_A_NUMBER, comma)
    truths = cells.kinds == CellKind.BOOL  # TRUE is nobody's one seat
    values, wrong = np.where(truths, np.nan, values), wrong | truths
    if not whole:
        return reading(cells, values, bad, (wrong, NOT_A_NUMBER))
    with np.errstate(invalid="ignore"):
        broken = np.isfinite(values) & (np.abs(values - np.rint(values)) > 1e-9)
    values[broken] = np.nan
    return reading(cells, np.rint(values), bad, (wrong | broken, NOT_WHOLE))


def read_durations(cells: Cells, seconds: float = 1.0) -> Reading:
    """Seconds; bare numbers count units of ``seconds`` each, cells with a unit of their own and times bring theirs."""
    comma = decimal_comma(cells.distinct)
    own = np.zeros(len(cells.distinct), dtype=bool)

    def parse(code: int, text: str) -> float | Fault:
        found = parse_duration(text)
        own[code] = found is not None
        return parse_count(text, comma) if found is None else found

    values, bad, wrong = read_parsed(cells, parse, NOT_A_NUMBER, comma)
    has_unit = cells.spread(own, False, bool) | (cells.kinds == CellKind.DURATION)
    with np.errstate(over="ignore"):
        values = np.where(has_unit, values, values * seconds)
    return reading(cells, values, bad, (wrong, NOT_A_NUMBER))


def read_ratios(cells: Cells, percent: bool = False, formatted: bool = False) -> Reading:
    """Fractions: 85% is 0.85; plain numbers are percentages where any of the column is above 1.

    Where 0.85 stands among them the column votes: most cells above 1 make it a percentage too, else
    it is taken as it stands. Such cells are told by ``doubts``.

    Args:
        percent: the header says percent, so that 0.5 among 70 and 85 is half a percent without doubt.
        formatted: numbers are shown as percentages by their format, so that 1.2 is 120%.
    """
    comma = decimal_comma(cells.distinct)
    marked = np.array([unicodedata.normalize("NFKC", t).rstrip().endswith("%") for t in cells.distinct], dtype=bool)

    def parse(_: int, text: str) -> float | Fault:
        return parse_count(unicodedata.normalize("NFKC", text).strip().removesuffix("%").strip(), comma)

    values, bad, wrong = read_parsed(cells, parse, NOT_A_RATIO, comma)
    has_mark = cells.spread(marked, False, bool) if len(marked) else np.zeros(len(cells), dtype=bool)
    shown = (cells.kinds == CellKind.NUMBER) & formatted
    bare = ~has_mark & ~shown & np.isfinite(values)
    with np.errstate(invalid="ignore"):
        points = bare & (np.abs(values) > 1)
        fractions = bare & (np.abs(values) < 1) & (values != 0)
    by_vote = bool(points.sum() > fractions.sum() or (percent and points.any()))
    ones = bare & (np.abs(values) == 1) & bool(points.any()) & by_vote
    in_percent = has_mark | points | ones | (fractions & by_vote)
    doubts: tuple[tuple[int, Fault], ...] = ()
    if points.any() and not percent:
        fault = AS_PERCENTAGE if by_vote else AS_FRACTION
        doubts = tuple((int(row), fault) for row in np.flatnonzero(fractions))
    found = reading(cells, np.where(in_percent, values / 100, values), bad, (wrong, NOT_A_RATIO))
    return Reading(found.values, found.positions, found.faults, doubts=doubts)
