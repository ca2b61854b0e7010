"""The Accounts sheet: one row an account, with the movements behind the bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.charts import words
from csdesk.i18n import Language
from csdesk.model.fields import record_type
from csdesk.model.keys import written_key
from csdesk.model.messages import Message
from csdesk.publish.sheets.formats import Formats, Kind
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
    from collections.abc import Sequence
    from datetime import date

    from csdesk.rules.assessment import Assessment

HEADER_ROW = 3
MOVEMENTS = ("new", "reactivation", "upsell", "cross_sell", "contraction", "churn", "unexplained")
_NAMES = {
    "new": Message("New"),
    "reactivation": Message("Reactivation"),
    "upsell": Message("Upsell"),
    "cross_sell": Message("Cross-sell"),
    "contraction": Message("Contraction"),
    "churn": Message("Churn"),
    "unexplained": Message("Unexplained"),
}
# Field, kind, width; money columns name the currency in their header.
_FIELDS: tuple[tuple[str, Kind, float], ...] = (
    ("name", "text", 30), ("external_id", "text", 14), ("csm", "text", 16), ("touch", "text", 12), ("arr", "money", 15),
    ("health", "whole", 9), ("health_change", "whole", 9), ("band", "text", 12), ("coverage", "percent", 10),
    ("renewal_on", "date", 12), ("notice_by", "date", 12), ("days_to_notice", "whole", 9), ("renewal_state", "text", 17),
    ("seats_bought", "whole", 9), ("seats_active", "whole", 9), ("seat_use", "percent", 9), ("nps", "whole", 8),
    ("last_contact_on", "date", 12), ("next_step", "text", 34), ("next_step_date", "date", 12),
    ("industry", "text", 16), ("region", "text", 14),
)  # fmt: skip
_WORDS = {"touch": words.TOUCHES, "band": words.BANDS, "renewal_state": words.STATES}


def coded(column: pd.Series[Any], names: dict[str, str]) -> list[str | None]:
    """Codes as the words for them."""
    return texts(column.astype("string[pyarrow]").replace(names))


def account_columns(assessment: Assessment, language: Language, since: date) -> list[Column]:
    """The columns of the sheet; rows in the order of ``accounts``, most ARR first."""
    accounts = assessment.accounts.sort_values("arr", ascending=False, kind="stable", na_position="last")
    columns = field_columns(accounts, _FIELDS, assessment.policies.revenue.currency, language)
    columns += movement_columns(accounts["key"], accounts["arr"], assessment, language, since)
    keys = [written_key("account", key) for key in accounts["key"].tolist()]
    return [*columns, Column("key", language.text(Message("Key")), "text", keys, 10)]


def field_columns(
    rows: pd.DataFrame, fields: Sequence[tuple[str, Kind, float]], currency: str, language: Language
) -> list[Column]:
    """Columns of the account's fields (name, kind, width) with their labels; codes are written as words."""
    kind = record_type("account")
    columns = []
    for name, shape, width in fields:
        header = language.label(kind.field(name)) + (f" ({currency})" if shape == "money" else "")
        spoken = {code: language.text(message) for code, message in _WORDS.get(name, {}).items()}
        columns.append(Column(name, header, shape, _values(rows[name], shape, currency, spoken), width))
    return columns


def _values(column: pd.Series[Any], shape: Kind, currency: str, spoken: dict[str, str]) -> list[Any]:
    if shape == "text":
        return coded(column, spoken) if spoken else texts(column)
    if shape == "date":
        return list(serials(column))
    return list(amounts(column, currency) if shape == "money" else numbers(column))


def movement_columns(
    keys: pd.Series[Any], arr: pd.Series[Any], assessment: Assessment, language: Language, since: date
) -> list[Column]:
    """Opening ARR, one column a movement, and who counts in NRR and GRR.

    ``keys`` and ``arr`` (minor units now) stand in the order of the rows wanted.
    """
    currency = assessment.policies.revenue.currency
    moved = assessment.movements(since)
    wide = moved.pivot_table(index="account_key", columns="kind", values="amount", aggfunc="sum", fill_value=0)
    own = wide.reindex(index=keys, columns=list(MOVEMENTS), fill_value=0).fillna(0).reset_index(drop=True)
    opening = arr.fillna(0).astype("int64").reset_index(drop=True) - own.sum(axis=1).astype("int64")
    counted = keys.isin(np.asarray(assessment.figures(since).behind("nrr"))).astype("int64")
    head = f"{language.text(Message('ARR at {date}', date=since))} ({currency})"
    kinds = [
        Column(kind, language.text(_NAMES[kind]), "money", amounts(own[kind].replace(0, pd.NA), currency), 13, 1)
        for kind in MOVEMENTS
    ]
    in_rates = Column("counted", language.text(Message("In NRR and GRR")), "whole", counted.tolist(), 9, 1)
    return [Column("opening", head, "money", amounts(opening, currency), 15, 1), *kinds, in_rates]


def write_accounts(
    sheet: Any, name: str, assessment: Assessment, language: Language, formats: Formats, since: date
) -> Table:
    """Write the sheet and say where its columns stand."""
    columns = account_columns(assessment, language, since)
    # Widths first: while rows are streamed to disk nothing above them can be set any more.
    set_widths(sheet, columns)
    sheet.write_string(0, 0, name, formats.title)
    sheet.write_string(1, 0, language.text(_subtitle(assessment, since)), formats.note)
    first = HEADER_ROW + 1
    table = Table(name, tuple(columns), first)
    _sums(sheet, columns, table, formats, language)
    write_table(sheet, formats, table)
    sheet.autofilter(HEADER_ROW, 0, table.last_row, len(columns) - 1)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    _highlight(sheet, table, language, formats)
    print_setup(sheet, HEADER_ROW, language.text(_subtitle(assessment, since)))
    sheet.print_area(0, 0, table.last_row, table.column("next_step"))
    return table


def _subtitle(assessment: Assessment, since: date) -> Message:
    currency = assessment.policies.revenue.currency
    return Message(
        "As of {date}, amounts in {currency}, movements since {since}",
        date=assessment.as_of,
        currency=currency,
        since=since,
    )


def _sums(sheet: Any, columns: list[Column], table: Table, formats: Formats, language: Language) -> None:
    """Above the header: the sums of the rows that the filter shows."""
    sheet.write_string(2, 0, language.text(Message("Sum of the rows shown")), formats.note)
    for place, column in enumerate(columns):
        if column.kind == "money":
            area = table.cells(column.code).split("!")[1]
            total = sum(value for value in column.values if value is not None)
            sheet.write_formula(2, place, f"=SUBTOTAL(109,{area})", formats.cells["money"], total)


def _highlight(sheet: Any, table: Table, language: Language, formats: Formats) -> None:
    band, health = table.column("band"), table.column("health")
    for code, look in formats.bands.items():
        word = language.text(words.BANDS[code])
        rule = {
            "type": "formula",
            "criteria": f'=${table.letter("band")}{table.first_row + 1}="{word}"',
            "format": look,
        }
        for column in (band, health):
            sheet.conditional_format(table.first_row, column, table.last_row, column, rule)
    days = table.column("days_to_notice")
    sheet.conditional_format(
        table.first_row, days, table.last_row, days,
        {"type": "cell", "criteria": "between", "minimum": 0, "maximum": 30, "format": formats.soon},
    )  # fmt: skip
    use = table.column("seat_use")
    sheet.conditional_format(
        table.first_row, use, table.last_row, use,
        {"type": "data_bar", "bar_color": "#BFCBF3", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1},
    )  # fmt: skip
