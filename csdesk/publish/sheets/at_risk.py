"""The At risk sheet: the accounts in that band, most ARR first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csdesk.charts import words
from csdesk.i18n import Language
from csdesk.model.fields import field
from csdesk.model.messages import Message
from csdesk.publish.sheets.accounts import coded
from csdesk.publish.sheets.formats import Formats
from csdesk.publish.sheets.grid import (
    Column,
    Table,
    amounts,
    numbers,
    print_setup,
    serials,
    set_widths,
    texts,
    write_table,
)

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

HEADER_ROW = 4


def at_risk_columns(assessment: Assessment, language: Language) -> list[Column]:
    """The accounts at risk with what to know before calling them."""
    accounts = assessment.accounts
    rows = accounts[accounts["band"].fillna("") == "at_risk"].sort_values("arr", ascending=False, kind="stable")
    currency = assessment.policies.revenue.currency
    agenda = assessment.agenda.drop_duplicates("account_key").set_index("account_key")["why"]
    why = [language.text(agenda[key]) if key in agenda.index else None for key in rows["key"].tolist()]
    tiers = {code: language.text(message) for code, message in words.TOUCHES.items()}

    def head(name: str) -> str:
        return language.label(field(f"account.{name}"))

    return [
        Column("name", head("name"), "text", texts(rows["name"]), 30),
        Column("csm", head("csm"), "text", texts(rows["csm"]), 16),
        Column("touch", head("touch"), "text", coded(rows["touch"], tiers), 12),
        Column("arr", f"ARR ({currency})", "money", amounts(rows["arr"], currency), 15),
        Column("health", head("health"), "whole", numbers(rows["health"]), 9),
        Column("health_change", head("health_change"), "whole", numbers(rows["health_change"]), 10),
        Column("renewal_on", head("renewal_on"), "date", serials(rows["renewal_on"]), 12),
        Column("notice_by", head("notice_by"), "date", serials(rows["notice_by"]), 12),
        Column("days_to_notice", head("days_to_notice"), "whole", numbers(rows["days_to_notice"]), 9),
        Column("why", language.text(Message("Why now")), "text", why, 46),
        Column("next_step", head("next_step"), "text", texts(rows["next_step"]), 34),
        Column("next_step_date", head("next_step_date"), "date", serials(rows["next_step_date"]), 12),
    ]


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
