"""Renewal: the running contracts, seats against use, and the days that matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd

from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.publish.deck_table import Cell, ColumnOf, draw_table
from csdesk.publish.findings import Seats, seats
from csdesk.publish.material import Material
from csdesk.publish.native_charts import Series, stacked_columns, whole_steps
from csdesk.publish.page import LEFT, Page, Run, width_in
from csdesk.publish.slides.draft import Draft

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Term:
    """The term that ends first."""

    ends: date
    notice_by: date | None  # None where it is past or not agreed


def next_term(material: Material) -> Term | None:
    """None where no running contract has an end."""
    rows = material.contracts.dropna(subset=["renewal_on"]).sort_values("renewal_on")
    if rows.empty:
        return None
    notice = rows["notice_by"].iloc[0]
    last = None if pd.isna(notice) else pd.Timestamp(notice).date()
    return Term(
        pd.Timestamp(rows["renewal_on"].iloc[0]).date(), last if last is not None and last >= material.as_of else None
    )


def renewal_draft(material: Material) -> Draft | Message:
    """Left out where no running contract has an end."""
    term = next_term(material)
    if term is None:
        return Message(
            "No contract of {account} has an end date; the renewal slide is left out.", account=material.name
        )
    numbers = [str(value) for value in material.contracts["external_id"].dropna()]
    source = (
        Message("Source: contracts {numbers}", numbers=", ".join(numbers))
        if numbers
        else Message("Source: contracts as of {date}", date=material.as_of)
    )
    return Draft(_titles(term, material), _lead(material), source, partial(_draw, material, term, seats(material)))


def _titles(term: Term, material: Material) -> tuple[Message, ...]:
    if term.ends < material.as_of:
        return (Message("The term ended on {date}; the next one is to be agreed", date=term.ends),)
    short = Message("The term ends on {date}", date=term.ends)
    if term.notice_by is None:
        return (Message("The term ends on {date}; the next one starts the day after", date=term.ends), short)
    return (
        Message("The term ends on {date}; notice is possible until {notice}", date=term.ends, notice=term.notice_by),
        short,
    )


def _lead(material: Material) -> Message | None:
    total = material.contracts["seats"].sum()
    return Message("{n} seats under contract", n=int(total)) if total > 0 else None


def _draw(material: Material, term: Term, used: Seats | None, page: Page, top: float) -> None:
    bought = material.contracts["seats"].fillna(0).sum()
    chart = bought > 0
    if chart:
        _seats(material, used, page, top)
    left = 5.15 if chart else LEFT
    wide = 7.52 if chart else 12.0
    rows = material.contracts.head(_SHOWN).to_dict("records")
    priced = bool(material.contracts["arr"].notna().any())
    columns = [
        ColumnOf(page.say(Message("Contract")), wide - (5.3 if priced else 4.05)),
        ColumnOf(page.say(Message("Seats")), 0.6, "right"),
        *([ColumnOf(page.say(Message("A year")), 1.25, "right")] if priced else []),
        ColumnOf(page.say(Message("Until")), 1.35, "right"),
        ColumnOf(page.say(Message("Notice by")), 1.3, "right"),
        ColumnOf(page.say(Message("Renews")), 0.8, "right"),
    ]
    draw_table(page, left, top, columns, [_row(row, material, priced, page) for row in rows], 0.55)
    _timeline(_days(material, term), page, left, 5.3, wide)


def _row(row: dict[str, Any], material: Material, priced: bool, page: Page) -> list[Cell]:
    def day(value: Any) -> str:
        return "—" if pd.isna(value) else page.language.day(pd.Timestamp(value).date())

    product = str(row["product"]) if pd.notna(row["product"]) else page.say(Message("Subscription"))
    number = "" if pd.isna(row["external_id"]) else str(row["external_id"])
    renews = "—" if pd.isna(row["auto_renew"]) else page.say(Message("auto") if row["auto_renew"] else Message("no"))
    price = []
    if priced:
        known = pd.notna(row["arr"]) and pd.notna(row["currency"])
        price = [Cell(page.language.money(Money(int(row["arr"]), str(row["currency"]))) if known else "—", bold=True)]
    return [
        Cell(product, bold=True, second=number),
        Cell("—" if pd.isna(row["seats"]) else page.language.number(int(row["seats"]))),
        *price,
        Cell(day(row["renewal_on"])),
        Cell(day(row["notice_by"])),
        Cell(renews, colour="ink_2"),
    ]


def _seats(material: Material, used: Seats | None, page: Page, top: float) -> None:
    """Seats bought, by product where there is more than one, beside the people who use them."""
    page.text(LEFT, top, 4.4, page.say(Message("Seats bought and in use")), 12, bold=True, colour="ink_2")
    bought = float(material.contracts["seats"].fillna(0).sum())
    names = [page.say(Message("Bought"))] + ([page.say(Message("In use"))] if used is not None else [])
    values = [bought] + ([float(used.active)] if used is not None else [])
    grey = [values[0]] + [0.0] * (len(values) - 1)
    series = [
        Series(names[0], grey, "c6", labelled=True),
        *([Series(names[1], [0.0, values[1]], "accent", labelled=True)] if used is not None else []),
    ]
    chart = stacked_columns(page, (LEFT - 0.1, top + 0.3, 4.5, 6.5 - top), names, series, gap=45)
    whole_steps(chart, max(values))


def _days(material: Material, term: Term) -> list[tuple[date, Message, str]]:
    days = [(material.as_of, Message("today"), "accent")]
    if term.notice_by is not None:
        days.append((term.notice_by, Message("last day to give notice"), "risk_fill"))
    if term.ends >= material.as_of:
        days.append((term.ends, Message("end of the term"), "accent"))
        days.append((term.ends + timedelta(days=1), Message("new term starts"), "accent"))
    return sorted(days, key=lambda item: item[0])


def _timeline(days: list[tuple[date, Message, str]], page: Page, left: float, top: float, wide: float) -> None:
    """Evenly spaced marks: the days may lie too close for their names on a true scale."""
    step = wide / max(len(days), 1)
    page.line(left + 0.06, top, left + step * (len(days) - 1) + 0.06, top, "axis", 1.0)
    for number, (day, label, colour) in enumerate(days):
        x = left + step * number
        page.box(x, top - 0.06, 0.12, 0.12, colour, shape="oval")
        page.text(x, top + 0.16, step - 0.1, [Run(page.language.day(day), True)], 13, height=0.28)
        text = page.say(label)
        size = 11 if width_in(text, 11) <= (step - 0.1) * 1.9 else 10
        page.text(x, top + 0.45, step - 0.1, text, size, height=0.4, colour="ink_2")
