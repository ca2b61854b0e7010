"""Numbers as people write them: amounts of money with units and signs, counts, percentages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csdesk.intake.sheets import CellKind
from csdesk.intake.values.cells import ERROR_CELL, ERROR_WORDS, NOTHING, Cells, Fault, Reading, plain, reading
from csdesk.model.messages import Message

NOT_AN_AMOUNT = Fault(
    "not_an_amount",
    Message("This is not an amount CSDesk can read."),
    Message("Write digits only, for example 1200000."),
    "1200000",
)

SYMBOLS = {
    "¥": "JPY", "\\": "JPY", "円": "JPY", "yen": "JPY", "$": "USD", "us$": "USD", "ドル": "USD", "米ドル": "USD", "€": "EUR", "ユーロ": "EUR", "£": "GBP", "ポンド": "GBP",
    "₩": "KRW", "ウォン": "KRW", "₹": "INR", "a$": "AUD", "c$": "CAD", "s$": "SGD", "元": "CNY",
}  # fmt: skip
CODES = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BHD",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "ISK",
        "JOD",
        "JPY",
        "KRW",
        "KWD",
        "MXN",
        "MYR",
        "NOK",
        "NZD",
        "OMR",
        "PEN",
        "PHP",
        "PLN",
        "QAR",
        "RON",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TND",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "VND",
        "ZAR",
    ]
)
_UNITS = {"億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 10**2}
_SUFFIXES = {
    "k": 10**3,
    "m": 10**6,
    "mm": 10**6,
    "mn": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
_NUMBER = r"\d[\d,.' \u00a0]*|[.,]\d+"
_PLAIN = re.compile(rf"({_NUMBER})\s*(k|mm|mn|m|bn|b|thousand|million|billion)?")
_JAPANESE = re.compile(rf"({_NUMBER})\s*(億|千万|百万|万|千|百)?")
_CURRENCY_BEFORE = re.compile(r"(us\$|a\$|c\$|s\$|[$€£¥₩₹\\]|[a-z]{3}(?=[\s\d(.+-]))\s*")
_CURRENCY_AFTER = re.compile(r"\s*(円|米ドル|ドル|ユーロ|ポンド|ウォン|元|yen|[$€£¥₩₹]|[a-z]{3})$")
_TAIL = re.compile(
    r"\s*(\((?:税込|税抜|税別)み?き?\)|税込|税抜|税別|/\s*(?:月|年|mo|month|yr|year|seat|user)\.?|(?:per|a)\s+(?:month|year)|也|-)$"
)
# Thousands, and lakhs as India parts them.
_GROUPED = {
    mark: re.compile(rf"[-+]?\d{{1,3}}(?:{re.escape(mark)}\d{{2,3}})*{re.escape(mark)}\d{{3}}") for mark in ",."
}
_NEGATIVE = re.compile(r"^[▲△\-‐−–—―ー]\s*")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a text says: a number, its currency if it names one, and whether it brings its own unit (万, k, 円)."""

    number: float
    currency: str | None = None
    has_unit: bool = False


_FREE = frozenset(["free", "free of charge", "no charge", "complimentary", "無償", "無料", "無償提供", "無料提供"])
_MOST_DIGITS = 400
_NO_CENTS = re.compile(r"(?<=\d)[.,]\s?(?:-{1,2}|[–—―])$")  # 1'200.- and 1.200,-


def decimal_comma(texts: Iterable[str]) -> bool:
    """Whether a column writes 1.234,56. Cells with both marks decide, then those with one that can be no group."""
    votes = 0
    for text in texts:
        if text.isdecimal():
            continue
        digits = re.sub(r"[^\d,.]", "", unicodedata.normalize("NFKC", text))
        comma, dot = digits.rfind(","), digits.rfind(".")
        if comma >= 0 and dot >= 0:
            votes += 3 if comma > dot else -3
        elif comma >= 0:
            votes += (
                1 if digits.count(",") == 1 and len(digits) - comma - 1 != 3 else -1 if digits.count(",") > 1 else 0
            )
        elif dot >= 0:
            votes += 1 if digits.count(".") > 1 else -1 if len(digits) - dot - 1 != 3 else 0
    return votes > 0


