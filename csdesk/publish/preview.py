"""What a deck will look like: drawn as it will be written, read back as marks for a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csdesk.model.messages import Message
from csdesk.publish.deck import DeckRequest, draw_deck
from csdesk.publish.mark_reading import SlideReader
from csdesk.publish.marks import Mark

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class PreviewedSlide:
    """One section of a deck.

    Attributes:
        code: as in ``WrittenDeck.slides``; ``cover`` is the first.
        title: what will stand on the slide, in the deck's language; empty if it is left out.
        marks: everything on the slide.
        left_out: why there is no such slide; None if there is one.
    """

    code: str
    title: str = ""
    marks: tuple[Mark, ...] = ()
    left_out: Message | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The sections in order, those without data among them; the slides' size in inches."""

    slides: tuple[PreviewedSlide, ...]
    width: float
    height: float


def preview_deck(assessment: Assessment, request: DeckRequest) -> Preview:
    """The deck that ``write_deck`` would write.

    Raises:
        CSDeskError: there is no such account, or the template cannot be used.
    """
    drawn = draw_deck(assessment, request)
    reader = SlideReader(drawn.presentation, request.language)
    slides = [
        PreviewedSlide(section.code, section.title, reader.marks(section.slide))
        if section.left_out is None
        else PreviewedSlide(section.code, left_out=section.left_out)
        for section in drawn.sections
    ]
    size = drawn.presentation.slide_width.inches, drawn.presentation.slide_height.inches
    return Preview(tuple(slides), *size)
