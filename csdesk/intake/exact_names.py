"""Which field an exact header name means in a table of a given record."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence

from csdesk.intake.headers import Candidates, header_key
from csdesk.intake.subjects import ACCOUNT_IDS, METRICS, logs_amounts
from csdesk.model.fields import Field, field

# Records a row may also give, beside the one the table is a list of.
BESIDE: MappingType[str, tuple[str, ...]] = {
    "account": ("account", "contract", "decision", "measurement", "contact", "event"),
    "contract": ("contract", "account", "decision", "measurement", "contact", "event"),
}
# What a log of events may say about the contracts it implies.
_IN_LOG = ("mrr", "arr", "product", "plan", "seats", "currency")
# What a list of things to do calls as other lists do.
_AS_TASK = {"ticket.subject": "task.text", "invoice.due": "task.due", "measurement.date": "task.due"}
_SURVEY_IN_LIST = frozenset(map(header_key, ("nps", "npsScore", "NPS score", "推奨度", "おすすめ度", "NPSスコア")))


def own_id(subject: str, found: Sequence[Candidates]) -> str | None:
    """The id field a column called ID holds: of the table's own record, unless that has one already."""
    codes = {f.code for c in found for f in c.explicit}
    own = f"{subject}.external_id"
    if own in codes or subject not in (
        "account",
        "contract",
        "ticket",
        "invoice",
        "event",
        "task",
        "milestone",
        "objective",
        "feedback",
    ):
        return None
    tied = codes & set(ACCOUNT_IDS)
    return own if tied or subject == "account" else None


def resolved(own: Candidates, subject: str, found: Sequence[Candidates], header: str) -> Field | None:
    """The field an exact name means in a table of that subject, or None."""
    if subject in BESIDE and any(candidate.code == "account.last_contact_on" for candidate in own.explicit):
        return field("touchpoint.date")
    if subject == "task" and (meant := next((_AS_TASK[c.code] for c in own.explicit if c.code in _AS_TASK), None)):
        return next((c for c in own.explicit if c.record == "task"), field(meant))
    beside = ("event", "contract") if subject == "event" else BESIDE.get(subject, (subject,))
    for record in beside:
        for candidate in own.explicit:
            if candidate.record == record and (record == subject or _fits(candidate, subject, found)):
                return candidate
        if record == subject:
            for candidate in own.general:
                if candidate.record == record:
                    return candidate
    for candidate in own.explicit:  # which customer, which contract
        if _refers(candidate, header, subject):
            return candidate
        if candidate.code == "response.score" and subject in BESIDE and header_key(header) in _SURVEY_IN_LIST:
            return candidate
    return None


def _refers(candidate: Field, header: str, subject: str) -> bool:
    """Whether a column says which customer or contract a row of another record belongs to."""
    if candidate.code == "account.domain":  # a ticket's URL is not its customer's
        return any(word in header_key(header) for word in ("domain", "ドメイン"))
    if candidate.code == "objective.external_id":
        return subject in ("task", "milestone")
    return candidate.code in ACCOUNT_IDS or candidate.code == "contract.external_id"


def _fits(candidate: Field, subject: str, found: Sequence[Candidates]) -> bool:
    """Whether a field of another record than the subject's makes sense in this table."""
    if candidate.record == "decision":
        return subject == "contract"
    if subject == "event":
        return candidate.name in _IN_LOG and logs_amounts({f.code for c in found for f in c.explicit})
    if candidate.record == "contact":
        named = {f.code for c in found for f in c.explicit}
        return bool(named & {"contact.name", "contact.email"})
    if candidate.record == "event":
        return candidate.name in ("date", "reason") and "event.date" in {f.code for c in found for f in c.explicit}
    if candidate.record == "measurement":
        return candidate.code in METRICS or candidate.name == "date"
    return True
