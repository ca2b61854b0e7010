"""Money: an integer number of minor units and a currency; no floats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

# ISO 4217 minor unit digits that are not 2.
_DIGITS = {
    **dict.fromkeys(["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"], 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}  # fmt: skip


def minor_digits(currency: str) -> int:
    """How many decimal digits the currency's minor unit has: JPY 0, USD 2, KWD 3."""
    return _DIGITS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in major units as minor units, rounded half-even."""
    scaled = amount.scaleb(minor_digits(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units as an exact amount in major units."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def round_half_up(value: float | Decimal, digits: int = 0) -> Decimal:
    """Rounding for display: 0.5 away from zero, as on every screen of the product."""
    return Decimal(repr(float(value)) if isinstance(value, float) else value).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP
    )


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the minor unit of a currency (yen, cents)."""

    minor: int
    currency: str

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return to_major(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up without a rate")
        return other.minor

    def __str__(self) -> str:
        return f"{self.currency} {self.major}"
