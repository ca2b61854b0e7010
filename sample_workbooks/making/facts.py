"""What happened at a customer, dated; and what that means for its health on any day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from making.book import Account


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to the survey."""

    day: date
    respondent: str
    score: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A support ticket; ``number`` is given when all tickets are known, unless the story names it."""

    opened: date
    closed: date | None
    severity: str
    subject: str
    number: int | None = None
    escalated: bool = False
    csat: int | None = None


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A contact with the customer."""

    day: date
    kind: str
    text: str
    executive: bool = False
    by: str = ""  # the CSM, unless somebody else


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice; ``amount`` in yen, tax excluded."""

    issued: date
    due: date
    paid: date | None
    amount: int
    number: str = ""


@dataclass(slots=True)
class Facts:
    """All that is known of one customer; filled step by step.

    Attributes:
        users: active users on some days, in order; between them in a straight line.
        features: key features in use from a day on, in order; empty: not measured.
        logins: by day; empty: not measured.
    """

    account: Account
    users: list[tuple[date, int]] = field(default_factory=list)
    features: list[tuple[date, int]] = field(default_factory=list)
    logins: dict[date, int] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    touchpoints: list[Touchpoint] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)

    def users_on(self, day: date) -> int:
        """Active users on a day, between the known days in a straight line."""
        before = [(d, n) for d, n in self.users if d <= day]
        after = [(d, n) for d, n in self.users if d > day]
        if not before or not after:
            return (before[-1] if before else after[0])[1]
        (d0, n0), (d1, n1) = before[-1], after[0]
        return round(n0 + (n1 - n0) * (day - d0).days / (d1 - d0).days)

    def features_on(self, day: date) -> int | None:
        """Key features in use on a day."""
        return next((n for d, n in reversed(self.features) if d <= day), None)

    def raw(self, day: date) -> dict[str, float | None]:
        """The raw values of the health components on a day, except the login trend."""
        seats = self.account.seats_on(day)
        answers = [a.score for a in self.answers if day - timedelta(days=365) < a.day <= day]
        urgent = sum(t.severity == "urgent" and day - timedelta(days=90) < t.opened <= day for t in self.tickets)
        spoken = [t for t in self.touchpoints if t.day <= day]
        chosen = [t for t in spoken if t.executive] or spoken
        unpaid = [i.due for i in self.invoices if i.issued <= day and i.due < day and (not i.paid or i.paid > day)]
        return {
            "seats": self.users_on(day) / seats if seats else None,
            "features": self.features_on(day),
            "nps": sum(answers) / len(answers) if answers else None,
            "urgent": urgent * 100 / seats if seats else None,
            "contact": (day - max(t.day for t in chosen)).days if chosen else None,
            "overdue": (day - min(unpaid)).days if unpaid else 0,
        }

    def trend(self, day: date) -> float | None:
        """Logins a day in the last 30 days against the 90 days before."""
        recent = sum(self.logins.get(day - timedelta(days=n), 0) for n in range(30))
        base = sum(self.logins.get(day - timedelta(days=30 + n), 0) for n in range(90))
        return recent * 3 / base - 1 if base else None
