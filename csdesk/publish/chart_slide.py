"""One chart as a slide with a native chart that can be edited."""

from __future__ import annotations

import math
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.util import Pt

from csdesk.charts.canvas import Picture
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.publish.atomic import replacing
from csdesk.publish.chart_tables import NativeChart, native_chart
from csdesk.publish.deck import chosen_title, place_title
from csdesk.publish.deck_master import open_master
from csdesk.publish.deck_table import Cell, ColumnOf, draw_table
from csdesk.publish.native_charts import dress, dress_axes
from csdesk.publish.ooxml import child
from csdesk.publish.page import LEFT, WIDTH, Page, fitted, set_colour

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_KINDS = {
    "stacked": XL_CHART_TYPE.COLUMN_STACKED, "shares": XL_CHART_TYPE.COLUMN_STACKED_100, "lines": XL_CHART_TYPE.LINE,
    "bars": XL_CHART_TYPE.BAR_STACKED, "scatter": XL_CHART_TYPE.XY_SCATTER,
}  # fmt: skip


def write_chart_slide(code: str, found: Picture, assessment: Assessment, path: Path, language: Language) -> None:
    """Write a presentation of one slide; a chart that PowerPoint does not have is a native table.

    Raises:
        CSDeskError: the file cannot be written.
    """
    chart = native_chart(code, found.table, assessment, language)
    master = open_master(None, language.text(found.title), datetime.combine(assessment.as_of, time()))
    slide = master.presentation.slides.add_slide(master.plain)
    page = Page(slide, language, master.scale())
    title, lines = chosen_title((found.title,), language)
    place_title(slide, master, page, title)
    lead = language.text(found.subtitle_in(language))
    page.text(LEFT, 0.53 + 0.43 * lines, WIDTH, fitted(lead, WIDTH, 13, 1), 13, height=0.3, colour="ink_2")
    top = 1.5 + 0.4 * (lines - 1)
    if chart.kind == "table":
        _table(page, chart, top)
    else:
        _chart(page, chart, top)
    page.source(language.text(Message("Source: book, as of {date}", date=assessment.as_of)), 1)
    with replacing(path) as beside:
        master.presentation.save(str(beside))


def _table(page: Page, chart: NativeChart, top: float) -> None:
    heads = [
        ColumnOf(chart.head, 3.0),
        *(ColumnOf(item.name, 9.0 / len(chart.series), "right") for item in chart.series),
    ]
    rows = [
        [Cell(name, bold=True), *(Cell("" if v is None else f"{v * 100:.0f}%") for v in values)]
        for name, *values in zip(chart.categories, *(item.values for item in chart.series), strict=True)
    ]
    draw_table(page, LEFT, top, heads, rows, min(0.55, (6.4 - top) / (len(rows) + 1)))


def _chart(page: Page, chart: NativeChart, top: float) -> None:
    place = (LEFT - 0.1, top, WIDTH + 0.2, 6.6 - top)
    drawn = page.chart(*place, _KINDS[chart.kind], _xy(chart) if chart.across else _categories(chart))
    dress(drawn)
    dress_axes(drawn)
    values = drawn.value_axis
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = chart.short, False
    if chart.kind in ("lines", "scatter"):
        least = _minimum(values)
        least.getparent().remove(least)
    if chart.kind == "scatter":
        _logarithmic(drawn, chart)
    if chart.kind == "bars":
        drawn.category_axis.reverse_order = True
        values.visible = values.has_major_gridlines = False
    plot = drawn.plots[0]
    if chart.kind in ("stacked", "shares", "bars"):
        plot.gap_width, plot.overlap = 45, 100
    for item, series in zip(chart.series, plot.series, strict=True):
        _colour(series, item.colour, chart.kind)
    _labels(plot, chart)
    if sum(1 for item in chart.series if item.colour) > 1:
        drawn.has_legend = True
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = Pt(12)
        for number, item in enumerate(chart.series):
            if item.colour is None:
                entry = child(drawn.legend._element, "c:legendEntry")
                child(entry, "c:idx", val=str(number))
                child(entry, "c:delete", val="1")
                drawn.legend._element.insert(1, entry)


def _logarithmic(drawn: Any, chart: NativeChart) -> None:
    """Powers of ten up the side, the measure from the ten below its least value."""
    scaling = next(part for part in drawn.value_axis._element if part.tag.endswith("}scaling"))
    scaling.insert(0, child(scaling, "c:logBase", val="10"))
    known = [value for item in chart.series for value in item.values if value]
    drawn.value_axis.minimum_scale = 10.0 ** math.floor(math.log10(min(known)))
    drawn.value_axis.maximum_scale = 10.0 ** math.ceil(math.log10(max(known)))
    across = [value for value in chart.across.values if value is not None] if chart.across else []
    drawn.category_axis.minimum_scale = 10 * (min(across) // 10)


def _minimum(axis: Any) -> Any:
    return next(part for part in axis._element.iter() if part.tag.endswith("}min"))


def _labels(plot: Any, chart: NativeChart) -> None:
    if chart.kind in ("bars", "shares"):
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, chart.short, False
        labels.font.size, labels.font.bold = Pt(12), True
        set_colour(labels.font.color, "bg")


def _colour(series: Any, colour: str | None, kind: str) -> None:
    if kind == "lines":
        series.smooth = False
        set_colour(series.format.line.color, colour or "c6")
        series.format.line.width = Pt(2.25)
        series.marker.style = XL_MARKER_STYLE.NONE
    elif kind == "scatter":
        series.format.line.fill.background()
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
        series.marker.format.fill.solid()
        set_colour(series.marker.format.fill.fore_color, colour or "c6")
        series.marker.format.line.fill.background()
    elif colour is None:
        series.format.fill.background()
    else:
        series.format.fill.solid()
        set_colour(series.format.fill.fore_color, colour)
        series.invert_if_negative = False


def _categories(chart: NativeChart) -> Any:
    data = CategoryChartData(number_format=chart.number)  # type: ignore[no-untyped-call]
    data.categories = list(chart.categories)
    for item in chart.series:
        data.add_series(item.name, item.values)  # type: ignore[no-untyped-call]
    return data


def _xy(chart: NativeChart) -> Any:
    data = XyChartData(number_format=chart.number)  # type: ignore[no-untyped-call]
    across = chart.across.values if chart.across else ()
    for item in chart.series:
        series = data.add_series(item.name)  # type: ignore[no-untyped-call]
        # Every series has a place for every account: LibreOffice shows one alone whose lengths differ.
        for x, y in zip(across, item.values, strict=True):
            series.add_data_point(x, y)
    return data
