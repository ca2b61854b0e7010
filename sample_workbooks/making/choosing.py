"""Which everyday facts give an account the scores of the book: a search over the few that are free.

What is left over after the choice is given by the login trend, which may take any value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from making.book import Account, dice
from making.health import WEIGHTS, points
from making.surveys import possible_scores

_GAP_BETWEEN_CONTACTS = 45


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts chosen for an account; None where there is no such data.

    Attributes:
        features, features_before: key features in use now, and on the day of the earlier import.
        urgent, urgent_before: urgent tickets opened after that day, and in the weeks before it.
        contact: days since the last contact with an executive.
        overdue: days the oldest unpaid invoice is late.
        left, left_before: points still to be had, which the login trend has to give.
    """

    features: int | None
    features_before: int | None
    urgent: int
    urgent_before: int
    contact: int | None
    overdue: int
    scores: tuple[int, ...]
    left: float
    left_before: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What a story asks of the choice; None leaves it free."""

    contact: int | None = None
    urgent: int | None = None
    urgent_before: int | None = None
    overdue: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Which data an account does not have."""

    logins: bool = False
    features: bool = False
    contact: bool = False


def missing_data(accounts: Iterable[Account]) -> dict[str, Missing]:
    """By name: four small accounts without logins, eleven without features, twenty-five without contact."""
    small = [a for a in accounts if a.touch == "tech" and a.arr != 900]
    order = sorted(small, key=lambda a: dice("missing", a.name).random())
    answered = [a for a in order if a.nps is not None]
    logins = [a for a in answered if _does_without_logins(a)][:4]
    features = [a for a in answered if a not in logins][:11]
    taken = {a.name for a in (*logins, *features)}
    contact = [a for a in order if a.name not in taken][:25]
    return {
        **{a.name: Missing(logins=True) for a in logins},
        **{a.name: Missing(features=True) for a in features},
        **{a.name: Missing(contact=True) for a in contact},
    }


def _does_without_logins(account: Account) -> bool:
    choice = choose(account, Missing(logins=True))
    return abs(choice.left) < 0.2 and abs(choice.left_before) < 1


def weight_of(account: Account, missing: Missing) -> int:
    """The weight of the components the account has data for."""
    absent = {"logins": missing.logins, "features": missing.features, "contact": missing.contact}
    return sum(w for name, w in WEIGHTS.items() if not absent.get(name) and (name != "nps" or account.nps is not None))


def users_before(account: Account, then: int, weight: int) -> int:
    """Active users on an earlier day: four tenths of the change of the score come from there."""
    change = 0.4 * (account.health - then) / 100 * weight / WEIGHTS["seats"] * 0.6 * account.seats
    return max(1, min(account.seats, round(account.users - change)))


def _contact_before(contact: int) -> int:
    """Days since the last contact, thirty days ago."""
    return contact - 30 if contact >= 30 else contact - 30 + _GAP_BETWEEN_CONTACTS


_Option = tuple[int | None, int | None, int, int, int | None, int]


def _options(account: Account, missing: Missing, wish: Wish) -> Iterator[_Option]:
    features: list[tuple[int | None, int | None]] = [(None, None)]
    if not missing.features:
        features = [(now, now + step) for now in range(1, 9) for step in (-1, 0, 1) if 1 <= now + step <= 8]
    contacts: list[int | None] = [None]
    if not missing.contact:
        free = range(5, 119, 3 if missing.logins else 9)
        contacts = [wish.contact] if wish.contact is not None else list(free)
    most = 3 if account.seats > 40 else 1
    urgent = [wish.urgent] if wish.urgent is not None else range(most + 1)
    urgent_before = [wish.urgent_before] if wish.urgent_before is not None else range(most + 1)
    overdue = (
        [wish.overdue]
        if wish.overdue is not None
        else [0, 8, 19]
        if account.health < 50 and account.touch == "tech"
        else [0]
    )
    for (now, then), new, old, contact, late in product(features, urgent, urgent_before, contacts, overdue):
        if new + old <= 4:
            yield now, then, new, old, contact, late


def choose(account: Account, missing: Missing, wish: Wish = Wish()) -> Choice:
    """The choice whose points, component by component, look most like the score as a whole."""
    weight = weight_of(account, missing)
    share = account.health / 100
    seats = points("seats", account.users / account.seats)
    then = users_before(account, account.health_before, weight)
    seats_then = points("seats", then / account.seats)
    nps = _nearest_scores(account, share)
    nps_points = points("nps", sum(nps) / len(nps)) if nps else 0.0
    best: tuple[float, Choice] | None = None
    for now, before, new, old, contact, late in _options(account, missing, wish):
        given = seats + nps_points + _common(now, (new + old) * 100 / account.seats, contact, late)
        given_then = (
            seats_then
            + nps_points
            + _common(
                before,
                old * 100 / account.seats,
                None if contact is None else _contact_before(contact),
                max(0, late - 30),
            )
        )
        need = account.health / 100 * weight - given
        need_then = account.health_before / 100 * weight - given_then
        cost = _cost(need, need_then, share, missing.logins)
        cost += _strangeness(account, (now, before), new + old, contact, late)
        if best is None or cost < best[0]:
            best = cost, Choice(now, before, new, old, contact, late, nps, need, need_then)
    assert best is not None
    return best[1]


def _nearest_scores(account: Account, share: float) -> tuple[int, ...]:
    wanted = 5 + 4 * min(0.97, share)
    return min(possible_scores(account), key=lambda s: abs(sum(s) / len(s) - wanted) if s else 0)


def _common(features: int | None, urgent: float, contact: int | None, overdue: int) -> float:
    total = points("urgent", urgent) + points("overdue", overdue)
    total += points("features", features) if features is not None else 0
    return total + (points("contact", contact) if contact is not None else 0)


def _cost(need: float, need_then: float, share: float, exact: bool) -> float:
    if exact:  # without logins nothing can take up what is left over
        return abs(need) * 100 + abs(need_then) * 4
    outside = max(0.0, 0.6 - need, need - 19.4) * 50 + max(0.0, 0.6 - need_then, need_then - 19.4) * 8
    return outside + abs(need / 20 - share) * 5


def _strangeness(
    account: Account, features: tuple[int | None, int | None], urgent: int, contact: int | None, late: int
) -> float:
    """How unlike such a customer the facts are."""
    share = account.health / 100
    cost = 0.5 * abs(urgent - min(6, round(account.seats * (1.1 - share) / 60))) + 0.02 * late
    now, before = features
    if now is not None and before is not None:
        cost += abs(points("features", now) / 15 - share) * 6 + 1.2 * abs(now - before)
    usual = {"high": 38, "low": 58, "tech": 70}[account.touch] + 40 * (0.7 - share)
    return cost + (abs(contact - usual) / 22 if contact is not None else 0)


def without_score_of(raw: Mapping[str, float | None]) -> float:
    """Points of everything but the logins."""
    return sum(points(name, value) for name, value in raw.items() if value is not None)
