"""What people assigned wins over what the values give: plain assignments, and overrides until they expire."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.policies import TouchPolicy
from csdesk.rules.timeline import NO_DAY, Ints, Places, day_number, day_numbers, day_of, flags, whole
from csdesk.rules.touch import TIERS, Touch, TouchInputs, modified

AS_ASSIGNED = Message("As assigned; a move has not been approved")


def with_assignments(
    touch: Touch, inputs: TouchInputs, policy: TouchPolicy, assignments: pd.DataFrame, places: Places, as_of: date
) -> Touch:
    """The tiers with what people assigned.

    ``assignments``: frame of ``touch_assignment``. An assignment counts from its date on. A plain
    one stays until somebody approves a move, and the modifiers apply on top of it. An override
    counts until it expires, whatever the flags say.
    """
    today = day_number(as_of)
    place = places.of(whole(assignments["account_key"]))
    wanted = pd.Categorical(assignments["touch"], categories=list(TIERS)).codes.astype(np.int64)
    since, until = day_numbers(assignments["assigned_on"]), day_numbers(assignments["expires_on"])
    override = flags(assignments["override"])
    valid = (place >= 0) & (wanted >= 0) & ((since == NO_DAY) | (since <= today))
    valid &= ~override | (until == NO_DAY) | (until >= today)
    if not valid.any():
        return touch
    plain, forced = np.flatnonzero(valid & ~override), np.flatnonzero(valid & override)
    standing = touch.by_value.copy()
    standing[place[plain]] = wanted[plain]
    differs = standing != touch.by_value
    # Reasons by value come first, in the order of the tiers: see ``touch.tiers``.
    reason, reasons = np.where(differs, len(touch.reasons), touch.by_value), (*touch.reasons, AS_ASSIGNED)
    tier, reason, reasons = modified(standing, reason, reasons, inputs, policy)
    tier, by_hand, texts = tier.copy(), np.zeros(len(tier), dtype=np.bool_), list(reasons)
    tier[place[forced]] = wanted[forced]
    by_hand[place[forced]] = True
    _explain_overrides(assignments, forced, place, until, reason, texts)
    return replace(touch, tier=tier, reason=reason, reasons=tuple(texts), standing=standing, by_hand=by_hand)


def _explain_overrides(
    assignments: pd.DataFrame, rows: Ints, place: Ints, until: Ints, reason: Ints, reasons: list[Message]
) -> None:
    """One Message for each different reason and expiry among the overrides."""
    texts = assignments["reason"].iloc[rows].fillna("")
    number, _ = pd.factorize(texts + "\0" + pd.Series(until[rows], index=texts.index).astype("string[pyarrow]"))
    reason[place[rows]] = len(reasons) + number
    _, firsts = np.unique(number, return_index=True)
    for at in firsts.tolist():
        why, day = str(texts.iloc[at]), day_of(int(until[rows][at]))
        if day is not None:
            reasons.append(Message("Set by hand until {day}: {why}", day=day, why=why))
        else:
            reasons.append(Message("Set by hand: {why}", why=why))


def decided_by_people(assignments: pd.DataFrame) -> bool:
    """Whether somebody has approved a tier or set one by hand; what an import assigned has no author."""
    return bool(assignments["author"].notna().any() or flags(assignments["override"]).any())
