"""Reads a native chart back as plain values: the kinds that ``native_charts`` makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Literal

from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from csdesk.charts.style import tokens
from csdesk.i18n import Language
from csdesk.publish.marks import ChartMark, Rect, SeriesMark

Colours = Callable[[Any], str | None]
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
_KINDS: dict[Any, Literal["line", "columns", "bars"]] = {
    XL_CHART_TYPE.LINE: "line",
    XL_CHART_TYPE.BAR_CLUSTERED: "bars",
}


def chart_mark(chart: Any, place: Rect, colours: Colours, language: Language) -> ChartMark:
    """The chart; what ``colours`` cannot tell is grey."""
    plot = chart.plots[0]
    kind = _KINDS.get(chart.chart_type, "columns")
    series = tuple(_series(item, kind, colours) for item in plot.series)
    totals = [sum(filter(None, values)) for values in zip(*(item.values for item in series), strict=True)]
    largest = max([0.0, *totals] if kind == "columns" else [v for item in series for v in item.values if v is not None])
    axis = chart.value_axis
    highest = axis.maximum_scale or largest * 1.1 or 1.0
    step = (axis.major_unit or highest / 4) if axis.visible else None
    return ChartMark(place, kind, _categories(chart, list(plot.categories), language), series, highest, step)


def _series(item: Any, kind: str, colours: Colours) -> SeriesMark:
    grey = tokens("light")["c6"]
    values = tuple(None if value is None else float(value) for value in item.values)
    if kind != "line":
        labels = item._element.find(qn("c:dLbls"))
        written = labels.find(qn("c:numFmt")).get("formatCode") if labels is not None else ""
        sign = "%" if "%" in written else ""
        return SeriesMark(values, colours(item.format.fill.fore_color) or grey, labelled=labels is not None, sign=sign)
    known = [place for place, value in enumerate(values) if value is not None]
    label = item.points[known[-1]].data_label if known else None
    end = label.text_frame.text if label is not None and label.has_text_frame else ""
    return SeriesMark(values, colours(item.format.line.color) or grey, item.format.line.width.pt, end=end)


def _categories(chart: Any, found: list[Any], language: Language) -> tuple[str, ...]:
    axis = chart.category_axis._element
    if not axis.tag.endswith("}dateAx"):
        return tuple(str(category) for category in found)
    every = axis.find(qn("c:majorUnit"))
    step = int(float(every.get("val"))) if every is not None else 1
    days = [_EPOCH + timedelta(days=float(serial)) for serial in found]
    return tuple(_month(day, language) if place % step == 0 else "" for place, day in enumerate(days))


def _month(day: date, language: Language) -> str:
    """A month as the number format of the file writes it."""
    return f"{day.year}/{day.month}" if language.japanese else language.month(day, year=True)
