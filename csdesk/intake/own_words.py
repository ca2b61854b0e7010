"""Words that mean one thing in tables of one record, and something else or nothing elsewhere."""

from __future__ import annotations

from csdesk.intake.headers import header_key

_OUR_PEOPLE = ("当社担当", "当社担当者", "弊社担当", "弊社担当者", "自社担当", "自社担当者", "社内担当", "社内担当者")
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "ticket": {
        "external_id": ("受付番号", "受付No", "受付ID"),
        "subject": ("title", "summary", "issue", "タイトル", "概要", "問い合わせ内容"),
        "status": ("state", "対応状態"),
        "csat": ("rating", "customer rating", "評価"),
    },
    "task": {
        "owner": ("responsible", "assigned to", "who", "責任者", "担当者名"),
        "due": ("due", "due date", "deadline", "期日", "納期", "締切", "期限日"),
        "status": ("state", "進捗状況"),
        "progress": ("done %", "complete %", "達成率", "完了率"),
    },
    "touchpoint": {
        "date": ("実施日", "日程", "when", "datetime"),
        "text": ("notes", "note", "minutes", "備考", "特記事項", "comment", "comments", "memo", "要約", "概要", "議題", "議事", "議事内容", "メモ", "コメント"),
        "kind": ("method", "format", "方法", "手段", "形式"),
        "by": ("csm", "recorded by", *_OUR_PEOPLE, "記録者", "報告者"),
    },
    "invoice": {
        "issued": ("計上年月", "計上月", "計上日", "請求年月", "請求月", "対象月", "対象年月", "年月", "月", "月度", "month", "billing month", "invoice month", "billed month", "year month"),
    },
    "response": {
        "score": ("rating", "点数", "スコア", "評点"),
        "comment": ("reason", "理由"),
        "respondent": ("your name", "name", "response id", "ご担当者名", "回答id"),
        "date": ("submitted", "submitted at", "submitted on", "completed", "completed at", "received", "回答時刻"),
    },
    "measurement": {
        "active_users": ("users", "user count", "unique users", "ユーザー数", "利用者"),
        "feature_uses": ("count", "uses", "利用件数", "操作回数", "回数"),
        "date": ("month", "period", "day", "week", "year month", "usage month", "reporting month", "月", "年月", "対象月", "利用月", "計測月", "対象年月", "週", "Year and month"),
    },
    "account": {
        "sentiment": ("sentiment", "CSMの所感", "所感"),
        "csm": _OUR_PEOPLE,
    },
    "contract": {
        "external_id": ("sub id", "sub no"),
        "auto_renew": ("更新有無", "更新の有無"),
        "billing": ("支払", "支払い", "お支払い", "支払区分", "支払回数"),
        "notice": ("通知期限", "予告", "解約予告期限", "解約条件"),
    },
}  # fmt: skip
_CODES = {
    (record, header_key(word)): f"{record}.{name}"
    for record, fields in _WORDS.items()
    for name, words in fields.items()
    for word in words
}


def own_word(header: str, subject: str | None) -> str | None:
    """The field a header means in a table of that record, or None."""
    key = header_key(header)
    beside = ("account", key) if subject == "contract" else ("", key)
    return _CODES.get((subject or "", key)) or _CODES.get(beside)
