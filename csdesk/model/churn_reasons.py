"""Why customers leave and what puts a renewal at risk, as codes in two levels with their words (DOMAIN section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from csdesk.model.messages import Message

UNKNOWN = "unknown"

# A code of the second level is written ``first.second``.
_CHURN: dict[str, Message] = {
    "product_gap": Message("Product gap"),
    "product_gap.feature": Message("Product gap: missing feature"),
    "product_gap.quality": Message("Product gap: quality or speed"),
    "product_gap.integration": Message("Product gap: integration"),
    "product_gap.security": Message("Product gap: security or compliance"),
    "value_gap": Message("Value gap"),
    "value_gap.adoption": Message("Value gap: little used"),
    "value_gap.outcome": Message("Value gap: goals not reached"),
    "value_gap.proof": Message("Value gap: value not shown"),
    "experience": Message("Experience"),
    "experience.onboarding": Message("Experience: onboarding"),
    "experience.support": Message("Experience: support"),
    "experience.care": Message("Experience: account care"),
    "people": Message("People"),
    "people.champion": Message("People: champion left"),
    "people.sponsor": Message("People: sponsor left"),
    "people.owner": Message("People: nobody responsible"),
    "price": Message("Price or budget"),
    "price.increase": Message("Price or budget: price increase"),
    "price.budget": Message("Price or budget: budget cut"),
    "price.level": Message("Price or budget: too expensive"),
    "competitor": Message("Competitor or consolidation"),
    "competitor.switched": Message("Competitor or consolidation: another vendor"),
    "competitor.consolidated": Message("Competitor or consolidation: fewer tools"),
    "competitor.in_house": Message("Competitor or consolidation: own development"),
    "business_change": Message("Business change"),
    "business_change.merger": Message("Business change: merger or sale"),
    "business_change.closure": Message("Business change: business given up"),
    "business_change.strategy": Message("Business change: other strategy"),
    "involuntary": Message("Involuntary"),
    "involuntary.payment": Message("Involuntary: not paid"),
    "involuntary.insolvency": Message("Involuntary: insolvency"),
    "involuntary.terms": Message("Involuntary: breach of terms"),
    "bad_fit": Message("Bad fit"),
    "bad_fit.size": Message("Bad fit: size of the company"),
    "bad_fit.use": Message("Bad fit: another use"),
    "bad_fit.promise": Message("Bad fit: other expectations"),
    UNKNOWN: Message("Unknown"),
}
CHURN_REASONS: Mapping[str, Message] = MappingProxyType(_CHURN)

RISK_REASONS: Mapping[str, Message] = MappingProxyType(
    {
        "adoption": Message("Adoption"),
        "value": Message("Value"),
        "product": Message("Product"),
        "support": Message("Support"),
        "engagement": Message("Engagement"),
        "sponsor": Message("Sponsor left"),
        "sentiment": Message("Sentiment"),
        "readiness": Message("Readiness"),
        "company": Message("Company change"),
        "competitor": Message("Competitor"),
        "commercial": Message("Commercial"),
        UNKNOWN: Message("Unknown"),
    }
)


def first_level(code: str) -> str:
    """The first level of a churn reason: ``price.budget`` → ``price``."""
    return code.partition(".")[0]
