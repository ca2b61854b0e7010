"""Headers told in two parts, whose parent says of whom and whose child says what: 契約 / 開始, 顧客 / 名称, 担当 / CS."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_CUSTOMER = (
    "顧客", "取引先", "客先", "得意先", "お客様", "お客さま", "会社", "企業", "法人", "契約者", "契約先", "契約企業", "導入企業", "導入先", "クライアント",
    "customer", "client", "account", "company", "organization", "organisation",
)  # fmt: skip
_TERM = (
    "契約", "現契約", "契約期間", "利用期間", "サービス期間", "提供期間", "契約内容", "contract", "contract period", "contract term",
    "subscription", "subscription term", "subscription period", "term", "period", "service period",
)  # fmt: skip
_OURS = ("担当", "担当者", "当社担当", "弊社担当", "自社担当", "社内担当", "owner", "our team", "internal owner")
# parents → the header CSDesk knows → what its child may be called
_FAMILIES: tuple[tuple[tuple[str, ...], dict[str, tuple[str, ...]]], ...] = (
    (_CUSTOMER, {
        "顧客名": ("名", "名称", "正式名称", "名前", "name", "full name"),
        "顧客コード": ("コード", "id", "番号", "no", "no.", "code", "number"),
        "会社名カナ": ("カナ", "フリガナ", "よみ", "kana"),
    }),
    (_TERM, {
        "契約開始日": ("開始", "開始日", "開始年月日", "自", "始", "始期", "from", "start", "start date", "begin", "starts"),
        "契約終了日": ("終了", "終了日", "終了年月日", "至", "終", "終期", "満了", "満了日", "期限", "to", "end", "end date", "until", "ends", "expiry"),
        "契約番号": ("番号", "no", "no.", "コード", "id", "number"),
        "契約更新日": ("更新日", "次回更新", "更新予定", "renewal", "renewal date", "renews"),
    }),
    (_OURS, {
        "担当CSM": ("cs", "csm", "cs担当", "カスタマーサクセス", "サクセス", "customer success"),
        "営業担当": ("営業", "セールス", "sales", "ae"),
    }),
)  # fmt: skip
# Words a parent may end with that add nothing.
_OF_PARENT = re.compile(r"(?:情報|内容|欄|関連|details?|info(?:rmation)?)$")


def _bare(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


@cache
def _whole() -> dict[tuple[str, str], str]:
    return {
        (_bare(parent), _bare(child)): whole
        for parents, wholes in _FAMILIES
        for parent in parents
        for whole, children in wholes.items()
        for child in children
    }


@cache
def _unparted() -> dict[str, str]:
    """Parent and child written as one word, of which nobody means anything else: 契約開始, 顧客名称, customer no."""
    return {parent + child: whole for (parent, child), whole in _whole().items() if len(parent + child) >= 4}


def whole_header(text: str) -> str | None:
    """The header CSDesk knows for one told in two parts, or as one word of both; None where there is none."""
    parts = text.split(" / ")
    if len(parts) < 2:
        return _unparted().get(_bare(text))
    child = _bare(parts[-1])
    for part in reversed(parts[:-1]):
        for parent in (_bare(part), _OF_PARENT.sub("", _bare(part))):
            if whole := _whole().get((parent, child)):
                return whole
    return None
