"""Logs people keep themselves, under headers too plain to tell: meetings by names or words, tasks by their signs, bills."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import pyarrow.compute as pc

from csdesk.intake.headers import Candidates, header_key
from csdesk.intake.own_words import own_word
from csdesk.intake.profiles import profile, speaks, tells_months
from csdesk.intake.sheets import Table
from csdesk.model.fields import Origin, field

_MEETINGS = re.compile(
    r"面談|訪問|打ち?合わ?せ|議事|活動(?:履歴|記録|ログ|報告)|接触|対応(?:履歴|記録)|コンタクト|ミーティング|商談記録|"
    r"meeting|touch ?point|activit(?:y|ies)|call[ _-](?:log|notes)|visits?\b",
    re.IGNORECASE,
)
_AT_MEETINGS = frozenset(
    map(header_key, ("参加者", "出席者", "先方参加者", "先方出席者", "当社出席者", "議題", "面談者", "面談相手", "attendees", "participants", "agenda"))
)  # fmt: skip
_DAYS = frozenset(map(header_key, ("date", "日付", "日時", "実施日", "日程", "when", "datetime")))
_KINDS = frozenset(
    map(header_key, ("type", "kind", "category", "how", "method", "種別", "種類", "区分", "分類", "手段", "方法"))
)
_BILLED = "invoice.issued"
_ON_BILLS = frozenset(f"contract.{name}" for name in ("product", "plan", "currency", "external_id", "seats", "tax"))
_IN_LOGS = frozenset({"name", "external_id", "csm", "sales_owner", "notes", "next_step", "next_step_date"})
_TO_DO = ("task", "milestone", "feedback", "objective")
_SIGNS = frozenset(
    map(header_key, ("due", "due date", "deadline", "期限", "期限日", "期日", "納期", "締切", "owner", "responsible", "assignee", "assigned to", "担当", "担当者", "責任者", "status", "state", "状態", "ステータス", "進捗", "進捗率", "progress", "% complete", "done", "完了日", "start", "着手日"))
)  # fmt: skip


def logs_meetings(clear: Collection[str], keys: Collection[str], hints: str) -> bool:
    """Whether dated rows tell of meetings: a column or the name of sheet or file says so.

    Args:
        clear: field codes of the headers that mean one thing only.
        keys: ``header_key`` of all headers.
        hints: what sheet, title and file are called.
    """
    dated = bool(_DAYS & set(keys)) or "touchpoint.date" in clear
    return dated and (bool(_AT_MEETINGS & set(keys)) or _MEETINGS.search(hints) is not None)


def plain_log(table: Table, found: Sequence[Candidates]) -> str | None:
    """The record that rows log which look like a list of customers; None where they are one.

    Args:
        found: what each header may mean.
    """
    if tells_contacts(table, found):
        return "touchpoint"
    return "invoice" if _tells_bills(table, found) else None


def tells_contacts(table: Table, found: Sequence[Candidates]) -> bool:
    """Whether dated rows say in words how somebody was reached: call, mail, meeting; 電話, メール, 訪問.

    Or what was said, of customers that come again and again, and nothing that is counted or paid.
    """
    keys = [header_key(header) for header in table.headers]
    days = [place for place, key in enumerate(keys) if key in _DAYS]
    if not days:
        return False
    kinds = [place for place, key in enumerate(keys) if key in _KINDS]
    told = any(_mostly_filled(table, place) and speaks(table.columns[place], "touchpoint.kind") for place in kinds)
    return (told and not any(map(_is_of_customers, found))) or (
        profile(table.columns[days[0]], field("touchpoint.date"))
        and any(map(_is_said, table.headers, found))
        and not any(map(_says_more, keys, found))
        and _comes_again(table, found)
    )


def _mostly_filled(table: Table, place: int) -> bool:
    return bool(2 * table.columns[place].texts.null_count <= table.rows)


def _is_of_customers(fields: Candidates) -> bool:
    """Whether the column says what a customer is like, which no log of meetings repeats in each row."""
    return any(
        f.record == "account" and f.name not in _IN_LOGS and f.origin is not Origin.COMPUTED for f in fields.explicit
    )


def _is_said(header: str, fields: Candidates) -> bool:
    """Whether the column is the text of a touchpoint where there are touchpoints."""
    named = any(f.code == "touchpoint.text" for f in (*fields.explicit, *fields.general))
    return named or own_word(header, "touchpoint") == "touchpoint.text"


def _says_more(key: str, fields: Candidates) -> bool:
    """Whether the column has a place in another record than customers, their people and touchpoints."""
    if not fields.explicit or key in _KINDS | _DAYS:
        return False
    return all(
        f.record not in ("account", "contact", "touchpoint")
        or f.code in ("account.status", "account.lifecycle")
        or (f.origin is Origin.COMPUTED and f.code != "account.last_contact_on")
        for f in fields.explicit
    )


def _tells_bills(table: Table, found: Sequence[Candidates]) -> bool:
    """Whether rows say what customers that come again were billed in a month or on a day, and nothing of contracts."""
    codes = {f.code for fields in found for f in fields.explicit}
    if "invoice.amount" not in codes or any(map(_is_of_contract, table.headers, found)):
        return False
    days = [
        place
        for place, (header, fields) in enumerate(zip(table.headers, found, strict=True))
        if own_word(header, "invoice") == _BILLED or any(f.code == _BILLED for f in fields.explicit)
    ]
    cells = [table.columns[place] for place in days]
    return any(profile(c, field(_BILLED)) or tells_months(c) for c in cells) and _comes_again(table, found)


def _is_of_contract(header: str, fields: Candidates) -> bool:
    """Whether only contracts, usage or answers have a place for the column; bills name products and currencies too."""
    codes = {f.code for f in fields.explicit} - _ON_BILLS
    return bool(codes) and all(not code.startswith(("account.", "contact.", "invoice.")) for code in codes)


def _comes_again(table: Table, found: Sequence[Candidates]) -> bool:
    """Whether a customer stands in several rows."""
    for column, fields in zip(table.columns, found, strict=True):
        if any(f.code in ("account.name", "account.external_id") for f in fields.explicit):
            names = column.texts.drop_null()
            return bool(pc.count_distinct(names).as_py() < len(names))
    return False


def lists_work(clear: Collection[str], keys: Collection[str]) -> str | None:
    """The record of a list of things to do or to reach: it names them, and says by when, by whom or how far."""
    named = next((record for record in _TO_DO if f"{record}.text" in clear), None)
    return named if named and len(_SIGNS & set(keys)) >= 2 else None