def _number(digits: str, comma: bool) -> Decimal | None:
    """The number, or None where its marks cannot part thousands in this column: 3,4 where others write 1,200.50."""
    digits = re.sub(r"['\s\u00a0]", "", digits)
    group, point = (".", ",") if comma else (",", ".")
    whole = digits.split(point)[0]
    if len(digits) > _MOST_DIGITS or (group in digits and not _GROUPED[group].fullmatch(whole)):
        return None
    digits = digits.replace(".", "").replace(",", ".") if comma else digits.replace(",", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _sum_of_units(text: str, comma: bool) -> tuple[Decimal, bool] | None:
    """12億3,000万 as a number, and whether it has such units."""
    total, position, last, units = Decimal(0), 0, 10**13, False
    while position < len(text):
        found = _JAPANESE.match(text, position)
        number = _number(found[1], comma) if found else None
        if not found or number is None:
            return None
        factor = _UNITS.get(found[2] or "", 1)
        if factor >= last:
            return None
        total, position, last, units = total + number * factor, found.end(), factor, units or factor > 1
    return (total, units) if position else None


def parse_amount(text: str, comma: bool = False) -> Amount | None:
    """The amount a text means, or None: ¥1,200; 1,200円; 120万円; 12億3,000万円; (1,200); ▲1,200; 1.2k; $1,234.50."""
    rest = unicodedata.normalize("NFKC", text).strip().casefold()
    currency, sign, has_unit = None, 1, False
    for _ in range(4):  # signs, brackets, currency and tails stand in any order
        before = rest
        if len(rest) > 2 and rest[0] == "(" and rest[-1] == ")":
            rest, sign = rest[1:-1].strip(), -sign
        if _NEGATIVE.match(rest):
            rest, sign = _NEGATIVE.sub("", rest), -sign
        rest = rest.removeprefix("+").removeprefix("'").strip()
        if (found := _CURRENCY_BEFORE.match(rest)) and (code := _currency(found[1])):
            rest, currency = rest[found.end() :], code
        rest = _NO_CENTS.sub("", rest)
        if found := _TAIL.search(rest):
            sign = -sign if found[1] == "-" else sign
            rest = rest[: found.start()]
        if (found := _CURRENCY_AFTER.search(rest)) and (code := _currency(found[1])):
            rest, currency, has_unit = rest[: found.start()], currency or code, has_unit or found[1] == "円"
        if rest == before:
            break
    number = _magnitude(rest, comma)
    if number is None:
        return None
    return Amount(sign * float(number[0]), currency, has_unit or number[1])


def _magnitude(rest: str, comma: bool) -> tuple[Decimal, bool] | None:
    if (found := _PLAIN.fullmatch(rest)) and (number := _number(found[1], comma)) is not None:
        return number * _SUFFIXES.get(found[2] or "", 1), bool(found[2])
    return _sum_of_units(rest, comma)


def _currency(mark: str) -> str | None:
    return SYMBOLS.get(mark) or (mark.upper() if mark.upper() in CODES else None)


def parse_currency(text: str) -> str | None:
    """The ISO 4217 code of a code, symbol or word: jpy, ¥, 円, US$."""
    return _currency(unicodedata.normalize("NFKC", text).strip().casefold())


def _plain_numbers(cells: Cells, comma: bool) -> Any:
    """The distinct texts that are nothing but digits (and a decimal point), as float64; NaN for the others."""
    pattern = r"^[-+]?\d+$" if comma else r"^[-+]?\d+(?:\.\d+)?$"
    simple = pc.match_substring_regex(cells.texts, pattern)
    bare = pc.utf8_ltrim(pc.if_else(simple, cells.texts, pa.scalar(None, pa.string())), "+")
    return pc.fill_null(pc.cast(bare, pa.float64()), np.nan).to_numpy(zero_copy_only=False).copy()


def read_parsed(
    cells: Cells, parse: Callable[[int, str], float | Fault], fault: Fault, comma: bool
) -> tuple[Any, dict[int, Fault], Any]:
    """Numbers a row, faults by distinct text, and the mask of cells of a kind that holds no number.

    ``parse`` is given the code and the text of each distinct text that is no plain number.
    """
    numbers = _plain_numbers(cells, comma)
    bad: dict[int, Fault] = {}
    for code in np.flatnonzero(np.isnan(numbers)).tolist():
        text = cells.distinct[code]
        found = parse(code, text)
        if not isinstance(found, Fault):
            numbers[code] = found
        elif text.casefold() in ERROR_WORDS:
            bad[code] = ERROR_CELL
        elif unicodedata.normalize("NFKC", text).strip().casefold() not in NOTHING:
            bad[code] = fault
    values = cells.spread(numbers, np.nan, np.float64)
    numeric = np.isin(cells.kinds, (CellKind.NUMBER, CellKind.DURATION, CellKind.BOOL))
    values[numeric] = cells.numbers[numeric]
    return values, bad, cells.kinds == CellKind.DATE


def read_amounts(cells: Cells, scale: float = 1.0) -> Reading:
    """Amounts in major units, times ``scale`` where the cell brings no unit of its own.

    ``marks`` holds the ISO currency a cell names, else null; None where no cell names one.
    """
    comma = decimal_comma(cells.distinct)
    currencies: list[str | None] = [None] * len(cells.distinct)
    own_unit = np.zeros(len(cells.distinct), dtype=bool)

    def parse(code: int, text: str) -> float | Fault:
        if plain(text) in _FREE:
            return 0.0
        found = parse_amount(text, comma)
        if found is None:
            return NOT_AN_AMOUNT
        currencies[code], own_unit[code] = found.currency, found.has_unit
        return found.number

    values, bad, wrong = read_parsed(cells, parse, NOT_AN_AMOUNT, comma)
    with np.errstate(over="ignore"):  # what is too large for a number is a fault of its cell
        values = np.where(cells.spread(own_unit, False, bool), values, values * scale)
    named = any(currencies)
    marks = pa.array(cells.spread(np.array(currencies, dtype=object), None, object), pa.string()) if named else None
    return reading(cells, values, bad, (wrong | (cells.kinds == CellKind.BOOL), NOT_AN_AMOUNT), marks)
