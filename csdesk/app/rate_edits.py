"""The table of exchange rates, as edits: one rate, a block pasted from a spreadsheet, a rate taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from csdesk.app.edits import EditableBook, stored_values
from csdesk.model.changes import Change, ChangeSet, change_of, collected
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.periods import month_start

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency is worth in the book's currency from a month on.

    Attributes:
        month: the first day of the month.
        key: of the record; None for one that is not in the book yet.
    """

    currency: str
    month: date
    rate: float
    key: int | None = None


def rates_of(workspace: Workspace) -> list[Rate]:
    """The rates of the book, by currency, the latest month first."""
    frame = workspace.frame("rate").dropna(subset=["currency", "month", "rate"])
    found = [
        Rate(str(currency), month.date(), float(rate), int(key))
        for key, currency, month, rate in frame[["key", "currency", "month", "rate"]].itertuples(index=False, name=None)
    ]
    return sorted(found, key=lambda rate: (rate.currency, -rate.month.toordinal()))


def read_rate(currency: str, month: str, rate: str, reporting: str) -> Rate:
    """A rate as three texts: USD, 2026-11, 151.2.

    Raises:
        CSDeskError: one of them cannot be read, or the currency is the book's own.
    """
    from csdesk.i18n_money import is_currency
    from csdesk.intake.values.amounts import parse_amount, parse_currency
    from csdesk.intake.values.dates import parse_date

    code = parse_currency(currency)
    if code is None or not is_currency(code):
        raise CSDeskError(
            Message("“{text}” is no currency.", text=currency.strip()), Message("Write its code, e.g. USD.")
        )
    if code == reporting:
        raise CSDeskError(Message("{currency} is the currency of the book; it needs no rate.", currency=code))
    day = parse_date(month)
    if day is None:
        raise CSDeskError(Message("“{text}” is no month.", text=month.strip()), Message("Write it like 2026-11."))
    amount = parse_amount(rate)
    if amount is None or not 0 < amount.number < 1e12:
        raise CSDeskError(
            Message("“{text}” is no rate.", text=rate.strip()),
            Message(
                "Write what one {currency} is worth in {reporting}, e.g. 151.2.", currency=code, reporting=reporting
            ),
        )
    return Rate(code, month_start(day), amount.number)


def read_pasted(text: str, reporting: str) -> tuple[Rate, ...]:
    """The rates in a block copied from a spreadsheet: currency, month, rate; a first line of heads is passed over.

    Raises:
        CSDeskError: a line cannot be read; nothing is taken.
    """
    found: list[Rate] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        cells = [
            cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";" if ";" in line else ","))
        ]
        cells = [cell for cell in cells if cell]
        if number == 1 and not any(character.isdigit() for character in line):
            continue
        if len(cells) != 3:
            raise CSDeskError(
                Message("Line {n} has no three cells.", n=number), Message("Copy the columns currency, month and rate.")
            )
        try:
            found.append(read_rate(cells[0], cells[1], cells[2], reporting))
        except CSDeskError as error:
            raise CSDeskError(Message("Line {n}: {why}", n=number, why=error.message), error.hint) from error
    if not found:
        raise CSDeskError(
            Message("There are no rates to paste."), Message("Copy the columns currency, month and rate.")
        )
    return tuple(found)


def set_rates(book: EditableBook, rates: Sequence[Rate]) -> ChangeSet:
    """Put rates into the table; a rate of the same currency and month takes the new value."""
    frame = book.frame("rate").dropna(subset=["currency", "month"])
    months = zip(frame["currency"].tolist(), (month_start(day.date()) for day in frame["month"]), strict=True)
    known = dict(zip(months, frame["key"].tolist(), strict=True))
    old = stored_values(book, "rate", known.values())
    changes: list[Change | None] = []
    key = book.next_key("rate")
    for rate in {(rate.currency, rate.month): rate for rate in rates}.values():
        if (held := known.get((rate.currency, rate.month))) is not None:
            changes.append(change_of("rate", held, old[held], {"rate": rate.rate}))
        else:
            values = {"currency": rate.currency, "month": rate.month, "rate": rate.rate}
            changes.append(Change("rate", key, None, values))
            key += 1
    if len(rates) == 1:
        month = f"{rates[0].month:%Y-%m}"
        said = Message("Set the rate of {currency} for {month} to {rate}", currency=rates[0].currency, month=month, rate=f"{rates[0].rate:g}")  # fmt: skip
    else:
        said = Message("Set {n} exchange rates", n=len(rates))
    return collected(said, changes)


def remove_rate(book: EditableBook, key: int) -> ChangeSet:
    """Take a rate out of the table."""
    values = {name: value for name, value in stored_values(book, "rate", [key])[key].items() if value is not None}
    month = values.get("month")
    named = f"{month:%Y-%m}" if isinstance(month, date) else ""
    said = Message("Remove the rate of {currency} for {month}", currency=str(values.get("currency", "")), month=named)
    return ChangeSet(said, (Change("rate", key, values, None),))
