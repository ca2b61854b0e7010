"""Money in table cells: the unit stands in the header, the cells line up."""

from __future__ import annotations

from csdesk.desktop.translation import language
from csdesk.i18n_money import symbol
from csdesk.model.money import minor_digits, to_major


def money_unit(currency: str) -> tuple[str, int, int]:
    """Unit text, its power of ten and the decimals of a cell: ``("¥M", 6, 2)``, ``("万円", 4, 0)``, ``("$k", 3, 1)``."""
    if currency in ("JPY", "KRW"):
        if language().japanese and currency == "JPY":
            return "万円", 4, 0
        return f"{symbol(currency)}M", 6, 2
    return f"{symbol(currency).rstrip()}k", 3, 1


def money_header(name: str, currency: str) -> str:
    """ARR, ¥M or ARR（万円）."""
    unit = money_unit(currency)[0]
    return f"{name}（{unit}）" if language().japanese else f"{name}, {unit}"


def money_cell(minor: int, currency: str) -> str:
    """An amount in the unit of the header: 18.60; 1,860."""
    _, power, digits = money_unit(currency)
    return language().number(to_major(minor, currency).scaleb(-power), digits)


def money_cell_of_major(amount: float, currency: str) -> str:
    """The same for an amount in major units that a computation gave."""
    return money_cell(round(amount * 10 ** minor_digits(currency)), currency)
