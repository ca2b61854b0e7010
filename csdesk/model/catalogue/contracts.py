"""What customers pay for and until when: contracts, renewal decisions, rates, targets."""

from __future__ import annotations

from csdesk.model.churn_reasons import CHURN_REASONS, RISK_REASONS
from csdesk.model.fields import Audience, Field, Kind, Origin, RecordType

_C = "contract"
_S = Audience.SHAREABLE
_IN = Origin.INPUT
_CO = Origin.COMPUTED

CONTRACT = RecordType(
    _C, "Contract", "契約", edited=True, natural_key=(("external_id",), ("account_key", "product", "start")),
    fields=(
        Field(_C, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_C, "external_id", Kind.ID, "Contract no.", "契約番号", _S, column=True, synonyms=(
            "Contract ID", "Contract no.", "Contract number", "contract_id", "subscription_id", "Subscription ID", "CUSTOMER_SUBSCRIPTION_ID", "Subscription number",
            "契約番号", "契約ID", "契約No", "契約コード", "サブスクリプションID")),
        Field(_C, "product", Kind.TEXT, "Product", "製品", _S, column=True, synonyms=("Product", "Product Name", "Product family", "商品", "製品", "製品名", "製品区分", "サービス", "サービス名", "コース", "品名", "商品名")),
        Field(_C, "plan", Kind.TEXT, "Plan", "プラン", _S, synonyms=("Plan", "plan_tier", "PLAN_NAME", "plan_id", "Edition", "プラン", "契約プラン", "プラン名")),
        Field(_C, "start", Kind.DATE, "Start", "開始日", _S, column=True, synonyms=(
            "Start Date", "start_date", "Start (UTC)", "Start Date (UTC)", "Current Period Start (UTC)", "current_term_start", "Service period start", "Contract Start", "Contract start date", "Term start", "Start",
            "契約開始日", "現契約開始日", "利用開始日", "開始日", "契約日", "支援開始日", "課金開始日", "契約期間開始", "契約期間 開始", "契約期間（自）")),
        Field(_C, "end", Kind.DATE, "End", "終了日", _S, column=True, synonyms=(
            "End Date", "end_date", "Current Period End (UTC)", "current_term_end", "Expiration Date", "Expiry", "Expiry date", "Contract End", "Contract end date", "Term end", "End",
            "契約終了日", "現契約終了日", "満了日", "満了", "契約満了", "契約満了日", "契約期限", "支援終了日", "利用終了日", "契約期間終了", "契約期間 終了", "契約期間（至）")),
        Field(_C, "term", Kind.TEXT, "Term, from and to", "契約期間（自至）", origin=_IN, synonyms=("Contract period", "契約期間")),
        Field(_C, "renewal_date", Kind.DATE, "Renewal date", "契約更新日", origin=_IN, synonyms=(
            "Renewal Date", "renewal_date", "NextRenewalDate", "nextRenewalDate", "Next renewal", "Next Billing At", "契約更新日", "次回更新日", "更新予定日", "更新発効日")),
        Field(_C, "term_months", Kind.INTEGER, "Term", "契約期間", _S, unit="months", synonyms=("Contract Term", "Term", "Term (months)", "Term length", "Contract length", "initial_term", "契約年数", "契約月数")),
        Field(_C, "amount", Kind.MONEY, "Amount", "金額", _S, synonyms=("Amount", "Total Amount", "Subscription amount", "金額", "契約金額", "契約額", "計上金額", "受注金額", "利用料", "利用料金")),
        Field(_C, "mrr", Kind.MONEY, "MRR", "MRR", _S, origin=_IN, synonyms=(
            "MRR", "mrr_amount", "Monthly Spend", "Monthly fee", "Monthly amount", "Monthly price", "Monthly subscription", "Monthly charge", "Monthly recurring revenue", "MRR", "月額MRR", "MRR（円）", "月額", "月額費用", "月額料金", "月額金額", "月額利用料金", "月次利用料", "月次売上", "月額利用料", "月間利用料", "Current MRR", "Total MRR", "Monthly revenue")),
        Field(_C, "arr", Kind.MONEY, "ARR", "ARR", _S, origin=_IN, column=True, synonyms=(
            "ARR", "arr_amount", "ARR to Renew", "Billed iARR", "Annual Recurring Revenue", "ACV", "Current ACV", "Annual value", "Annual amount", "Annual fee", "Annual price", "Annual contract value", "Annual subscription", "Yearly fee", "Yearly amount", "ARR", "年間契約金額", "年額", "年間利用料", "年額料金", "年額費用", "年間費用", "年間料金", "年間金額", "年間契約額", "年額（税抜）", "年間利用料金", "年額利用料", "年額利用料金", "Current ARR", "Total ARR")),
        Field(_C, "quarterly_amount", Kind.MONEY, "Quarterly amount", "四半期額", _S, origin=_IN, synonyms=("Quarterly amount", "QRR", "四半期額")),
        Field(_C, "total_value", Kind.MONEY, "Total contract value", "契約総額", _S, origin=_IN, synonyms=("TCV", "Total contract value", "Contract Value", "契約総額", "総額")),
        Field(_C, "one_off", Kind.MONEY, "One-off amount", "初期費用", origin=_IN, synonyms=("Setup fee", "One-off", "初期費用", "導入費用", "スポット")),
        Field(_C, "basis", Kind.CHOICE, "Basis", "金額の単位", _S, choices=("monthly", "quarterly", "half_yearly", "annual", "total", "one_off", "metered"), synonyms=("Basis", "Amount basis")),
        Field(_C, "billing", Kind.CHOICE, "Billing", "請求サイクル", _S, choices=("monthly", "quarterly", "half_yearly", "annual"), synonyms=(
            "billing_frequency", "Billing frequency", "Interval", "INTERVAL_UNIT", "Billing Interval", "Billing cycle", "Billing period", "Billing term", "Payment frequency", "支払サイクル", "請求サイクル", "請求頻度", "支払方法", "月払/年払", "請求区分")),
        Field(_C, "currency", Kind.CHOICE, "Currency", "通貨", _S, synonyms=("Currency", "CURRENCY", "currency_code", "BILLING_CURRENCY", "通貨")),
        Field(_C, "tax", Kind.CHOICE, "Tax", "税", choices=("excluded", "included"), synonyms=("Tax basis", "税区分")),
        Field(_C, "seats", Kind.INTEGER, "Seats bought", "契約席数", _S, column=True, least=0, synonyms=(
            "Seats", "Seats bought", "Quantity", "Qty", "QUANTITY", "Licenses", "Licences", "Seats purchased", "ACCOUT_COUNT", "契約ID数", "契約アカウント数", "ライセンス数", "契約数", "数量", "席数", "契約席数")),
        Field(_C, "auto_renew", Kind.FLAG, "Auto-renew", "自動更新", _S, column=True, synonyms=("Auto Renew", "auto_renew_flag", "Auto-renewal", "auto_renew", "自動更新", "更新区分", "自動継続", "自動更新有無", "自動更新の有無", "自動継続有無")),
        Field(_C, "trial", Kind.FLAG, "Trial", "トライアル", synonyms=("is_trial", "Trial", "トライアル")),
        Field(_C, "list_price", Kind.MONEY, "List price", "定価", synonyms=("List price", "定価")),
        Field(_C, "discount", Kind.RATIO, "Discount", "割引率", synonyms=("Discount", "Discount %", "割引率", "値引率")),
        Field(_C, "renewal_term_months", Kind.INTEGER, "Renewal term", "更新後の期間", _S, unit="months", synonyms=("Renewal term", "renewal_term", "更新後期間")),
        Field(_C, "notice", Kind.TEXT, "Notice clause", "解約予告", origin=_IN, synonyms=("Notice", "Notice period", "Notice Days", "Notice, days", "解約予告期間", "予告期間", "解約申出", "通知期限(日)", "解約予告")),
        Field(_C, "notice_n", Kind.INTEGER, "Notice", "予告期間", _S),
        Field(_C, "notice_unit", Kind.CHOICE, "Notice unit", "予告期間の単位", _S, choices=("days", "months")),
        Field(_C, "notice_written", Kind.FLAG, "Notice in writing", "書面による申出", _S),
        Field(_C, "notice_received", Kind.DATE, "Notice received", "解約申出日", synonyms=("Notice received", "Canceled At (UTC)", "cancel_schedule_created_at", "解約申出日", "解約通知日")),
        Field(_C, "status", Kind.CHOICE, "Status", "契約状況", choices=("active", "ended"), synonyms=("Contract status", "Subscription status", "churn_flag", "契約ステータス", "契約状況", "契約状態")),
        Field(_C, "seen_on", Kind.DATE, "First seen", "初出日"),
        Field(_C, "archived", Kind.FLAG, "Archived", "アーカイブ済み"),
        Field(_C, "annual", Kind.MONEY, "ARR, book currency", "ARR（報告通貨）", origin=_CO),
        Field(_C, "renewal_on", Kind.DATE, "Renewal", "契約更新日", _S, origin=_CO, column=True),
        Field(_C, "notice_by", Kind.DATE, "Notice by", "解約申出期限", _S, origin=_CO, column=True),
        Field(_C, "state", Kind.CHOICE, "State", "更新の状態", origin=_CO, column=True,
              choices=("no_date", "overdue", "notice_open", "upcoming", "locked_in", "assumed_renewed", "decided", "evergreen", "ended")),
    ),
)  # fmt: skip

