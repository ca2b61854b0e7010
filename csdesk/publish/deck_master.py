"""The presentation a deck starts from: our own master, or the user's, emptied and without traces of its author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

from csdesk.charts.style import tokens
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.publish.ooxml import child

LATIN, EAST_ASIAN = "Segoe UI", "Yu Gothic"
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
# Theme slots in the order of our tokens; accents 2 to 4 say good, careful, bad.
_SLOTS = {
    "dk1": "ink", "lt1": "bg", "dk2": "high", "lt2": "bg_sub", "accent1": "accent", "accent2": "ok_fill",
    "accent3": "watch_fill", "accent4": "risk_fill", "accent5": "c5", "accent6": "c6", "hlink": "accent_ink",
    "folHlink": "accent_ink",
}  # fmt: skip
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


@dataclass(frozen=True, slots=True)
class Master:
    """An empty presentation and which of its layouts to use.

    Attributes:
        cover, plain: layouts for the first slide and for the others, found by their placeholders.
        own: whether this is our master; otherwise the user's decides where titles stand.
    """

    presentation: Any
    cover: Any
    plain: Any
    own: bool

    def scale(self) -> tuple[float, float]:
        """How much wider and higher the slides are than those the layouts were drawn for."""
        return self.presentation.slide_width / _WIDTH, self.presentation.slide_height / _HEIGHT


def open_master(template: Path | None, title: str, as_of: datetime) -> Master:
    """Our own master, or that of the template with all its slides taken out.

    Raises:
        CSDeskError: the template is no presentation, or has no layout with a title.
    """
    presentation = _opened(template)
    if template is None:
        _make_own(presentation)
    _remove_slides(presentation)
    _remove_traces(presentation, title, as_of)
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    cover = _best(layouts, wanted=(PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE))
    plain = _best(layouts, wanted=(PP_PLACEHOLDER.TITLE,))
    if plain is None:
        raise CSDeskError(
            Message("{file} has no slide layout with a title.", file=template.name if template else ""),
            Message("Add a layout with a title to its master, or build the deck without a template."),
        )
    return Master(presentation, cover or plain, plain, template is None)


def _opened(template: Path | None) -> Any:
    try:
        return Presentation(str(template) if template else None)
    except (PackageNotFoundError, KeyError, ValueError, OSError) as error:
        name = template.name if template else ""
        raise CSDeskError(
            Message("{file} could not be read as a PowerPoint template.", file=name),
            Message("Save it in PowerPoint as .pptx or .potx without a password."),
        ) from error


def _best(layouts: list[Any], wanted: tuple[Any, ...]) -> Any | None:
    """The layout that has the wanted placeholders and the fewest others to leave empty."""
    found = []
    for order, layout in enumerate(layouts):
        kinds = [shape.placeholder_format.type for shape in layout.placeholders]
        if any(kind in _TITLES for kind in kinds):
            missing = sum(1 for kind in wanted if kind not in kinds)
            others = sum(1 for kind in kinds if kind not in wanted and kind not in _FURNITURE)
            found.append((missing, others, order, layout))
    return min(found, key=lambda item: item[:3])[3] if found else None


def _make_own(presentation: Any) -> None:
    presentation.slide_width, presentation.slide_height = _WIDTH, _HEIGHT
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name not in ("Title Slide", "Title Only"):
            presentation.slide_layouts.remove(layout)
    theme = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme._blob = _themed(theme.blob)
    _place_titles(master, presentation.slide_layouts)


def _themed(blob: bytes) -> bytes:
    """The theme with our colours and with both fonts in both slots."""
    root: Any = parse_xml(blob)
    root.set("name", "CSDesk")
    colours = tokens("light")
    scheme = root.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "CSDesk")
    for slot, token in _SLOTS.items():
        place = scheme.find(qn(f"a:{slot}"))
        for old in list(place):
            place.remove(old)
        child(place, "a:srgbClr", val=colours[token].lstrip("#"))
    root.find(f".//{qn('a:fontScheme')}").set("name", "CSDesk")
    for family in ("majorFont", "minorFont"):
        fonts = root.find(f".//{qn(f'a:{family}')}")
        fonts.find(qn("a:latin")).set("typeface", LATIN)
        fonts.find(qn("a:ea")).set("typeface", EAST_ASIAN)
        for font in fonts.findall(qn("a:font")):
            if font.get("script") == "Jpan":
                font.set("typeface", EAST_ASIAN)
    return bytes(serialize_part_xml(root))


def _place_titles(master: Any, layouts: Any) -> None:
    """Titles top left, 25 pt semibold; date, footer and number off the master, each slide writes its own."""
    title_style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title_style.set("algn", "l")
    run = title_style.find(qn("a:defRPr"))
    run.set("sz", "2500")
    run.set("b", "1")
    for shapes in (master.placeholders, *(layout.placeholders for layout in layouts)):
        for shape in list(shapes):
            kind = shape.placeholder_format.type
            if kind in _FURNITURE:
                shape._element.getparent().remove(shape._element)
            elif kind in _TITLES:
                _put(shape, 0.67, 0.4, 12.0, 1.0)
                _plain_frame(shape)
            elif kind == PP_PLACEHOLDER.SUBTITLE:
                _put(shape, 5.33, 2.35, 7.3, 0.5)
                _plain_frame(shape)
            else:
                _put(shape, 0.67, 2.05, 12.0, 4.6)


def _put(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Inches(left), Inches(top), Inches(width), Inches(height)


def _plain_frame(shape: Any) -> None:
    """No inner margins, text from the top, nothing shrunk behind the reader's back."""
    body = shape._element.find(f".//{qn('a:bodyPr')}")
    for old in list(body):
        body.remove(old)
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", "t")
    child(body, "a:noAutofit")


def _remove_slides(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    for slide in list(listed):
        presentation.part.drop_rel(slide.rId)
        listed.remove(slide)
    sections = presentation.part._element.find(f".//{qn('p:extLst')}")
    if sections is not None:  # sections name slides that are gone
        sections.getparent().remove(sections)


# Relationship types whose targets tell who made the template, where and for whom.
_TRACES = (
    "/thumbnail",
    "/extended-properties",
    "/custom-properties",
    "/printerSettings",
    "/commentAuthors",
    "/authors",
)


def _remove_traces(presentation: Any, title: str, as_of: datetime) -> None:
    package = presentation.part.package
    for relations in (package._rels, presentation.part.rels):
        for rid, relation in list(relations.items()):
            if relation.reltype.endswith(_TRACES):
                relations.pop(rid)
    core = presentation.core_properties
    for name in ("subject", "keywords", "comments", "category", "content_status", "identifier", "version"):
        setattr(core, name, "")
    core.author = core.last_modified_by = "CSDesk"
    core.title = title
    core.created = core.modified = as_of
    core.revision = 1
    printed = core._element.find(qn("cp:lastPrinted"))
    if printed is not None:
        core._element.remove(printed)
