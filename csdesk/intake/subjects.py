"""What a table is a list of: decided by the columns that identify its rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from csdesk.intake.headers import Candidates, header_key, named_exactly, without_number
from csdesk.intake.parted_headers import whole_header
from csdesk.intake.plain_logs import lists_work, logs_meetings
from csdesk.intake.survey_questions import asks_score

# Columns that make a row a contract. Headers that may mean other things as well are left out below.
CONTRACT_MAKING = frozenset(
    f"contract.{name}"
    for name in (
        "amount",
        "mrr",
        "arr",
        "quarterly_amount",
        "total_value",
        "start",
        "end",
        "term",
        "renewal_date",
        "term_months",
    )
)
LOG_AMOUNTS = frozenset({"contract.mrr", "contract.arr"})
ACCOUNT_IDS = ("account.external_id", "account.corporate_number", "account.domain", "account.name")
# A web address alone does not make a list of customers: exports carry links to everything.
_TIES = ("account.external_id", "account.corporate_number", "account.name", "contract.external_id")
_DATED = frozenset(f"contract.{name}" for name in ("start", "end", "term", "renewal_date", "term_months"))
METRICS = frozenset(
    f"measurement.{name}"
    for name in (
        "active_users",
        "seats_used",
        "sessions",
        "logins",
        "feature_uses",
        "features_used",
        "usage_seconds",
        "errors",
        "storage",
    )
)
ID_HEADERS = frozenset(
    map(header_key, ("id", "record id", "レコード番号", "no", "no.", "番号", "管理番号", "整理番号", "#", "key"))
)

# What lists of customers call the customer's own person; what is told of contracts as of anything else that runs.
PARTNERS = (
    "先方担当者", "先方担当", "先方ご担当者", "お客様担当者", "お客様担当", "お客様ご担当者", "ご担当者", "ご担当者様",
)  # fmt: skip
STARTED = ("started", "starts")
ENDS = ("ends",)

# Headers that mean different things in different tables; asked unless the table decides.
AMBIGUOUS = frozenset(
    map(
        header_key,
        ["更新日", "更新", "次回更新", "更新月", "契約更新月", "renewal", "担当者", "担当", "金額", "開始日", "終了日", "開始", "終了", "状態", "ステータス", "状況", "区分", "分類", "種別", "種類", "日付", "日時", "フェーズ", "名称", "名前", "amount", "price", "date", "status", "owner", "type", "stage", "phase", "start", "end", "start_date", "end_date", "name", "kind", "category", "利用料", "利用料金", *PARTNERS, "contact", *STARTED, *ENDS],
    )
)  # fmt: skip

# What CSDesk has no field for, although a field's name stands within it.
FIELDLESS = frozenset(
    map(
        header_key,
        ["Last login", "Last Activity Date", "Company last seen", "最終ログイン日", "最終利用日", "最終アクセス日時", "最終アクセス日", "最終活動日", "アクティブ率", "利用率", "活用率", "定着率"],
    )
)  # fmt: skip

# What a table calls the number its rows have in yet another system.
OTHER_SYSTEMS = frozenset(map(header_key, ("external_id", "account_number", "customer_number")))

# What only things to do have; a ticket has a number of its own, or days on which it came and was solved.
_ACTIVITY = frozenset(
    map(header_key, ("activity_date", "activity_type", "task_subtype", "who_id", "what_id", "due_date", "due", "due on", "期限", "期限日", "期日"))
)  # fmt: skip
_TICKET_ALONE = frozenset(f"ticket.{name}" for name in ("external_id", "opened", "closed", "csat", "escalated"))

# What numbers something that belongs to an invoice.
_OF_INVOICE = frozenset(
    map(header_key, ("id", "payment_id", "transaction_id", "refund_id", "credit_note_id", "credit_memo_id", "adjustment_id", "line_item_id", "invoice_item_id"))
)  # fmt: skip
_INVOICE_DAYS = frozenset({"invoice.issued", "invoice.due"})

# Lists of what is sold have IDs and names as customer lists do.
_PRODUCTS = frozenset(map(header_key, ("product_code", "sku", "商品コード", "製品コード", "品番")))

# record → (columns that alone make it the subject, columns of which two do)
_MARKS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("ticket", frozenset({"external_id"}), frozenset({"opened", "closed", "severity", "csat", "subject", "escalated"})),
    ("invoice", frozenset({"external_id"}), frozenset({"issued", "due", "paid"})),
    ("task", frozenset({"external_id"}), frozenset({"text", "owner", "status", "done_on"})),
    ("milestone", frozenset({"external_id"}), frozenset({"text", "due", "done_on"})),
    ("objective", frozenset({"external_id"}), frozenset({"text", "measure", "from_value", "to_value"})),
    ("feedback", frozenset({"external_id"}), frozenset({"text", "wanted_by", "category", "date"})),
    ("rate", frozenset(), frozenset({"currency", "rate"})),
    ("touch_assignment", frozenset({"touch"}), frozenset()),
)


def asked_key(header: str) -> str:
    """What is compared with ``AMBIGUOUS``: the header, the lower of two header rows, or one of its two languages.

    契約 / 金額 may mean as many things as 金額, where both together name no field; so may Owner（担当）.
    """
    header = without_number(header)
    key = header_key(header)
    if key in AMBIGUOUS or whole_header(header) is not None:
        return key
    if " / " in header:
        child = header_key(header.rsplit(" / ", 1)[1])
        return child if child in AMBIGUOUS and not named_exactly(header) else key
    parted = re.fullmatch(r"([^(（]+)[(（]([^()（）]+)[)）]", header.strip())
    both = [header_key(part) for part in parted.groups()] if parted else []
    return both[0] if both and all(part in AMBIGUOUS for part in both) else key


def subject_of(
    headers: Sequence[str], found: Sequence[Candidates], wide_months: bool, hints: Sequence[str] = ()
) -> str | None:
    """The record a table is a list of, or None where nothing ties its rows to customers.

    In order: what a column identifies by number (tickets, invoices, events …), then dated
    facts (survey answers, usage, touchpoints), contracts, contacts, accounts.
    """
    clear = {
        field.code
        for header, fields in zip(headers, found, strict=True)
        if header_key(header) not in AMBIGUOUS
        for field in fields.explicit
    }
    keys = {header_key(h) for h in headers}
    if is_part_of_invoice(headers, found):
        return None
    makes_contract = (
        bool(clear & CONTRACT_MAKING) or len(keys & {"開始日", "終了日", "start", "end", "startdate", "enddate"}) == 2
    )
    if logs_amounts(clear) and (clear & {"event.date"} or keys & {"date", "日付", "日時"}) and not clear & _DATED:
        return "event"
    tied = any(code in clear for code in _TIES) or any(_names_domain(key) for key in keys)
    if tied and keys & _ACTIVITY and {"ticket.subject", "task.text"} & clear and not clear & _TICKET_ALONE:
        return "task"
    for record, alone, pair in _MARKS:
        if _marked(clear, record, alone, pair) and not (
            makes_contract and record in ("task", "milestone", "objective", "feedback")
        ):
            return record
    if tied and not clear & CONTRACT_MAKING and (work := lists_work(clear, keys)):
        return work
    dated = "event.date" in clear or ("event.kind" in clear and bool(keys & {"date", "日付", "日時"}))
    if "event.external_id" in clear or (dated and not makes_contract and len(clear) <= 6):
        return "event"
    if tied and not makes_contract and (fact := _dated_fact(headers, clear, keys, wide_months)):
        return fact
    if tied and not makes_contract and logs_meetings(clear, keys, " ".join(hints)):
        return "touchpoint"
    if "contract.external_id" in clear or (makes_contract and tied and not _is_account_export(keys, clear)):
        return "contract"
    if tied and _is_contacts(clear):
        return "contact"
    if _refers_elsewhere(headers, found):
        return "contact" if "contact.email" in clear else None
    if keys & _PRODUCTS and "account.name" not in clear:
        return None
    return "account" if tied else "contract" if makes_contract and keys & ID_HEADERS else None


def is_part_of_invoice(headers: Sequence[str], found: Sequence[Candidates]) -> bool:
    """Whether each row is something of its own that names an invoice: a payment, a credit, a line of it.

    Such a table has its own number beside the invoice's and no two of the invoice's days.
    """
    keys = {header_key(header) for header in headers}
    days = {field.code for fields in found for field in fields.explicit} & _INVOICE_DAYS
    return "invoiceid" in keys and bool(keys & _OF_INVOICE) and len(days) < 2


def logs_amounts(codes: Collection[str]) -> bool:
    """Whether columns say what happened to customers and what they paid from then on."""
    return "event.kind" in codes and bool(LOG_AMOUNTS & set(codes))


def _is_account_export(keys: set[str], clear: Collection[str]) -> bool:
    """Customers as a system exports them: own ID, number and name; what they pay stands beside, without any dates."""
    return {"id", "name"} <= keys and bool(keys & OTHER_SYSTEMS) and not clear & _DATED  # type: ignore[operator]


def _names_domain(key: str) -> bool:
    return ("domain" in key and "subdomain" not in key) or "ドメイン" in key


def _refers_elsewhere(headers: Sequence[str], found: Sequence[Candidates]) -> bool:
    """Whether each row is a thing of its own kind that belongs to a customer: an order, a deal, a payment.

    Such a table has its own ID beside the customer's, and nowhere says what the customer is called.
    """
    own = any(header_key(header) == "id" for header in headers)
    codes = {
        field.code
        for header, fields in zip(headers, found, strict=True)
        if header_key(header) not in ID_HEADERS | AMBIGUOUS | OTHER_SYSTEMS
        for field in fields.explicit
    }
    return own and "account.external_id" in codes and not codes & {"account.name", "account.corporate_number"}


def _marked(clear: Collection[str], record: str, alone: frozenset[str], pair: frozenset[str]) -> bool:
    named = {code.split(".", 1)[1] for code in clear if code.startswith(f"{record}.")}
    return bool(named & alone) or (len(named & pair) >= 2 and not clear & CONTRACT_MAKING)  # type: ignore[operator]


def _dated_fact(headers: Sequence[str], clear: Collection[str], keys: set[str], wide_months: bool) -> str | None:
    dated = bool(keys & {"date", "日付", "日時", "月", "年月", "対象月", "month", "period", "day"})
    if "response.score" in clear and any(asks_score(header) for header in headers):
        return "response"
    if "response.score" in clear and ("response.respondent" in clear or "response.date" in clear or dated):
        return "response"
    if wide_months and sum(code.startswith("account.") and code not in ACCOUNT_IDS for code in clear) >= 2:
        return None  # a customer list that has some months beside
    metric = any(code in METRICS or code in ("measurement.metric", "measurement.value") for code in clear)
    if wide_months or (metric and ("measurement.date" in clear or dated)):
        return "measurement"
    return "touchpoint" if "touchpoint.date" in clear else None


def _is_contacts(clear: Collection[str]) -> bool:
    contact = sum(code in clear for code in ("contact.name", "contact.email", "contact.title"))
    own = sum(code.startswith("account.") and code not in ACCOUNT_IDS for code in clear)
    return contact >= 2 and own <= 2
