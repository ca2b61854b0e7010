"""For colleagues only: health with its reasons, and the forecast of the renewals."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from csdesk.charts import words
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.publish.deck_table import Cell, ColumnOf, draw_table
from csdesk.publish.material import Internal, Material
from csdesk.publish.page import LEFT, Page, fitted
from csdesk.publish.slides.draft import Draft

# How the raw value of a component is written where it is neither a share nor a plain number.
_UNITS = {
    "urgent_tickets": Message("{n} per 100 seats"), "last_contact": Message("{n} days"), "invoice_overdue": Message("{n} days"),
}  # fmt: skip
_SHARES = ("seat_use", "login_trend")
_BAND_COLOURS = {"healthy": "ok", "watch": "watch", "at_risk": "risk"}


def health_draft(material: Material) -> Draft | Message:
    """Left out for customers, and where the account has no score."""
    inside = material.internal
    if inside is None or pd.isna(inside.account["health"]):
        return Message("{account} has no health score; that slide is left out.", account=material.name)
    return Draft(
        _health_titles(inside),
        Message("Health score by component, as of {date}", date=material.as_of),
        Message("Source: book, as of {date}", date=material.as_of),
        partial(_draw_health, inside),
    )


def _health_titles(inside: Internal) -> tuple[Message, ...]:
    score, change = int(inside.account["health"]), inside.account["health_change"]
    band = words.BANDS[str(inside.account["band"])]
    if pd.isna(change) or not int(change):
        return (Message("Health is {score}: {band}", score=score, band=band),)
    if change > 0:
        return (Message("Health is {score}, up {n}: {band}", score=score, n=int(change), band=band),)
    return (Message("Health is {score}, down {n}: {band}", score=score, n=-int(change), band=band),)


def _draw_health(inside: Internal, page: Page, top: float) -> None:
    band = str(inside.account["band"])
    page.text(
        LEFT,
        top,
        2.4,
        page.language.number(int(inside.account["health"])),
        48,
        height=0.85,
        bold=True,
        colour=_BAND_COLOURS.get(band, "ink_3"),
    )
    page.text(LEFT, top + 0.9, 2.4, page.say(words.BANDS[band]), 14, height=0.3, bold=True)
    height = top + 1.45
    for item in inside.agenda.head(3).to_dict("records"):
        text = fitted(page.say(item["why"]), 3.5, 12, 3)
        page.text(LEFT, height, 3.6, text, 12, height=0.65, colour="ink_2")
        height += 0.78
    columns = [
        ColumnOf(page.say(Message("Component")), 2.6),
        ColumnOf(page.say(Message("Value")), 1.9, "right"),
        ColumnOf(page.say(Message("Points of 100")), 1.4, "right"),
        ColumnOf(page.say(Message("Weight")), 1.0, "right"),
        ColumnOf(page.say(Message("Adds")), 1.0, "right"),
    ]
    rows = [_part(row, page) for row in inside.health_parts.head(9).to_dict("records")]
    draw_table(page, 4.77, top, columns, rows, min(0.5, (6.5 - top) / max(len(rows) + 1, 1)))


def _part(row: dict[str, Any], page: Page) -> list[Cell]:
    code = str(row["component"])

    def number(value: Any, digits: int = 0) -> str:
        return "—" if pd.isna(value) else page.language.number(float(value), digits)

    share = code in _SHARES and pd.notna(row["raw"])
    raw = page.language.percent(float(row["raw"])) if share else number(row["raw"], 1)
    if code in _UNITS and pd.notna(row["raw"]):
        whole = float(row["raw"]).is_integer()
        raw = page.say(Message(_UNITS[code].text, n=number(row["raw"], 0 if whole else 1)))
    return [
        Cell(page.say(words.COMPONENTS[code]) if code in words.COMPONENTS else code, bold=True),
        Cell(raw),
        Cell(number(row["points"])),
        Cell(number(row["weight"]), colour="ink_2"),
        Cell(number(row["contribution"], 1), bold=True),
    ]


def forecast_draft(material: Material) -> Draft | Message:
    """Left out for customers, and where nothing comes up for renewal."""
    inside = material.internal
    if inside is None or inside.renewals.empty:
        return Message(
            "Nothing of {account} comes up for renewal; the forecast slide is left out.", account=material.name
        )
    rows = inside.renewals
    due = Money(int(rows["annual"].fillna(0).sum()), inside.currency)
    expected = Money(int(rows["expected"].fillna(0).sum()), inside.currency)
    weighted = Money(int(rows["weighted"].fillna(0).sum()), inside.currency)
    return Draft(
        (Message("{due} comes up for renewal; {expected} is expected", due=due, expected=expected),),
        Message("Weighted by forecast: {weighted}", weighted=weighted),
        Message("Source: book, as of {date}", date=material.as_of),
        partial(_draw_forecast, inside),
    )


def _draw_forecast(inside: Internal, page: Page, top: float) -> None:
    columns = [
        ColumnOf(page.say(Message("Contract")), 2.3),
        ColumnOf(page.say(Message("Renewal")), 1.4, "right"),
        ColumnOf(page.say(Message("ARR")), 1.4, "right"),
        ColumnOf(page.say(Message("Forecast")), 1.3, "right"),
        ColumnOf(page.say(Message("Expected")), 1.4, "right"),
        ColumnOf("", 0.3),
        ColumnOf(page.say(Message("Why")), 3.9),
    ]
    draw_table(
        page,
        LEFT,
        top,
        columns,
        [_renewal(row, inside, page) for row in inside.renewals.head(6).to_dict("records")],
        0.7,
    )


def _renewal(row: dict[str, Any], inside: Internal, page: Page) -> list[Cell]:
    def money(value: Any) -> str:
        return "—" if pd.isna(value) else page.language.money(Money(int(value), inside.currency))

    day = "—" if pd.isna(row["renewal_on"]) else page.language.day(pd.Timestamp(row["renewal_on"]).date())
    forecast = "open" if pd.isna(row["forecast"]) else str(row["forecast"])
    product = page.say(Message("Subscription")) if pd.isna(row["product"]) else str(row["product"])
    return [
        Cell(product, bold=True),
        Cell(day),
        Cell(money(row["annual"])),
        Cell(page.say(words.FORECASTS[forecast])),
        Cell(money(row["expected"]), bold=True),
        Cell(""),
        Cell("—" if pd.isna(row["why"]) else str(row["why"]), colour="ink_2"),
    ]
