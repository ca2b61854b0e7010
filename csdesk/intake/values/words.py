"""Words that stand for a value: yes and no, and the codes of choice fields, in English and Japanese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from csdesk.model.fields import field

YES = frozenset(
    [
        "更新あり",
        "更新有",
        "自動更新有",
        "自動更新する",
        "true",
        "yes",
        "y",
        "t",
        "1",
        "on",
        "○",
        "〇",
        "◯",
        "●",
        "◎",
        "✓",
        "✔",
        "☑",
        "レ",
        "有",
        "有り",
        "あり",
        "済",
        "済み",
        "済",
        "み",
        "完了",
        "はい",
        "該当",
        "対象",
        "する",
        "自動",
        "自動更新",
        "自動更新あり",
        "自動継続",
        "重点",
        "継続",
        "enabled",
        "auto",
        "x済",
        "ok",
        "1.0",
        "■",
        "✅",
        "有効",
        "可",
        "要",
        "対応済",
        "対応済み",
        "導入済",
        "導入済み",
    ]
) | {"auto renew", "auto-renew", "opted in"}
NO = frozenset(
    [
        "非対象",
        "更新無",
        "更新無し",
        "自動更新無",
        "自動更新無し",
        "自動更新しない",
        "未加入",
        "false",
        "no",
        "n",
        "f",
        "0",
        "off",
        "×",
        "✕",
        "✗",
        "x",
        "☐",
        "無",
        "無し",
        "なし",
        "未",
        "未済",
        "いいえ",
        "非該当",
        "対象外",
        "しない",
        "手動",
        "手動更新",
        "自動更新なし",
        "要更新",
        "都度",
        "都度更新",
        "更新なし",
        "disabled",
        "manual",
        "0.0",
        "□",
        "❌",
        "無効",
        "不可",
        "不要",
        "未対応",
        "未導入",
    ]
) | {"opted out"}

_PERIODS = {
    "monthly": "monthly month months mo m 月 月次 月払 月払い 毎月 月額 月契約 月々 month-to-month 1ヶ月",
    "quarterly": "quarterly quarter q qtr 四半期 四半期払 四半期払い 3ヶ月 三ヶ月",
    "half_yearly": "half_yearly half-yearly halfyearly semi-annual semiannual semiannually half_year half-year biannual 半期 半年 半年払 半年払い 半期払い 6ヶ月",
    "annual": "annual annually yearly year years yr y 年 年次 年払 年払い 毎年 年額 年契約 年間 年一括 一括 12ヶ月 1年",
}

# field code → {code of the choice: the words for it, after ``folded``}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "contract.billing": _PERIODS,
    "contract.basis": {
        **_PERIODS,
        "total": "total tcv 総額 契約総額 一式",
        "one_off": "one_off one-off oneoff onetime one-time 初期 初期費用 スポット 単発 一時",
        "metered": "metered usage usage-based 従量 従量課金",
    },
    "contract.tax": {"excluded": "excluded excl exclusive net 税抜 税抜き 税別 外税 抜", "included": "included incl inclusive gross 税込 税込み 内税 込"},
    "contract.status": {
        "active": "active activated live current renewed valid open trialing trial pastdue past_due unpaid inforce signed false no 0 stayed joined nonchurned future upcoming draft "
        "有効 契約中 利用中 稼働中 更新済 更新済み 継続 継続中 契約済 契約済み 締結済 締結済み 未払い 予定",
        "ended": "ended churned cancelled canceled terminated expired closed inactive lapsed lost true yes 1 nonrenewing notrenewed notrenewing churn "
        "解約 解約済 解約済み 終了 契約終了 満了 退会 退会済み 更新なし 非更新 失効 解除 停止",
    },
    "contract.notice_unit": {"days": "days day d 日", "months": "months month m 月 ヶ月 か月 カ月"},
    "ticket.severity": {
        "urgent": "urgent critical blocker p1 p0 sev1 s1 emergency 緊急 至急 最優先 最高 致命的",
        "high": "high major p2 sev2 s2 高 高い 重要 優先",
        "normal": "normal medium moderate p3 sev3 s3 standard default 中 普通 通常 標準",
        "low": "low minor trivial p4 p5 sev4 s4 低 低い 軽微",
    },
    "decision.forecast": {
        "commit": "commit committed closed 確約 確実 確定 コミット a",
        "likely": "likely bestcase best probable upside 見込み 見込 有力 最善 達成予測 b",
        "open": "open pipeline undecided 未定 検討中 パイプライン c",
        "at_risk": "at_risk atrisk risk 要注意 危険 リスク リスクあり 注意 d",
        "expected_loss": "expected_loss expectedloss churn loss omitted 解約 解約見込み 解約予定 失注 失注見込み 除外 e",
        "renewed": "renewed won closedwon 更新済 更新済み 更新 受注",
        "reduced": "reduced downsell 減額 減額更新 縮小",
        "lost": "lost closedlost churned 解約済 解約済み",
    },
    "decision.outcome": {
        "renewed": "renewed won closedwon 更新 更新済 更新済み",
        "reduced": "reduced downsell 減額 減額更新 縮小",
        "lost": "lost churned closedlost 解約 解約済み 失注",
    },
    "decision.risk_reason": {
        "adoption": "adoption usage 活用 定着 利用 利用低下",
        "value": "value 価値 効果",
        "product": "product 製品 機能 プロダクト",
        "support": "support サポート",
        "engagement": "engagement 関係 接点",
        "sponsor": "sponsor sponsorleft champion キーマン 推進者 担当者交代",
        "sentiment": "sentiment 不満 心証",
        "readiness": "readiness 準備 導入",
        "company": "company 企業 組織変更 経営",
        "competitor": "competitor competition 競合 他社",
        "commercial": "commercial price pricing budget 価格 予算 費用",
        "unknown": "unknown 不明",
    },
    "account.language": {"en": "en english eng 英語 en-us en-gb", "ja": "ja jp japanese 日本語 ja-jp"},
    "account.lifecycle": {
        "onboarding": "onboarding implementation オンボーディング 導入中 導入 立ち上げ",
        "adopting": "adopting adoption live active 活用 活用中 運用中 定着 利用中 稼働中",
        "renewing": "renewing renewal 更新 更新期 更新中 更新時期",
        "churned": "churned cancelled canceled ended 解約 解約済 解約済み 退会",
    },
    "contact.role": {
        "champion": "champion promoter チャンピオン 推進者 キーマン",
        "sponsor": "sponsor executive decisionmaker スポンサー 決裁者 役員 責任者",
        "admin": "admin administrator 管理者 システム管理者",
        "user": "user enduser 利用者 ユーザー 一般",
    },
    "touchpoint.kind": {
        "meeting": "meeting visit onsite 面談 訪問 打合せ 打ち合わせ 会議 ミーティング 商談 定例 定例会",
        "call": "call phone tel 電話 架電 通話",
        "mail": "mail email e-mail メール",
        "qbr": "qbr ebr 四半期レビュー レビュー",
        "event": "event イベント 交流会",
        "webinar": "webinar workshop ウェビナー セミナー 勉強会",
    },
    "event.kind": {
        "signup": "signup sign-up new newbusiness started 申込 入会 新規 新規契約 契約開始",
        "upgrade": "upgrade upsell expansion アップグレード アップセル 増額 増席 拡大",
        "downgrade": "downgrade downsell contraction ダウングレード ダウンセル 減額 減席 縮小",
        "churn": "churn churned cancellation cancelled canceled 解約 退会 契約終了",
        "reactivation": "reactivation reactivated winback 再開 再契約 復活 復帰",
        "champion_left": "champion_left championleft 担当者退職 推進者退職 キーマン退職",
        "escalation": "escalation escalated エスカレーション クレーム",
        "notice_received": "notice_received noticereceived notice 解約申出 解約通知",
        "other": "other その他",
    },
    "touch_assignment.touch": {
        "high": "high h hightouch ハイ ハイタッチ",
        "low": "low l lowtouch ロー ロータッチ",
        "tech": "tech t techtouch テック テックタッチ",
    },
    "task.status": {
        "open": "open todo new 未着手 未対応 未処理",
        "started": "started doing inprogress in_progress 進行中 処理中 対応中 着手",
        "done": "done closed complete completed resolved 完了 済 処理済み",
        "cancelled": "cancelled canceled 中止 取消",
    },
    "task.side": {"ours": "ours vendor us 当社 弊社 自社", "theirs": "theirs customer client 顧客 お客様 先方 御社", "both": "both 双方 両社"},
    "measurement.metric": {
        "active_users": "active_users activeusers mau wau dau アクティブユーザー数 アクティブ数 利用人数",
        "seats_used": "seats_used seatsused 利用id数 発行アカウント数 利用者数",
        "sessions": "sessions session visits セッション数 アクセス数 利用回数",
        "logins": "logins login ログイン回数 ログイン数 ログイン",
        "feature_uses": "feature_uses featureuses 機能利用回数",
        "features_used": "features_used featuresused 利用機能数",
        "usage_seconds": "usage_seconds usageseconds 利用時間",
        "errors": "errors error エラー件数",
        "storage": "storage ストレージ 容量",
    },
}  # fmt: skip

SENTIMENT = {
    "5": "5 ◎ very good excellent とても良い 最高", "4": "4 ○ 〇 good green 良 良い 良好 高 高い", "3": "3 neutral ok yellow 普 普通 中 □",
    "2": "2 △ fair poor 低 やや悪い", "1": "1 × bad red 悪 悪い 不満",
}  # fmt: skip

_SEPARATORS = re.compile(r"[\s_\-・./()（）]+")


def folded(text: str) -> str:
    """The word without blanks, hyphens and brackets; expects text after ``cells.plain``."""
    return _SEPARATORS.sub("", text)


@cache
def vocabulary(code: str) -> Mapping[str, str]:
    """Folded word → code of the choice, for a choice field; the codes themselves are always words."""
    choices = {c: folded(c) for c in field(code).choices}
    words = {word: choice for choice, listed in _WORDS.get(code, {}).items() for word in map(folded, listed.split())}
    return {**words, **{word: choice for choice, word in choices.items()}}


@cache
def sentiments() -> Mapping[str, str]:
    """Folded word → 1 to 5 as text."""
    return {word: mark for mark, listed in SENTIMENT.items() for word in map(folded, listed.split())}
