"""The template of renewal timelines as a person edits it: one line a step, its day first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from csdesk.model.changes import ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.renewal_timeline import LONGEST, NOTICE, Tier, TimelinePolicy, TimelineStep
from csdesk.rules.renewal_steps import TEXTS, step_text

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.book.journal import Entry

TIERS: tuple[Tier, ...] = ("high", "low", "tech")
_LINE = re.compile(rf"(?:T?\s*([+\-\u2212]?\d{{1,4}})|({NOTICE})|(解約申出期限))\s*[:：]?\s+(.+)", re.IGNORECASE)


def timeline_text(policy: TimelinePolicy, tier: str, text_of: Callable[[Message], str]) -> str:
    """The steps of a tier as lines: ``-90 Diagnose …``, ``notice Last day …``."""
    return "\n".join(
        f"{NOTICE if step.code == NOTICE else f'{step.days:+d}'} {text_of(step_text(step))}" for step in policy.of(tier)
    )


def read_timeline(text: str, tier: Tier, text_of: Callable[[Message], str]) -> tuple[TimelineStep, ...]:
    """The steps behind lines as ``timeline_text`` writes them; a step of the program that keeps its text keeps its code.

    Raises:
        CSDeskError: a line has no day or no text; the sentence quotes it.
    """
    codes = {text_of(message): code for code, message in TEXTS.items()}
    steps = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _LINE.fullmatch(line)
        if found is None or abs(days := int((found[1] or "0").replace("\u2212", "-"))) > LONGEST:
            raise CSDeskError(
                Message("“{line}” is no step of a timeline.", line=line),
                Message("Begin it with the days to the renewal, e.g. -90 Diagnose, or with notice."),
            )
        said = found[4].strip()
        code = codes.get(said, "")
        if found[1] is None:
            steps.append(TimelineStep(tier, 0, NOTICE, "" if code == NOTICE else said))
        else:
            kept = code if code != NOTICE else ""
            steps.append(TimelineStep(tier, days, kept, "" if kept else said))
    return tuple(steps)


def set_timeline(workspace: Workspace, policy: TimelinePolicy) -> Entry | None:
    """Give the book another template; None where it is the same. Tasks that were made stay as they are."""
    if policy == workspace.policies.timeline:
        return None
    said = Message("Change the timeline of renewals")
    return workspace.apply(ChangeSet(said, ()), policies=replace(workspace.policies, timeline=policy))
