"""What is done when before and after a renewal: an editable template per tier (DOMAIN section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["high", "low", "tech"]
LONGEST = 730  # days before or after a renewal
NOTICE = "notice"  # a step on the notice deadline, whichever day that is


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step of a renewal.

    Attributes:
        days: counted from the end of the term, negative before it; from the notice deadline where ``code`` is
            ``notice``.
        code: of a step that ships with the program; its text is then in the language of the writer.
        text: in the words of the book; wins over ``code``.
    """

    tier: Tier
    days: int
    code: str = ""
    text: str = ""


DEFAULT_STEPS = (
    TimelineStep("high", -180, "facts"),
    TimelineStep("high", -120, "evidence"),
    TimelineStep("high", -90, "diagnose"),
    TimelineStep("high", 0, NOTICE),
    TimelineStep("high", -60, "proposal"),
    TimelineStep("high", -30, "commercial"),
    TimelineStep("high", -14, "signature"),
    TimelineStep("high", -7, "signed"),
    TimelineStep("high", 30, "lessons"),
    TimelineStep("low", -120, "facts"),
    TimelineStep("low", -90, "diagnose"),
    TimelineStep("low", 0, NOTICE),
    TimelineStep("low", -60, "proposal"),
    TimelineStep("low", -30, "commercial"),
    TimelineStep("low", -7, "signed"),
    TimelineStep("low", 30, "lessons"),
    TimelineStep("tech", -90, "mail"),
    TimelineStep("tech", -30, "reminder"),
)


@dataclass(frozen=True, slots=True)
class TimelinePolicy:
    """The steps of every tier, in the order in which they are shown."""

    steps: tuple[TimelineStep, ...] = DEFAULT_STEPS

    def of(self, tier: str) -> tuple[TimelineStep, ...]:
        """The steps of a tier."""
        return tuple(step for step in self.steps if step.tier == tier)


DEFAULT_TIMELINE = TimelinePolicy()