_D = "decision"
DECISION = RecordType(
    _D, "Renewal decision", "更新の判断", edited=True, natural_key=(("contract_key",),),
    fields=(
        Field(_D, "contract_key", Kind.KEY, "Contract", "契約"),
        Field(_D, "forecast", Kind.CHOICE, "Forecast", "更新予測", column=True, choices=("commit", "likely", "open", "at_risk", "expected_loss", "renewed", "reduced", "lost"), synonyms=(
            "Forecast Category", "Forecast", "Renewal forecast", "売上予測カテゴリ", "予測カテゴリ", "売上予測分類", "更新予測", "ヨミ", "確度")),
        Field(_D, "probability", Kind.RATIO, "Probability", "確率", synonyms=("Probability", "確度(%)", "受注確度")),
        Field(_D, "expected_amount", Kind.MONEY, "Expected", "見込額", column=True, synonyms=("Expected ARR", "Expected amount", "Expected revenue", "見込額", "更新見込額")),
        Field(_D, "risk_reason", Kind.CHOICE, "Risk reason", "リスク要因", choices=tuple(RISK_REASONS), synonyms=("Risk reason", "リスク要因")),
        Field(_D, "why", Kind.TEXT, "Why", "理由", synonyms=("Why", "Forecast note", "予測の理由")),
        Field(_D, "next_step", Kind.TEXT, "Next step", "次の一手"),
        Field(_D, "next_step_date", Kind.DATE, "Next step on", "次の一手の期日"),
        Field(_D, "outcome", Kind.CHOICE, "Outcome", "結果", choices=("renewed", "reduced", "lost")),
        Field(_D, "outcome_amount", Kind.MONEY, "Outcome amount", "結果の金額"),
        Field(_D, "decided_on", Kind.DATE, "Decided on", "決定日"),
        Field(_D, "churn_reason", Kind.TEXT, "Stated reason", "解約理由", synonyms=("Cancellation Reason", "cancel_reason", "Loss reason", "Churn Reason", "解約理由", "失注理由", "失注種別", "受注/失注理由詳細")),
        Field(_D, "root_cause", Kind.TEXT, "Root cause", "真因"),
        Field(_D, "stated_code", Kind.CHOICE, "Kind of stated reason", "解約理由の分類", choices=tuple(CHURN_REASONS)),
        Field(_D, "cause_code", Kind.CHOICE, "Kind of root cause", "真因の分類", choices=tuple(CHURN_REASONS)),
        Field(_D, "uplift", Kind.RATIO, "Uplift", "値上げ率"),
    ),
)  # fmt: skip

_R = "rate"
RATE = RecordType(
    _R, "Exchange rate", "為替レート", edited=True, natural_key=(("currency", "month"),),
    fields=(
        Field(_R, "currency", Kind.CHOICE, "Currency", "通貨", synonyms=("Rate currency",)),
        Field(_R, "month", Kind.DATE, "Month", "月"),
        Field(_R, "rate", Kind.NUMBER, "Rate", "レート", synonyms=("Exchange rate", "FX rate", "為替レート")),
    ),
)  # fmt: skip

_T = "target"
TARGET = RecordType(
    _T, "Target", "目標値", edited=True, natural_key=(("figure", "period"),),
    fields=(
        Field(_T, "figure", Kind.TEXT, "Figure", "指標"),
        Field(_T, "period", Kind.TEXT, "Period", "期間"),
        Field(_T, "value", Kind.NUMBER, "Target", "目標"),
    ),
)  # fmt: skip
