"""What customers do and say: usage, tickets, survey answers, invoices, events, touchpoints."""

from __future__ import annotations

from csdesk.model.fields import Audience, Field, Kind, Origin, RecordType

_S = Audience.SHAREABLE

# How measurements of one day and feature fall together, and how days fall into a period.
METRICS = {
    "active_users": "last", "seats_used": "last", "storage": "last", "sessions": "sum", "logins": "sum",
    "feature_uses": "sum", "features_used": "last", "usage_seconds": "sum", "errors": "sum",
}  # fmt: skip

_M = "measurement"
MEASUREMENT = RecordType(
    _M, "Measurement", "利用実績", natural_key=(("account_key", "metric", "feature", "date"),),
    fields=(
        Field(_M, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_M, "metric", Kind.CHOICE, "Metric", "指標", _S, choices=tuple(METRICS), column=True, synonyms=("Metric", "指標")),
        Field(_M, "feature", Kind.TEXT, "Feature", "機能", _S, column=True, synonyms=("feature_name", "Feature", "Feature name", "event_name", "Event name", "機能", "機能名")),
        Field(_M, "date", Kind.DATE, "Date", "日付", _S, column=True, synonyms=("usage_date", "Usage date", "Activity date", "Measured on", "利用日", "計測日", "集計日")),
        Field(_M, "value", Kind.NUMBER, "Value", "値", _S, column=True, synonyms=("Value", "値")),
        Field(_M, "active_users", Kind.NUMBER, "Active users", "アクティブユーザー数", _S, Origin.INPUT, synonyms=(
            "Active users", "MAU", "WAU", "DAU", "Monthly active users", "Daily active users", "Weekly active users", "Active seats", "アクティブユーザー数", "アクティブユーザー", "月間アクティブユーザー数", "アクティブ数", "利用人数", "利用席数")),
        Field(_M, "seats_used", Kind.NUMBER, "Seats used", "利用ID数", _S, Origin.INPUT, synonyms=("Seats used", "Activated users", "Billable users", "利用ID数", "発行アカウント数", "利用者数", "登録ユーザー数")),
        Field(_M, "sessions", Kind.NUMBER, "Sessions", "セッション数", _S, Origin.INPUT, synonyms=("Sessions", "Web sessions", "セッション数", "アクセス数", "利用回数")),
        Field(_M, "logins", Kind.NUMBER, "Logins", "ログイン回数", _S, Origin.INPUT, synonyms=("Logins", "Login count", "ログイン回数", "ログイン数")),
        Field(_M, "feature_uses", Kind.NUMBER, "Feature uses", "機能の利用回数", _S, Origin.INPUT, synonyms=("usage_count", "Usage count", "event_count", "Event count", "Feature uses", "機能利用回数")),
        Field(_M, "features_used", Kind.NUMBER, "Key features used", "利用中の主要機能数", _S, Origin.INPUT, synonyms=("Key features used", "Features used", "利用機能数", "主要機能利用数")),
        Field(_M, "usage_seconds", Kind.NUMBER, "Usage time", "利用時間", _S, Origin.INPUT, unit="seconds", synonyms=("usage_duration_secs", "Usage duration", "利用時間")),
        Field(_M, "errors", Kind.NUMBER, "Errors", "エラー件数", _S, Origin.INPUT, synonyms=("error_count", "Errors", "エラー件数")),
        Field(_M, "storage", Kind.NUMBER, "Storage", "ストレージ", _S, Origin.INPUT, synonyms=("Storage", "Storage GB", "ストレージ")),
    ),
)  # fmt: skip

_T = "ticket"
TICKET = RecordType(
    _T, "Ticket", "問い合わせ", natural_key=(("external_id",),),
    fields=(
        Field(_T, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_T, "external_id", Kind.ID, "Ticket no.", "問い合わせ番号", _S, column=True, synonyms=("Ticket ID", "ticket_id", "Ticket no.", "Ticket", "Ticket number", "問い合わせ番号", "チケット番号", "チケットID", "問合せ番号", "お問い合わせ番号", "お問合せ番号", "問い合わせNo", "問合せNo", "問い合わせID", "問合せID")),
        Field(_T, "opened", Kind.DATE, "Opened", "受付日", _S, column=True, synonyms=("Opened", "Opened at", "submitted_at", "Ticket created", "Raised on", "Reported on", "Date opened", "Created time", "Created at", "作成日時", "受付日時", "受付日", "起票日", "問い合わせ日", "発生日")),
        Field(_T, "closed", Kind.DATE, "Closed", "完了日", _S, column=True, synonyms=("Closed", "Closed at", "closed_at", "Solved at", "Resolved at", "Resolved on", "Date closed", "Resolved time", "Closed time", "完了日", "完了日時", "解決日", "解決日時", "対応完了日", "対応完了日時", "クローズ日", "クローズ日時")),
        Field(_T, "severity", Kind.CHOICE, "Severity", "重要度", _S, choices=("urgent", "high", "normal", "low"), column=True, synonyms=("Severity", "Priority", "priority", "Urgency", "重要度", "優先度", "緊急度")),
        Field(_T, "status", Kind.TEXT, "Status", "状況", _S, column=True, synonyms=("Ticket status", "対応状況", "チケット状況")),
        Field(_T, "escalated", Kind.FLAG, "Escalated", "エスカレーション", synonyms=("escalation_flag", "Escalated", "エスカレーション")),
        Field(_T, "csat", Kind.NUMBER, "CSAT", "満足度", _S, synonyms=("CSAT", "satisfaction_score", "Satisfaction Score", "Survey results", "満足度", "顧客満足度")),
        Field(_T, "subject", Kind.TEXT, "Subject", "件名", _S, column=True, synonyms=("Subject", "Ticket subject", "件名")),
    ),
)  # fmt: skip

