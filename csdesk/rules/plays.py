"""What each tier is given, in words, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from csdesk.model.messages import Message
from csdesk.model.policies import Play, PlayPolicy
from csdesk.rules.timeline import NEVER, Ints
from csdesk.rules.touch import TIERS

# The plays that ship with the program, by code.
TEXTS: Mapping[str, Message] = MappingProxyType(
    {
        "monthly_call": Message("Dedicated owner, monthly call"),
        "qbr": Message("QBR each quarter"),
        "success_plan": Message("Success plan with goals"),
        "executive_sponsor": Message("Executive sponsor pairing"),
        "workshop": Message("Group workshop each month"),
        "quarterly_check": Message("Health check each quarter"),
        "half_year_review": Message("Review each half-year"),
        "renewal_quote": Message("Renewal quote at 60 d"),
        "monthly_mail": Message("Mail each month, email course"),
        "webinar": Message("Webinar each month"),
        "help_centre": Message("Chatbot and help centre"),
        "renewal_notice": Message("Automatic renewal notice, 90 d"),
    }
)


def play_text(play: Play) -> Message:
    """What a play is called: in the words of the book, else those of the program."""
    return TEXTS[play.code] if not play.text and play.code in TEXTS else Message("{text}", text=play.text or play.code)


def days_by_tier(policy: PlayPolicy, kinds: tuple[str, ...]) -> Ints:
    """For each tier the shortest cadence among its plays that exactly those kinds of touchpoint fulfil; else ``NEVER``."""
    found = np.full(len(TIERS), NEVER, dtype=np.int64)
    for play in policy.plays:
        if play.days is not None and play.kinds == kinds and not play.together:
            tier = TIERS.index(play.tier)
            found[tier] = min(found[tier], play.days)
    return found
