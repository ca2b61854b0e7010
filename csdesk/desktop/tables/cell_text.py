"""What a cell says in words: for the clipboard, screen readers and tooltips."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from csdesk.desktop.field_text import shown_text
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.units import money_cell
from csdesk.desktop.translation import language, tr
from csdesk.desktop.wording import choice_text
from csdesk.model.messages import Message
from csdesk.model.money import Money


class CellSource(Protocol):
    """Where cells get their values: the table model."""

    currency: str

    def value(self, row: int, name: str) -> object:
        """The plain value of a field in a row; None where absent."""


def own_currency(source: CellSource, row: int) -> str:
    """The currency of a row, else of the table."""
    currency = source.value(row, "currency")
    return currency if isinstance(currency, str) else source.currency


def cell_text(source: CellSource, row: int, column: Column) -> str:
    """The text of a cell as the clipboard gets it: numbers without units, dates in full."""
    value = source.value(row, column.code)
    if value is None:
        return ""
    if column.style == "money" and isinstance(value, int):
        return money_cell(value, own_currency(source, row))
    if column.style == "signed" and isinstance(value, (int, float)):
        return language().signed(value)
    if column.style == "seats":
        bought = source.value(row, "seats_bought")
        return f"{value}/{bought}" if bought is not None else str(value)
    if column.field is not None:
        return shown_text(column.field, value, own_currency(source, row))
    if isinstance(value, Message):
        return tr(value)
    if isinstance(value, date):
        return language().day(value)
    return choice_text(str(value)) if column.style in ("touch", "choice", "band") else str(value)


def spoken_text(source: CellSource, row: int, column: Column) -> str:
    """The text of a cell as a screen reader says it: with the header, and health in words."""
    if column.style in ("health", "health_wide", "health_now"):
        return health_words(source.value(row, "health"), source.value(row, "band"), source.value(row, "health_change"))
    value = source.value(row, column.code)
    if column.style == "money" and isinstance(value, int):
        text = language().exact_money(Money(value, own_currency(source, row)))
    else:
        text = cell_text(source, row, column)
    return f"{column.header} {text}" if text else f"{column.header} {tr(Message('empty'))}"


def health_words(score: object, band: object, change: object) -> str:
    """Health 54, watch, down 24."""
    if not isinstance(score, int):
        return tr(Message("Health: not enough data"))
    word = choice_text(str(band))
    if isinstance(change, int) and change < 0:
        return tr(Message("Health {score}, {band}, down {n}", score=score, band=word, n=-change))
    if isinstance(change, int) and change > 0:
        return tr(Message("Health {score}, {band}, up {n}", score=score, band=word, n=change))
    return tr(Message("Health {score}, {band}", score=score, band=word))
