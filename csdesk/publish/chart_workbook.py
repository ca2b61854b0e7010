"""One chart as an Excel workbook: the finding, the numbers, and a native chart over them."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from csdesk.charts.canvas import Picture
from csdesk.charts.style import tokens
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.publish.atomic import replacing
from csdesk.publish.chart_tables import NativeChart, NativeSeries, native_chart
from csdesk.publish.sheets.formats import make_formats
from csdesk.publish.sheets.grid import print_setup

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_HEAD, _FIRST = 3, 4
_ONE_PAGE = 40  # rows
_KINDS: dict[str, dict[str, str]] = {
    "stacked": {"type": "column", "subtype": "stacked"}, "shares": {"type": "column", "subtype": "percent_stacked"},
    "lines": {"type": "line"}, "bars": {"type": "bar", "subtype": "stacked"}, "scatter": {"type": "scatter"},
}  # fmt: skip

# Around 100%, as on our own heat map.
_SCALE = {
    "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": 0.6, "mid_value": 1,
    "max_value": 1.4, "min_color": "#E0B283", "mid_color": "#EEF1F4", "max_color": "#4C78C4",
}  # fmt: skip


def write_chart_workbook(code: str, found: Picture, assessment: Assessment, path: Path, language: Language) -> None:
    """Write the workbook; a chart that Excel does not have is a table shaded by its values.

    Raises:
        CSDeskError: the file cannot be written.
    """
    chart = native_chart(code, found.table, assessment, language)
    with replacing(path) as beside, xlsxwriter.Workbook(str(beside), {"strings_to_formulas": False}) as workbook:
        title = language.text(found.title)
        stamp = datetime.combine(assessment.as_of, time())
        workbook.set_properties({"title": title, "author": "CSDesk", "created": stamp})
        formats = make_formats(workbook, assessment.policies.revenue.currency, language)
        sheet = workbook.add_worksheet(language.text(Message("Chart")))
        source = language.text(Message("Source: book, as of {date}", date=assessment.as_of))
        sheet.write_string(0, 0, title, formats.title)
        sheet.write_string(1, 0, source, formats.note)
        columns = [*([chart.across] if chart.across else []), *chart.series]
        number = workbook.add_format({"num_format": chart.number, "align": "right", "font_size": 10})
        plain = workbook.add_format({"num_format": "0", "align": "right", "font_size": 10})
        _write_table(sheet, chart, columns, formats, number, plain)
        if chart.kind == "table":
            last = _FIRST + len(chart.categories) - 1
            sheet.conditional_format(_FIRST, 1, last, len(columns), _SCALE)
        else:
            sheet.insert_chart(_HEAD, len(columns) + 2, _drawn(workbook, sheet.get_name(), chart, title))
        print_setup(sheet, _HEAD, source, pages=1 if len(chart.categories) <= _ONE_PAGE else 0)


def _write_table(
    sheet: Any, chart: NativeChart, columns: list[NativeSeries], formats: Any, number: Any, plain: Any
) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(columns), 14)
    sheet.write_string(_HEAD, 0, chart.head, formats.heads["text"])
    for row, name in enumerate(chart.categories, _FIRST):
        sheet.write_string(row, 0, name, formats.cells["text"])
    for place, item in enumerate(columns, 1):
        sheet.write_string(_HEAD, place, item.name, formats.heads["whole"])
        look = plain if item is chart.across else number
        for row, value in enumerate(item.values, _FIRST):
            if value is not None:
                sheet.write_number(row, place, value, look)


def _drawn(workbook: Any, sheet: str, chart: NativeChart, title: str) -> Any:
    drawn, colours = workbook.add_chart(_KINDS[chart.kind]), tokens("light")
    last, first = _FIRST + len(chart.categories) - 1, 2 if chart.across else 1
    for place, item in enumerate(chart.series, first):
        colour = colours[item.colour] if item.colour else None
        series: dict[str, Any] = {
            "name": [sheet, _HEAD, place],
            "categories": [sheet, _FIRST, 1 if chart.across else 0, last, 1 if chart.across else 0],
            "values": [sheet, _FIRST, place, last, place],
            "gap": 45,
        }
        if chart.kind == "lines":
            series["line"] = {"color": colour, "width": 2.25}
        elif chart.kind == "scatter":
            series["marker"] = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": "#FFFFFF"}}
        else:
            series["fill"] = {"color": colour} if colour else {"none": True}
            if chart.kind in ("bars", "shares"):
                labels = {"size": 9, "bold": True, "color": "#FFFFFF"}
                series["data_labels"] = {"value": True, "num_format": chart.short, "font": labels}
        drawn.add_series(series)
    font, grid = {"color": colours["ink_2"], "size": 9}, {"visible": True, "line": {"color": colours["grid"]}}
    drawn.set_title({"name": title, "name_font": {"size": 12, "color": colours["ink"]}, "overlay": False})
    values: dict[str, Any] = {
        "num_font": font,
        "num_format": chart.short,
        "major_gridlines": grid,
        "line": {"none": True},
    }
    names: dict[str, Any] = {"num_font": font, "line": {"color": colours["axis"]}}
    if chart.kind == "bars":
        drawn.set_x_axis(values | {"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        drawn.set_y_axis(names | {"reverse": True, "major_gridlines": {"visible": False}})
    else:
        drawn.set_x_axis(names | ({"name": chart.across.name, "num_format": "0"} if chart.across else {}))
        drawn.set_y_axis(values | ({"log_base": 10} if chart.kind == "scatter" else {}))
    one = sum(1 for item in chart.series if item.colour) == 1
    hidden = [place for place, item in enumerate(chart.series) if item.colour is None]
    drawn.set_legend({"none": True} if one else {"position": "bottom", "font": font, "delete_series": hidden})
    drawn.set_size({"width": 760, "height": 420})
    return drawn
