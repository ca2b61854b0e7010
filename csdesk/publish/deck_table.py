"""Native tables in the manner of our slides: a 2 px rule under the header, 1 px lines under rows, no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from csdesk.charts.style import tokens
from csdesk.publish.ooxml import child, element
from csdesk.publish.page import Page, Run, fitted, set_colour


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; a second line is smaller and grey."""

    text: str
    bold: bool = False
    colour: str = "ink"
    second: str = ""


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """A column: header, width in inches, alignment."""

    head: str
    width: float
    align: str = "left"


def draw_table(
    page: Page,
    left: float,
    top: float,
    columns: Sequence[ColumnOf],
    rows: Sequence[Sequence[Cell]],
    row_height: float = 0.6,
) -> Any:
    """Header and rows; texts are cut to the lines their cell has room for."""
    table = page.table(left, top, [c.width for c in columns], len(rows) + 1, row_height)
    table.rows[0].height = Inches(0.36)
    for place, column in enumerate(columns):
        cell = _empty(table.cell(0, place), "ink", 1.5)
        page.fill_frame(cell.text_frame, column.head, 11, colour="ink_3", align=column.align)
        for number, row in enumerate(rows, 1):
            content = row[place]
            target = _empty(table.cell(number, place), "line_2", 0.75)
            lines = 1 if content.second else max(1, int(row_height / 0.26))
            text = fitted(content.text, column.width - 0.16, 13, lines, bold=content.bold)
            paragraphs = [[Run(text, content.bold, content.colour)]]
            page.fill_frame(target.text_frame, paragraphs, 13, align=column.align)
            if content.second:
                _second(page, target.text_frame, content.second, column)
    return table


def _second(page: Page, frame: Any, text: str, column: ColumnOf) -> None:
    paragraph = frame.add_paragraph()
    run = paragraph.add_run()
    run.text = fitted(text, column.width - 0.16, 10.5, 1)
    page.mark_language(run)
    run.font.size = Pt(10.5)
    set_colour(run.font.color, "ink_3")


def _empty(cell: Any, rule: str, width: float) -> Any:
    """A cell without fill and with a line under it alone."""
    cell.margin_left, cell.margin_right = Inches(0.0), Inches(0.13)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.background()
    properties = cell._tc.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT", "lnB"):
        line = element(f"a:{side}")
        if side == "lnB":
            line.set("w", str(int(width * 12700)))
            child(child(line, "a:solidFill"), "a:srgbClr", val=tokens("light")[rule].lstrip("#"))
        else:
            line.set("w", "0")
            child(line, "a:noFill")
        # Borders stand before the fill in the schema.
        properties.insert(("lnL", "lnR", "lnT", "lnB").index(side), line)
    return cell
