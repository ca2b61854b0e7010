"""What the numbers under month headers are: a usage metric, recurring revenue, or a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow.compute as pc

from csdesk.intake.headers import Candidates, header_key
from csdesk.intake.mapping import ColumnChoice, custom_code
from csdesk.intake.months import metric_named
from csdesk.intake.sheets import Table
from csdesk.intake.subjects import CONTRACT_MAKING, METRICS
from csdesk.model.fields import field
from csdesk.model.messages import Message

REVENUE = ("contract.mrr", "contract.arr")
_SAID = (
    (
        "contract.mrr",
        re.compile(r"(?<![a-z])mrr(?![a-z])|monthly recurring revenue|月次(?:経常|定期)収益|月額(?!単価)"),
    ),
    ("contract.arr", re.compile(r"(?<![a-z])arr(?![a-z])|annual recurring revenue|年間(?:経常|定期)収益|年額(?!単価)")),
)
# What is hoped for is no history of what is paid.
_HOPED = re.compile(r"計画|予算|目標|見込|予測|予想|着地|\b(?:budget|forecast|target|projection|planned|goal)s?\b")
_MONEY = re.compile(
    r"売上|売り上げ|収益|収入|請求|入金|料金|金額|円|revenue|sales|billing|invoiced|\bin (?:usd|eur|jpy)\b"
)
_MONEY_CELL = r"[$¥￥€£]|円"
_LOOKED_AT = 200

_NOT_CUSTOMERS = Message("Nothing in this table says which customer a row belongs to; only its source is kept.")
_METRIC_BESIDE = Message("The header names a month; another column names the metric.")
_UNSAID = Message("The header names a month; what is counted is not said.")
_SAID_AROUND = Message("The header names a month; the sheet, title or file says what is counted.")
_REVENUE = Message("The header names a month and what was paid in it; contracts follow from where the amounts change.")


def with_revenue(
    found: Sequence[Candidates],
    table: Table,
    months: Mapping[int, date],
    hints: Sequence[str],
    said: Mapping[str, tuple[str, Message]],
) -> tuple[list[Candidates], bool]:
    """What the headers may mean, those of months of revenue set; and whether there are any.

    Months are not taken for revenue where another column says what contracts are worth or when they run.
    """
    own = list(found)
    told = next((c for c in _told(table, months, said) if c in REVENUE), None)
    if not months or (told is None and _worth_elsewhere(found, months)):
        return own, False
    chosen = {i: told or _revenue_named(table.headers[i], hints) for i in months}
    for column, code in chosen.items():
        own[column] = Candidates((field(code),)) if code else Candidates()
    return own, any(chosen.values())


def told_months(
    months: Mapping[int, date],
    table: Table,
    hints: Sequence[str],
    said: Mapping[str, tuple[str, Message]],
    found: Sequence[Candidates],
) -> Mapping[int, date]:
    """The months; none where they are two and nothing says what stands in them, or revenue of contracts told beside."""
    if not months or _told(table, months, said):
        return months
    revenue = all(_revenue_named(table.headers[i], hints) for i in months)
    if revenue and _worth_elsewhere(found, months):
        return {}
    if len(months) > 2 or revenue:
        return months
    return months if all(metric_named([table.headers[i].rpartition(" / ")[0], *hints]) for i in months) else {}


def _told(table: Table, months: Mapping[int, date], said: Mapping[str, tuple[str, Message]]) -> list[str]:
    return [said[key][0] for i in months if (key := header_key(table.headers[i])) in said]


def _worth_elsewhere(found: Sequence[Candidates], months: Mapping[int, date]) -> bool:
    return any(f.code in CONTRACT_MAKING for i, some in enumerate(found) if i not in months for f in some.explicit)


def _revenue_named(header: str, hints: Sequence[str]) -> str | None:
    """The first of header, sheet, title and file that says so; None where any of them speaks of plans."""
    texts = [unicodedata.normalize("NFKC", text).casefold().replace("_", " ") for text in (header, *hints)]
    if any(_HOPED.search(text) for text in texts):
        return None
    return next((code for text in texts for code, words in _SAID if words.search(text)), None)


def month_choice(
    table: Table,
    column: int,
    months: Mapping[int, date],
    hints: Sequence[str],
    subject: str | None,
    said: Mapping[str, tuple[str, Message]],
    found: Sequence[Candidates],
) -> ColumnChoice:
    """A wide month column; what is said or asked about one of them counts for all.

    Args:
        found: the candidates as ``with_revenue`` gives them.
    """
    header, month = table.headers[column], months[column]
    if subject is None:
        return ColumnChoice(header, None, 1.0, _NOT_CUSTOMERS)
    told = [said[key] for i in months if (key := header_key(table.headers[i])) in said]
    chosen = [(code, reason) for code, reason in told if code in METRICS or code in REVENUE]
    if chosen:
        return ColumnChoice(header, chosen[0][0], 1.0, chosen[0][1], month=month)
    revenue = next((f.code for f in found[column].explicit if f.code in REVENUE), None)
    if revenue is not None:
        return ColumnChoice(header, revenue, 0.9, _REVENUE, month=month)
    metric = metric_named([header.rpartition(" / ")[0], *hints])
    if metric is None and any(header_key(h) in ("指標", "metric") for h in table.headers):
        return ColumnChoice(header, "measurement.value", 0.9, _METRIC_BESIDE, month=month)
    if metric is None:
        choices = _choices(table, months, hints, found) if column == min(months) else ()
        return ColumnChoice(header, custom_code(subject), 0.0, _UNSAID, choices, month)
    return ColumnChoice(header, f"measurement.{metric}", 0.9, _SAID_AROUND, month=month)


def _choices(
    table: Table, months: Mapping[int, date], hints: Sequence[str], found: Sequence[Candidates]
) -> tuple[str, ...]:
    """What to choose from: revenue alone where the amounts are money, and no revenue where contracts stand beside."""
    if _worth_elsewhere(found, months):
        return tuple(sorted(METRICS))
    around = " ".join(unicodedata.normalize("NFKC", text).casefold() for text in (*hints, *table.headers))
    formats = [table.number_formats[i] for i in months] if table.number_formats else []
    money = bool(_MONEY.search(around)) or any(re.search(_MONEY_CELL, text) for text in formats)
    cells = table.columns[min(months)].texts[:_LOOKED_AT].drop_null()
    money = money or bool(len(cells) and pc.any(pc.match_substring_regex(cells, _MONEY_CELL)).as_py())
    return REVENUE if money else (*REVENUE, *sorted(METRICS))
