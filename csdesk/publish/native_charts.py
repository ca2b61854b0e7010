"""Native charts in the manner of our pictures: grey context, one colour that matters, labels on the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from csdesk.publish.ooxml import child, element
from csdesk.publish.page import Page, set_colour

Place = tuple[float, float, float, float]  # left, top, width, height in inches


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, values (None is a gap) and colour token.

    ``labelled`` writes every value beside its mark; ``end`` is a text at the last value.
    """

    name: str
    values: Sequence[float | None]
    colour: str
    labelled: bool = False
    end: str | None = None
    width: float = 2.25


def _data(
    categories: Sequence[str] | Sequence[date], series: Sequence[Series], number_format: str
) -> CategoryChartData:
    data = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]
    data.categories = list(categories)
    for item in series:
        data.add_series(item.name, item.values)  # type: ignore[no-untyped-call]
    return data


def line_chart(page: Page, place: Place, months: Sequence[date], series: Sequence[Series], every: int) -> Any:
    """Lines from 0 over months, each named at its end; every n-th month is written."""
    data = _data(months, series, "General")
    data.categories.number_format = "yyyy/m" if page.language.japanese else "mmm yyyy"
    chart = page.chart(*place, XL_CHART_TYPE.LINE, data)
    dress(chart)
    dress_axes(chart)
    _time_axis(chart, every)
    _inner_plot(chart, 0.055, 0.04, 0.78, 0.84)
    for drawn, item in zip(chart.plots[0].series, series, strict=True):
        drawn.smooth = False
        set_colour(drawn.format.line.color, item.colour)
        drawn.format.line.width = Pt(item.width)
        drawn.marker.style = XL_MARKER_STYLE.NONE
        known = [n for n, value in enumerate(item.values) if value is not None]
        if known and item.end:
            point = drawn.points[known[-1]]
            point.marker.style = XL_MARKER_STYLE.CIRCLE
            point.marker.size = 7
            point.marker.format.fill.solid()
            set_colour(point.marker.format.fill.fore_color, item.colour)
            set_colour(point.marker.format.line.color, item.colour)
            set_colour(point.format.line.color, item.colour)
            point.format.line.width = Pt(item.width)
            _point_text(point, item, page)
    return chart


def _point_text(point: Any, item: Series, page: Page) -> None:
    label = point.data_label
    frame = label.text_frame
    frame.text = item.end or ""
    run = frame.paragraphs[0].runs[0]
    run.font.size = Pt(12)
    run.font.bold = item.colour == "accent"
    set_colour(run.font.color, item.colour if item.colour == "accent" else "ink_2")
    page.mark_language(run)
    label.position = XL_LABEL_POSITION.RIGHT


def stacked_columns(
    page: Page, place: Place, categories: Sequence[str], series: Sequence[Series], *, axis: bool = True, gap: int = 35
) -> Any:
    """Stacked columns of whole numbers; values of labelled series stand inside their part where there are any."""
    chart = page.chart(*place, XL_CHART_TYPE.COLUMN_STACKED, _data(categories, series, "0;-0;;"))
    dress(chart)
    dress_axes(chart)
    if not axis:
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width = gap
    plot.overlap = 100
    for drawn, item in zip(plot.series, series, strict=True):
        _fill(drawn, item)
        if item.labelled:
            _labels(drawn, "0;-0;;", "bg")
    return chart


def bars(
    page: Page, place: Place, categories: Sequence[str], series: Sequence[Series], number_format: str, largest: float
) -> Any:
    """Horizontal bars from 0 to ``largest``, first category on top, values at their ends."""
    chart = page.chart(*place, XL_CHART_TYPE.BAR_CLUSTERED, _data(categories, series, number_format))
    dress(chart)
    chart.category_axis.reverse_order = True
    dress_axes(chart)
    value = chart.value_axis
    value.visible = False
    value.has_major_gridlines = False
    value.minimum_scale, value.maximum_scale = 0, largest * 1.18
    chart.plots[0].gap_width = 60
    for drawn, item in zip(chart.plots[0].series, series, strict=True):
        _fill(drawn, item)
        _labels(drawn, number_format, "ink", XL_LABEL_POSITION.OUTSIDE_END)
    return chart


def _fill(drawn: Any, item: Series) -> None:
    drawn.format.fill.solid()
    set_colour(drawn.format.fill.fore_color, item.colour)
    drawn.invert_if_negative = False


def _labels(drawn: Any, number_format: str, colour: str, position: Any = None) -> None:
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.font.size, labels.font.bold = Pt(12), True
    set_colour(labels.font.color, colour)
    if position is not None:
        labels.position = position


def dress(chart: Any) -> None:
    """No title, no legend, text in ink."""
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(12)
    set_colour(chart.font.color, "ink_2")
    space = chart._chartSpace
    # Round corners are on where the element is missing.
    rounded = space.find(qn("c:roundedCorners"))
    if rounded is None:
        rounded = element("c:roundedCorners")
        date = space.find(qn("c:date1904"))
        space.insert(0 if date is None else list(space).index(date) + 1, rounded)
    rounded.set("val", "0")


def dress_axes(chart: Any) -> None:
    """Categories at the foot, values from 0 with thin grid lines."""
    category, value = chart.category_axis, chart.value_axis
    category.tick_labels.font.size = Pt(12)
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.has_major_gridlines = False
    set_colour(category.format.line.color, "axis")
    value.minimum_scale = 0
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.format.line.fill.background()
    value.has_major_gridlines = True
    set_colour(value.major_gridlines.format.line.color, "grid")
    value.major_gridlines.format.line.width = Pt(0.75)
    value.major_gridlines.format.line.dash_style = MSO_LINE_DASH_STYLE.SOLID


def _time_axis(chart: Any, every: int) -> None:
    """Months as the unit of the axis, every n-th of them written."""
    axis = chart.category_axis._element
    for old in [e for e in axis if e.tag in {qn(f"c:{n}") for n in ("baseTimeUnit", "majorUnit", "majorTimeUnit")}]:
        axis.remove(old)
    units = (("baseTimeUnit", "months"), ("majorUnit", str(every)), ("majorTimeUnit", "months"))
    for name, value in units:
        child(axis, f"c:{name}", val=value)


def whole_steps(chart: Any, largest: float) -> None:
    """At most four grid lines at whole numbers, the top one above the largest value."""
    step = next(s * 10**e for e in range(12) for s in (1, 2, 5) if s * 10**e * 4 >= largest)
    chart.value_axis.major_unit = step
    chart.value_axis.maximum_scale = step * max(1, -(-int(largest + 0.999) // step))


def _inner_plot(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Fix the plot inside the chart, so that there is room for the names at the ends of the lines."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = element("c:layout")
        area.insert(0, layout)
    for old in list(layout):
        layout.remove(old)
    manual = child(layout, "c:manualLayout")
    parts = (
        ("layoutTarget", "inner"),
        ("xMode", "edge"),
        ("yMode", "edge"),
        ("x", left),
        ("y", top),
        ("w", width),
        ("h", height),
    )
    for name, value in parts:
        child(manual, f"c:{name}", val=str(value))
