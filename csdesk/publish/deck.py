"""The QBR deck of one account: a cover, then one message a slide; customer-facing unless asked otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import PP_PLACEHOLDER

from csdesk.charts.text_width import wrapped
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.periods import FiscalPeriod
from csdesk.publish import leaks
from csdesk.publish.atomic import replacing
from csdesk.publish.deck_master import Master, open_master
from csdesk.publish.material import Material, Readers, gather
from csdesk.publish.page import LEFT, RIGHT, WIDTH, Page, fitted
from csdesk.publish.slides.adoption import adoption_draft
from csdesk.publish.slides.cover import INTERNAL_MARK, TITLE, draw_cover
from csdesk.publish.slides.draft import Draft
from csdesk.publish.slides.goals import goals_draft
from csdesk.publish.slides.internal import forecast_draft, health_draft
from csdesk.publish.slides.next_quarter import next_quarter_draft
from csdesk.publish.slides.plan import plan_draft
from csdesk.publish.slides.renewal import renewal_draft
from csdesk.publish.slides.summary import summary_draft
from csdesk.publish.slides.support import support_draft
from csdesk.publish.wording import RecordingLanguage

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

Section = tuple[str, Callable[[Material], Draft | Message]]
SECTIONS: tuple[Section, ...] = (
    ("summary", summary_draft),
    ("goals", goals_draft),
    ("adoption", adoption_draft),
    ("support", support_draft),
    ("plan", plan_draft),
    ("next_quarter", next_quarter_draft),
    ("renewal", renewal_draft),
)
INTERNAL_SECTIONS: tuple[Section, ...] = (("health", health_draft), ("forecast", forecast_draft))
_TITLE_SIZE = 25.0
_TITLE_CHARACTERS = {"en": 90, "ja": 44}


@dataclass(frozen=True, slots=True)
class DeckRequest:
    """Which deck is wanted.

    Attributes:
        period: the fiscal quarter under review.
        template: the user's own presentation, whose masters and theme are used.
        presenter: who presents, as it is to stand on the cover; empty for nobody.
        sections: codes of the slides after the cover in the order wanted; None for all in the usual one.
            Internal ones are left out of a customer's deck whatever is wanted.
        titles: what is to stand on a slide in place of the title made from the data, by its code.
        notes: what is to stand in the speaker notes of a slide, by its code.
    """

    account_key: int
    audience: Readers
    period: FiscalPeriod
    language: Language
    template: Path | None = None
    presenter: str = ""
    sections: tuple[str, ...] | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenDeck:
    """What became of a request.

    Attributes:
        slides: codes of the slides, in order; ``cover`` is the first.
        titles: what stands on them.
        left_out: one sentence for each section without data.
        leaks: what the scan found and the user released; empty otherwise.
    """

    path: Path
    slides: tuple[str, ...]
    titles: tuple[str, ...]
    left_out: tuple[Message, ...]
    leaks: tuple[leaks.Leak, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section of the deck: its slide and the title on it, or why there is none."""

    code: str
    title: str = ""
    slide: Any = None
    left_out: Message | None = None


@dataclass(frozen=True, slots=True)
class DrawnDeck:
    """A deck that is not written yet; ``wording`` is our own text on it without any values."""

    presentation: Any
    sections: tuple[DrawnSection, ...]
    wording: Collection[str]


def write_deck(assessment: Assessment, request: DeckRequest, path: Path, *, release: bool = False) -> WrittenDeck:
    """Write the deck; one for a customer is opened again and scanned before it takes its place.

    ``release`` keeps the file in spite of what the scan finds: for when a person has seen it.

    Raises:
        LeakFound: something internal stands in a customer's deck; no file was written.
        CSDeskError: there is no such account, the template cannot be used, or the file cannot be written.
    """
    drawn = draw_deck(assessment, request)
    with replacing(path) as beside:
        drawn.presentation.save(str(beside))
        found: tuple[leaks.Leak, ...] = ()
        if request.audience == "customer":
            watch = leaks.watch_list(assessment, request.account_key, drawn.wording, request.presenter)
            found = leaks.scan(beside, watch)
            if found and not release:
                raise leaks.LeakFound(path.name, found)
    there = [section for section in drawn.sections if section.left_out is None]
    return WrittenDeck(
        path,
        tuple(section.code for section in there),
        tuple(section.title for section in there),
        tuple(section.left_out for section in drawn.sections if section.left_out is not None),
        found,
    )


