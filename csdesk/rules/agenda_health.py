"""Agenda rules about health: a fall, open events, no use, and room to grow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csdesk.rules.agenda_found import Found, anyone, due_now, nothing, served
from csdesk.rules.agenda_scene import Scene
from csdesk.rules.health import HEALTHY, half_up
from csdesk.rules.open_events import OpenEvent
from csdesk.rules.timeline import NO_DAY, Flags, Ints, Timeline, day_numbers, flags

URGENT_OPEN_DAYS = 5


def health_fall(scene: Scene) -> Found:
    """Health fell by that many points, or into a lower band."""
    now, then = scene.scores, scene.scores_before
    known = scene.change == scene.change
    crossed = known & (now.plain > then.plain) & (scene.change < 0)
    fell = known & (scene.change <= -scene.policies.agenda.health_fall_points)
    place = served(scene, fell | crossed)
    shown = half_up(now.points[place]).astype(np.int64)
    before = half_up(then.points[place]).astype(np.int64)
    active = scene.signals.signal("seats_active").value
    values = {
        "now": shown,
        "before": before,
        "since": np.full(len(place), scene.compared_to),
        "renewal": scene.renewal_on[place],
        "active": active[place],
        "seats": scene.signals.seats[place],
        "active_before": scene.signals_before.signal("seats_active").value[place],
        **_drivers(scene, place),
    }
    return due_now(scene, "health_fall", "", place, (shown // 5,), values)


def _drivers(scene: Scene, place: Ints) -> dict[str, NDArray[Any]]:
    """For each place the component that lost most points of the score, and its raw value."""
    earlier = {(part.model, part.component): part for part in scene.scores_before.parts}
    worst = np.zeros(len(place))
    metric = np.full(len(place), "", dtype=object)
    raw = np.full(len(place), np.nan)
    for part in scene.scores.parts:
        was = earlier.get((part.model, part.component))
        if was is None:
            continue
        lost = np.nan_to_num(part.weight[place] * (was.points[place] - part.points[place]))
        more = lost > worst
        worst, metric = np.where(more, lost, worst), np.where(more, part.component.metric, metric)
        raw = np.where(more, part.signal.value[place], raw)
    return {"metric": metric, "raw": raw}


def champion_left(scene: Scene) -> Found:
    """The champion left."""
    return _event(scene, "champion_left", served)


def escalation(scene: Scene) -> Found:
    """An escalation is open."""
    return _event(scene, "escalation", served)


def notice_received(scene: Scene) -> Found:
    """Notice was received."""
    return _event(scene, "notice_received", anyone)


def _event(scene: Scene, code: str, who: Callable[[Scene, Flags], Ints]) -> Found:
    events: tuple[OpenEvent, ...] = scene.events.get(code, ())
    if not events:
        return nothing("event_cap", code)
    on = np.maximum.reduce([event.on for event in events])
    source = np.argmax([event.on for event in events], axis=0)
    place = who(scene, on != NO_DAY)
    key = np.asarray([event.key for event in events])[source, np.arange(len(on))]
    record = np.asarray([event.record for event in events], dtype=object)[source]
    values = {"on": on[place], "key": key[place], "record": record[place], "renewal": scene.renewal_on[place]}
    return due_now(scene, "event_cap", code, place, (on[place],), values)


def urgent_open(scene: Scene) -> Found:
    """Two urgent tickets or more are open for five days."""
    tickets, place = scene.facts.frame_with_places("ticket")
    opened, closed = day_numbers(tickets["opened"]), day_numbers(tickets["closed"])
    standing = (place >= 0) & flags(tickets["severity"] == "urgent") & (opened != NO_DAY)
    standing &= (opened <= scene.today - URGENT_OPEN_DAYS) & ((closed == NO_DAY) | (closed > scene.today))
    count = np.bincount(place[standing], minlength=len(scene.live)).astype(np.int64)
    found = served(scene, count >= 2)
    values = {"n": count[found], "renewal": scene.renewal_on[found], "health": scene.scores.shown[found]}
    return due_now(scene, "event_cap", "urgent_open", found, (count[found],), values)


def dormant(scene: Scene) -> Found:
    """No login for a long time, while others log in."""
    lines = [scene.facts.measurements(metric) for metric in ("logins", "sessions", "active_users")]
    last = np.maximum.reduce([_last_used(line, scene) for line in lines])
    limit = scene.policies.agenda.dormant_days
    if not len(last) or last.max() <= scene.today - limit:
        return nothing("dormant")
    place = served(scene, (last != NO_DAY) & (last < scene.today - limit))
    values = {"days": scene.today - last[place], "last": last[place], "seats": scene.signals.seats[place]}
    return due_now(scene, "dormant", "", place, (last[place],), values)


def _last_used(line: Timeline, scene: Scene) -> Ints:
    last = np.full(len(scene.live), NO_DAY)
    used = (line.value > 0) & (line.day <= scene.today)
    np.maximum.at(last, line.place[used], line.day[used])
    return last


def upsell(scene: Scene) -> Found:
    """The seats are nearly full and the account is healthy."""
    use = scene.signals.signal("seat_use").value
    full = np.nan_to_num(use) >= scene.policies.agenda.upsell_seat_use
    place = served(scene, full & (scene.scores.band == HEALTHY))
    values = {
        "percent": half_up(use[place] * 100).astype(np.int64),
        "active": scene.signals.signal("seats_active").value[place],
        "seats": scene.signals.seats[place],
        "health": scene.scores.shown[place],
    }
    seats = scene.signals.seats[place].astype(np.int64)
    return Found("upsell", "", place, scene.arr[place], scene.renewal_on[place], (seats,), values)
