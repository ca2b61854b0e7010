"""The At risk sheet: the accounts in that band, most ARR first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csdesk.i18n import Language
from csdesk.model.messages import Message
from csdesk.publish.sheets.accounts import field_columns
from csdesk.publish.sheets.formats import Formats, Kind
from csdesk.publish.sheets.grid import Column, Table, print_setup, set_widths, write_table

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

HEADER_ROW = 4
_FIELDS: tuple[tuple[str, Kind, float], ...] = (
    ("name", "text", 30), ("csm", "text", 16), ("touch", "text", 12), ("arr", "money", 15), ("health", "whole", 9),
    ("health_change", "whole", 10), ("renewal_on", "date", 12), ("notice_by", "date", 12),
    ("days_to_notice", "whole", 9), ("next_step", "text", 34), ("next_step_date", "date", 12),
)  # fmt: skip
_WHY = 9  # the reason stands before what is to be done


def at_risk_columns(assessment: Assessment, language: Language) -> list[Column]:
    """The accounts at risk with what to know before calling them."""
    accounts = assessment.accounts
    rows = accounts[accounts["band"].fillna("") == "at_risk"].sort_values("arr", ascending=False, kind="stable")
    currency = assessment.policies.revenue.currency
    agenda = assessment.agenda.drop_duplicates("account_key").set_index("account_key")["why"]
    why = [language.text(agenda[key]) if key in agenda.index else None for key in rows["key"].tolist()]
    columns = field_columns(rows, _FIELDS, currency, language)
    columns.insert(_WHY, Column("why", language.text(Message("Why now")), "text", why, 46))
    return columns


def write_at_risk(sheet: Any, name: str, assessment: Assessment, language: Language, formats: Formats) -> Table:
    """Write the sheet: how many, how much, and the list."""
    columns = at_risk_columns(assessment, language)
    set_widths(sheet, columns)
    table = Table(name, tuple(columns), HEADER_ROW + 1)
    sheet.write_string(0, 0, name, formats.title)
    model = assessment.policies.health[0]
    subtitle = Message("Health score below {mark}, as of {date}", mark=model.watch_from, date=assessment.as_of)
    sheet.write_string(1, 0, language.text(subtitle), formats.note)
    sheet.write_string(2, 0, language.text(Message("Accounts and their ARR")), formats.note)
    sheet.write_formula(2, 1, f"=COUNTA({table.cells('name')})", formats.strong["whole"], table.rows)
    sheet.write_formula(2, 3, f"=SUM({table.cells('arr')})", formats.strong["money"], sum(table.values("arr")))
    write_table(sheet, formats, table)
    sheet.autofilter(HEADER_ROW, 0, table.last_row, len(columns) - 1)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    days = table.column("days_to_notice")
    sheet.conditional_format(
        table.first_row, days, table.last_row, days,
        {"type": "cell", "criteria": "between", "minimum": 0, "maximum": 30, "format": formats.soon},
    )  # fmt: skip
    print_setup(sheet, HEADER_ROW, language.text(subtitle))
    return table
