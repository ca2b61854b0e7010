"""Logs people keep themselves, under headers too plain to tell: meetings by names or words, tasks by their signs."""

from __future__ import annotations

import re
from collections.abc import Collection

from csdesk.intake.headers import header_key
from csdesk.intake.profiles import speaks
from csdesk.intake.sheets import Table

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


def tells_contacts(table: Table) -> bool:
    """Whether dated rows say in words how somebody was reached: call, mail, meeting; 電話, メール, 訪問."""
    keys = [header_key(header) for header in table.headers]
    kinds = [place for place, key in enumerate(keys) if key in _KINDS]
    return bool(_DAYS & set(keys)) and any(speaks(table.columns[place], "touchpoint.kind") for place in kinds)


def lists_work(clear: Collection[str], keys: Collection[str]) -> str | None:
    """The record of a list of things to do or to reach: it names them, and says by when, by whom or how far."""
    named = next((record for record in _TO_DO if f"{record}.text" in clear), None)
    return named if named and len(_SIGNS & set(keys)) >= 2 else None
