"""Who the customers are: accounts, their contacts, and the people who look after them."""

from __future__ import annotations

from csdesk.model.fields import Audience, Field, Kind, Origin, RecordType

_A = "account"
_S = Audience.SHAREABLE
_C = Origin.COMPUTED

ACCOUNT = RecordType(
    _A, "Account", "顧客", edited=True,
    natural_key=(("external_id",), ("corporate_number",), ("domain",), ("name",)),
    fields=(
        Field(_A, "external_id", Kind.ID, "Account ID", "顧客ID", synonyms=(
            "Account ID", "account_id", "Customer ID", "customer_id", "Client ID", "Company ID", "account_code", "account_number",
            "CUSTOMER_UUID", "CUSTOMER_EXTERNAL_IDS", "Organization ID", "external id", "SFDC ID", "COMPNO", "Account No",
            "顧客ID", "顧客コード", "顧客番号", "取引先コード", "会社ID", "会社コード", "契約者ID", "お客様番号", "得意先コード", "得意先ID", "Customer No", "Customer code", "Client code", "Account code", "Client No")),
        Field(_A, "name", Kind.TEXT, "Account", "顧客名", _S, column=True, synonyms=(
            "Account Name", "account_name", "Account", "Company name", "Company", "CUSTOMER_NAME", "Customer Name", "Customer",
            "Organization", "Organisation", "Client", "Client Name", "Legal name", "Organization Name", "Associated Company", "Company / Account",
            "会社名", "企業名", "商号", "取引先名", "取引先名称", "取引先", "顧客名", "顧客", "お客様名", "契約先名", "契約先", "契約者名",
            "導入企業", "法人名", "得意先名", "得意先", "customer_name", "契約者ー法人名（漢字）",
            "請求先", "請求先名", "Bill to", "Billed to", "Sold to", "会社", "企業", "法人", "貴社名", "御社名", "団体名", "組織名", "客先", "客先名", "クライアント", "クライアント名", "契約企業", "契約企業名", "導入先", "導入企業名", "ユーザー企業名", "Client Company", "Business name", "Customer company")),
        Field(_A, "language", Kind.CHOICE, "Language", "言語", _S, choices=("en", "ja"), synonyms=("Language", "言語")),
        Field(_A, "plan", Kind.TEXT, "Plan", "プラン", _S, synonyms=("Plan tier", "plan_tier", "Account plan", "Plan", "PLAN_NAME", "Edition", "プラン", "契約プラン")),
        Field(_A, "seats", Kind.INTEGER, "Seats", "席数", _S, least=0, synonyms=("Seats", "Account seats", "席数")),
        Field(_A, "trial", Kind.FLAG, "Trial", "トライアル", synonyms=("is_trial", "Trial", "トライアル", "試用")),
        Field(_A, "signup", Kind.DATE, "Customer since", "利用開始", _S, synonyms=(
            "signup_date", "Signup", "Sign-up date", "Customer since", "Created (UTC)", "導入日", "取引開始日", "登録日", "申込日", "入会日")),
        Field(_A, "status", Kind.TEXT, "Status", "状態", synonyms=("Customer Status", "Account status", "churn_flag", "顧客ステータス", "取引状況", "取引ステータス")),
        Field(_A, "kana", Kind.TEXT, "Name, kana", "顧客名カナ", synonyms=("Kana", "会社名カナ", "カナ", "フリガナ", "会社名フリガナ", "よみ", "ふりがな")),
        Field(_A, "corporate_number", Kind.ID, "Corporate number", "法人番号", synonyms=("Corporate Number", "法人番号")),
        Field(_A, "domain", Kind.ID, "Domain", "ドメイン", synonyms=(
            "Company Domain Name", "Domain", "Website", "Requester domain", "会社ドメイン名", "ドメイン", "URL", "HP", "企業ホームページURL")),
        Field(_A, "parent", Kind.TEXT, "Parent", "親会社", synonyms=("Parent Account", "ParentCompany", "Parent", "親会社", "グループ", "親取引先", "関連会社")),
        Field(_A, "industry", Kind.TEXT, "Industry", "業種", _S, synonyms=("Industry", "Sector", "Company industry", "業種", "業種-大", "業種（大）", "業種1", "業界")),
        Field(_A, "region", Kind.TEXT, "Region", "地域", _S, synonyms=(
            "Billing State", "Country/Region", "CUSTOMER_COUNTRY", "Region", "Territory Region", "Country", "都道府県", "地域", "エリア", "所在地", "拠点")),
        Field(_A, "employees", Kind.TEXT, "Employees", "従業員数", synonyms=("Employees", "Company size", "Number of Employees", "従業員数", "社員数", "規模")),
        Field(_A, "csm", Kind.TEXT, "CSM", "担当CSM", column=True, synonyms=(
            "CSM", "csm_owner", "Account Owner", "Company owner", "Account Manager", "Customer success manager", "担当CSM", "CS担当", "CS担当者", "主担当", "会社担当者", "自社担当者氏名", "取引先担当")),
        Field(_A, "sales_owner", Kind.TEXT, "Sales owner", "営業担当", synonyms=("Opportunity Owner", "Deal owner", "AE", "Sales owner", "Sales rep", "商談 所有者", "営業担当", "営業担当者", "商談所有者")),
        Field(_A, "lifecycle", Kind.CHOICE, "Lifecycle", "ライフサイクル", choices=("onboarding", "adopting", "renewing", "churned"), synonyms=("Lifecycle stage", "Lifecycle", "導入状況", "ライフサイクル")),
        Field(_A, "strategic", Kind.FLAG, "Strategic", "重点顧客", synonyms=("Strategic", "Logo", "重点", "重点顧客", "注力", "戦略顧客")),
        Field(_A, "budget_month", Kind.INTEGER, "Budget month", "予算月", synonyms=("Budget month", "Fiscal year end month", "予算月", "決算月", "決算期")),
        Field(_A, "onboarded_on", Kind.DATE, "Onboarded on", "オンボーディング完了日", _S, synonyms=("Go-live date", "Onboarding completed", "Onboarded on", "オンボーディング完了日", "導入完了日", "稼働日")),
        Field(_A, "onboarding_due", Kind.DATE, "Onboarding due", "オンボーディング期限", _S, synonyms=("Onboarding due", "Onboarding target", "オンボーディング期限", "導入予定日")),
        Field(_A, "next_step", Kind.TEXT, "Next step", "次の一手", column=True, synonyms=(
            "Next Step", "Next action", "Opportunity Next Steps", "次のステップ", "次のステップ & 状況", "次回アクション", "ネクストアクション", "次の一手")),
        Field(_A, "next_step_date", Kind.DATE, "Next step on", "次の一手の期日", synonyms=("Next Action Date", "Next step date", "次回アクション日", "次回アクション予定日", "次回対応日")),
        Field(_A, "sentiment", Kind.INTEGER, "CSM's view", "CSMの見立て", unit="1–5", synonyms=("CSM sentiment", "Pulse", "温度感", "顧客温度", "心証")),
        Field(_A, "sentiment_on", Kind.DATE, "View given on", "見立ての記入日"),
        Field(_A, "sentiment_until", Kind.DATE, "View counts until", "見立ての有効期限"),
        Field(_A, "tags", Kind.TAGS, "Tags", "タグ", synonyms=("Tags", "タグ", "メモタグ")),
        Field(_A, "notes", Kind.TEXT, "Notes", "メモ", synonyms=("Notes", "Description", "備考", "メモ", "営業メモ", "特記事項", "コメント")),
        Field(_A, "archived", Kind.FLAG, "Archived", "アーカイブ済み", synonyms=("Archived", "Is archived", "Account archived", "アーカイブ済み", "アーカイブ")),
        Field(_A, "arr", Kind.MONEY, "ARR", "ARR", origin=_C, column=True),
        Field(_A, "mrr", Kind.MONEY, "MRR", "MRR", origin=_C),
        Field(_A, "currency", Kind.CHOICE, "Currency", "通貨", origin=_C),
        Field(_A, "ltv", Kind.MONEY, "LTV", "LTV", origin=_C),
        Field(_A, "touch", Kind.CHOICE, "Touch", "タッチ", origin=_C, column=True, choices=("high", "low", "tech"),
              synonyms=("Tier", "Segment", "Account Segment", "Touch", "Touch model", "タッチ", "タッチモデル", "ランク", "顧客ランク", "セグメント", "区分", "分類")),
        Field(_A, "touch_reason", Kind.TEXT, "Why this touch", "タッチの理由", origin=_C),
        Field(_A, "health", Kind.INTEGER, "Health", "ヘルススコア", origin=_C, column=True, unit="points", synonyms=("Health score", "Health", "ヘルススコア", "ヘルス", "健康度")),
        Field(_A, "health_points", Kind.NUMBER, "Health, exact", "ヘルススコア（端数あり）", origin=_C, unit="points"),
        Field(_A, "health_change", Kind.INTEGER, "Health change", "ヘルススコアの変化", origin=_C, unit="points"),
        Field(_A, "band", Kind.CHOICE, "Band", "判定", origin=_C, choices=("healthy", "watch", "at_risk", "no_data")),
        Field(_A, "coverage", Kind.RATIO, "Coverage", "データ充足率", origin=_C),
        Field(_A, "health_computed", Kind.INTEGER, "Health by the model", "ヘルススコア（計算値）", origin=_C, unit="points"),
        Field(_A, "health_model", Kind.TEXT, "Health model", "ヘルスモデル", origin=_C),
        Field(_A, "health_cap", Kind.CHOICE, "Held down by", "判定を下げた出来事", origin=_C,
              choices=("notice_received", "payment_overdue", "champion_left", "escalation")),
        Field(_A, "touch_computed", Kind.CHOICE, "Touch by value", "タッチ（計算値）", origin=_C, choices=("high", "low", "tech")),
        Field(_A, "touch_candidate", Kind.FLAG, "Should move", "タッチ変更の候補", origin=_C),
        Field(_A, "renewal_on", Kind.DATE, "Renewal", "契約更新日", _S, origin=_C, column=True),
        Field(_A, "notice_by", Kind.DATE, "Notice by", "解約申出期限", _S, origin=_C, column=True),
        Field(_A, "days_to_notice", Kind.INTEGER, "Days to notice", "申出期限までの日数", origin=_C, unit="days"),
        Field(_A, "renewal_state", Kind.CHOICE, "Renewal state", "更新の状態", origin=_C,
              choices=("no_date", "overdue", "notice_open", "upcoming", "locked_in", "assumed_renewed", "decided", "evergreen", "ended")),
        Field(_A, "seats_bought", Kind.INTEGER, "Seats bought", "契約席数", _S, origin=_C),
        Field(_A, "seats_active", Kind.INTEGER, "Active seats", "利用席数", _S, origin=_C, column=True),
        Field(_A, "seat_use", Kind.RATIO, "Seats used", "席の利用率", _S, origin=_C),
        Field(_A, "login_trend", Kind.RATIO, "Login trend", "ログインの増減", _S, origin=_C),
        Field(_A, "features_used", Kind.INTEGER, "Key features used", "利用中の主要機能数", _S, origin=_C),
        Field(_A, "urgent_tickets", Kind.INTEGER, "Urgent tickets, 90 days", "緊急の問い合わせ（90日間）", _S, origin=_C),
        Field(_A, "invoice_overdue", Kind.INTEGER, "Invoice overdue", "請求の延滞日数", origin=_C, unit="days"),
        Field(_A, "nps", Kind.INTEGER, "NPS", "NPS", _S, origin=_C, column=True),
        Field(_A, "last_contact_on", Kind.DATE, "Last contact", "最終接触日", origin=_C, synonyms=("Last contact date", "Last meeting", "最終接触日", "最終面談日", "最終打合せ日", "直近コンタクト")),
    ),
)  # fmt: skip

