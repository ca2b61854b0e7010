"""What ``csdesk show`` gives: each listing of a book as rows with field codes for names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from csdesk.app.health_listing import backtest_row
from csdesk.app.listings import Row, account_names, json_value, major_number, record_rows
from csdesk.i18n import Language
from csdesk.model.fields import Origin, record_type
from csdesk.model.keys import written_key
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.app.import_totals import TableTotals
    from csdesk.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """What a listing is asked for."""

    as_of: date
    since: date | None = None  # None: one year before for figures, the beginning for records
    until: date | None = None  # None: no end
    language: Language = field(default_factory=lambda: Language("en"))


def _names(record: str, first: tuple[str, ...]) -> list[str]:
    others = [f.name for f in record_type(record).fields if f.origin is not Origin.INPUT and f.name not in first]
    return [*first, *others]


def accounts(workspace: Workspace, asked: Asked) -> list[Row]:
    """Every account that is not archived, with what was concluded about it."""
    first = (
        "external_id", "name", "csm", "arr", "currency", "touch", "touch_reason", "health", "band", "coverage",
        "renewal_on", "notice_by", "renewal_state",
    )  # fmt: skip
    frame = workspace.assessment(asked.as_of).accounts
    rows = record_rows(frame, "account", _names("account", first), workspace.policies.revenue.currency)
    for row, reason in zip(rows, frame["touch_reason"].tolist(), strict=True):
        row["touch_reason"] = json_value(reason, asked.language)
    return rows


def contracts(workspace: Workspace, asked: Asked) -> list[Row]:
    """Every contract that is not archived; ``arr`` in its own currency, ``annual`` in the book's."""
    first = ("account_key", "external_id", "product", "start", "end", "arr", "currency", "auto_renew")
    assessment = workspace.assessment(asked.as_of)
    names = [*_names("contract", first), "arr"]
    currency = workspace.policies.revenue.currency
    rows = record_rows(assessment.contracts, "contract", names, currency, account_names(workspace.frame("account")))
    for row, annual in zip(rows, assessment.contracts["annual"].tolist(), strict=True):
        row["annual"] = major_number(annual, currency)
    return rows


def renewals(workspace: Workspace, asked: Asked) -> list[Row]:
    """What comes up for renewal, the nearest first; ``arr`` in the book's currency."""
    frame = workspace.assessment(asked.as_of).renewals
    currency = workspace.policies.revenue.currency
    rows: list[Row] = []
    for item in _items(frame):
        row: Row = {
            "key": written_key("contract", int(item["contract_key"])),
            "account_key": written_key("account", int(item["account_key"])),
        }
        for name in ("account", "product", "renewal_on", "notice_by", "state"):
            row[name] = json_value(item[name])
        row |= {"arr": major_number(item["annual"], currency), "currency": currency}
        for name in ("forecast", "weight", "days_to_notice", "csm", "touch", "health", "band", "next_step"):
            row[name] = json_value(item[name], asked.language)
        row |= {name: major_number(item[name], currency) for name in ("expected", "weighted")}
        row["why"] = json_value(item["why"], asked.language)
        rows.append(row)
    return rows


def _dated(record: str, day: str) -> Callable[[Workspace, Asked], list[Row]]:
    def listing(workspace: Workspace, asked: Asked) -> list[Row]:
        frame = workspace.frame(record)
        frame = frame[_within(frame[day], asked)]
        names = _names(record, ("account_key",))
        currency = workspace.policies.revenue.currency
        return record_rows(frame, record, names, currency, account_names(workspace.frame("account")))

    return listing


def _within(days: pd.Series, asked: Asked) -> pd.Series:
    import pandas as pd

    kept = days.isna() | (days <= pd.Timestamp(min(asked.as_of, asked.until or asked.as_of)))
    return kept if asked.since is None else kept & (days >= pd.Timestamp(asked.since))


def agenda(workspace: Workspace, asked: Asked) -> list[Row]:
    """What needs the CSM now, the most pressing first."""
    currency = workspace.policies.revenue.currency
    return [_agenda_row(item, currency, asked.language) for item in _items(workspace.assessment(asked.as_of).agenda)]


