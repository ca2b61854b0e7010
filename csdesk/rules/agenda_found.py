"""What a rule of the agenda finds: items for many accounts at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csdesk.rules.agenda_scene import Scene
from csdesk.rules.timeline import Flags, Ints
from csdesk.rules.touch import TECH


@dataclass(frozen=True, slots=True)
class Found:
    """Items of one rule, one entry each.

    Attributes:
        variant: which sentence of the rule.
        due: day number, ``NO_DAY`` for someday.
        facts: what the item rests on; an item that was put aside returns when one of them differs.
        values: what the sentence needs.
    """

    rule: str
    variant: str
    place: Ints
    stake: Ints
    due: Ints
    facts: tuple[Ints, ...]
    values: dict[str, NDArray[Any]] = field(default_factory=dict)


def served(scene: Scene, chosen: Flags) -> Ints:
    """Places of customers of the first two tiers among the chosen."""
    return np.flatnonzero(chosen & scene.live & (scene.tier != TECH))


def anyone(scene: Scene, chosen: Flags) -> Ints:
    """Places of customers of any tier among the chosen."""
    return np.flatnonzero(chosen & scene.live)


def due_now(
    scene: Scene, rule: str, variant: str, place: Ints, facts: tuple[Ints, ...], values: dict[str, NDArray[Any]]
) -> Found:
    """Items that are due today."""
    return Found(rule, variant, place, scene.arr[place], np.full(len(place), scene.today), facts, values)


def nothing(rule: str, variant: str = "") -> Found:
    """No item."""
    none = np.zeros(0, dtype=np.int64)
    return Found(rule, variant, none, none, none, ())
