"""The Portfolio sheet: headline figures as formulas, the ARR bridge, tiers and bands, native charts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from csdesk.charts import words
from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.model.money import to_major
from csdesk.publish.sheets.definitions import figure_name
from csdesk.publish.sheets.formats import Formats, Kind
from csdesk.publish.sheets.grid import Table, print_setup
from csdesk.publish.sheets.headlines import Sum, headline_sums
from csdesk.publish.sheets.renewals import renewals_chart
from csdesk.publish.sheets.waterfall import bridge_chart, write_bridge

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.figure import Figures

HEADLINE_ROW = 3
_CHARTS = 7  # the column beside the tables
# Headline figures and the names that other workbooks may refer to them by.
_NAMED = {"arr": "arr_total", "accounts": "accounts_total", "nrr": "nrr", "grr": "grr"}
_KINDS: dict[str, Kind] = {"money": "money", "ratio": "percent1", "count": "whole"}


_SHOWN = ("arr", "accounts", "nrr", "grr", "customer_churn", "arr_at_risk", "arr_due_90_days", "weighted_forecast")


def write_portfolio(
    sheet: Any, workbook: Any, name: str, assessment: Assessment, figures: Figures, tables: Sequence[Table], renewals: Table,
    language: Language, formats: Formats,
) -> None:  # fmt: skip
    """Write the sheet and define the names of the headline cells.

    ``tables``: those of the Accounts sheet and of the former customers.
    """
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 6, 14)
    sheet.write_string(0, 0, name, formats.title)
    note = Message(
        "As of {date}, amounts in {currency}, compared with {since}",
        date=assessment.as_of, currency=figures.currency, since=figures.since,
    )  # fmt: skip
    sheet.write_string(1, 0, language.text(note), formats.note)
    row = _write_headlines(sheet, workbook, name, assessment, figures, tables, renewals, language, formats)
    bridge_row = row + 2
    steps = write_bridge(sheet, bridge_row, figures.bridge, tables, figures.currency, language, formats)
    row = bridge_row + steps + 4
    row = _write_groups(sheet, row, "touch", words.TOUCHES, Message("Touch"), tables[0], language, formats)
    _write_groups(sheet, row + 2, "band", words.BANDS, Message("Health"), tables[0], language, formats)
    chart = bridge_chart(workbook, name, bridge_row, steps, figures.currency, language)
    sheet.insert_chart(HEADLINE_ROW, _CHARTS, chart, {"x_offset": 8, "y_offset": 0})
    sheet.insert_chart(
        HEADLINE_ROW + 19,
        _CHARTS,
        renewals_chart(workbook, renewals.sheet, 12, figures.currency, language),
        {"x_offset": 8, "y_offset": 0},
    )
    sheet.freeze_panes(2, 0)
    print_setup(sheet, None, language.text(note), pages=1)


def _write_headlines(
    sheet: Any, workbook: Any, name: str, assessment: Assessment, figures: Figures, tables: Sequence[Table], renewals: Table,
    language: Language, formats: Formats,
) -> int:  # fmt: skip
    for column, head in enumerate((Message("Figure"), Message("Value"), Message("Counted"))):
        sheet.write_string(HEADLINE_ROW, column, language.text(head), formats.heads["text" if column == 0 else "money"])
    sums = headline_sums(tables, renewals, assessment.as_of, language)
    row = HEADLINE_ROW
    for code in (c for c in _SHOWN if c in figures.numbers):
        row += 1
        sheet.set_row(row, 22)
        figure = figures.numbers[code]
        money = figure.unit == "money" and figure.value is not None
        value = float(to_major(int(figure.value or 0), figures.currency)) if money else figure.value
        sheet.write_string(row, 0, figure_name(code, language), formats.cells["text"])
        _write_figure(sheet, row, sums.get(code), value, formats.strong[_KINDS.get(figure.unit, "number")], language)
        sheet.write_number(row, 2, figure.n, formats.cells["whole"])
        if code in _NAMED:
            quoted = name.replace("'", "''")
            workbook.define_name(_NAMED[code], f"='{quoted}'!$B${row + 1}")
    return row


def _write_figure(sheet: Any, row: int, found: Sum | None, value: float | None, look: Any, language: Language) -> None:
    """A formula where it gives the figure; the plain number where the sheets cannot (other exchange rates at the start)."""
    if value is None:
        formula = found.formula if found is not None and found.value is None else '=""'
        sheet.write_formula(row, 1, formula, look, "")
    elif found is not None and found.value is not None and math.isclose(found.value, value, rel_tol=1e-9, abs_tol=1e-6):
        sheet.write_formula(row, 1, found.formula, look, value)
    else:
        sheet.write_number(row, 1, value, look)


def _write_groups(
    sheet: Any, row: int, code: str, names: Mapping[str, Message], title: Message, accounts: Table,
    language: Language, formats: Formats,
) -> int:  # fmt: skip
    """Accounts and ARR by the words of a column; gives back the last row."""
    heads = (title, Message("Accounts"), Message("ARR"), Message("Share of ARR"))
    for column, head in enumerate(heads):
        sheet.write_string(row, column, language.text(head), formats.heads["text" if column == 0 else "money"])
    found = accounts.columns[accounts.column(code)].values
    arr = accounts.values("arr")
    total = sum(arr)
    for message in names.values():
        row += 1
        word = language.text(message)
        mine = [a for a, f in zip(arr, found, strict=True) if f == word]
        sheet.write_string(row, 0, word, formats.cells["text"])
        sheet.write_formula(row, 1, f'=COUNTIF({accounts.cells(code)},"{word}")', formats.cells["whole"], len(mine))
        area = f'SUMIFS({accounts.cells("arr")},{accounts.cells(code)},"{word}")'
        sheet.write_formula(row, 2, f"={area}", formats.cells["money"], sum(mine))
        share = sum(mine) / total if total else ""
        sheet.write_formula(
            row,
            3,
            f'=IF(SUM({accounts.cells("arr")})=0,"",C{row + 1}/SUM({accounts.cells("arr")}))',
            formats.cells["percent"],
            share,
        )
    return row
