"""What slides a deck will have, told without drawing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csdesk.model.messages import Message
from csdesk.publish.deck import INTERNAL_SECTIONS, SECTIONS, DeckRequest, chosen_title
from csdesk.publish.material import gather
from csdesk.publish.slides.cover import TITLE

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class OutlinedSlide:
    """One section of a deck.

    Attributes:
        code: as in ``WrittenDeck.slides``; ``cover`` is the first.
        title, lead, source: what will stand on the slide, in the deck's language; empty if it is left out.
        left_out: why there is no such slide; None if there is one.
    """

    code: str
    title: str = ""
    lead: str = ""
    source: str = ""
    left_out: Message | None = None


def outline_deck(assessment: Assessment, request: DeckRequest) -> tuple[OutlinedSlide, ...]:
    """The slides of the deck in order, those without data among them with the reason.

    Raises:
        CSDeskError: there is no such account.
    """
    spoken = request.language
    material = gather(assessment, request.account_key, request.audience, request.period, spoken, request.presenter)
    slides = [OutlinedSlide("cover", spoken.text(TITLE), material.name)]
    for code, prepare in SECTIONS if material.internal is None else (*SECTIONS, *INTERNAL_SECTIONS):
        draft = prepare(material)
        if isinstance(draft, Message):
            slides.append(OutlinedSlide(code, left_out=draft))
            continue
        title, _ = chosen_title(draft.titles, spoken)
        lead = spoken.text(draft.lead) if draft.lead is not None else ""
        slides.append(OutlinedSlide(code, title, lead, spoken.text(draft.source)))
    return tuple(slides)
