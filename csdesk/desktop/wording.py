"""What the codes of choices are called on screen."""

from __future__ import annotations

from csdesk.charts.words import COMPONENTS, FORECASTS
from csdesk.desktop.translation import tr
from csdesk.model.churn_reasons import CHURN_REASONS, RISK_REASONS
from csdesk.model.fields import Field
from csdesk.model.messages import Message

CHOICES: dict[str, Message] = {
    "high": Message("High"),
    "low": Message("Low"),
    "tech": Message("Tech"),
    "healthy": Message("Healthy"),
    "watch": Message("Watch"),
    "at_risk": Message("At risk"),
    "no_data": Message("Not enough data"),
    "onboarding": Message("Onboarding"),
    "adopting": Message("Adopting"),
    "renewing": Message("Renewing"),
    "churned": Message("Churned"),
    "no_date": Message("No date"),
    "overdue": Message("Overdue"),
    "notice_open": Message("Notice open"),
    "upcoming": Message("Upcoming"),
    "locked_in": Message("Locked in"),
    "assumed_renewed": Message("Assumed renewed"),
    "decided": Message("Decided"),
    "evergreen": Message("No end"),
    "ended": Message("Ended"),
    "commit": Message("Commit"),
    "likely": Message("Likely"),
    "open": Message("Not started"),
    "expected_loss": Message("Churn"),
    "renewed": Message("Renewed"),
    "reduced": Message("Reduced"),
    "lost": Message("Lost"),
    "meeting": Message("Meeting"),
    "call": Message("Call"),
    "mail": Message("Mail"),
    "qbr": Message("QBR"),
    "event": Message("Event"),
    "webinar": Message("Webinar"),
    "champion": Message("Champion"),
    "sponsor": Message("Sponsor"),
    "admin": Message("Admin"),
    "user": Message("User"),
    "urgent": Message("Urgent"),
    "normal": Message("Normal"),
    "monthly": Message("Monthly"),
    "quarterly": Message("Quarterly"),
    "half_yearly": Message("Half-yearly"),
    "annual": Message("Annual"),
    "total": Message("Whole term"),
    "one_off": Message("One-off"),
    "metered": Message("Metered"),
    "excluded": Message("Excluded"),
    "included": Message("Included"),
    "days": Message("Days"),
    "months": Message("Months"),
    "active": Message("Active"),
    "ours": Message("Ours"),
    "theirs": Message("Theirs"),
    "both": Message("Both"),
    "started": Message("Started"),
    "done": Message("Done"),
    "cancelled": Message("Cancelled"),
    "en": Message("English"),
    "ja": Message("Japanese"),
    "name": Message("Name"),
    "external_id": Message("Account ID"),
    "corporate_number": Message("Corporate number"),
    "domain": Message("Domain"),
}
# A forecast category says "Churn" where an account says "At risk" of its band: the forecast's own words.
FORECAST_ORDER = ("commit", "likely", "open", "at_risk", "expected_loss", "renewed", "reduced", "lost")


# Codes that mean something else where they stand in these fields.
_OF_FIELD = {
    "decision.risk_reason": RISK_REASONS,
    "decision.stated_code": CHURN_REASONS,
    "decision.cause_code": CHURN_REASONS,
}


def choice_text(code: str) -> str:
    """The word for a choice; a code without one is shown as it is."""
    return tr(CHOICES[code]) if code in CHOICES else code


def forecast_text(code: str) -> str:
    """The word for a forecast category: its "at risk" is not the band of the same name."""
    return tr(FORECASTS[code]) if code in FORECASTS else code


def field_choice_text(field: Field, code: str) -> str:
    """The word for a choice of a field: forecasts and reasons have words of their own."""
    words = _OF_FIELD.get(field.code)
    if words is not None:
        return tr(words[code]) if code in words else code
    return forecast_text(code) if field.code == "decision.forecast" else choice_text(code)


def component_text(metric: str) -> str:
    """The name of a health component; a metric of the user's own is shown as it is."""
    return tr(COMPONENTS[metric]) if metric in COMPONENTS else metric.replace("_", " ")
