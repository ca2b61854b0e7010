"""What needs the CSM now, best first: each account's most pressing item, ranked by ARR at stake and urgency.

rank = ARR at stake x weight of the rule x max(0.1, 1 - days to the due date / 90); ties by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csdesk.rules.agenda_found import Found
from csdesk.rules.agenda_rules import RULES
from csdesk.rules.agenda_scene import Scene
from csdesk.rules.agenda_words import Wording, Words
from csdesk.rules.frames import Frames
from csdesk.rules.timeline import NO_DAY, Floats, Ints, dates_of, day_number, day_numbers, whole

LONGEST = 5000  # items that are worded; beyond that nobody reads
HORIZON = 90
LEAST_URGENCY = 0.1

# Rule and variant → category and suggested play.
KINDS: dict[tuple[str, str], tuple[str, str]] = {
    ("notice_deadline", ""): ("renewal", "intent_mail"),
    ("renewal_without_plan", ""): ("renewal", "plan_renewal"),
    ("renewal_without_plan", "overdue"): ("renewal", "plan_renewal"),
    ("health_fall", ""): ("health", "open_usage"),
    ("event_cap", "champion_left"): ("health", "map_sponsor"),
    ("event_cap", "escalation"): ("health", "escalate"),
    ("event_cap", "notice_received"): ("renewal", "save_plan"),
    ("event_cap", "urgent_open"): ("health", "escalate"),
    ("overdue_payment", ""): ("renewal", "remind_payment"),
    ("contact_cadence", ""): ("contact", "log_call"),
    ("contact_cadence", "play"): ("contact", "log_call"),
    ("contact_cadence", "programme"): ("contact", "review_plays"),
    ("onboarding", ""): ("onboarding", "replan"),
    ("detractor", ""): ("contact", "call_back"),
    ("dormant", ""): ("health", "open_usage"),
    ("upsell", ""): ("growth", "draft_quote"),
    ("touch_candidate", ""): ("growth", "review_touch"),
    ("touch_candidate", "ended"): ("growth", "review_touch"),
    ("task_overdue", ""): ("onboarding", "open_plan"),
    ("qbr_due", "ahead"): ("contact", "build_deck"),
    ("qbr_due", ""): ("contact", "build_deck"),
    ("data_problem", ""): ("renewal", "fix_data"),
}
# The record whose key an item quotes, where it does not say so itself.
_QUOTES = {"overdue_payment": "invoice", "detractor": "response", "task_overdue": "task"}
CATEGORIES = ("renewal", "health", "contact", "onboarding", "growth")


@dataclass(frozen=True, slots=True)
class Items:
    """All items of all rules that are not put aside, best first.

    Attributes:
        found: the rules' findings.
        rule: position in ``found``.
        item: position within that finding.
        leads: the item is the first of its account.
    """

    found: tuple[Found, ...]
    rule: Ints
    item: Ints
    place: Ints
    stake: Ints
    due: Ints
    rank: Floats
    leads: NDArray[np.bool_]


def urgency(due: Ints, today: int) -> Floats:
    """max(0.1, 1 - days to the due date / 90); what has no date is not urgent."""
    days = np.where(due == NO_DAY, HORIZON, due - today)
    return np.maximum(LEAST_URGENCY, 1 - days / HORIZON)


def items_of(scene: Scene, marks: pd.DataFrame, names: pd.Series[Any]) -> Items:
    """What the rules find, without what people put aside (``marks``: frame of ``agenda_mark``), ranked."""
    found = tuple(rule(scene) for rule in RULES)
    count = [len(one.place) for one in found]
    rule = np.repeat(np.arange(len(found)), count)
    item = np.concatenate([np.arange(n) for n in count])
    place, stake, due = (np.concatenate([getattr(one, name) for one in found]) for name in ("place", "stake", "due"))
    weight = np.asarray([scene.policies.agenda.weights.get(one.rule, 0.0) for one in found])
    rank = stake * weight[rule] * urgency(due, scene.today)
    kept = np.flatnonzero((weight[rule] > 0) & ~_put_aside(found, rule, item, place, marks, scene))
    order = kept[np.argsort(-rank[kept], kind="stable")]
    order = _ties_by_name(order, rank, place, names)
    _, first = np.unique(place[order], return_index=True)
    leads = np.zeros(len(order), dtype=np.bool_)
    leads[first] = True
    return Items(found, rule[order], item[order], place[order], stake[order], due[order], rank[order], leads)


def _ties_by_name(order: Ints, rank: Floats, place: Ints, names: pd.Series[Any]) -> Ints:
    """Within equal ranks in the order of the names; only the ties are looked at."""
    ranked = rank[order]
    tied = np.zeros(len(order), dtype=np.bool_)
    tied[1:] = ranked[1:] == ranked[:-1]
    tied[:-1] |= tied[1:]
    rows = np.flatnonzero(tied)
    if not len(rows):
        return order
    codes = pd.factorize(names.iloc[place[order[rows]]].fillna(""), sort=True)[0]
    sorted_order = order.copy()
    sorted_order[rows] = order[rows][np.lexsort((codes, -ranked[rows]))]
    return sorted_order


def _put_aside(
    found: tuple[Found, ...], rule: Ints, item: Ints, place: Ints, marks: pd.DataFrame, scene: Scene
) -> NDArray[np.bool_]:
    """Items that are done, dismissed or snoozed, as long as their facts are the same."""
    aside = np.zeros(len(rule), dtype=np.bool_)
    codes = {code: number for number, code in enumerate(dict.fromkeys(one.rule for one in found))}
    marked_place = scene.customers.places.of(whole(marks["account_key"]))
    until = day_numbers(marks["until"])
    over = (
        (marks["mark"] == "snoozed").to_numpy(dtype=bool, na_value=False) & (until != NO_DAY) & (until <= scene.today)
    )
    marked_rule = marks["rule"].map(codes).to_numpy(dtype=np.int64, na_value=-1)
    held = np.flatnonzero((marked_place >= 0) & (marked_rule >= 0) & ~over)
    if not len(held):
        return aside
    facts: dict[int, set[str | None]] = {}
    for place_code, fact in zip(
        (marked_place[held] * len(codes) + marked_rule[held]).tolist(), marks["facts"].iloc[held].tolist(), strict=True
    ):
        facts.setdefault(place_code, set()).add(fact if isinstance(fact, str) else None)
    own = place * len(codes) + np.asarray([codes[one.rule] for one in found], dtype=np.int64)[rule]
    for row in np.flatnonzero(np.isin(own, list(facts))).tolist():
        known = facts[int(own[row])]
        aside[row] = None in known or fingerprint(found[rule[row]], int(item[row])) in known
    return aside


def fingerprint(found: Found, item: int) -> str:
    """The facts an item rests on, as text: an item put aside returns when it changes."""
    return ":".join([found.variant or found.rule, *(str(int(fact[item])) for fact in found.facts)])


def agenda_table(items: Items, accounts: pd.DataFrame, frames: Frames, currency: str, rows: Ints) -> pd.DataFrame:
    """The items at those rows, in that order, as people read them.

    Columns: ``account_key, account, rule, category, ask, why`` (Messages), ``stake`` (Int64 minor,
    reporting currency), ``due_on, play`` (code), ``rank, health, health_change, band, touch, csm, facts``.
    """
    place, found = items.place[rows], items.found
    words = Wording(frames, currency, _quoted(items, rows))
    said = _said(items, rows, words)
    facts = [
        fingerprint(found[n], i) for n, i in zip(items.rule[rows].tolist(), items.item[rows].tolist(), strict=True)
    ]
    kinds = [KINDS[found[number].rule, found[number].variant] for number in items.rule[rows].tolist()]
    of_account = accounts.iloc[place].reset_index(drop=True)
    text = {
        "rule": [found[number].rule for number in items.rule[rows].tolist()],
        "category": [category for category, _ in kinds],
        "play": [play for _, play in kinds],
        "facts": facts,
    }
    coded = {name: pd.Series(values, dtype="string[pyarrow]") for name, values in text.items()}
    return pd.DataFrame(
        {
            "account_key": of_account["key"],
            "account": of_account["name"],
            "rule": coded["rule"],
            "category": coded["category"],
            "ask": pd.Series([ask for ask, _ in said], dtype=object),
            "why": pd.Series([why for _, why in said], dtype=object),
            "stake": pd.Series(items.stake[rows], dtype="Int64"),
            "due_on": pd.Series(dates_of(items.due[rows])),
            "play": coded["play"],
            "rank": items.rank[rows],
            **{name: of_account[name] for name in ("health", "health_change", "band", "touch", "csm")},
            "facts": coded["facts"],
        }
    )


def _said(items: Items, rows: Ints, words: Wording) -> list[Words]:
    """What is asked and why, for each of those rows."""
    said: dict[int, Words] = {}
    for number in np.unique(items.rule[rows]).tolist():
        one, at = items.found[number], np.flatnonzero(items.rule[rows] == number)
        columns = [values[items.item[rows[at]]].tolist() for values in one.values.values()]
        for row, *values in zip(at.tolist(), *columns, strict=True):
            said[row] = words.of(one.rule, one.variant, dict(zip(one.values, values, strict=True)))
    return [said[row] for row in range(len(rows))]


def _quoted(items: Items, rows: Ints) -> dict[str, set[int]]:
    """The records that the sentences of those rows quote."""
    keys: dict[str, set[int]] = {}
    for number in np.unique(items.rule[rows]).tolist():
        found = items.found[number]
        at = items.item[rows][items.rule[rows] == number]
        if "key" not in found.values:
            continue
        quoted = found.values["key"][at]
        records = found.values.get("record")
        of = np.full(len(at), _QUOTES.get(found.rule, ""), dtype=object) if records is None else records[at]
        for record in set(of.tolist()):
            keys.setdefault(record, set()).update(quoted[of == record].tolist())
    return keys


def leading(items: Items, limit: int = LONGEST) -> Ints:
    """Rows of the best item of each account, best first, at most ``limit``."""
    return np.flatnonzero(items.leads)[:limit]


def of_place(items: Items, place: int) -> Ints:
    """Rows of all items of one account, best first."""
    return np.flatnonzero(items.place == place)


def rank_of(stake: int, weight: float, due: date | None, today: date) -> float:
    """The rank of one item, for explanations."""
    number = np.asarray([NO_DAY if due is None else day_number(due)], dtype=np.int64)
    return float(stake * weight * urgency(number, day_number(today))[0])
