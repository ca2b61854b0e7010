"""The sample workbooks read cell by cell, without any of the program: rows as plain dictionaries, dates as dates."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

FOLDER = Path(__file__).resolve().parents[2] / "sample_workbooks"
AS_OF = date(2026, 11, 22)
ENCODINGS = {"active_users_by_month.csv": "cp932", "tickets.csv": "utf-8-sig"}
_ERA = re.compile(r"令和(\d+|元)年(\d+)月(\d+)日")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = dict[str, Any]


def era_date(text: str) -> date:
    """令和8年2月16日 → 2026-02-16."""
    found = _ERA.fullmatch(text)
    assert found, text
    return date(2018 + (1 if found[1] == "元" else int(found[1])), int(found[2]), int(found[3]))


def number(value: Any) -> float | None:
    """A cell as a number, whatever its width of digits; None where it is blank."""
    if value in ("", None):
        return None
    return float(unicodedata.normalize("NFKC", str(value)).replace(",", ""))


@cache
def sheet(file: str, name: str, header: int = 1, folder: Path = FOLDER) -> list[Row]:
    """The rows below a header row (from 1) of a sheet."""
    cells: list[list[Any]] = (
        CalamineWorkbook.from_path(folder / file).get_sheet_by_name(name).to_python(skip_empty_area=False)
    )
    return [dict(zip(cells[header - 1], row, strict=True)) for row in cells[header:]]


@cache
def text(file: str, header: int = 1, folder: Path = FOLDER) -> list[Row]:
    """The rows below a header row of delimited text; ISO dates become dates."""
    lines = list(csv.reader(StringIO((folder / file).read_bytes().decode(ENCODINGS.get(file, "utf-8")), newline="")))
    return [{h: _plain(v) for h, v in zip(lines[header - 1], line, strict=True)} for line in lines[header:]]


def _plain(value: str) -> Any:
    return date.fromisoformat(value) if _ISO.fullmatch(value) else value


@cache
def contracts() -> list[Row]:
    """All contract lines, current and earlier: name, number, product, start, end, arr (yen), seats, notice, state."""
    found = []
    for name in ("契約", "終了・更新済"):
        cells: list[list[Any]] = (
            CalamineWorkbook.from_path(FOLDER / "contracts_2026-11.xlsx").get_sheet_by_name(name).to_python()
        )
        for row in cells[4:]:
            if row[0] == "合計":
                break
            amount, seats = number(row[5]), number(row[6])
            assert amount is not None
            found.append(
                {
                    "name": unicodedata.normalize("NFKC", row[0]).strip(),
                    "number": row[1], "product": row[2], "start": era_date(row[3]), "end": era_date(row[4]), "arr": round(amount * 1000),
                    "seats": seats, "notice": int(row[7]), "auto": row[8] == "有", "state": row[9],
                }
            )  # fmt: skip
    return found


def active(day: date) -> list[Row]:
    """The contract lines active on a day."""
    return [line for line in contracts() if line["start"] <= day <= line["end"]]


def arr_by_account(day: date) -> dict[str, int]:
    """Yearly revenue in yen of each account that has any on a day."""
    totals: dict[str, int] = {}
    for line in active(day):
        totals[line["name"]] = totals.get(line["name"], 0) + line["arr"]
    return totals


@cache
def account_names() -> dict[str, str]:
    """Account id → name, from the customer list."""
    return {row["Account ID"]: row["Account name"] for row in sheet("customers.xlsx", "Customers")}


def _linear(value: float | None, zero: float, full: float) -> float | None:
    return None if value is None else min(1.0, max(0.0, (value - zero) / (full - zero)))


@cache
def _by_account(file: str, name: str = "") -> dict[str, list[Row]]:
    rows = sheet(file, name) if name else text(file)
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(account_names()[row["Account ID"]], []).append(row)
    return found


def raw_signals(account: str, day: date) -> dict[str, float | None]:
    """The raw values of the default health model for an account on a day, worked out from the cells."""
    seats = sum(line["seats"] or 0 for line in active(day) if line["name"] == account)
    usage = [r for r in _by_account("usage_2026-11.xlsx", "Usage").get(account, []) if r["Usage date"] <= day]
    recent = [r["Logins"] for r in usage if r["Usage date"] > day - timedelta(days=30)]
    before = [r["Logins"] for r in usage if day - timedelta(days=120) < r["Usage date"] <= day - timedelta(days=30)]
    logged = [n for n in (*recent, *before) if n != ""]
    answers = [
        float(row["NPS score"])
        for file in ("nps_fy26h2.csv", "nps_earlier.csv")
        for row in _by_account(file).get(account, [])
        if day - timedelta(days=365) < row["Answered on"] <= day
    ]
    urgent = sum(
        row["Severity"] == "Urgent" and day - timedelta(days=90) < row["Opened"] <= day
        for row in _by_account("tickets.csv").get(account, [])
    )
    spoken = [r for r in _by_account("touchpoints.xlsx", "Touchpoints").get(account, []) if r["Touchpoint date"] <= day]
    contact = [r["Touchpoint date"] for r in spoken if r["With executive"] == "Yes"] or [
        r["Touchpoint date"] for r in spoken
    ]
    late = [
        row["Due date"]
        for row in _by_account("invoices.xlsx", "Invoices").get(account, [])
        if row["Invoice date"] <= day and row["Due date"] < day and (row["Paid on"] == "" or row["Paid on"] > day)
    ]
    features: Any = usage[-1]["Key features used"] if usage else ""
    return {
        "seat_use": usage[-1]["Active users"] / seats if usage and seats else None,
        "login_trend": (sum(recent) / 30) / (sum(before) / 90) - 1 if logged else None,
        "features_used": None if features == "" else features,
        "nps_mean": sum(answers) / len(answers) if answers else None,
        "urgent_tickets": urgent / seats * 100 if seats else None,
        "last_contact": (day - max(contact)).days if contact else None,
        "invoice_overdue": (day - min(late)).days if late else 0,
    }


_MODEL = {
    "seat_use": (25, 0.30, 0.90), "login_trend": (20, -0.30, 0.10), "features_used": (15, 1, 6), "nps_mean": (15, 5, 9),
    "urgent_tickets": (10, 4, 0), "last_contact": (10, 120, 30), "invoice_overdue": (5, 45, 0),
}  # fmt: skip


def health(account: str, day: date = AS_OF) -> float:
    """The score of DOMAIN section 6, missing components dropped."""
    raw = raw_signals(account, day)
    parts = [(weight, _linear(raw[name], zero, full)) for name, (weight, zero, full) in _MODEL.items()]
    known = [(weight, part) for weight, part in parts if part is not None]
    return 100 * sum(weight * part for weight, part in known) / sum(weight for weight, _ in known)


def half_up(value: float) -> int:
    """Rounded to a whole number, halves up."""
    return int(value + 0.5)
