"""What a person decided against or beside the rules, with reason, author and expiry."""

from __future__ import annotations

from csdesk.model.fields import Field, Kind, RecordType

_T = "touch_assignment"
TOUCH_ASSIGNMENT = RecordType(
    _T, "Touch assignment", "タッチの割り当て", edited=True, natural_key=(("account_key",),),
    fields=(
        Field(_T, "account_key", Kind.KEY, "Account", "顧客"),
        Field(_T, "touch", Kind.CHOICE, "Touch", "タッチ", choices=("high", "low", "tech"), column=True, synonyms=("Touch override", "タッチ指定")),
        Field(_T, "override", Kind.FLAG, "Override", "手動指定", synonyms=("Set by hand", "手動指定")),
        Field(_T, "reason", Kind.TEXT, "Reason", "理由", column=True, synonyms=("Override reason", "指定理由")),
        Field(_T, "author", Kind.TEXT, "Author", "記入者", synonyms=("Override author", "指定者")),
        Field(_T, "assigned_on", Kind.DATE, "Assigned on", "割り当て日", synonyms=("Override from", "指定日")),
        Field(_T, "expires_on", Kind.DATE, "Expires on", "有効期限", synonyms=("Override until", "指定期限")),
    ),
)  # fmt: skip

_H = "health_override"
HEALTH_OVERRIDE = RecordType(
    _H, "Health override", "ヘルススコアの手動指定", edited=True, natural_key=(("account_key",),),
    fields=(
        Field(_H, "account_key", Kind.KEY, "Account", "顧客"),
        Field(_H, "score", Kind.NUMBER, "Score", "スコア"),
        Field(_H, "reason", Kind.TEXT, "Reason", "理由", column=True),
        Field(_H, "author", Kind.TEXT, "Author", "記入者"),
        Field(_H, "set_on", Kind.DATE, "Set on", "指定日"),
        Field(_H, "expires_on", Kind.DATE, "Expires on", "有効期限"),
    ),
)  # fmt: skip

_M = "agenda_mark"
AGENDA_MARK = RecordType(
    _M, "Agenda mark", "対応の記録", edited=True, natural_key=(("account_key", "rule"),),
    fields=(
        Field(_M, "account_key", Kind.KEY, "Account", "顧客"),
        Field(_M, "rule", Kind.TEXT, "Rule", "規則"),
        Field(_M, "facts", Kind.TEXT, "Facts", "事実"),  # fingerprint: the item returns when it changes
        Field(_M, "mark", Kind.CHOICE, "Mark", "扱い", choices=("done", "snoozed", "dismissed")),
        Field(_M, "until", Kind.DATE, "Until", "再表示日"),
        Field(_M, "reason", Kind.TEXT, "Reason", "理由"),
    ),
)  # fmt: skip
