"""Reads the marks of a slide back from the presentation, so that a preview shows what the file will hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pptx.enum.dml import MSO_COLOR_TYPE, MSO_FILL, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from csdesk.charts.style import tokens
from csdesk.i18n import Language
from csdesk.publish.chart_marks import chart_mark
from csdesk.publish.marks import Align, BoxMark, LineMark, Mark, PictureMark, Rect, RunMark, TextMark

_EMU = 914_400
_ALIGNS: dict[Any, Align] = {PP_ALIGN.RIGHT: "right", PP_ALIGN.CENTER: "center"}
_SLOTS = {
    MSO_THEME_COLOR.TEXT_1: "dk1", MSO_THEME_COLOR.BACKGROUND_1: "lt1", MSO_THEME_COLOR.TEXT_2: "dk2",
    MSO_THEME_COLOR.BACKGROUND_2: "lt2", MSO_THEME_COLOR.DARK_1: "dk1", MSO_THEME_COLOR.LIGHT_1: "lt1",
    MSO_THEME_COLOR.DARK_2: "dk2", MSO_THEME_COLOR.LIGHT_2: "lt2",
    **{getattr(MSO_THEME_COLOR, f"ACCENT_{n}"): f"accent{n}" for n in range(1, 7)},
}  # fmt: skip


class SlideReader:
    """Reads the slides of one presentation; colours of its theme are told as they will be seen."""

    def __init__(self, presentation: Any, language: Language) -> None:
        self._language = language
        self._theme = _theme_colours(presentation.slide_master)

    def marks(self, slide: Any) -> tuple[Mark, ...]:
        """Everything on the slide from the back to the front, what its layout and master draw first."""
        found: list[Mark] = []
        for shapes in (slide.slide_layout.slide_master.shapes, slide.slide_layout.shapes):
            for shape in shapes:
                if not shape.is_placeholder:
                    found += self._shape(shape)
        for shape in slide.shapes:
            found += self._shape(shape)
        return tuple(found)

    def _shape(self, shape: Any) -> Iterator[Mark]:
        if shape.has_chart:
            yield chart_mark(shape.chart, _place(shape), self._colour, self._language)
        elif shape.has_table:
            yield from self._table(shape)
        elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
            yield PictureMark(_place(shape), shape.image.blob)
        elif shape.shape_type == MSO_SHAPE_TYPE.LINE:
            ends = (shape.begin_x, shape.begin_y), (shape.end_x, shape.end_y)
            start, end = ((x / _EMU, y / _EMU) for x, y in ends)
            yield LineMark(start, end, self._colour(shape.line.color) or "#000000", shape.line.width.pt)
        elif shape.has_text_frame:
            yield from self._box(shape)
            yield from self._text(shape.text_frame, _place(shape))

    def _box(self, shape: Any) -> Iterator[Mark]:
        fill = self._colour(shape.fill.fore_color) if shape.fill.type == MSO_FILL.SOLID else None
        edge = self._colour(shape.line.color) if shape.line.fill.type == MSO_FILL.SOLID else None
        if fill is None and edge is None:
            return
        kind = shape.auto_shape_type if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE else MSO_SHAPE.RECTANGLE
        if kind == MSO_SHAPE.OVAL:
            yield BoxMark(_place(shape), fill, edge, "oval")
        else:
            yield BoxMark(_place(shape), fill, edge, "rounded" if kind == MSO_SHAPE.ROUNDED_RECTANGLE else "rectangle")

    def _text(self, frame: Any, place: Rect) -> Iterator[Mark]:
        paragraphs = tuple(self._runs(paragraph) for paragraph in frame.paragraphs)
        if any(paragraphs):
            first = frame.paragraphs[0]
            align = _ALIGNS.get(first.alignment, "left")
            spacing = first.line_spacing if isinstance(first.line_spacing, float) else 1.0
            yield TextMark(place, paragraphs, align, frame.vertical_anchor == MSO_ANCHOR.MIDDLE, spacing)

    def _runs(self, paragraph: Any) -> tuple[RunMark, ...]:
        found = [
            RunMark(run.text, run.font.size.pt, bool(run.font.bold), self._colour(run.font.color) or self._ink)
            for run in paragraph.runs
            if run.text and run.font.size is not None
        ]
        for field in paragraph._p.findall(qn("a:fld")):  # the number of the slide
            text = field.findtext(qn("a:t")) or ""
            found.append(RunMark(text, int(field.find(qn("a:rPr")).get("sz")) / 100, True, self._ink))
        return tuple(found)

    @property
    def _ink(self) -> str:
        return self._theme.get("dk1", tokens("light")["ink"])

    def _table(self, shape: Any) -> Iterator[Mark]:
        left, y, width, _ = _place(shape)
        for row in shape.table.rows:
            x, height = left, row.height / _EMU
            for column, cell in zip(shape.table.columns, row.cells, strict=True):
                wide = column.width / _EMU
                place = (x, y + 0.04, wide - cell.margin_right / _EMU, height - 0.08)
                for mark in self._text(cell.text_frame, place):
                    if isinstance(mark, TextMark):
                        yield TextMark(place, mark.paragraphs, mark.align, True, 1.0)
                x += wide
            y += height
            below = row.cells[0]._tc.tcPr.find(qn("a:lnB"))
            if below is not None:
                shade = below.find(f".//{qn('a:srgbClr')}").get("val")
                yield LineMark((left, y), (left + width, y), f"#{shade}", int(below.get("w")) / 12_700)

    def _colour(self, colour: Any) -> str | None:
        """The colour as it will be seen; None where none is set."""
        if colour is None or colour.type is None:
            return None
        if colour.type == MSO_COLOR_TYPE.RGB:
            return f"#{colour.rgb}"
        base = self._theme.get(_SLOTS.get(colour.theme_color, "dk1"), tokens("light")["ink"])
        return _lighter(base, float(colour.brightness))


def _place(shape: Any) -> Rect:
    return shape.left / _EMU, shape.top / _EMU, shape.width / _EMU, shape.height / _EMU


def _lighter(colour: str, brightness: float) -> str:
    """That much nearer to white, or to black below zero."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    end = 255 if brightness > 0 else 0
    return "#" + "".join(f"{round(part + (end - part) * abs(brightness)):02X}" for part in parts)


def _theme_colours(master: Any) -> dict[str, str]:
    theme = next((r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme")), None)
    scheme = None if theme is None else parse_xml(theme.blob).find(f".//{qn('a:clrScheme')}")
    if scheme is None:
        return {}
    found = {}
    for slot in scheme:
        value = next(iter(slot), None)
        if value is not None:
            found[slot.tag.rsplit("}", 1)[-1]] = f"#{value.get('lastClr') or value.get('val')}"
    return found
