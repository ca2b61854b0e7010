"""``csdesk show`` and ``csdesk explain``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from csdesk.app.explanations import explained
from csdesk.app.finding import find_account
from csdesk.app.reports import LISTINGS, Asked
from csdesk.cli.opening import opened
from csdesk.cli.output import write_csv, write_json, write_lines, write_table
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
) -> None:  # fmt: skip
    """Write one listing of a book.

    Raises:
        CSDeskError: there is no such listing, no such book, or no such encoding to write.
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
        listing = LISTINGS[what](workspace, Asked(workspace.as_of, since, until))
    rows = [listing] if isinstance(listing, Mapping) else listing
    if form == "json":
        write_json(listing)
    elif form == "csv":
        write_csv([_flat(row) for row in rows], _names([_flat(row) for row in rows]), encoding)
    elif isinstance(listing, Mapping):
        write_lines(listing)
    else:
        write_table(rows, [name for name in _SHOWN.get(what, _names(rows)) if any(name in row for row in rows)])


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, Mapping) and name == "bridge":
            flat |= {f"{name}_{part}": inner for part, inner in value.items()}
        else:
            flat[name] = value
    return flat


def _names(rows: list[dict[str, object]]) -> list[str]:
    names: dict[str, None] = {}
    for row in rows:
        names |= dict.fromkeys(row)
    return list(names)


def show_explanation(book: Path, account: str, field: str | None, as_of: date | None, as_json: bool) -> None:
    """Write where a figure of an account comes from.

    Raises:
        CSDeskError: there is no such account or field.
    """
    with opened(book, as_of) as workspace:
        tree = explained(workspace, find_account(workspace, account), field)
    if as_json:
        write_json(tree)
    else:
        _write_tree(tree)


def _write_tree(tree: Mapping[str, object], indent: str = "") -> None:
    print(f"{indent}{tree['field'] or tree['account']}: {tree['value']}")
    if tree["definition"]:
        print(f"{indent}  {tree['definition']}")
    sources = tree["sources"]
    for source in sources if isinstance(sources, list) else ():
        place = ", ".join(str(source[name]) for name in ("file", "sheet", "cell") if source[name])
        print(f"{indent}  {place}: {source['text']} (imported {source['imported_at']})")
    parts = tree["parts"]
    for part in parts if isinstance(parts, list) else ():
        _write_tree(part, indent + "    ")
