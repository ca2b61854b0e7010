"""Amounts and shares on axes and beside marks: one unit for a whole chart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from csdesk.i18n import Language
from csdesk.i18n_money import symbol
from csdesk.model.money import Money, minor_digits, round_half_up


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """The unit in which a chart writes its amounts.

    Attributes:
        divisor: minor units in one unit.
        text: what the subtitle calls it: ``¥M``, ``$k``, 円.
        digits: decimals beside marks.
    """

    currency: str
    divisor: int
    text: str
    digits: int
    spelled: bool  # Japanese yen are written out (4,000万) instead of divided

    def label(self, minor: float, language: Language, *, sign: bool = False) -> str:
        """An amount beside a mark, e.g. ``+25.9`` or 1億920万."""
        if self.spelled:
            text = language.money(Money(int(minor), self.currency)).removesuffix("円")
            return f"+{text}" if sign and minor > 0 else text
        value = Decimal(int(minor)) / self.divisor
        return language.signed(value, self.digits) if sign else language.number(value, self.digits)

    def tick(self, minor: float, language: Language) -> str:
        """An amount on an axis: as short as it goes."""
        if not minor:
            return "0"
        if self.spelled:
            return language.money(Money(int(minor), self.currency)).removesuffix("円")
        value = Decimal(int(minor)) / self.divisor
        return language.number(value, 0 if value == value.to_integral_value() else 1)


def money_unit(largest: float, currency: str, language: Language) -> MoneyUnit:
    """The unit for a chart whose largest amount is that many minor units."""
    one = 10 ** minor_digits(currency)
    if language.japanese and currency == "JPY":
        return MoneyUnit(currency, one, "円", 0, True)
    major = abs(largest) / one
    sign = symbol(currency)
    if major >= 1e10:
        return MoneyUnit(currency, one * 10**9, f"{sign}B", 1, False)
    if major >= 1e6:
        return MoneyUnit(currency, one * 10**6, f"{sign}M", 1, False)
    if major >= 1e4:
        return MoneyUnit(currency, one * 10**3, f"{sign}k", 1, False)
    return MoneyUnit(currency, one, sign.strip("\u00a0"), 0, False)


def percent_text(ratio: float, digits: int = 0) -> str:
    """0.93 as ``93%``: the same in both languages, so it may stand in a message."""
    return f"{round_half_up(Decimal(repr(float(ratio))) * 100, digits):,}%".replace("-", "\u2212")
