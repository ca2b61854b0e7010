"""Values of settings as text that people read and type, in the unit that stands beside the field."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from csdesk.desktop.pages.segments_texts import read_amount
from csdesk.desktop.translation import language, tr
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.money import Money, minor_digits, to_major
from csdesk.model.policy_settings import Setting, SettingValue

if TYPE_CHECKING:
    from csdesk.app.policy_effects import Effect

ARROW = "\u2192"


def capital(message: Message) -> str:
    """A name that begins a line: its first letter is a capital, where the script has any."""
    text = tr(message)
    return text[:1].upper() + text[1:]


def unit_text(setting: Setting, currency: str) -> str:
    """What stands behind the field."""
    if setting.kind in ("share", "money"):
        return "%" if setting.kind == "share" else currency
    return tr(setting.unit) if setting.unit is not None else ""


def value_text(setting: Setting, value: SettingValue, currency: str) -> str:
    """A number as the field holds it."""
    if value is None or isinstance(value, str):
        return value or ""
    if setting.kind == "money":
        return language().number(to_major(int(value), currency), minor_digits(currency) if value % 100 else 0)
    return f"{round(value * 100, 6):.10g}" if setting.kind == "share" else f"{value:.10g}"


def shown_value(setting: Setting, value: SettingValue, currency: str) -> str:
    """A value in a sentence: 60 days, 94%, on."""
    if setting.kind == "flag":
        return tr(Message("on") if value else Message("off"))
    if setting.kind == "choice":
        return next((tr(name) for code, name in setting.choices if code == value), str(value))
    unit = unit_text(setting, currency)
    tight = unit == "%" or language().japanese
    return f"{value_text(setting, value, currency)}{'' if tight else ' '}{unit}".strip()


def read_value(setting: Setting, text: str, currency: str) -> SettingValue:
    """What was typed, as the setting keeps it.

    Raises:
        CSDeskError: it is no number, or makes no sense.
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    if not bare and setting.open_ended:
        return None
    value: SettingValue = bare
    if setting.kind == "money":
        value = read_amount(bare, currency)
        if value is None:
            raise CSDeskError(Message("“{text}” is no amount.", text=text), Message("Type an amount, e.g. 5.0M."))
    elif setting.kind != "text":
        value = _number(setting, bare)
    setting.check(value)
    return value


def _number(setting: Setting, text: str) -> int | float:
    digits = re.sub(r"[,\s%]", "", text).replace("\u2212", "-")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise CSDeskError(Message("“{text}” is not a number.", text=text), Message("Type digits, e.g. 1200.")) from None
    if setting.kind == "share":
        return float(number / 100)
    whole = number.is_finite() and number == number.to_integral_value()
    return int(number) if setting.kind == "whole" and whole else float(number)


def effects_text(found: tuple[Effect, ...], currency: str) -> str:
    """ARR ¥412.0M → ¥409.3M, NRR 104.0% → 103.2%."""
    if not found:
        return tr(Message("No figure of today changes."))
    parts = [f"{tr(e.label)} {_figure(e.before, e.unit, currency)} {ARROW} {_figure(e.after, e.unit, currency)}" for e in found]  # fmt: skip
    return ("、" if language().japanese else ", ").join(parts)


def _figure(value: object, unit: str, currency: str) -> str:
    if value is None:
        return "—"
    if isinstance(value, (Message, str)):
        return tr(value) if isinstance(value, Message) else value
    if not isinstance(value, (int, float)):
        return str(value)
    if unit == "money":
        return language().money(Money(round(value), currency))
    if unit == "ratio":
        return language().percent(float(value), 1)
    return language().number(value, 1 if unit == "hours" else 0 if float(value).is_integer() else 1)
