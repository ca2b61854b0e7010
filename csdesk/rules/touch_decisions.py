"""Which candidates nobody has decided on, and the overrides that are in force or have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.rules.parts import Same
from csdesk.rules.timeline import NO_DAY, Ints, day_number, day_numbers, flags
from csdesk.rules.touch_candidates import CANDIDATE, candidate_fingerprint
from csdesk.rules.touch_whatif import TouchBook, touch_book

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def open_candidates(assessment: Assessment) -> Ints:
    """Places of the candidates that are not put aside, or whose facts have changed since, by value."""
    cut = assessment.segmentation
    value = cut.inputs.counted(assessment.policies.touch)
    places = np.flatnonzero(cut.candidates)
    marks = assessment.frames.frame("agenda_mark")
    until = day_numbers(marks["until"])
    over = flags(marks["mark"] == "snoozed") & (until != NO_DAY) & (until <= day_number(assessment.as_of))
    held = marks[flags(marks["rule"] == CANDIDATE) & ~over]
    known = dict(zip(held["account_key"].tolist(), held["facts"].tolist(), strict=True))
    marked = np.flatnonzero(np.isin(assessment.customers.keys[places], list(known)))
    aside = [
        row
        for row in marked.tolist()
        if known[int(assessment.customers.keys[places[row]])]
        in (None, candidate_fingerprint(cut.touch, value, int(places[row])))
    ]
    kept = np.delete(places, aside)
    return kept[np.argsort(-value[kept], kind="stable")]


def overrides(assessment: Assessment) -> pd.DataFrame:
    """What was set by hand, what ends first at the top: ``account_key, account, touch, reason, author, until, ended``."""
    frame = assessment.frames.frame("touch_assignment")
    accounts = assessment.accounts[["key", "name"]]
    held = frame[flags(frame["override"])].merge(accounts, left_on="account_key", right_on="key", suffixes=("", "_of"))
    found = pd.DataFrame(
        {
            "account_key": held["account_key"],
            "account": held["name"],
            **{name: held[name] for name in ("touch", "reason", "author")},
            "until": held["expires_on"],
            "ended": held["expires_on"] < pd.Timestamp(assessment.as_of),
        }
    )
    return found.sort_values(["until", "account"], na_position="last").reset_index(drop=True)


def kept_touch_book(assessment: Assessment) -> TouchBook:
    """The arrays of the what-if, made once for an assessment."""
    key = (Same(assessment.accounts), assessment.versions("person", "touch_assignment"))
    return assessment.parts.get("touch book", key, lambda: touch_book(assessment))
