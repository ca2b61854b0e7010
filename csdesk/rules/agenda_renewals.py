"""Agenda rules about renewals and money: notice, plans, unpaid invoices, missing dates."""

from __future__ import annotations

import numpy as np

from csdesk.rules.agenda_found import Found, anyone
from csdesk.rules.agenda_scene import Scene
from csdesk.rules.health import HEALTHY
from csdesk.rules.timeline import NO_DAY, Flags, grouped_min
from csdesk.rules.touch import TECH

TECH_OVERDUE_DAYS = 30
MOST_DATA_PROBLEMS = 10


def notice_deadline(scene: Scene) -> Found:
    """The last day for notice is near, and nobody is sure yet (commit at a healthy account is)."""
    lines = scene.lines
    left = lines.notice_by - scene.today
    near = (lines.state == "notice_open") & (left >= 0) & (left <= scene.policies.agenda.notice_days)
    healthy = scene.scores.band[lines.place] == HEALTHY
    near &= ~((lines.forecast == "commit") & healthy) & ~((scene.tier[lines.place] == TECH) & healthy)
    rows = np.flatnonzero(near & scene.live[lines.place])
    _, first = grouped_min(lines.place[rows], lines.notice_by[rows], len(scene.live))
    place = np.flatnonzero(first >= 0)
    at = rows[first[place]]
    stake = np.zeros(len(scene.live), dtype=np.int64)
    np.add.at(stake, lines.place[rows], lines.annual[rows])
    due = lines.notice_by[at]
    values = {"left": due - scene.today, "notice": due, "renewal": lines.renewal_on[at]}
    return Found("notice_deadline", "", place, stake[place], due, (due,), values)


def renewal_without_plan(scene: Scene) -> Found:
    """A contract renews within the planning days, and there is neither forecast nor next step."""
    lines = scene.lines
    left = lines.renewal_on - scene.today
    coming = np.isin(lines.state, ["upcoming", "notice_open"])
    near = coming & (lines.renewal_on != NO_DAY) & (left >= 0) & (left <= scene.policies.agenda.plan_days)
    near &= (lines.forecast == "") & ~lines.planned & ~scene.next_step[lines.place]
    return _by_contract(scene, "renewal_without_plan", "", near & (scene.tier[lines.place] != TECH))


def renewal_overdue(scene: Scene) -> Found:
    """A contract ended without renewal or notice."""
    return _by_contract(scene, "renewal_without_plan", "overdue", scene.lines.state == "overdue")


def _by_contract(scene: Scene, rule: str, variant: str, chosen: Flags) -> Found:
    lines = scene.lines
    rows = np.flatnonzero(chosen & scene.live[lines.place])
    _, first = grouped_min(lines.place[rows], lines.renewal_on[rows], len(scene.live))
    place = np.flatnonzero(first >= 0)
    at = rows[first[place]]
    stake = np.zeros(len(scene.live), dtype=np.int64)
    np.add.at(stake, lines.place[rows], lines.annual[rows])
    due = lines.renewal_on[at]
    values = {"left": due - scene.today, "renewal": due, "stake": stake[place]}
    return Found(rule, variant, place, stake[place], due, (due,), values)


def data_problem(scene: Scene) -> Found:
    """A contract should have an end and has none, so its renewal is nobody's.

    Only the accounts with most at stake: where a whole column is missing, the list of flaws is the place to mend it.
    """
    lines = scene.lines
    rows = np.flatnonzero((lines.state == "no_date") & scene.live[lines.place])
    count = np.bincount(lines.place[rows], minlength=len(scene.live))
    place = np.flatnonzero(count)
    place = np.sort(place[np.argsort(-scene.arr[place], kind="stable")[:MOST_DATA_PROBLEMS]])
    today = np.full(len(place), scene.today)
    return Found(
        "data_problem", "", place, scene.arr[place], today, (count[place],), {"n": count[place].astype(np.int64)}
    )


def overdue_payment(scene: Scene) -> Found:
    """An invoice is past due; for accounts served one to all, by more than 30 days."""
    late = scene.signals.signal("invoice_overdue")
    days = np.nan_to_num(late.value).astype(np.int64)
    place = anyone(scene, (days > 0) & ((scene.tier != TECH) | (days > TECH_OVERDUE_DAYS)))
    due = late.on[place]
    key = late.keys[late.window.first[place]] if len(late.keys) else place
    values = {"days": days[place], "due": due, "key": key}
    return Found("overdue_payment", "", place, scene.arr[place], due, (due,), values)
