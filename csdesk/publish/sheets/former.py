"""Former customers: accounts that are in no list any more but whose revenue is in the figures of the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csdesk.i18n import Language
from csdesk.model.fields import field
from csdesk.model.keys import written_key
from csdesk.model.messages import Message
from csdesk.publish.sheets.accounts import movement_columns
from csdesk.publish.sheets.formats import Formats
from csdesk.publish.sheets.grid import Column, Table, amounts, print_setup, set_widths, texts, write_table

if TYPE_CHECKING:
    from datetime import date

    from csdesk.rules.assessment import Assessment


HEADER_ROW = 3


def former_table(assessment: Assessment, language: Language, since: date, sheet: str) -> Table:
    """The table of archived accounts that moved in the period or count in its rates."""
    moved = assessment.movements(since)["account_key"].to_numpy(dtype="int64")
    counted = np.asarray(assessment.figures(since).behind("nrr"), dtype="int64")
    listed = assessment.accounts["key"].to_numpy(dtype="int64")
    keys = pd.Series(np.setdiff1d(np.union1d(moved, counted), listed), dtype="int64")
    accounts = assessment.frames.frame("account").set_index("key")
    arr = _arr_now(assessment, keys)
    currency = assessment.policies.revenue.currency
    columns = [
        Column("name", language.label(field("account.name")), "text", texts(accounts["name"].reindex(keys)), 30),
        *movement_columns(keys, arr, assessment, language, since),
        Column("arr", f"ARR ({currency})", "money", amounts(arr, currency), 15),
        Column("key", language.text(Message("Key")), "text", [written_key("account", key) for key in keys.tolist()]),
    ]
    return Table(sheet, tuple(columns), HEADER_ROW + 1)


def write_former(sheet: Any, table: Table, language: Language, formats: Formats) -> None:
    """Write the sheet of a table that has rows."""
    set_widths(sheet, table.columns)
    note = language.text(Message("Archived, but their revenue is part of the period"))
    sheet.write_string(0, 0, table.sheet, formats.title)
    sheet.write_string(1, 0, note, formats.note)
    write_table(sheet, formats, table)
    sheet.autofilter(HEADER_ROW, 0, table.last_row, len(table.columns) - 1)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    print_setup(sheet, HEADER_ROW, note)


def _arr_now(assessment: Assessment, keys: pd.Series[int]) -> pd.Series[int]:
    """What the accounts are worth on the day, in minor units: as a rule nothing."""
    ledger, today = assessment.ledger, pd.Timestamp(assessment.as_of)
    running = (ledger["start"] <= today) & (ledger["counted_to"].isna() | (ledger["counted_to"] >= today))
    sums = ledger[running].groupby("account_key")["annual"].sum()
    return sums.reindex(keys).fillna(0).astype("int64").reset_index(drop=True)
