"""The first slide: whose review, of which quarter, with whom, as of when."""

from __future__ import annotations

from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from csdesk.model.messages import Message
from csdesk.publish.deck_master import Master
from csdesk.publish.material import Material
from csdesk.publish.page import Page, Run, fitted
from csdesk.publish.slides.next_quarter import coming
from csdesk.publish.slides.renewal import next_term

TITLE = Message("Quarterly business review")
INTERNAL_MARK = Message("INTERNAL")


def draw_cover(slide: Any, master: Master, material: Material, page: Page) -> None:
    """Title and account go into the placeholders; the rest is drawn on our own master alone."""
    if master.own:
        band = page.box(0, 0, 4.67, 7.5, None)
        band.fill.solid()
        band.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
        band.name = "Band"
        slide.shapes._spTree.remove(band._element)
        slide.shapes._spTree.insert(2, band._element)  # behind the title
    for shape in list(slide.placeholders):
        kind = shape.placeholder_format.type
        if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            page.fill_frame(shape.text_frame, page.say(TITLE), 36, bold=True)
            if master.own:
                shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in (5.33, 2.4, 7.4, 0.75))
        elif kind == PP_PLACEHOLDER.SUBTITLE:
            page.fill_frame(shape.text_frame, fitted(_above(material, master, page), 7.3, 15, 1), 15, colour="ink_2")
            if master.own:
                shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in (5.33, 1.95, 7.3, 0.35))
        else:
            shape._element.getparent().remove(shape._element)
    if master.own:
        page.text(5.33, 3.2, 7.3, _quarter(material, page), 15, height=0.35, colour="ink_2")
        _foot(material, page)
        if material.presenter:
            page.text(0.67, 6.0, 3.6, fitted(material.presenter, 3.6, 14, 2), 14, height=0.7, colour="bg")
    if material.internal is not None:
        page.text(0.67, 0.67, 3.6, page.say(INTERNAL_MARK), 14, bold=True, colour="bg" if master.own else "risk")


def _above(material: Material, master: Master, page: Page) -> str:
    return material.name if master.own else f"{material.name}  ·  {_quarter(material, page)}"


def _quarter(material: Material, page: Page) -> str:
    return page.say(Message("{period}, {date}", period=material.period.label, date=material.as_of))


def _foot(material: Material, page: Page) -> None:
    columns: list[tuple[Message, list[str]]] = []
    people = [
        name if not title or title == "nan" else page.say(Message("{name}, {title}", name=name, title=title))
        for name, title in zip(
            material.records["contact"]["name"].fillna("").astype(str),
            material.records["contact"]["title"].fillna("").astype(str),
            strict=True,
        )
        if name
    ]
    if people:
        columns.append((Message("With"), people[:2]))
    columns.append((Message("Data as of"), [page.language.day(material.as_of)]))
    decide = _decision(material)
    if decide is not None:
        columns.append((Message("Today we decide"), [page.say(decide)]))
    for place, (head, lines) in enumerate(columns):
        left = 5.33 + place * 2.5
        page.text(left, 6.0, 2.35, page.say(head), 10.5, height=0.22, colour="ink_3")
        paragraphs = [[Run(fitted(line, 2.35, 12, 2))] for line in lines]
        page.text(left, 6.25, 2.35, paragraphs, 12, height=0.7, colour="ink_2")


def _decision(material: Material) -> Message | None:
    term = next_term(material)
    if term is not None and 0 <= (term.ends - material.as_of).days <= 180:
        return Message("The term after {date}", date=term.ends)
    ahead = coming(material)
    return Message("{task}", task=ahead[0].text) if ahead else None
