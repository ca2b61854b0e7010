"""The ARR bridge as a table of formulas and a native column chart on an invisible base."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from csdesk.charts.style import tokens
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.money import minor_digits
from csdesk.publish.sheets.formats import Formats
from csdesk.publish.sheets.grid import Table, over

if TYPE_CHECKING:
    from csdesk.rules.movements import Bridge

_HEADS = (
    Message("ARR bridge"), Message("Amount"), Message("Running total"), Message("Base"), Message("Ends"),
    Message("Gain"), Message("Loss"),
)  # fmt: skip


def bridge_rows(bridge: Bridge) -> list[tuple[str, Message, int]]:
    """Column of the Accounts sheet, label, signed amount in minor units; what is rare and nothing is left out."""
    rows = [
        ("opening", Message("Opening"), bridge.opening),
        ("new", Message("New"), bridge.new),
        ("reactivation", Message("Reactivation"), bridge.reactivation),
        ("upsell", Message("Upsell"), bridge.upsell),
        ("cross_sell", Message("Cross-sell"), bridge.cross_sell),
        ("contraction", Message("Contraction"), -bridge.contraction),
        ("churn", Message("Churn"), -bridge.churn),
        ("fx", Message("Currency"), bridge.fx),
        ("unexplained", Message("Unexplained"), bridge.unexplained),
        ("arr", Message("Closing"), bridge.closing),
    ]
    return [row for row in rows if row[2] or row[0] not in ("reactivation", "fx", "unexplained")]


def write_bridge(
    sheet: Any, row: int, bridge: Bridge, tables: Sequence[Table], currency: str, language: Language, formats: Formats
) -> int:
    """Write header and steps; gives back how many steps. The last four columns feed the chart."""
    for column, head in enumerate(_HEADS):
        sheet.write_string(row, column, language.text(head), formats.heads["text" if column == 0 else "money"])
    one = 10 ** minor_digits(currency)
    rows = bridge_rows(bridge)
    level = 0.0
    known = [column.code for column in tables[1].columns]
    money = formats.cells["money"]
    for place, (code, label, minor) in enumerate(rows):
        line = row + 1 + place
        amount, before, end = minor / one, level, place in (0, len(rows) - 1)
        level = amount if end else level + amount
        sheet.write_string(line, 0, language.text(label), formats.cells["text"])
        exact = code in known and math.isclose(
            sum(sum(table.values(code)) for table in tables), amount, rel_tol=1e-9, abs_tol=1e-6
        )
        if exact:
            sheet.write_formula(line, 1, f"={over(tables, f'SUM({{{code}}})')}", money, amount)
        else:
            sheet.write_number(line, 1, amount, money)
        b, c, above = f"B{line + 1}", f"C{line + 1}", f"C{line}"
        sheet.write_formula(line, 2, f"={b}" if end else f"={above}+{b}", money, level)
        helped = (
            ("=0", 0.0) if end else (f"=MIN({above},{c})", min(before, level)),
            (f"={b}", amount) if end else ("=0", 0.0),
            ("=0", 0.0) if end else (f"=MAX({b},0)", max(amount, 0.0)),
            ("=0", 0.0) if end else (f"=MAX(-{b},0)", max(-amount, 0.0)),
        )
        for column, (formula, value) in enumerate(helped, 3):
            sheet.write_formula(line, column, formula, money, value)
    return len(rows)


def bridge_chart(workbook: Any, name: str, row: int, steps: int, currency: str, language: Language) -> Any:
    """A native waterfall: stacked columns on a base without fill, values from the table."""
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    colours = tokens("light")
    short = short_format(currency, language)
    for column, token in ((3, None), (4, "c6"), (5, "ok_fill"), (6, "risk_fill")):
        series: dict[str, Any] = {
            "name": [name, row, column],
            "categories": [name, row + 1, 0, row + steps, 0],
            "values": [name, row + 1, column, row + steps, column],
            "fill": {"none": True} if token is None else {"color": colours[token]},
            "border": {"none": True},
            "gap": 40,
        }
        if token is not None:
            font = {"size": 9, "bold": True, "color": "#FFFFFF" if token == "c6" else colours["ink"]}
            series["data_labels"] = {"value": True, "num_format": short, "font": font}
        chart.add_series(series)
    font = {"color": colours["ink_2"], "size": 9}
    title = language.text(Message("ARR bridge, 12 months"))
    chart.set_title({"name": title, "name_font": {"size": 12, "color": colours["ink"]}, "overlay": False})
    chart.set_x_axis({"num_font": font, "line": {"color": colours["axis"]}})
    chart.set_y_axis({
        "num_font": font, "num_format": short, "min": 0, "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": colours["grid"]}},
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_size({"width": 640, "height": 340})
    return chart


def short_format(currency: str, language: Language) -> str:
    """Millions with one decimal, nothing for 0."""
    if language.japanese and currency == "JPY":
        return '[=0]"";#,##0.0,,"百万"'
    return '[=0]"";#,##0.0,,"M"'