_K = "contact"
CONTACT = RecordType(
    _K, "Contact", "担当者", edited=True, natural_key=(("email",), ("account_key", "name")),
    fields=(
        Field(_K, "account_key", Kind.KEY, "Account", "顧客", _S),
        Field(_K, "name", Kind.TEXT, "Contact", "氏名", _S, column=True, synonyms=("Full name", "Contact Name", "Requester", "氏名", "担当者名", "取引先担当者氏名", "取引先責任者", "お名前", "ご氏名")),
        Field(_K, "email", Kind.ID, "E-mail", "メールアドレス", synonyms=("Email", "E-mail", "Customer Email", "Email Address", "Requester email", "e-mail", "Work email", "Business email", "Primary email", "Contact email", "メールアドレス", "メール", "電子メール", "電子メール アドレス", "Eメール", "勤務先メール")),
        Field(_K, "title", Kind.TEXT, "Title", "役職", _S, column=True, synonyms=("Title", "Job title", "Organization Title", "役職", "部署", "部署名", "取引先担当者役職")),
        Field(_K, "role", Kind.CHOICE, "Role", "役割", choices=("champion", "sponsor", "admin", "user"), column=True, synonyms=("Role", "役割")),
        Field(_K, "left_on", Kind.DATE, "Left on", "退職日", synonyms=("Left on", "退職日", "異動日")),
    ),
)  # fmt: skip

_P = "person"
PERSON = RecordType(
    _P, "CSM", "担当CSM", edited=True, natural_key=(("name",),),
    fields=(
        Field(_P, "name", Kind.TEXT, "Name", "氏名", _S, column=True),
        Field(_P, "aliases", Kind.TAGS, "Also written", "別表記"),
        Field(_P, "email", Kind.ID, "E-mail", "メールアドレス"),
        Field(_P, "hours", Kind.NUMBER, "Hours a month", "月の稼働時間", unit="hours"),
        Field(_P, "programme_hours", Kind.NUMBER, "Programme hours a month", "月のプログラム時間", unit="hours"),
        Field(_P, "me", Kind.FLAG, "Me", "自分"),
    ),
)  # fmt: skip

_N = "alias"
ALIAS = RecordType(
    _N, "Also known as", "別名", edited=True, natural_key=(("account_key", "identity", "text"),),
    fields=(
        Field(_N, "account_key", Kind.KEY, "Account", "顧客"),
        Field(_N, "identity", Kind.CHOICE, "Known by", "種類", choices=("name", "external_id", "corporate_number", "domain"), column=True),
        Field(_N, "text", Kind.ID, "Also written", "別表記", column=True),
    ),
)  # fmt: skip
