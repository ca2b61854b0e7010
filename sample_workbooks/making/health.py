"""The default health model, written down a second time: which raw values give which points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

WEIGHTS = {"seats": 25, "logins": 20, "features": 15, "nps": 15, "urgent": 10, "contact": 10, "overdue": 5}
MARKS = {
    "seats": (0.30, 0.90),
    "logins": (-0.30, 0.10),
    "features": (1, 6),
    "nps": (5, 9),
    "urgent": (4, 0),
    "contact": (120, 30),
    "overdue": (45, 0),
}


@cache
def points(component: str, raw: float) -> float:
    """Points of one component, from 0 to its weight."""
    zero, full = MARKS[component]
    return min(1.0, max(0.0, (raw - zero) / (full - zero))) * WEIGHTS[component]


def score(raw: Mapping[str, float | None]) -> float:
    """The score from raw values; what is None is left out and its weight shared."""
    known = {name: value for name, value in raw.items() if value is not None}
    return 100 * sum(points(name, value) for name, value in known.items()) / sum(WEIGHTS[name] for name in known)


def trend_for(login_points: float) -> float:
    """The login trend that gives those points."""
    zero, full = MARKS["logins"]
    return zero + (full - zero) * login_points / WEIGHTS["logins"]