_R = "response"
RESPONSE = RecordType(
    _R, "Survey answer", "アンケート回答", natural_key=(("account_key", "respondent", "date"),),
    fields=(
        Field(_R, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_R, "respondent", Kind.TEXT, "Respondent", "回答者", _S, column=True, synonyms=("Respondent", "Respondent ID", "Answered by", "回答者", "回答者名", "Respondent email", "お名前", "ご氏名", "ご回答者名")),
        Field(_R, "date", Kind.DATE, "Answered on", "回答日", _S, column=True, synonyms=("Answered on", "Response date", "Submit Date (UTC)", "Survey date", "回答日", "回答日時", "タイムスタンプ", "Timestamp", "送信日時")),
        Field(_R, "survey", Kind.TEXT, "Survey", "調査名", _S, synonyms=("Survey", "Survey name", "調査名", "アンケート名")),
        Field(_R, "score", Kind.NUMBER, "Score, 0 to 10", "推奨度（0〜10）", _S, column=True, least=0, most=10, synonyms=("NPS", "npsScore", "NPS score", "Score", "recommend score", "Likelihood to recommend", "推奨度", "おすすめ度", "NPSスコア")),
        Field(_R, "comment", Kind.TEXT, "Comment", "コメント", _S, column=True, synonyms=("Comment", "Feedback", "Verbatim", "コメント", "自由記述")),
    ),
)  # fmt: skip

_I = "invoice"
INVOICE = RecordType(
    _I, "Invoice", "請求書", natural_key=(("external_id",),),
    fields=(
        Field(_I, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_I, "external_id", Kind.ID, "Invoice no.", "請求書番号", _S, column=True, synonyms=("Invoice ID", "Invoice no.", "Invoice number", "invoice_number", "請求書番号", "請求番号")),
        Field(_I, "issued", Kind.DATE, "Issued", "請求日", _S, column=True, synonyms=("Issued", "Invoice date", "invoice_date", "Issue date", "請求日", "発行日")),
        Field(_I, "due", Kind.DATE, "Due", "支払期限", _S, column=True, synonyms=("Due", "Due date", "due_date", "Payment due", "お支払期限", "支払期限", "支払期日", "決済期日")),
        Field(_I, "paid", Kind.DATE, "Paid", "入金日", _S, column=True, synonyms=("Paid", "Paid on", "Paid at", "Payment date", "入金日", "支払日", "決済日")),
        Field(_I, "amount", Kind.MONEY, "Amount", "金額", _S, column=True, synonyms=("Invoice amount", "Billed amount", "Invoiced amount", "Amount due", "Total Amount", "請求額", "請求金額", "合計金額")),
        Field(_I, "currency", Kind.CHOICE, "Currency", "通貨", _S),
    ),
)  # fmt: skip

_E = "event"
EVENT_KINDS = (
    "signup", "upgrade", "downgrade", "churn", "reactivation", "champion_left", "escalation", "notice_received", "other",
)  # fmt: skip
EVENT = RecordType(
    _E, "Event", "出来事", edited=True, natural_key=(("external_id",), ("account_key", "kind", "date")),
    fields=(
        Field(_E, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_E, "external_id", Kind.ID, "Event no.", "番号", synonyms=("churn_event_id", "event_id", "Event ID")),
        Field(_E, "kind", Kind.CHOICE, "Kind", "種類", choices=EVENT_KINDS, column=True, synonyms=("Event", "Event type", "Kind", "出来事", "イベント種別")),
        Field(_E, "date", Kind.DATE, "Date", "日付", column=True, synonyms=("churn_date", "Event date", "Churned at", "Ended At (UTC)", "cancelled_at", "Cancellation date", "解約日", "解約年月日", "解約年月", "解約月", "解約確定日", "解約予定日", "契約解除日", "退会日", "退会年月日")),
        Field(_E, "reason", Kind.TEXT, "Reason", "理由", column=True, synonyms=("reason_code", "Churn Reason", "Churn Category", "Reason", "Cancellation Reason", "解約理由")),
        Field(_E, "text", Kind.TEXT, "Text", "内容", synonyms=("feedback_text", "Event note")),
        Field(_E, "amount", Kind.MONEY, "Amount", "金額", synonyms=("refund_amount_usd",)),
        Field(_E, "currency", Kind.CHOICE, "Currency", "通貨"),
    ),
)  # fmt: skip

_TP = "touchpoint"
TOUCHPOINT_KINDS = ("meeting", "call", "mail", "qbr", "event", "webinar")
TOUCHPOINT = RecordType(
    _TP, "Touchpoint", "接触履歴", edited=True, natural_key=(("account_key", "date", "kind", "text"),),
    fields=(
        Field(_TP, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_TP, "date", Kind.DATE, "Date", "日付", _S, column=True, synonyms=("Touchpoint date", "Meeting date", "Contacted on", "接触日", "面談日", "対応日", "訪問日")),
        Field(_TP, "kind", Kind.CHOICE, "Kind", "種類", _S, choices=TOUCHPOINT_KINDS, column=True, synonyms=("Touchpoint", "Touchpoint type", "Channel", "接触種別", "対応方法")),
        Field(_TP, "text", Kind.TEXT, "What was said", "内容", column=True, synonyms=("Touchpoint note", "Summary", "Minutes", "対応内容", "面談内容", "議事録")),
        Field(_TP, "sentiment", Kind.INTEGER, "Mood", "雰囲気", unit="1–5"),
        Field(_TP, "by", Kind.TEXT, "By", "担当", column=True, synonyms=("Logged by", "対応者")),
        Field(_TP, "executive", Kind.FLAG, "With an executive", "役員同席", synonyms=("Executive", "With executive", "役員同席")),
    ),
)  # fmt: skip
