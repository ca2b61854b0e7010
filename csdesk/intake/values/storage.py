"""Sizes of stored data in gigabytes: 1.2 GB, 300 MB, 2TB, 512 MiB."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from csdesk.intake.sheets import CellKind
from csdesk.intake.values.amounts import decimal_comma, parse_amount, read_parsed
from csdesk.intake.values.cells import Cells, Fault, Reading, reading
from csdesk.intake.values.numbers import NOT_A_NUMBER, parse_count

_GIGA = 1e9
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_SIZED = re.compile(
    r"(.*?\d)\s*(?:([kmgtp]?)(i?)(?:b|bytes?)|([kmgtp])|(バイト)|([キメギテペ])(?:ロ|ガ|ラ|タ)(?:バイト)?)"
)
_KATAKANA = {"キ": "k", "メ": "m", "ギ": "g", "テ": "t", "ペ": "p"}
_STATED = re.compile(r"(?<![a-z])([kmgtp])(i?)b(?![a-z])")


def gigabytes_of(header: str) -> float:
    """How many gigabytes a bare number under the header counts: Storage (MB) 0.001, 容量（TB） 1000, else 1."""
    found = _STATED.search(unicodedata.normalize("NFKC", header).casefold())
    return _gigabytes(found[1], bool(found[2])) if found else 1.0


def _gigabytes(prefix: str, binary: bool) -> float:
    return float((1024 if binary else 1000) ** _POWERS[prefix]) / _GIGA


def parse_storage(text: str, comma: bool = False, letters: bool = True) -> float | None:
    """The gigabytes of a text that names a unit, else None.

    Args:
        letters: 500M is a size as well, not half a thousand million.
    """
    sized = _SIZED.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold())
    if sized is None or (sized[4] and not letters):
        return None
    prefix = sized[2] or sized[4] or _KATAKANA.get(sized[6] or "", "")
    found = parse_amount(sized[1], comma)
    return None if found is None or found.currency else found.number * _gigabytes(prefix, bool(sized[3]))


def read_storage(cells: Cells, gigabytes: float = 1.0, letters: bool = True) -> Reading:
    """Gigabytes; bare numbers count ``gigabytes`` each, cells with a unit of their own bring theirs."""
    comma = decimal_comma(cells.distinct)
    own = np.zeros(len(cells.distinct), dtype=bool)

    def parse(code: int, text: str) -> float | Fault:
        found = parse_storage(text, comma, letters)
        own[code] = found is not None
        return parse_count(text, comma) if found is None else found

    values, bad, wrong = read_parsed(cells, parse, NOT_A_NUMBER, comma)
    truths = cells.kinds == CellKind.BOOL
    with np.errstate(over="ignore"):
        values = np.where(cells.spread(own, False, bool), values, values * gigabytes)
    return reading(cells, np.where(truths, np.nan, values), bad, (wrong | truths, NOT_A_NUMBER))
