"""From a key figure to the accounts, the records and the cells of the sheets it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csdesk.app.asked import Asked, selection_of, span_of
from csdesk.app.listings import json_value, major_number
from csdesk.i18n import Language
from csdesk.model.errors import CSDeskError
from csdesk.model.keys import written_key
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.book.provenance import SourceCell
    from csdesk.rules.explain import Input
    from csdesk.rules.explain_figure import AccountBehind, FigureBehind, RecordBehind

Tree = dict[str, object]
Cells = Mapping["Input", "SourceCell"]


def figure_codes() -> tuple[str, ...]:
    """The codes of every figure and every bar of the bridge that can be explained."""
    from csdesk.rules.explain_figure import BARS
    from csdesk.rules.figures import CODES

    return (*CODES, *BARS)


def explained_figure(workspace: Workspace, code: str, asked: Asked) -> Tree:
    """``{figure, value, unit, formula, from, to, n, left_out, accounts}``.

    An account is ``{account_key, account, opening, closing, records}``, a record ``{record, key, role, value, sources}``,
    a source ``{field, file, sheet, cell, text, imported_at, typed_by}``.

    Raises:
        CSDeskError: there is no such figure, period or part.
    """
    from csdesk.rules.explain_figure import explain_figure

    if code not in figure_codes():
        raise CSDeskError(
            Message("There is no figure {name}.", name=code),
            Message("Choose one of: {choices}.", choices=", ".join(figure_codes())),
        )
    span = span_of(workspace, asked)
    assessment = workspace.assessment(asked.as_of)
    found = explain_figure(assessment, code, span.since, span.until, selection_of(workspace, asked))
    cells = cells_behind(workspace, found)
    figure, currency = found.figure, found.currency
    money = figure.unit == "money"
    return {
        "figure": code,
        "value": major_number(figure.value, currency) if money else json_value(figure.value),
        "unit": figure.unit,
        "currency": currency,
        "formula": asked.language.text(figure.definition),
        "from": figure.period[0].isoformat(),
        "to": figure.period[1].isoformat(),
        "n": figure.n,
        "left_out": asked.language.text(figure.left_out) if figure.left_out else None,
        "accounts": [_account(account, currency, cells, asked.language) for account in found.accounts],
    }


def cells_behind(workspace: Workspace, found: FigureBehind) -> dict[Input, SourceCell]:
    """The cell, or the edit by hand, that gave each value the figure was made from."""
    from csdesk.book.many_cells import latest_cells

    inputs: dict[str, list[Input]] = {}
    for account in found.accounts:
        for record in account.records:
            for read in record.inputs:
                inputs.setdefault(read.record, []).append(read)
    cells: dict[Input, SourceCell] = {}
    for kind, listed in inputs.items():
        known = latest_cells(workspace.book, kind, ((read.key, read.field) for read in listed))
        cells |= {read: known[read.key, read.field] for read in listed if (read.key, read.field) in known}
    return cells


def _account(account: AccountBehind, currency: str, cells: Cells, language: Language) -> Tree:
    return {
        "account_key": written_key("account", account.key),
        "account": account.name,
        "opening": major_number(account.opening, currency),
        "closing": major_number(account.closing, currency),
        "records": [_record(record, currency, cells) for record in account.records],
    }


def _record(record: RecordBehind, currency: str, cells: Cells) -> Tree:
    sources: dict[tuple[str, str, str, str], Tree] = {}
    for read in record.inputs:
        cell = cells.get(read)
        if cell is not None:  # an amount and its basis are one cell
            place = (cell.file, cell.sheet, cell.cell or read.field, cell.imported_at.isoformat())
            sources.setdefault(place, _source(read.field, cell))
    return {
        "record": record.record,
        "key": written_key(record.record, record.key),
        "role": record.role,
        "value": major_number(record.value, currency),
        "sources": list(sources.values()),
    }


def _source(field: str, cell: SourceCell) -> Tree:
    return {
        "field": field, "file": cell.file, "sheet": cell.sheet, "cell": cell.cell, "text": cell.text,
        "imported_at": cell.imported_at.isoformat(), "typed_by": cell.by_hand or None,
    }  # fmt: skip
