"""``csdesk show``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from csdesk.app.asked import SPLIT_BY, Asked, part_of
from csdesk.app.listings import Row
from csdesk.app.reports import LISTINGS
from csdesk.cli.figure_tables import OF_PARTS, TITLES, write_cohorts, write_figures
from csdesk.cli.opening import opened
from csdesk.cli.output import write_csv, write_json, write_listing, write_table
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message

# What a table for people shows; CSV and JSON hold everything.
_SHOWN = {
    "accounts": ("key", "name", "csm", "arr", "currency", "touch", "health", "band", "renewal_on", "notice_by", "renewal_state"),
    "contracts": ("key", "account", "external_id", "product", "start", "end", "arr", "currency", "auto_renew", "state"),
    "renewals": ("account", "product", "renewal_on", "notice_by", "state", "arr", "currency", "forecast", "health"),
    "sources": ("entry", "file", "sheet", "imported_at", "rows", "taken", "in_book", "totals", "arr"),
    "agenda": ("account", "ask", "why", "stake", "currency", "due_on"),
}  # fmt: skip


def show_listing(
    book: Path, what: str, as_of: date | None, since: date | None, until: date | None,
    form: Literal["json", "csv", "table"], encoding: str = "utf-8",
    period: str | None = None, by: str | None = None, only: str | None = None,
) -> None:  # fmt: skip
    """Write one listing of a book.

    Raises:
        CSDeskError: there is no such listing, no such book, period or part, or no such encoding to write.
    """
    from csdesk.publish.csv_text import ENCODINGS

    if encoding not in ENCODINGS:
        raise CSDeskError(
            Message("{name} is no encoding that CSDesk writes.", name=encoding),
            Message("Choose one of: {choices}.", choices=", ".join(ENCODINGS)),
        )
    if what not in LISTINGS:
        raise CSDeskError(
            Message("There is nothing called {what} to show.", what=what),
            Message("Choose one of: {choices}.", choices=", ".join(LISTINGS)),
        )
    with opened(book, as_of) as workspace:
        asked = Asked(workspace.as_of, since, until, period=period, by=by, part=part_of(only))
        listing = LISTINGS[what](workspace, asked)
    rows = _rows(listing)
    if form == "json":
        write_json(listing)
    elif form == "csv":
        write_csv([_flat(row) for row in rows], _names([_flat(row) for row in rows]), encoding)
    elif what == "figures":
        write_figures(listing) if isinstance(listing, Mapping) else write_table(
            rows, [_named(rows), "currency", *OF_PARTS]
        )
    elif what == "cohorts" and isinstance(listing, Mapping):
        write_cohorts(listing, rows)
    elif isinstance(listing, Mapping):
        write_listing(listing, TITLES)
    else:
        write_table(rows, [name for name in _SHOWN.get(what, _names(rows)) if any(name in row for row in rows)])


def _rows(listing: list[Row] | Row) -> list[Row]:
    """One row a line of the table: of a listing that has rows of its own, those."""
    if not isinstance(listing, Mapping):
        return listing
    rows = listing.get("rows")
    return rows if isinstance(rows, list) else [listing]


def _named(rows: list[Row]) -> str:
    """The column that names the part of each row."""
    return next((name for name in SPLIT_BY if rows and name in rows[0]), "currency")


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, Mapping) and name == "bridge":
            flat |= {f"{name}_{part}": inner for part, inner in value.items()}
        elif name != "details":
            flat[name] = value
    return flat


def _names(rows: list[dict[str, object]]) -> list[str]:
    names: dict[str, None] = {}
    for row in rows:
        names |= dict.fromkeys(row)
    return list(names)
