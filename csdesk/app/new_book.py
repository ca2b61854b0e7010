"""The settings a new book starts with, as the reader's country has them."""

from __future__ import annotations

from csdesk.app.preferences import system_language
from csdesk.model.policies import Calendar, Policies, RevenuePolicy


def new_policies(currency: str | None = None, language: str | None = None) -> Policies:
    """Fiscal year from April and Japanese holidays in Japanese, from January otherwise; each can be changed."""
    japanese = (language or system_language()) == "ja"
    calendar = Calendar(fiscal_first_month=4, holiday_country="JP", time_zone="Asia/Tokyo") if japanese else Calendar()
    default = "JPY" if japanese else "USD"
    return Policies(calendar=calendar, revenue=RevenuePolicy(currency=(currency or default).upper()))
