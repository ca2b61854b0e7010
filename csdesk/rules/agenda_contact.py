"""Agenda rules about working together: contact, answers, onboarding, tasks, reviews."""

from __future__ import annotations

import numpy as np

from csdesk.rules.agenda_found import Found, due_now, nothing, served
from csdesk.rules.agenda_scene import Scene
from csdesk.rules.plays import days_by_tier
from csdesk.rules.timeline import NEVER, NO_DAY, day_numbers, flags, grouped_min

DETRACTOR_DAYS = 90
QBR_AHEAD_DAYS = 14
QBR_WORDS = "qbr|quarterly (?:business )?review|四半期レビュー"


def contact_cadence(scene: Scene) -> Found:
    """Nobody spoke to the account for longer than its tier allows."""
    line = scene.facts.touchpoints()
    if not len(line):
        return nothing("contact_cadence")
    target = days_by_tier(scene.policies.plays, ())[scene.tier]
    last = scene.signals.signal("any_contact").on
    since = np.where(last == NO_DAY, scene.begun, last)
    quiet = np.where(since == NO_DAY, 0, scene.today - since)
    place = served(scene, quiet > target)
    values = {
        "days": quiet[place],
        "target": target[place],
        "tier": scene.tier[place],
        "renewal": scene.renewal_on[place],
        "never": (last == NO_DAY)[place],
    }
    due = since[place] + target[place]
    return Found("contact_cadence", "", place, scene.arr[place], due, (last[place],), values)


def onboarding(scene: Scene) -> Found:
    """Onboarding should have been completed."""
    due = scene.customers.onboarding_due
    late = (due != NO_DAY) & (due < scene.today) & (scene.customers.onboarded_on == NO_DAY)
    place = served(scene, late)
    active = scene.signals.signal("seats_active").value
    values = {
        "days": scene.today - due[place],
        "due": due[place],
        "active": active[place],
        "seats": scene.signals.seats[place],
    }
    return Found("onboarding", "", place, scene.arr[place], due[place], (due[place],), values)


def detractor(scene: Scene) -> Found:
    """Somebody answered 0 to 6 and nobody has been in touch since."""
    line = scene.facts.responses()
    window = line.window(np.full(len(scene.live), scene.today - DETRACTOR_DAYS), np.full(len(scene.live), scene.today))
    score, on, key = line.last_value(window), line.last_day(window), line.last_key(window)
    touched = scene.signals.signal("any_contact").on
    place = served(scene, (score <= 6) & ((touched == NO_DAY) | (touched <= on)))
    values = {"score": score[place], "on": on[place], "key": key[place]}
    return due_now(scene, "detractor", "", place, (on[place], key[place]), values)


def task_overdue(scene: Scene) -> Found:
    """A task of the success plan is late."""
    tasks, place = scene.facts.frame_with_places("task")
    due, done = day_numbers(tasks["due"]), day_numbers(tasks["done_on"])
    over = flags(tasks["status"].isin(("done", "cancelled"))) | ((done != NO_DAY) & (done <= scene.today))
    rows = np.flatnonzero((place >= 0) & (due != NO_DAY) & (due < scene.today) & ~over)
    count = np.bincount(place[rows], minlength=len(scene.live)).astype(np.int64)
    _, first = grouped_min(place[rows], due[rows], len(scene.live))
    found = served(scene, first >= 0)
    at = rows[first[found]]
    values = {"n": count[found], "due": due[at], "days": scene.today - due[at], "key": tasks["key"].to_numpy()[at]}
    return Found("task_overdue", "", found, scene.arr[found], due[at], (due[at], count[found]), values)


def qbr_due(scene: Scene) -> Found:
    """An account whose tier has reviews had none for longer than its cadence, in a book where reviews are logged."""
    line = scene.facts.reviews()
    if not len(line):
        return nothing("qbr_due")
    last = line.last_day(line.ever(np.full(len(scene.live), scene.today)))
    since = np.where(last == NO_DAY, scene.begun, last)
    target = days_by_tier(scene.policies.plays, ("qbr",))[scene.tier]
    quiet = np.where(since == NO_DAY, -1, scene.today - since)
    place = served(scene, quiet >= target)
    values = {"last": last[place], "renewal": scene.renewal_on[place], "target": target[place]}
    return Found("qbr_due", "", place, scene.arr[place], since[place] + target[place], (last[place],), values)


def qbr_ahead(scene: Scene) -> Found:
    """A quarterly review is planned within two weeks, as a task or a milestone of the success plan."""
    planned = np.full(len(scene.live), NEVER)
    for record in ("task", "milestone"):
        frame, place = scene.facts.frame_with_places(record)
        due, done = day_numbers(frame["due"]), day_numbers(frame["done_on"])
        ahead = (place >= 0) & (due >= scene.today) & (due <= scene.today + QBR_AHEAD_DAYS) & (done == NO_DAY)
        rows = np.flatnonzero(ahead & flags(frame["text"].str.contains(QBR_WORDS, case=False, regex=True)))
        np.minimum.at(planned, place[rows], due[rows])
    place = served(scene, planned != NEVER)
    due = planned[place]
    values = {"left": due - scene.today, "due": due, "renewal": scene.renewal_on[place]}
    return Found("qbr_due", "ahead", place, scene.arr[place], due, (due,), values)