def _items(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def _agenda_row(item: Mapping[str, Any], currency: str, language: Language) -> Row:
    return {
        "account_key": written_key("account", int(item["account_key"])),
        "account": item["account"],
        "rule": item["rule"],
        "category": item["category"],
        "ask": json_value(item["ask"], language),
        "why": json_value(item["why"], language),
        "stake": major_number(item["stake"], currency),
        "currency": currency,
        "due_on": json_value(item["due_on"]),
        "play": item["play"],
        "rank": json_value(item["rank"]),
    }


_MONEY = ("arr", "mrr", "arr_at_risk", "arr_due_90_days", "ltv", "weighted_forecast", "opening_arr")


def figures(workspace: Workspace, asked: Asked) -> Row:
    """The key figures; ratios as fractions, money in major units, null where not measured."""
    currency = workspace.policies.revenue.currency
    since = asked.since or add_months(asked.as_of, -12)
    found = workspace.assessment(asked.as_of).figures(since)
    row: Row = {"as_of": asked.as_of.isoformat(), "from": since.isoformat(), "currency": currency}
    for code, figure in found.numbers.items():
        money = figure.unit == "money"
        row[code] = major_number(figure.value, currency) if money else json_value(figure.value)
    parts = ("opening", "new", "reactivation", "upsell", "cross_sell", "contraction", "churn", "fx", "closing")
    bridge = {name: major_number(getattr(found.bridge, name), currency) for name in parts}
    if found.bridge.unexplained:
        bridge["unexplained"] = major_number(found.bridge.unexplained, currency)
    row["bridge"] = bridge
    return row


def segments(workspace: Workspace, asked: Asked) -> list[Row]:
    """The three tiers with accounts, ARR and hours."""
    currency = workspace.policies.revenue.currency
    rows: list[Row] = []
    for item in _items(workspace.assessment(asked.as_of).segments):
        row = {name: json_value(value) for name, value in item.items()}
        rows.append({**row, "arr": major_number(item["arr"], currency), "currency": currency})
    return rows


def problems(workspace: Workspace, asked: Asked) -> list[Row]:
    """Cells that could not be taken as they stood, of every import, newest first."""
    return [
        {
            "file": found.file, "sheet": found.problem.sheet, "cell": found.problem.cell, "value": found.problem.value,
            "code": found.problem.code, "message": asked.language.text(found.problem.message),
            "hint": asked.language.text(found.problem.hint),
        }
        for found in workspace.book.problems()
    ]  # fmt: skip


def history(workspace: Workspace, asked: Asked) -> list[Row]:
    """Every change of the book, newest first."""
    return [
        {
            "entry": entry.id, "at": entry.at.isoformat(), "who": entry.who,
            "intention": asked.language.text(entry.intention), "done": entry.done,
            "records": dict(entry.counts), "taken_back": entry.taken_back,
        }
        for entry in workspace.book.history()
    ]  # fmt: skip


def sources(workspace: Workspace, asked: Asked) -> list[Row]:
    """Every table that was imported, newest first, with what its file added up to beside the book as it is now."""
    from csdesk.app.import_totals import totals_of_sources

    totals = totals_of_sources(workspace, workspace.assessment(asked.as_of))
    return [
        {
            "file": source.file_name, "path": source.path, "sheet": source.sheet, "header_row": source.header_row,
            "imported_at": source.imported_at.isoformat(), "entry": source.entry, "sha256": source.sha256,
            "columns": [{"header": column.header, "field": column.field} for column in source.columns],
            "records": dict(source.records), **_totals_row(totals.get(source.table_id), asked.language),
        }
        for source in workspace.book.sources()
    ]  # fmt: skip


def _totals_row(totals: TableTotals | None, language: Language) -> Row:
    if totals is None:  # imported when the sums of files were not kept
        return dict.fromkeys(("rows", "taken", "in_book", "totals", "arr"))
    data = totals.as_data(language.text)
    return {
        "rows": data["rows"], "taken": data["taken"], "in_book": data["records"], "totals": data["columns"],
        "arr": data["arr"],
    }  # fmt: skip


LISTINGS: Mapping[str, Callable[[Workspace, Asked], list[Row] | Row]] = {
    "accounts": accounts,
    "contracts": contracts,
    "renewals": renewals,
    "measurements": _dated("measurement", "date"),
    "tickets": _dated("ticket", "opened"),
    "responses": _dated("response", "date"),
    "invoices": _dated("invoice", "issued"),
    "events": _dated("event", "date"),
    "agenda": agenda,
    "figures": figures,
    "segments": segments,
    "backtest": lambda workspace, asked: backtest_row(workspace.assessment(asked.as_of)),
    "problems": problems,
    "history": history,
    "sources": sources,
}
