"""The reader's language: messages, numbers, money and dates as she writes them."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

from csdesk.model.fields import Field, RecordType, all_fields, record_types
from csdesk.model.messages import Message
from csdesk.model.money import Money, round_half_up
from csdesk.resources import resource_path

LANGUAGES = ("en", "ja")
ROOMS = ("model", "rules", "intake", "book", "charts", "publish", "app", "cli", "desktop")
MINUS = "\u2212"
NBSP = "\u00a0"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    chain = gettext.NullTranslations()
    for room in ROOMS:
        path = resource_path("i18n", language, "LC_MESSAGES", f"{room}.mo")
        if path.is_file():
            with path.open("rb") as file:
                found = gettext.GNUTranslations(file)
            found.add_fallback(chain)
            chain = found
    return chain


@cache
def _labels() -> dict[str, str]:
    """English → Japanese of every field and record: a message may be nothing but a label."""
    labels = {record.label: record.label_ja for record in record_types().values()}
    for field in all_fields():
        labels.setdefault(field.label, field.label_ja)
    return labels


def _translated(text: str, language: str) -> str:
    found = _catalogue(language).gettext(text)
    return _labels().get(text, text) if found == text else found


@cache
def _of_one() -> gettext.NullTranslations:
    path = resource_path("i18n", "en", "LC_MESSAGES", "counts.mo")
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _english(message: Message) -> str:
    """The text itself, which speaks of many; of one thing (``n``) as the English catalogue says it."""
    one = any(name == "n" and type(value) is int and value == 1 for name, value in message.values)
    return _of_one().ngettext(message.text, message.text, 1) if one else message.text


class Language:
    """Everything that differs between English and Japanese readers."""

    def __init__(self, code: str) -> None:
        if code not in LANGUAGES:
            raise ValueError(f"no such language: {code}")
        self.code = code

    @property
    def japanese(self) -> bool:
        """Whether this is Japanese."""
        return self.code == "ja"

    def text(self, message: Message | str) -> str:
        """The message in this language, its values formatted."""
        if isinstance(message, str):
            message = Message(message)
        template = _english(message) if self.code == "en" else _translated(message.text, self.code)
        if not message.values:
            return template
        return template.format(**{name: self.value(value) for name, value in message.values})

    def value(self, value: object) -> str:
        """A value of a message as this language writes it."""
        formats: dict[type, Callable[[object], str]] = {
            Message: lambda v: self.text(v),  # type: ignore[arg-type]
            Money: lambda v: self.money(v),  # type: ignore[arg-type]
            date: lambda v: self.day(v),  # type: ignore[arg-type]
            int: lambda v: self.number(v),  # type: ignore[arg-type]
            float: lambda v: self.number(v),  # type: ignore[arg-type]
        }
        return "" if value is None else formats.get(type(value), str)(value)

    def label(self, field: Field | RecordType) -> str:
        """What screens and sheets call a field or a record."""
        return field.label_ja if self.japanese else field.label

    def number(self, value: float | Decimal | int, digits: int = 0) -> str:
        """1,234.5 with that many digits, rounded half-up, with a true minus sign."""
        return f"{round_half_up(value, digits):,}".replace("-", MINUS)

    def signed(self, value: float | Decimal | int, digits: int = 0) -> str:
        """The number with + or −; zero has no sign."""
        rounded = round_half_up(value, digits)
        return ("+" if rounded > 0 else "") + self.number(rounded, digits) if rounded else self.number(0, digits)

    def percent(self, ratio: float | None, digits: int = 0) -> str:
        """0.93 as 93%, or — where not measured."""
        return "—" if ratio is None else f"{self.number(Decimal(repr(float(ratio))) * 100, digits)}%"

    def money(self, money: Money) -> str:
        """An amount in running text: ¥18.6M, $18.6k, 1,860万円."""
        from csdesk.i18n_money import money_text

        return money_text(money, self.code)

    def exact_money(self, money: Money) -> str:
        """The full amount: ¥18,600,000; 18,600,000円."""
        from csdesk.i18n_money import exact_money_text

        return exact_money_text(money, self.code)

    def day(self, day: date, *, year: bool = True) -> str:
        """28 Nov 2026 or 2026/11/28; without the year 28 Nov or 11/28."""
        if self.japanese:
            return f"{day.year}/{day.month}/{day.day}" if year else f"{day.month}/{day.day}"
        short = f"{day.day}{NBSP}{_MONTHS[day.month - 1]}"
        return f"{short}{NBSP}{day.year}" if year else short

    def month(self, day: date, *, year: bool = False) -> str:
        """Dec, Dec 2026; 12月, 2026年12月."""
        if self.japanese:
            return f"{day.year}年{day.month}月" if year else f"{day.month}月"
        name = _MONTHS[day.month - 1]
        return f"{name}{NBSP}{day.year}" if year else name


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
