"""The sections of the settings page: what they are called and which settings stand in them."""

from __future__ import annotations

from dataclasses import dataclass

from csdesk.model.messages import Message
from csdesk.model.policy_catalogue import AGENDA, CALENDAR, RENEWALS, REVENUE, TOUCH
from csdesk.model.policy_settings import Setting


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section.

    Attributes:
        settings: its single values; tables and links stand below them.
        words: what else it holds, so that a search finds it.
    """

    code: str
    title: Message
    note: Message
    settings: tuple[Setting, ...] = ()
    words: tuple[Message, ...] = ()


SECTIONS = (
    SectionEntry("computer", Message("This computer"), Message("Kept on this computer, not in the book."),
                 words=(Message("Language"), Message("Colours"), Message("Text size"))),
    SectionEntry("calendar", Message("Book"), Message("Fiscal year, holidays and time zone; they travel in the book."),
                 CALENDAR),
    SectionEntry("revenue", Message("Revenue"), Message("How contracts become recurring revenue."), REVENUE,
                 (Message("Reporting currency"), Message("Exchange rates"))),
    SectionEntry("touch", Message("Touch model"), Message("How accounts are cut into high, low and tech touch."), TOUCH,
                 (Message("Hours of each CSM"),)),
    SectionEntry("plays", Message("Plays"), Message("What each tier is given, and how often; what is missed comes up on Today."),
                 words=(Message("High touch"), Message("Low touch"), Message("Tech touch"))),
    SectionEntry("renewals", Message("Renewals"), Message("Notice deadlines, forecast and target."), RENEWALS,
                 (Message("Timeline of renewals…"),)),
    SectionEntry("agenda", Message("Agenda"), Message("What comes up on Today, and how loudly."), AGENDA),
    SectionEntry("health", Message("Health"), Message("Weights, marks, bands and caps are edited where their effect shows."),
                 words=(Message("Health model"),)),
    SectionEntry("targets", Message("Targets"), Message("What a figure should reach in a fiscal period."),
                 words=(Message("Targets of key figures"),)),
)  # fmt: skip


def section_of(target: str) -> SectionEntry | None:
    """The section of that code, or of the setting of that code."""
    return next((s for s in SECTIONS if target == s.code or any(target == one.code for one in s.settings)), None)
