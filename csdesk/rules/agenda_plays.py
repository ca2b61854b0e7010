"""The agenda rule about the plays of a tier: one that has not been given for longer than its cadence."""

from __future__ import annotations

from zlib import crc32

import numpy as np

from csdesk.model.policies import Play
from csdesk.rules.agenda_found import Found, nothing, served
from csdesk.rules.agenda_scene import Scene
from csdesk.rules.plays import play_text
from csdesk.rules.timeline import NO_DAY, Ints, day_numbers, flags
from csdesk.rules.touch import TIERS

_ALONE = ("qbr",)  # has a rule of its own


def play_missed(scene: Scene) -> Found:
    """A play that certain touchpoints fulfil is late for an account, in a book where such touchpoints are logged."""
    watched = [play for play in _watched(scene) if not play.together]
    return _joined("play", [_late_accounts(scene, play) for play in watched])


def programme_missed(scene: Scene) -> Found:
    """A play for many is late: said once, at the largest account of the tier, where it was ever logged."""
    watched = [play for play in _watched(scene) if play.together]
    return _joined("programme", [_late_tier(scene, play) for play in watched])


def _watched(scene: Scene) -> list[Play]:
    plays = scene.policies.plays.plays
    return [play for play in plays if play.days is not None and play.kinds and play.kinds != _ALONE]


def _last_given(scene: Scene, play: Play) -> Ints:
    """The last day each account had a touchpoint of the play's kinds, ``NO_DAY`` for never."""
    frame, place = scene.facts.frame_with_places("touchpoint")
    day = day_numbers(frame["date"])
    rows = np.flatnonzero(
        (place >= 0) & (day != NO_DAY) & (day <= scene.today) & flags(frame["kind"].isin(list(play.kinds)))
    )
    last = np.full(len(scene.live), NO_DAY)
    np.maximum.at(last, place[rows], day[rows])
    return last


def _late_accounts(scene: Scene, play: Play) -> Found:
    last = _last_given(scene, play)
    if play.days is None or not (last != NO_DAY).any():
        return nothing("contact_cadence", "play")
    since = np.where(last == NO_DAY, scene.begun, last)
    quiet = np.where(since == NO_DAY, 0, scene.today - since)
    place = served(scene, (scene.tier == TIERS.index(play.tier)) & (quiet > play.days))
    due = np.where(last == NO_DAY, scene.today, since + play.days)
    return _found(scene, play, "play", place, last[place], due[place])


def _late_tier(scene: Scene, play: Play) -> Found:
    members = np.flatnonzero(scene.live & (scene.tier == TIERS.index(play.tier)))
    last = int(_last_given(scene, play)[members].max(initial=NO_DAY))
    if play.days is None or last == NO_DAY or scene.today - last <= play.days:
        return nothing("contact_cadence", "programme")
    place = members[[int(np.argmax(scene.arr[members]))]]
    return _found(scene, play, "programme", place, np.full(1, last), np.full(1, last + play.days))


def _found(scene: Scene, play: Play, variant: str, place: Ints, last: Ints, due: Ints) -> Found:
    text = np.empty(len(place), dtype=object)
    text[:] = play_text(play)
    values = {
        "play": text, "last": last, "tier": scene.tier[place], "renewal": scene.renewal_on[place],
        "target": np.full(len(place), play.days),
    }  # fmt: skip
    which = np.full(len(place), crc32((play.text or play.code).encode()), dtype=np.int64)
    return Found("contact_cadence", variant, place, scene.arr[place], due, (last, which), values)


def _joined(variant: str, some: list[Found]) -> Found:
    found = [one for one in some if len(one.place)]
    if not found:
        return nothing("contact_cadence", variant)
    facts = tuple(np.concatenate(columns) for columns in zip(*(one.facts for one in found), strict=True))
    values = {name: np.concatenate([one.values[name] for one in found]) for name in found[0].values}
    place, stake, due = (np.concatenate([getattr(one, name) for one in found]) for name in ("place", "stake", "due"))
    return Found("contact_cadence", variant, place, stake, due, facts, values)
