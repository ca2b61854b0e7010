"""Agenda rules about the tier of an account: it should move, or what was set by hand has ended."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csdesk.rules.agenda_found import Found, anyone, due_now, nothing
from csdesk.rules.agenda_scene import Scene
from csdesk.rules.timeline import NO_DAY, day_numbers, flags
from csdesk.rules.touch import TIERS
from csdesk.rules.touch_candidates import CANDIDATE, candidate_facts


def touch_candidate(scene: Scene) -> Found:
    """The account should be served by another tier."""
    cut = scene.cut
    place = anyone(scene, cut.candidates)
    facts = candidate_facts(cut.touch, cut.inputs.counted(scene.policies.touch))
    values = {
        "to": cut.touch.computed[place],
        "from": scene.tier[place],
        "value": cut.inputs.value[place],
        "ltv": np.full(len(place), scene.policies.touch.basis == "ltv"),
    }
    return due_now(scene, CANDIDATE, "", place, tuple(fact[place] for fact in facts), values)


def touch_override_ended(scene: Scene) -> Found:
    """A tier was set by hand for a time that is over: the account is where its value puts it."""
    frame, place = scene.facts.frame_with_places("touch_assignment")
    until = day_numbers(frame["expires_on"])
    ended = flags(frame["override"]) & (until != NO_DAY) & (until < scene.today) & (place >= 0)
    rows = np.flatnonzero(ended)
    rows = rows[scene.live[place[rows]]]
    if not len(rows):
        return nothing(CANDIDATE, "ended")
    found = place[rows]
    values = {
        "was": pd.Categorical(frame["touch"], categories=list(TIERS)).codes.astype(np.int64)[rows],
        "tier": scene.tier[found],
        "until": until[rows],
        "key": frame["key"].to_numpy(dtype=np.int64)[rows],
        "record": np.full(len(rows), "touch_assignment", dtype=object),
    }
    return Found(CANDIDATE, "ended", found, scene.arr[found], until[rows], (until[rows], values["was"]), values)
