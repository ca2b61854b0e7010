"""One slide: title, lead, footer, and the few kinds of marks slides are drawn with. Places are inches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from csdesk.charts.style import tokens
from csdesk.charts.text_width import text_width, wrapped
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.publish.ooxml import child

LEFT, WIDTH, RIGHT = 0.67, 12.0, 12.67
FOOTER = 6.79  # the rule above the source
_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
# Colours that follow the theme of the master: slot and how much lighter.
_THEMED = {
    "ink": (MSO_THEME_COLOR.TEXT_1, 0.0),
    "ink_2": (MSO_THEME_COLOR.TEXT_1, 0.25),
    "ink_3": (MSO_THEME_COLOR.TEXT_1, 0.35),
    "accent": (MSO_THEME_COLOR.ACCENT_1, 0.0),
    "accent_tint": (MSO_THEME_COLOR.ACCENT_1, 0.9),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with its own weight and colour."""

    text: str
    bold: bool = False
    colour: str | None = None


def set_colour(target: Any, token: str) -> None:
    """Colour a fill, a line or a font by token; text, accent and its tint follow the theme."""
    if token in _THEMED:
        slot, lighter = _THEMED[token]
        target.theme_color = slot
        target.brightness = lighter
    else:
        target.rgb = RGBColor.from_string(tokens("light")[token].lstrip("#"))  # type: ignore[no-untyped-call]


def fitted(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> str:
    """The text, cut with … where it would need more lines of that width in inches."""
    room = width * 72
    if len(wrapped(text, room, size, bold=bold, widest=True)) <= lines:
        return text
    while text and len(wrapped(text + "…", room, size, bold=bold, widest=True)) > lines:
        text = text[:-1]
    return text.rstrip() + "…"


class Page:
    """A slide being drawn."""

    def __init__(self, slide: Any, language: Language, scale: tuple[float, float] = (1.0, 1.0)) -> None:
        self.slide = slide
        self.language = language
        self._scale = scale

    def _place(self, left: float, top: float, width: float, height: float) -> tuple[int, int, int, int]:
        across, down = self._scale
        return Inches(left * across), Inches(top * down), Inches(width * across), Inches(height * down)

    def say(self, message: Message) -> str:
        """The message in the language of the deck."""
        return self.language.text(message)

    def text(
        self, left: float, top: float, width: float, runs: str | Sequence[Run] | Sequence[Sequence[Run]], size: float = 13,
        *, height: float = 0.4, bold: bool = False, colour: str = "ink", align: str = "left", middle: bool = False,
    ) -> Any:  # fmt: skip
        """A text box without margins; a sequence of sequences is one paragraph each."""
        shape = self.slide.shapes.add_textbox(*self._place(left, top, width, height))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        self.fill_frame(frame, runs, size, bold=bold, colour=colour, align=align)
        return shape

    def fill_frame(
        self, frame: Any, runs: str | Sequence[Run] | Sequence[Sequence[Run]], size: float,
        *, bold: bool = False, colour: str = "ink", align: str = "left",
    ) -> None:  # fmt: skip
        """Write paragraphs into a text frame, cell or placeholder."""
        for number, paragraph in enumerate(_paragraphs(runs, bold, colour)):
            target = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            target.alignment = _ALIGN[align]
            target.line_spacing = 1.15
            for run in paragraph:
                written = target.add_run()
                written.text = run.text
                written.font.size = Pt(size)
                written.font.bold = run.bold
                set_colour(written.font.color, run.colour or colour)
                self.mark_language(written)

    def mark_language(self, run: Any) -> None:
        """Say which language a run is in, so that the right of the two theme fonts draws it."""
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "ja-JP" if self.language.japanese else "en-US")
        properties.set("altLang", "en-US" if self.language.japanese else "ja-JP")

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "line_2", width: float = 0.75) -> Any:
        """A straight line."""
        a, b = self._place(x1, y1, 0, 0)[:2], self._place(x2, y2, 0, 0)[:2]
        shape = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *a, *b)
        shape._element.remove(shape._element.find(qn("p:style")))  # it would bring a shadow
        set_colour(shape.line.color, colour)
        shape.line.width = Pt(width)
        return shape

    def box(
        self, left: float, top: float, width: float, height: float, fill: str | None, *, edge: str | None = None,
        shape: str = "rectangle",
    ) -> Any:  # fmt: skip
        """A filled shape without shadow: rectangle, rounded, oval."""
        kind = {"rectangle": MSO_SHAPE.RECTANGLE, "rounded": MSO_SHAPE.ROUNDED_RECTANGLE, "oval": MSO_SHAPE.OVAL}[shape]
        drawn = self.slide.shapes.add_shape(kind, *self._place(left, top, width, height))
        style = drawn._element.find(qn("p:style"))
        if style is not None:  # the style of the theme would bring outline and shadow
            drawn._element.remove(style)
        if shape == "rounded":
            drawn.adjustments[0] = min(0.5, 0.04 / max(min(width, height), 0.01))
        if fill is None:
            drawn.fill.background()
        else:
            drawn.fill.solid()
            set_colour(drawn.fill.fore_color, fill)
        if edge is None:
            drawn.line.fill.background()
        else:
            set_colour(drawn.line.color, edge)
            drawn.line.width = Pt(1.0)
        return drawn

    def chart(self, left: float, top: float, width: float, height: float, kind: Any, data: Any) -> Any:
        """A native chart with its own workbook."""
        return self.slide.shapes.add_chart(kind, *self._place(left, top, width, height), data).chart

    def table(self, left: float, top: float, widths: Sequence[float], rows: int, row_height: float) -> Any:
        """A native table without any style of its own."""
        place = self._place(left, top, sum(widths), row_height * rows)
        frame = self.slide.shapes.add_table(rows, len(widths), *place)
        table = frame.table
        properties = table._tbl.tblPr
        for name in ("firstRow", "bandRow"):
            properties.set(name, "0")
        style = properties.find(qn("a:tableStyleId"))
        if style is not None:
            style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self._place(0, 0, width, 0)[2]
        for row in table.rows:
            row.height = self._place(0, 0, 0, row_height)[3]
        return table

    def source(self, text: str, number: int) -> None:
        """The rule, the source and the page number at the foot."""
        self.line(LEFT, FOOTER, RIGHT, FOOTER)
        self.text(LEFT, FOOTER + 0.1, 10.8, fitted(text, 10.8, 9, 1), 9, height=0.2, colour="ink_3")
        shape = self.text(RIGHT - 0.6, FOOTER + 0.1, 0.6, "", 9, height=0.2, align="right")
        paragraph = shape.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        _number_field(paragraph, number)


def _number_field(paragraph: Any, number: int) -> None:
    """A field that shows the number of the slide wherever the slide goes."""
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)
    field = child(paragraph._p, "a:fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    child(field, "a:rPr", lang="en-US", sz="900", b="1")
    child(field, "a:t").text = str(number)


def _paragraphs(runs: str | Sequence[Run] | Sequence[Sequence[Run]], bold: bool, colour: str) -> list[Sequence[Run]]:
    if isinstance(runs, str):
        return [[Run(line, bold, colour)] for line in runs.split("\n")]
    if runs and isinstance(runs[0], Run):
        return [[r for r in runs if isinstance(r, Run)]]
    return [[r for r in line if isinstance(r, Run)] for line in runs if not isinstance(line, Run)]


def width_in(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line in inches."""
    return text_width(text, size, bold=bold, widest=True) / 72
