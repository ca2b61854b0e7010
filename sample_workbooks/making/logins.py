"""Daily logins of a customer that give the wanted trend on each of some days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from making.book import AS_OF, dice
from making.facts import Facts

_WEEKDAYS = (1.0, 1.06, 1.03, 1.0, 0.9, 0.1, 0.06)


def _usual(facts: Facts) -> list[float]:
    """What the customer's days would look like if nothing changed but its users."""
    users = facts.account.users
    habit = 3.0 if users < 8 else 1.6 if users < 40 else 1.1
    chance = dice("logins", facts.account.name)
    first = facts.account.usage_from
    days = [first + timedelta(days=n) for n in range((AS_OF - first).days + 1)]
    return [
        max(1, facts.users_on(day)) * habit * _WEEKDAYS[day.weekday()] * (0.9 + 0.2 * chance.random()) for day in days
    ]


def _row(last: int, trend: float, days: int) -> list[float]:
    """The condition that the logins x lead to the trend on the day of that place: the sum of row times x is 0."""
    row = [0.0] * days
    for n in range(30):
        row[last - n] = 3.0
    for n in range(30, 120):
        row[last - n] = -(1 + trend)
    return row


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small symmetric system, by elimination."""
    size = len(right)
    rows = [[*line, right[n]] for n, line in enumerate(matrix)]
    for n in range(size):
        pivot = max(range(n, size), key=lambda m: abs(rows[m][n]))
        rows[n], rows[pivot] = rows[pivot], rows[n]
        for m in range(n + 1, size):
            factor = rows[m][n] / rows[n][n]
            rows[m] = [a - factor * b for a, b in zip(rows[m], rows[n], strict=True)]
    found = [0.0] * size
    for n in reversed(range(size)):
        found[n] = (rows[n][size] - sum(rows[n][m] * found[m] for m in range(n + 1, size))) / rows[n][n]
    return found


def _bent(usual: list[float], trends: Mapping[int, float]) -> list[float]:
    """The days nearest to the usual ones (in the sense of least squares, as shares) that fulfil every condition."""
    count = len(usual)
    rows = [[c * u for c, u in zip(_row(at, trend, count), usual, strict=True)] for at, trend in trends.items()]
    gram = [[sum(a * b for a, b in zip(p, q, strict=True)) for q in rows] for p in rows]
    for n, line in enumerate(gram):
        line[n] *= 1.0005  # neighbouring weeks say nearly the same; a wish is enough
    weights = _solved(gram, [-sum(row) for row in rows])
    shares = [sum(w * row[n] for w, row in zip(weights, rows, strict=True)) for n in range(count)]
    return [u * max(0.05, 1 + share) for u, share in zip(usual, shares, strict=True)]


def _whole(days: list[float]) -> list[int]:
    """Whole numbers whose running total stays within a half of that of the days."""
    total, given, found = 0.0, 0, []
    for value in days:
        total += value
        found.append(int(total + 0.5) - given)
        given += found[-1]
    return found


def logins_for(facts: Facts, trends: Mapping[date, float], of_ninety_days: int | None = None) -> dict[date, int]:
    """Logins by day from the first with usage to AS_OF with those trends; exact on AS_OF, as near as can be before.

    ``of_ninety_days``: how many there are to be in the 90 days the last trend is held against.
    """
    first = facts.account.usage_from
    real = _bent(_usual(facts), {(day - first).days: trend for day, trend in trends.items()})
    if of_ninety_days is not None:
        factor = of_ninety_days / sum(real[-120:-30])
        real = [value * factor for value in real]
    days = _whole(real)
    base = sum(days[-120:-30])
    missing = round(base / 3 * (1 + trends[AS_OF])) - sum(days[-30:])
    count = len(days)
    workdays = [n for n in range(count - 30, count) if (first + timedelta(days=n)).weekday() < 5]
    place = 0
    while missing:
        at = workdays[place * 7 % len(workdays)]
        step = 1 if missing > 0 else -1
        if days[at] + step >= 0:
            days[at] += step
            missing -= step
        place += 1
    return {first + timedelta(days=n): value for n, value in enumerate(days)}
