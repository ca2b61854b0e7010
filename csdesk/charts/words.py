"""What the codes of choices are called: bands, touch tiers, forecasts, renewal states, components of health, months."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from csdesk.model.messages import Message

BANDS: Mapping[str, Message] = MappingProxyType(
    {
        "healthy": Message("Healthy"),
        "watch": Message("Watch"),
        "at_risk": Message("At risk"),
        "no_data": Message("Not enough data"),
    }
)
TOUCHES: Mapping[str, Message] = MappingProxyType(
    {"high": Message("High touch"), "low": Message("Low touch"), "tech": Message("Tech touch")}
)
FORECASTS: Mapping[str, Message] = MappingProxyType(
    {
        "commit": Message("Commit"),
        "likely": Message("Likely"),
        "open": Message("Open"),
        # No-break space: the forecast is translated differently from the health band of the same name.
        "at_risk": Message("At\u00a0risk"),
        "expected_loss": Message("Churn"),
        "renewed": Message("Renewed"),
        "reduced": Message("Reduced"),
        "lost": Message("Lost"),
    }
)
STATES: Mapping[str, Message] = MappingProxyType(
    {
        "no_date": Message("No date"),
        "overdue": Message("Overdue"),
        "notice_open": Message("Notice period open"),
        "upcoming": Message("Upcoming"),
        "locked_in": Message("Locked in"),
        "assumed_renewed": Message("Assumed renewed"),
        "decided": Message("Decided"),
        "evergreen": Message("Evergreen"),
        "ended": Message("Ended"),
    }
)
COMPONENTS: Mapping[str, Message] = MappingProxyType(
    {
        "seat_use": Message("Active seats"),
        "login_trend": Message("Login trend"),
        "features_used": Message("Key features"),
        "nps_mean": Message("NPS, mean"),
        "urgent_tickets": Message("Urgent tickets"),
        "last_contact": Message("Last contact"),
        "invoice_overdue": Message("Invoice overdue"),
        "sentiment": Message("CSM's view"),
        "events_attended": Message("Events attended"),
    }
)
MONTHS: tuple[Message, ...] = (
    Message("January"),
    Message("February"),
    Message("March"),
    Message("April"),
    Message("May"),
    Message("June"),
    Message("July"),
    Message("August"),
    Message("September"),
    Message("October"),
    Message("November"),
    Message("December"),
)
FIGURES: Mapping[str, Message] = MappingProxyType(
    {
        "arr": Message("ARR"),
        "mrr": Message("MRR"),
        "accounts": Message("Accounts with ARR"),
        "nrr": Message("NRR"),
        "grr": Message("GRR"),
        "customer_churn": Message("Customer churn rate"),
        "revenue_churn": Message("Revenue churn rate"),
        "retention": Message("Retention"),
        "annualised_monthly_churn": Message("Monthly churn, annualised"),
        "quick_ratio": Message("Quick ratio"),
        "upsell_rate": Message("Upsell rate"),
        "upsell_rate_value": Message("Upsell rate by value"),
        "cross_sell_rate": Message("Cross-sell rate"),
        "cross_sell_rate_value": Message("Cross-sell rate by value"),
        "ltv": Message("LTV"),
        "arr_at_risk": Message("ARR at risk"),
        "arr_due_90_days": Message("ARR due in 90 days"),
        "renewal_rate": Message("Renewal rate"),
        "renewal_rate_value": Message("Renewal rate by value"),
        "weighted_forecast": Message("Weighted forecast"),
        "onboarding_completion": Message("Onboarding completed"),
        "time_to_value": Message("Time to value"),
        "active_users": Message("Active users"),
        "sessions": Message("Sessions"),
        "seat_use": Message("Seats used"),
        "nps": Message("NPS"),
    }
)
