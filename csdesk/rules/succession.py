"""Which contract follows which: renewals written as a new line (DOMAIN section 2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csdesk.rules.months import NONE, ONE, Days, Flags, Whole

_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Lines:
    """Contract lines as arrays of one length.

    Attributes:
        account: a number for each account, from 0.
        product: a number for each product of the book; 0 where it is unknown.
        follows: whether the line may be the successor of another.
    """

    account: Whole
    product: Whole
    start: Days
    end: Days
    follows: Flags


def successors(lines: Lines, window: int) -> NDArray[np.int64]:
    """Position of the successor of each line, or -1.

    A successor has the same account and the same product (or either product is unknown), starts
    later than the line itself, and within ``window`` days of its end. One that starts after the end
    goes before one that overlaps (a renewal signed early); of several the first counts.
    """
    span = np.timedelta64(window, "D")
    late = _first_starts(lines, lines.end + ONE, lines.end + span)
    early = _first_starts(lines, np.maximum(lines.start + ONE, lines.end - span), lines.end)
    return np.where(late == _NOWHERE, early, late)


def _first_starts(lines: Lines, earliest: Days, latest: Days) -> NDArray[np.int64]:
    everyone = np.ones(len(lines.account), dtype=bool)
    unknown = lines.product == 0
    found = [
        _search(lines, lines.product, everyone, lines.follows, earliest, latest),
        _search(lines, np.zeros_like(lines.product), unknown, lines.follows, earliest, latest),
        _search(lines, np.zeros_like(lines.product), everyone, lines.follows & unknown, earliest, latest),
    ]
    best = found[0]
    for other in found[1:]:
        better = (other != _NOWHERE) & ((best == _NOWHERE) | (lines.start[other] < lines.start[best]))
        best = np.where(better, other, best)
    return best


def _search(
    lines: Lines, product: Whole, askers: Flags, candidates: Flags, earliest: Days, latest: Days
) -> NDArray[np.int64]:
    """For each asker the first candidate of its group that starts from earliest to latest."""
    result = np.full(len(lines.account), _NOWHERE, dtype=np.int64)
    ask = np.flatnonzero(askers & ~np.isnat(earliest) & ~np.isnat(latest))
    offered = np.flatnonzero(candidates & ~np.isnat(lines.start))
    if not len(ask) or not len(offered):
        return result
    group = lines.account * (int(lines.product.max()) + 1) + product
    key = _ordered(group[offered], lines.start[offered])
    order = np.argsort(key, kind="stable")
    key, offered = key[order], offered[order]
    place = np.searchsorted(key, _ordered(group[ask], earliest[ask]))
    inside = place < len(key)
    hit = offered[np.minimum(place, len(key) - 1)]
    good = inside & (group[hit] == group[ask]) & (lines.start[hit] <= latest[ask])
    result[ask[good]] = hit[good]
    return result


def _ordered(group: Whole, start: Days) -> Whole:
    """One number that sorts by group, then by day."""
    return np.asarray(group * 10_000_000 + start.astype(np.int64))


def taken(values: Days, positions: NDArray[np.int64]) -> Days:
    """The dates at those positions; NaT at -1."""
    return np.where(positions == _NOWHERE, NONE, values[positions]) if len(values) else values
