"""What a cell that could not be read most likely means: a text that can be read, or nothing where nobody can tell."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from difflib import get_close_matches

from csdesk.intake.values.cells import plain
from csdesk.intake.values.words import folded, vocabulary
from csdesk.model.fields import Kind, field
from csdesk.model.messages import Message
from csdesk.model.problems import CellProblem

# Problems whose own suggestion comes from the data; of the others it is an example of how to write.
_FROM_DATA = frozenset({"no_such_account", "mended", "similar_name", "no_such_contract", "no_year"})
_DAY = re.compile(r"(\d{4})(\s*[-/.年]\s*)(\d{1,2})(\s*[-/.月]\s*)(\d{1,2})(\s*日?)")
_LETTERS = str.maketrans({"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_NUMERIC = (Kind.MONEY, Kind.INTEGER, Kind.NUMBER, Kind.RATIO)


@dataclass(frozen=True, slots=True)
class Mend:
    """What a cell most likely means, and why it could not be read as it stands."""

    text: str
    why: Message


def mend_of(problem: CellProblem) -> Mend | None:
    """What the cell of a problem most likely means; None where nobody but a person can tell."""
    if problem.code in _FROM_DATA:
        return Mend(problem.suggestion, problem.message) if problem.suggestion is not None else None
    if problem.field is None or problem.field.endswith(".custom") or not problem.value:
        return None
    wanted = field(problem.field)
    if wanted.kind is Kind.DATE:
        return _day(problem.value)
    if wanted.kind in _NUMERIC:
        return _number(problem.value)
    return _choice(problem.field, problem.value) if wanted.kind is Kind.CHOICE and wanted.choices else None


def _day(value: str) -> Mend | None:
    """The last day of a month for a day it does not have."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[3]), int(found[5])
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    last = monthrange(year, month)[1]
    if not last < day <= 39:
        return None
    text = f"{found[1]}{found[2]}{found[3]}{found[4]}{last}{found[6]}"
    return Mend(text, Message("There is no such day: that month has {n} days.", n=last))


def _number(value: str) -> Mend | None:
    """The number for one in which letters stand that look like digits."""
    text = unicodedata.normalize("NFKC", value).strip()
    digits = sum(char.isdigit() for char in text)
    turned = text.translate(_LETTERS)
    letters = sum(before != after for before, after in zip(text, turned, strict=True))
    if not 0 < letters <= digits or _NUMBER.fullmatch(turned) is None:
        return None
    return Mend(turned, Message("Letters stand in this number that look like digits."))


def _choice(code: str, value: str) -> Mend | None:
    """The choice whose word is nearly the same."""
    words = vocabulary(code)
    near = get_close_matches(folded(plain(value)), list(words), n=1, cutoff=0.8)
    return Mend(near[0], Message("This is nearly a value that CSDesk knows.")) if near else None
