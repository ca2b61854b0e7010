"""Values of fields as text that people read and type, in the reader's language."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import field_choice_text
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import Field, Kind
from csdesk.model.messages import Message
from csdesk.model.money import Money, to_major, to_minor

YES, NO = Message("Yes"), Message("No")


def shown_text(field: Field, value: object, currency: str) -> str:
    """A value as a table or a form shows it; "" where absent."""
    if value is None:
        return ""
    if field.kind is Kind.CHOICE:
        return field_choice_text(field, str(value))
    if field.kind is Kind.FLAG:
        return tr(YES if value else NO)
    if field.kind is Kind.DATE and isinstance(value, date):
        return language().day(value)
    if field.kind is Kind.MONEY and isinstance(value, int):
        return language().exact_money(Money(value, currency))
    if field.kind is Kind.RATIO and isinstance(value, (int, float)):
        return language().percent(float(value))
    if isinstance(value, float):
        return language().number(value, 0 if value.is_integer() else 2)
    if isinstance(value, int):
        return language().number(value)
    return str(value)


def typed_text(field: Field, value: object, currency: str) -> str:
    """A value as the editor holds it at first: what ``read_text`` takes back."""
    if value is None:
        return ""
    if field.kind is Kind.DATE and isinstance(value, date):
        return value.isoformat()
    if field.kind is Kind.MONEY and isinstance(value, int):
        return f"{to_major(value, currency):f}"
    if field.kind is Kind.RATIO and isinstance(value, (int, float)):
        return f"{round(float(value) * 100, 4):g}%"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def read_text(field: Field, text: str, currency: str) -> object:
    """What the user typed as a value of the field; None where empty.

    Raises:
        CSDeskError: the text does not fit; the hint shows what would.
    """
    cleaned = unicodedata.normalize("NFKC", text).strip()
    if not cleaned:
        return None
    if field.kind is Kind.DATE:
        return read_date(cleaned)
    if field.kind in (Kind.MONEY, Kind.NUMBER, Kind.RATIO, Kind.INTEGER):
        return _number(field, cleaned, currency)
    if field.kind is Kind.FLAG:
        return cleaned.lower() in ("1", "yes", "true", "y", tr(YES).lower())
    return text.strip()


def _number(field: Field, text: str, currency: str) -> int | float:
    percent = text.endswith("%")
    bare = re.sub(r"[,\s%¥$€£円]", "", text).replace("\u2212", "-")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        raise CSDeskError(Message("“{text}” is not a number.", text=text), Message("Type digits, e.g. 1200.")) from None
    if field.kind is Kind.MONEY:
        return to_minor(value, currency)
    if field.kind is Kind.INTEGER:
        if value != value.to_integral_value():
            raise CSDeskError(Message("{field} takes a whole number.", field=Message(field.label)))
        return int(value)
    return float(value / 100) if percent or (field.kind is Kind.RATIO and abs(value) > 1) else float(value)


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_NAMED = re.compile(r"(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(text: str) -> date:
    """A date typed as 2026-12-31, 2026/12/31, 2026年12月31日 or 31 Dec 2026.

    Raises:
        CSDeskError: it is none, or there is no such day; the hint offers the last day of that month.
    """
    numbers = _DATE.fullmatch(text)
    named = _NAMED.fullmatch(text)
    if numbers:
        year, month, day = (int(part) for part in numbers.groups())
    elif named and named[2].lower() in _MONTHS:
        year, month, day = int(named[3]), _MONTHS.index(named[2].lower()) + 1, int(named[1])
    else:
        raise CSDeskError(Message("“{text}” is not a date.", text=text), Message("Type it like 2026-12-31."))
    try:
        return date(year, month, day)
    except ValueError:
        hint = Message("Type it like 2026-12-31.")
        if 1 <= month <= 12 and 1 <= year <= 9998:
            following = date(year + month // 12, month % 12 + 1, 1)
            last = date.fromordinal(following.toordinal() - 1)
            hint = Message("Try {day}.", day=last)
        raise CSDeskError(Message("There is no such day as {text}.", text=text), hint) from None
