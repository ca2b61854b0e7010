"""Weights of components as whole numbers that add up to 100."""

from __future__ import annotations

from collections.abc import Collection, Sequence

WHOLE = 100


def whole_weights(weights: Sequence[float], total: int = WHOLE) -> tuple[int, ...]:
    """The weights in proportion as whole numbers of that sum; the largest remainders are rounded up.

    Without any weight every component gets the same.
    """
    if not weights or total <= 0:
        return tuple(0 for _ in weights)
    given = sum(weights)
    shares = [weight * total / given if given > 0 else total / len(weights) for weight in weights]
    floors = [int(share + 1e-9) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda at: (floors[at] - shares[at], at))
    for at in by_rest[: total - sum(floors)]:
        floors[at] += 1
    return tuple(floors)


def with_weight(weights: Sequence[float], at: int, value: float, locked: Collection[int] = ()) -> tuple[int, ...]:
    """The weights with one of them moved: the others that are not locked share what is left in proportion.

    The moved one stops where nothing is left to share. Where no other may move it takes what is missing to 100.
    """
    held = {place: round(weights[place]) for place in locked if place != at}
    free = [place for place in range(len(weights)) if place != at and place not in held]
    room = max(0, WHOLE - sum(held.values()))
    moved = min(max(0, round(value)), room) if free else room
    shared = whole_weights([weights[place] for place in free], room - moved)
    found = held | {at: moved} | dict(zip(free, shared, strict=True))
    return tuple(found[place] for place in range(len(weights)))
