"""The columns the list of accounts offers, and those it shows at first."""

from __future__ import annotations

from collections.abc import Sequence

from csdesk.desktop.tables.columns import Column, field_column
from csdesk.desktop.translation import tr
from csdesk.model.fields import Origin, record_type
from csdesk.model.messages import Message

SHOWN = ("name", "touch", "health", "arr", "renewal_on", "notice_by", "seats_active", "nps", "csm", "next_step")
_OFFERED = (
    *SHOWN, "band", "health_change", "coverage", "renewal_state", "days_to_notice", "mrr", "ltv", "seats_bought", "seat_use",
    "last_contact_on", "touch_reason", "external_id", "kana", "industry", "region", "plan", "lifecycle", "strategic",
    "signup", "sales_owner", "parent", "onboarding_due", "onboarded_on", "next_step_date", "sentiment", "tags", "notes",
)  # fmt: skip
_STYLES = {
    "name": "strong", "touch": "touch", "health": "health_wide", "renewal_on": "date_days", "notice_by": "notice",
    "seats_active": "seats", "nps": "signed", "csm": "quiet", "next_step": "quiet", "band": "band", "health_change": "signed",
    "days_to_notice": "number",
}  # fmt: skip
_WIDTHS = {
    "name": 158, "touch": 54, "health": 172, "arr": 74, "renewal_on": 130, "notice_by": 76, "seats_active": 108, "nps": 50,
    "csm": 102, "next_step": 84, "touch_reason": 200, "notes": 240,
}  # fmt: skip
_SORT = {"health": "health_points", "seats_active": "seat_use"}


def offered_columns(currency: str) -> list[Column]:
    """Every column there is, in the order in which they are offered."""
    account = record_type("account")
    headers = {
        "health": Message("Health, 12 weeks"),
        "renewal_on": Message("Renewal"),
        "notice_by": Message("Notice by"),
        "seats_active": Message("Seats used"),
        "csm": Message("CSM"),
        "name": Message("Account"),
    }
    return [
        field_column(
            field, currency, width=_WIDTHS.get(name, 0), style=_STYLES.get(name, ""), sort=_SORT.get(name, ""),
            header=tr(headers[name]) if name in headers else "", editable=field.origin is Origin.STORED,
        )
        for name in _OFFERED
        for field in (account.field(name),)
    ]  # fmt: skip


def chosen_columns(offered: Sequence[Column], codes: Sequence[str]) -> list[Column]:
    """The columns of those codes in their order; a code that is gone is left out."""
    by_code = {column.code: column for column in offered}
    return [by_code[code] for code in codes if code in by_code]
