"""What ``csdesk show`` gives: each listing of a book as rows with field codes for names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from csdesk.app.asked import Asked
from csdesk.app.edits import plain_value
from csdesk.app.figure_listings import capacity, cohorts, figures, forecast, segments, trend
from csdesk.app.health_listing import backtest_row, disagreement_rows, history_rows
from csdesk.app.listings import Row, account_names, json_value, major_number, record_rows
from csdesk.i18n import Language
from csdesk.model.fields import Origin, record_type
from csdesk.model.keys import written_key

if TYPE_CHECKING:
    import pandas as pd

    from csdesk.app.import_totals import TableTotals
    from csdesk.app.workspace import Workspace


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
        for name in (
            "forecast",
            "weight",
            "days_to_notice",
            "csm",
            "touch",
            "health",
            "band",
            "next_step",
            "risk_reason",
        ):
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


def flaws(workspace: Workspace, asked: Asked) -> list[Row]:
    """What is missing in the book, contradicts itself or is out of date; ``fix`` is what the window offers for it."""
    from csdesk.app.data_fixes import FIXES

    names = account_names(workspace.frame("account"))
    rows: list[Row] = []
    for item in _items(workspace.assessment(asked.as_of).lint):
        owner = plain_value(item["account_key"])
        fix = FIXES.get(str(item["rule"]))
        rows.append(
            {
                "key": written_key(str(item["record"]), int(item["key"])),
                "account": names.get(owner) if isinstance(owner, int) else None,
                "rule": item["rule"],
                "message": json_value(item["message"], asked.language),
                "fix": asked.language.text(fix.text) if fix is not None else None,
            }
        )
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
    "cohorts": cohorts,
    "trend": trend,
    "forecast": forecast,
    "segments": segments,
    "capacity": capacity,
    "backtest": lambda workspace, asked: backtest_row(workspace.assessment(asked.as_of)),
    "health": lambda workspace, asked: history_rows(workspace.assessment(asked.as_of)),
    "disagreements": lambda workspace, asked: disagreement_rows(workspace.assessment(asked.as_of)),
    "flaws": flaws,
    "problems": problems,
    "history": history,
    "sources": sources,
}
