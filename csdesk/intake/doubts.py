"""Headers that mean different things in different tables: what decides, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from csdesk.intake.headers import Candidates, header_key
from csdesk.intake.profiles import profile, speaks, texts_of
from csdesk.intake.sheets import Table
from csdesk.intake.subjects import ACCOUNT_IDS, AMBIGUOUS, ENDS, PARTNERS, STARTED, asked_key
from csdesk.model.fields import field

Decision = tuple[str | None, tuple[str, ...]]

_DATE_OF = {
    "measurement": "measurement.date", "event": "event.date", "response": "response.date", "touchpoint": "touchpoint.date",
    "ticket": "ticket.opened", "invoice": "invoice.issued", "feedback": "feedback.date", "rate": "rate.month",
}  # fmt: skip
_STATUS_OF = {"ticket": "ticket.status", "task": "task.status", "feedback": "feedback.status"}
_KIND_OF = {"event": "event.kind", "touchpoint": "touchpoint.kind", "feedback": "feedback.category"}
_TERM_EVIDENCE = frozenset(
    f"contract.{n}"
    for n in (
        "external_id",
        "start",
        "end",
        "mrr",
        "arr",
        "amount",
        "total_value",
        "term_months",
        "billing",
        "auto_renew",
        "renewal_date",
    )
)


def decide(table: Table, column: int, found: Sequence[Candidates], subject: str) -> Decision:
    """The field an ambiguous header means in this table, or None; and what to ask then (nothing: keep the column)."""
    key = asked_key(table.headers[column])
    clear = {
        f.code
        for place, (header, fields) in enumerate(zip(table.headers, found, strict=True))
        if header_key(header) not in AMBIGUOUS and place != column
        for f in fields.explicit
    }
    others = {header_key(h) for i, h in enumerate(table.headers) if i != column}
    for keys, rule in (
        ({"更新日", "更新", "次回更新", "更新月", "契約更新月", "renewal"}, _renewed),
        ({"担当者", "担当", "owner"}, _owner),
        ({"金額", "amount", "price", "利用料", "利用料金"}, _amount),
        ({"開始日", "開始", "start", "startdate"}, _start),
        ({"終了日", "終了", "end", "enddate"}, _end),
        ({"状態", "ステータス", "状況", "status", "stage", "phase", "フェーズ"}, _status),
        ({"区分", "分類", "種別", "種類", "type", "kind", "category"}, _kind),
        ({"日付", "日時", "date"}, _date),
        ({"名称", "名前", "name"}, _name),
        (PARTNERS, _partner),
        ({"contact"}, _contact),
        (STARTED, _started),
        (ENDS, _ends),
    ):
        if key in keys:
            return rule(table, column, clear, others, subject)
    return None, ()


def _in_list(subject: str) -> bool:
    return subject in ("account", "contract")


def _renewed(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    dated = asked_key(table.headers[column]) != "更新日" and "contract.renewal_date" not in clear and _in_list(subject)
    if dated and profile(table.columns[column], field("contract.renewal_date")):
        return "contract.renewal_date", ()
    return None, ("contract.renewal_date",) if _in_list(subject) else ()


def _owner(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    own = {"task": "task.owner", "touchpoint": "touchpoint.by"}.get(subject)
    if own:
        return own, ()
    return None, ("account.csm", "account.sales_owner", "contact.name") if _in_list(
        subject
    ) or subject == "contact" else ()


def _amount(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    if subject in ("invoice", "event"):
        return f"{subject}.amount", ()
    if subject == "contract" and clear & _TERM_EVIDENCE:
        return (None, ()) if "contract.amount" in clear else ("contract.amount", ())
    return None, (
        "contract.mrr",
        "contract.arr",
        "contract.total_value",
        "contract.amount",
        "contract.one_off",
    ) if _in_list(subject) else ()


def _start(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    if subject == "task":
        return "task.start", ()
    if subject == "contract" and (
        clear & (_TERM_EVIDENCE - {"contract.start"}) or others & {"終了日", "終了", "end", "enddate", *ENDS}
    ):
        return "contract.start", ()
    return None, ("contract.start", "account.signup") if _in_list(subject) else ()


def _end(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    if subject == "contract" and (
        clear & (_TERM_EVIDENCE - {"contract.end"}) or others & {"開始日", "開始", "start", "startdate", *STARTED}
    ):
        return "contract.end", ()
    return None, ("contract.end", "event.date") if _in_list(subject) else ()


def _started(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    """As a start beside contracts; a task, a call or an answer that started is none."""
    return _start(table, column, clear, others, subject) if _in_list(subject) else (None, ())


def _ends(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    return _end(table, column, clear, others, subject) if _in_list(subject) else (None, ())


def _status(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    if subject in _STATUS_OF:
        return _STATUS_OF[subject], ()
    if not _in_list(subject):
        return None, ()
    cells = table.columns[column]
    if subject == "contract" and "contract.status" not in clear and speaks(cells, "contract.status"):
        return "contract.status", ()
    if subject == "account" and "account.status" not in clear and speaks(cells, "contract.status"):
        return "account.status", ()
    if "account.lifecycle" not in clear and speaks(cells, "account.lifecycle"):
        return "account.lifecycle", ()
    return None, ("account.status", "account.lifecycle", "contract.status", "decision.forecast")


def _kind(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    own = _KIND_OF.get(subject)
    if own and (own == "feedback.category" or speaks(table.columns[column], own)):
        return own, ()
    return None, ("account.industry", "contract.product", "contract.plan") if _in_list(subject) else ()


def _date(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    own = _DATE_OF.get(subject)
    if own and own not in clear:
        return own, ()
    return None, ("contract.start", "contract.end", "account.signup") if _in_list(subject) else ()


def _name(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    if subject == "contact" and "contact.name" not in clear:
        return "contact.name", ()
    if subject == "account" and "account.name" not in clear and "contact.name" not in clear:
        filled = [t for t in texts_of(table.columns[column]) if t]
        if len(set(filled)) >= 0.9 * len(filled) or clear & set(ACCOUNT_IDS):
            return "account.name", ()
    return None, ("account.name", "contact.name") if _in_list(subject) else ()


def _partner(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    """The customer's own person, of whom lists of customers tell as lists of people do."""
    known = "contact.name" in clear or not (_in_list(subject) or subject == "contact")
    return (None if known else "contact.name"), ()


def _contact(table: Table, column: int, clear: set[str], others: set[str], subject: str) -> Decision:
    """A name where the address or the title stands beside; alone it may be either."""
    if subject == "contact" or clear & {"contact.email", "contact.title"}:
        return _partner(table, column, clear, others, subject)
    return None, ("contact.name", "contact.email") if _in_list(subject) and "contact.name" not in clear else ()
