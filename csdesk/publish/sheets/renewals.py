"""The Renewals by month sheet: twelve months by forecast, a native chart, and the contracts behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from csdesk.charts import words
from csdesk.charts.renewals import JOINED, STACK, TOKENS, renewal_months
from csdesk.charts.style import tokens
from csdesk.i18n import Language
from csdesk.model.fields import field
from csdesk.model.messages import Message
from csdesk.model.money import minor_digits
from csdesk.publish.sheets.accounts import coded
from csdesk.publish.sheets.formats import Formats
from csdesk.publish.sheets.grid import (
    Column,
    Table,
    amounts,
    print_setup,
    serial,
    serials,
    set_widths,
    texts,
    write_table,
)
from csdesk.publish.sheets.waterfall import short_format

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

MONTHS_ROW = 3
LIST_ROW = 24


def renewal_columns(assessment: Assessment, language: Language) -> list[Column]:
    """The list of contracts that come up, earliest first."""
    rows = assessment.renewals
    currency = assessment.policies.revenue.currency

    def named(table: dict[str, Message] | Any) -> dict[str, str]:
        return {code: language.text(message) for code, message in table.items()}

    counted = rows["forecast"].astype("string[pyarrow]").fillna("open").replace(JOINED)
    return [
        Column("account", language.label(field("account.name")), "text", texts(rows["account"]), 30),
        Column("product", language.label(field("contract.product")), "text", texts(rows["product"]), 18),
        Column("csm", language.label(field("account.csm")), "text", texts(rows["csm"]), 16),
        Column("touch", language.label(field("account.touch")), "text", coded(rows["touch"], named(words.TOUCHES)), 12),
        Column("band", language.label(field("account.band")), "text", coded(rows["band"], named(words.BANDS)), 12),
        Column("renewal_on", language.label(field("contract.renewal_on")), "date", serials(rows["renewal_on"]), 12),
        Column("notice_by", language.label(field("contract.notice_by")), "date", serials(rows["notice_by"]), 12),
        Column("state", language.label(field("contract.state")), "text", coded(rows["state"], named(words.STATES)), 17),
        Column("forecast", language.label(field("decision.forecast")), "text", coded(rows["forecast"].fillna("open"), named(words.FORECASTS)), 12),
        Column("annual", f"ARR ({currency})", "money", amounts(rows["annual"], currency), 15),
        Column("expected", f"{language.label(field('decision.expected_amount'))} ({currency})", "money", amounts(rows["expected"], currency), 15),
        Column("counted", language.text(Message("Counted as")), "text", coded(counted, named(words.FORECASTS)), 12),
    ]  # fmt: skip


def write_renewals(
    sheet: Any, workbook: Any, name: str, assessment: Assessment, language: Language, formats: Formats
) -> Table:
    """Write the sheet; the table given back is that of the contracts."""
    columns = renewal_columns(assessment, language)
    set_widths(sheet, columns)
    currency = assessment.policies.revenue.currency
    subtitle = Message("ARR up for renewal from {date}, {currency}", date=assessment.as_of, currency=currency)
    sheet.write_string(0, 0, name, formats.title)
    sheet.write_string(1, 0, language.text(subtitle), formats.note)
    table = Table(name, tuple(columns), LIST_ROW + 1)
    months = _write_months(sheet, assessment, language, formats, table)
    sheet.insert_chart(
        MONTHS_ROW, 7, renewals_chart(workbook, name, months, currency, language), {"x_offset": 12, "y_offset": 4}
    )
    sheet.write_string(LIST_ROW - 1, 0, language.text(Message("Contracts")), formats.section)
    write_table(sheet, formats, table)
    sheet.autofilter(LIST_ROW, 0, table.last_row, len(columns) - 1)
    sheet.freeze_panes(2, 1)
    for code, look in formats.bands.items():
        sheet.conditional_format(
            table.first_row, table.column("band"), table.last_row, table.column("band"),
            {"type": "cell", "criteria": "==", "value": f'"{language.text(words.BANDS[code])}"', "format": look},
        )  # fmt: skip
    print_setup(sheet, LIST_ROW, language.text(subtitle))
    return table


def _write_months(sheet: Any, assessment: Assessment, language: Language, formats: Formats, table: Table) -> int:
    """Twelve months by forecast as sums over the list, with a total row; gives back how many months."""
    months = renewal_months(assessment.as_of, assessment.renewals)
    one = 10 ** minor_digits(assessment.policies.revenue.currency)
    heads = [
        language.text(Message("Month")),
        *(language.text(words.FORECASTS[f]) for f in STACK),
        language.text(Message("Total")),
    ]
    for place, head in enumerate(heads):
        sheet.write_string(MONTHS_ROW, place, head, formats.heads["text" if place == 0 else "money"])
    dates, sums, kinds = table.cells("renewal_on"), table.cells("annual"), table.cells("counted")
    for row, item in enumerate(months.itertuples(), MONTHS_ROW + 1):
        day = item.month.date()
        sheet.write_number(row, 0, serial(day), formats.cells["date"])
        start = max(day, assessment.as_of)
        month, first = f"$A{row + 1}", f'">="&{serial(start)}'
        for place, forecast in enumerate(STACK, 1):
            formula = f'=SUMIFS({sums},{kinds},"{heads[place]}",{dates},{first},{dates},"<"&EDATE({month},1))'
            sheet.write_formula(row, place, formula, formats.cells["money"], getattr(item, forecast) / one)
        left, right = xl_rowcol_to_cell(row, 1), xl_rowcol_to_cell(row, len(STACK))
        sheet.write_formula(row, len(STACK) + 1, f"=SUM({left}:{right})", formats.cells["money"], item.total / one)
    last = MONTHS_ROW + len(months)
    sheet.write_string(last + 1, 0, language.text(Message("Total")), formats.heads["text"])
    for place, code in enumerate([*STACK, "total"], 1):
        area = f"{xl_rowcol_to_cell(MONTHS_ROW + 1, place)}:{xl_rowcol_to_cell(last, place)}"
        sheet.write_formula(last + 1, place, f"=SUM({area})", formats.heads["money"], int(months[code].sum()) / one)
    return len(months)


def renewals_chart(workbook: Any, name: str, months: int, currency: str, language: Language) -> Any:
    """A native stacked column chart over the months of the sheet."""
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    colours = tokens("light")
    for place, forecast in enumerate(STACK, 1):
        chart.add_series(
            {
                "name": [name, MONTHS_ROW, place],
                "categories": [name, MONTHS_ROW + 1, 0, MONTHS_ROW + months, 0],
                "values": [name, MONTHS_ROW + 1, place, MONTHS_ROW + months, place],
                "fill": {"color": colours[TOKENS[forecast]]},
                "gap": 45,
            }
        )
    font = {"color": colours["ink_2"], "size": 9}
    title = language.text(Message("ARR up for renewal by month"))
    chart.set_title({"name": title, "name_font": {"size": 12, "color": colours["ink"]}, "overlay": False})
    chart.set_x_axis(
        {"num_font": font, "num_format": "yyyy-mm", "date_axis": False, "line": {"color": colours["axis"]}}
    )
    chart.set_y_axis(
        {
            "num_font": font,
            "num_format": short_format(currency, language),
            "major_gridlines": {"visible": True, "line": {"color": colours["grid"]}},
            "line": {"none": True},
        }
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 640, "height": 340})
    return chart
