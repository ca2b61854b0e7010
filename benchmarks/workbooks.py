"""Big invented workbooks: a customer list with contracts, twelve columns."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

HEADERS = (
    "Account ID", "Account name", "CSM", "Industry", "Region", "Contract ID", "Start Date", "End Date", "ARR",
    "Currency", "Seats bought", "Cost centre",
)  # fmt: skip
_CSMS = ("Mika Sato", "Ken Tanaka", "Yui Kobayashi", "Daniel Reyes", "Aya Nakamura")
_INDUSTRIES = ("Manufacturing", "Logistics", "Banking", "Energy", "Retail", "Publishing")
_REGIONS = ("Tokyo", "Osaka", "Nagoya", "Fukuoka", "Sapporo")


def write_accounts(path: Path, rows: int) -> Path:
    """An xlsx of that many accounts with one contract each; made once, then kept."""
    if path.exists():
        return path
    random = Random(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Customers")
    sheet.write_row(0, 0, HEADERS)
    for row in range(1, rows + 1):
        start = date(2024, 1, 1) + timedelta(days=random.randrange(900))
        texts = (
            f"A-{row:07d}", f"{random.choice(_REGIONS)} Works {row}", random.choice(_CSMS), random.choice(_INDUSTRIES),
            random.choice(_REGIONS), f"C-{row:07d}",
        )  # fmt: skip
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
        sheet.write_datetime(row, 6, start, day)
        sheet.write_datetime(row, 7, start + timedelta(days=730), day)
        sheet.write_number(row, 8, random.randrange(10, 4000) * 10_000)
        sheet.write_string(row, 9, "JPY")
        sheet.write_number(row, 10, random.randrange(5, 600))
        sheet.write_string(row, 11, f"CC{random.randrange(1000):03d}")
    book.close()
    return path
