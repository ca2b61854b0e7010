"""How amounts are written, in running text and in full, by currency and language."""

from __future__ import annotations

from decimal import Decimal

from csdesk.model.money import Money, minor_digits, round_half_up

MINUS = "\u2212"
_SYMBOLS = {
    "JPY": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "CNY": "CN¥",
    "KRW": "₩",
    "AUD": "A$",
    "CAD": "CA$",
    "INR": "₹",
}


def symbol(currency: str) -> str:
    """The sign before an amount; the code and a space where there is no sign."""
    return _SYMBOLS.get(currency, f"{currency}\u00a0")


def money_text(money: Money, language: str) -> str:
    """¥18.6M, ¥84k, $940, $18.6k, $1.2M; in Japanese yen as 1,860万円, 4億1,200万円."""
    sign, amount = (MINUS if money.minor < 0 else ""), abs(money.major)
    if language == "ja" and money.currency == "JPY":
        return sign + _japanese_yen(amount)
    return sign + symbol(money.currency) + _short(amount, money.currency)


def exact_money_text(money: Money, language: str) -> str:
    """¥18,600,000 or 18,600,000円, to the last minor unit."""
    sign, amount = (MINUS if money.minor < 0 else ""), abs(money.major)
    digits = f"{amount:,.{minor_digits(money.currency)}f}"
    if language == "ja" and money.currency == "JPY":
        return f"{sign}{digits}円"
    return f"{sign}{symbol(money.currency)}{digits}"


def _japanese_yen(amount: Decimal) -> str:
    if amount < 10_000:
        return f"{round_half_up(amount):,}円"
    man = int(round_half_up(amount / 10_000))
    oku, rest = divmod(man, 10_000)
    if not oku:
        return f"{man:,}万円"
    return f"{oku:,}億円" if not rest else f"{oku:,}億{rest:,}万円"


def _short(amount: Decimal, currency: str) -> str:
    """One decimal of millions or thousands; yen leaves out the decimal of thousands."""
    millions_from = Decimal(100_000) if currency == "JPY" else Decimal(1_000_000)
    if amount >= Decimal(1_000_000_000):
        return f"{round_half_up(amount / 1_000_000_000, 2):,}B"
    if amount >= millions_from:
        return f"{round_half_up(amount / 1_000_000, 1):,}M"
    if amount >= 1000:
        return f"{round_half_up(amount / 1000, 0 if currency == 'JPY' else 1):,}k"
    return f"{round_half_up(amount):,}"


def is_currency(code: str) -> bool:
    """Whether it is the ISO 4217 code of a currency, today's or an earlier one."""
    from babel.numbers import list_currencies

    return code in list_currencies()
