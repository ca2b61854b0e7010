"""A slide before it is drawn: what it says, and the marks that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csdesk.model.messages import Message
from csdesk.publish.page import Page


@dataclass(frozen=True, slots=True)
class Draft:
    """One slide worked out.

    Attributes:
        titles: the finding as a sentence, fullest first; the first that fits two lines is taken.
        lead: a line under the title.
        source: where the numbers come from.
        draw: draws the body from that height in inches down to ``page.FOOTER``.
    """

    titles: tuple[Message, ...]
    lead: Message | None
    source: Message
    draw: Callable[[Page, float], None]