def draw_deck(assessment: Assessment, request: DeckRequest) -> DrawnDeck:
    """The deck as it will be written: the cover first, then the sections wanted.

    Raises:
        CSDeskError: there is no such account, or the template cannot be used.
    """
    spoken = RecordingLanguage(request.language)
    material = gather(assessment, request.account_key, request.audience, request.period, spoken, request.presenter)
    title = spoken.text(Message("{title}: {account}", title=TITLE, account=material.name))
    master = open_master(request.template, title, datetime.combine(assessment.as_of, time()))
    slide = master.presentation.slides.add_slide(master.cover)
    draw_cover(slide, master, material, Page(slide, spoken, master.scale()))
    sections = [DrawnSection("cover", spoken.text(TITLE), slide)]
    for code, prepare in _wanted(request):
        draft = prepare(material)
        if isinstance(draft, Message):
            sections.append(DrawnSection(code, left_out=draft))
            continue
        number = sum(1 for section in sections if section.slide is not None) + 1
        sections.append(_draw_slide(master, material, code, draft, number, request.titles.get(code, "")))
    for section in sections:
        if section.slide is not None and request.notes.get(section.code, "").strip():
            section.slide.notes_slide.notes_text_frame.text = request.notes[section.code].strip()
    return DrawnDeck(master.presentation, tuple(sections), spoken.wording)


def _wanted(request: DeckRequest) -> Sequence[Section]:
    """The sections in the order wanted, those alone that this audience may see."""
    allowed = SECTIONS if request.audience == "customer" else (*SECTIONS, *INTERNAL_SECTIONS)
    if request.sections is None:
        return allowed
    known = dict(allowed)
    return [(code, known[code]) for code in request.sections if code in known]


def _draw_slide(
    master: Master, material: Material, code: str, draft: Draft, number: int, own_title: str
) -> DrawnSection:
    slide = master.presentation.slides.add_slide(master.plain)
    page = Page(slide, material.language, master.scale())
    titles = (Message("{text}", text=own_title),) if own_title.strip() else draft.titles
    title, lines = chosen_title(titles, material.language)
    place_title(slide, master, page, title)
    top = 0.47 + 0.43 * lines
    if draft.lead is not None:
        page.text(LEFT, top + 0.06, WIDTH, fitted(page.say(draft.lead), WIDTH, 13, 1), 13, height=0.3, colour="ink_2")
    draft.draw(page, 1.68 if lines == 1 else 2.05)
    page.source(page.say(draft.source), number)
    if material.internal is not None:
        page.text(
            RIGHT - 2.0, 0.12, 2.0, page.say(INTERNAL_MARK), 10, height=0.2, bold=True, colour="risk", align="right"
        )
    return DrawnSection(code, title, slide)


def place_title(slide: Any, master: Master, page: Page, title: str) -> None:
    """Write the title into its placeholder; take the others away."""
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            page.fill_frame(shape.text_frame, title, _TITLE_SIZE, bold=True)
            shape.text_frame.word_wrap = True
        else:
            shape._element.getparent().remove(shape._element)


def chosen_title(titles: tuple[Message, ...], language: Language) -> tuple[str, int]:
    """The fullest title that fits two lines and the length titles may have, and its lines."""
    limit = _TITLE_CHARACTERS["ja" if language.japanese else "en"]
    room = WIDTH * 72
    texts = [language.text(message) for message in titles]
    for text in texts:
        lines = len(wrapped(text, room, _TITLE_SIZE, bold=True, widest=True))
        if len(text) <= limit and lines <= 2:
            return text, lines
    shortest = min(texts, key=len)
    text = fitted(shortest[: limit - 1] + "…" if len(shortest) > limit else shortest, WIDTH, _TITLE_SIZE, 2, bold=True)
    return text, len(wrapped(text, room, _TITLE_SIZE, bold=True, widest=True))
