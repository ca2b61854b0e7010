"""Settings that change results. They travel in the book, so that it means the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from csdesk.model.renewal_timeline import DEFAULT_TIMELINE, TimelinePolicy

T = TypeVar("T")
MissingData = Literal["drop", "neutral", "zero"]
LabelStyle = Literal["starting", "ending"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Fiscal year, holidays and time zone of the book."""

    fiscal_first_month: int = 1
    fiscal_label: LabelStyle = "starting"  # FY2026 is the year that starts, or ends, in 2026
    holiday_country: str = "US"
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class RevenuePolicy:
    """How contracts become recurring revenue (DOMAIN section 2)."""

    currency: str = "USD"  # the reporting currency
    net_of_discount: bool = True
    tax_rate: float = 0.10
    late_renewal_days: int = 60
    constant_currency: bool = True
    churn_base: Literal["opening", "closing"] = "opening"
    gross_margin: float = 1.0
    remaining_years_cap: float = 5.0


@dataclass(frozen=True, slots=True)
class TouchPolicy:
    """How accounts are cut into high, low and tech touch (DOMAIN section 5).

    ``high_from`` and ``low_from`` are minor units of the reporting currency a year; None
    until the first import with contracts freezes them at the top 15% and the next 35%.
    """

    basis: Literal["arr", "ltv"] = "arr"
    method: Literal["cutoffs", "percentiles", "capacity"] = "cutoffs"
    high_from: int | None = None
    low_from: int | None = None
    top_share: float = 0.15
    next_share: float = 0.35
    strategic_is_high: bool = True
    onboarding_one_up: bool = False
    group_together: bool = False
    hours_high: float = 6.0
    hours_low: float = 1.5
    hours_tech: float = 0.1
    full_time_hours: float = 110.5


@dataclass(frozen=True, slots=True)
class Play:
    """Something a tier of accounts is given (DOMAIN section 5).

    Attributes:
        code: of a play that ships with the program; its text is then in the language of the reader.
        text: in the words of the book; wins over ``code``.
        days: it is due again this many days after the last time; None: nobody watches it.
        kinds: kinds of touchpoint that fulfil it; empty: any.
        together: one to many; the tier as a whole has had it when one of its accounts has.
    """

    tier: Literal["high", "low", "tech"]
    code: str = ""
    text: str = ""
    days: int | None = None
    kinds: tuple[str, ...] = ()
    together: bool = False


DEFAULT_PLAYS = (
    Play("high", "monthly_call", days=30),
    Play("high", "qbr", days=91, kinds=("qbr",)),
    Play("high", "success_plan"),
    Play("high", "executive_sponsor"),
    Play("low", "workshop", days=31, kinds=("event", "webinar"), together=True),
    Play("low", "quarterly_check", days=90),
    Play("low", "half_year_review", days=183, kinds=("qbr", "meeting", "call")),
    Play("low", "renewal_quote"),
    Play("tech", "monthly_mail", days=31, kinds=("mail",), together=True),
    Play("tech", "webinar", days=31, kinds=("event", "webinar"), together=True),
    Play("tech", "help_centre"),
    Play("tech", "renewal_notice"),
)


@dataclass(frozen=True, slots=True)
class PlayPolicy:
    """What each tier is given, in the order in which it is shown."""

    plays: tuple[Play, ...] = DEFAULT_PLAYS

    def of(self, tier: str) -> tuple[Play, ...]:
        """The plays of a tier."""
        return tuple(play for play in self.plays if play.tier == tier)

    def with_tier(self, tier: str, plays: tuple[Play, ...]) -> PlayPolicy:
        """The same with other plays for a tier."""
        kept = {name: plays if name == tier else self.of(name) for name in ("high", "low", "tech")}
        return PlayPolicy(tuple(play for some in kept.values() for play in some))


@dataclass(frozen=True, slots=True)
class HealthComponent:
    """One component of a health model.

    Attributes:
        metric: code of the metric, e.g. ``seat_use``, ``login_trend``, ``features_used``,
            ``nps_mean``, ``urgent_tickets``, ``last_contact``, ``invoice_overdue``,
            ``sentiment``, ``events_attended``.
        method: ``linear`` (zero → full), ``bands``, ``trend``, ``recency``, ``manual``, ``age_bands``.
        zero, full: the raw values that give 0 and 100 points; either may be the higher.
        bands: (from raw value, points) in rising order for ``bands``.
        touch, months_from, months_to: whom it concerns; for others it has no weight.
    """

    metric: str
    weight: float
    method: Literal["linear", "bands", "trend", "recency", "manual", "age_bands"] = "linear"
    zero: float = 0.0
    full: float = 100.0
    bands: tuple[tuple[float, float], ...] = ()
    touch: tuple[str, ...] = ()  # only accounts of these tiers; empty: all
    months_from: int | None = None  # only from this many months after the first start
    months_to: int | None = None


DEFAULT_COMPONENTS = (
    HealthComponent("seat_use", 25, zero=0.30, full=0.90),
    HealthComponent("login_trend", 20, zero=-0.30, full=0.10),
    HealthComponent("features_used", 15, zero=1, full=6),
    HealthComponent("nps_mean", 15, zero=5, full=9),
    HealthComponent("urgent_tickets", 10, zero=4, full=0),
    HealthComponent("last_contact", 10, zero=120, full=30),
    HealthComponent("invoice_overdue", 5, zero=45, full=0),
)


@dataclass(frozen=True, slots=True)
class HealthModel:
    """A versioned health model (DOMAIN section 6). Models are tried in order of precedence.

    Attributes:
        live_since: first day this version scores; None: since ever.
        view_days: how long the CSM's own view counts that says no end itself.
    """

    name: str = "default"
    version: int = 1
    components: tuple[HealthComponent, ...] = DEFAULT_COMPONENTS
    missing: MissingData = "drop"
    healthy_from: int = 70
    watch_from: int = 50
    minimum_coverage: float = 0.5
    nps_days: int = 365
    ticket_days: int = 90
    overdue_cap_days: int = 30
    touch: tuple[str, ...] = ()  # accounts of these tiers only; empty: all
    event_days: int = 90  # how long a champion's leaving or an escalation stays open by itself
    caps: tuple[tuple[str, str], ...] = (  # open event → best band the account can still have
        ("notice_received", "at_risk"),
        ("payment_overdue", "at_risk"),
        ("champion_left", "watch"),
        ("escalation", "watch"),
    )
    live_since: date | None = None
    view_days: int = 180


@dataclass(frozen=True, slots=True)
class FormerHealth:
    """The models that scored before ``until``, in their order of precedence."""

    until: date
    models: tuple[HealthModel, ...]


@dataclass(frozen=True, slots=True)
class RenewalPolicy:
    """Renewals, notice and forecast (DOMAIN section 7)."""

    notice_open_days: int = 30
    previous_business_day: bool = False
    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "commit": 0.9,
            "likely": 0.6,
            "open": 0.3,
            "at_risk": 0.3,
            "expected_loss": 0.0,
            "renewed": 1.0,
            "reduced": 1.0,
            "lost": 0.0,
        }
    )
    target_share: float = 0.94


@dataclass(frozen=True, slots=True)
class AgendaPolicy:
    """What calls for the CSM, and how loudly (DOMAIN section 8)."""

    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "notice_deadline": 1.0,
            "event_cap": 0.8,
            "health_fall": 0.7,
            "renewal_without_plan": 0.6,
            "detractor": 0.5,
            "overdue_payment": 0.5,
            "contact_cadence": 0.4,
            "onboarding": 0.4,
            "task_overdue": 0.4,
            "qbr_due": 0.4,
            "data_problem": 0.3,
            "dormant": 0.3,
            "upsell": 0.2,
            "touch_candidate": 0.1,
        }
    )
    notice_days: int = 30
    health_fall_points: int = 10
    dormant_days: int = 60
    upsell_seat_use: float = 0.9
    plan_days: int = 120


@dataclass(frozen=True, slots=True)
class Policies:
    """Every setting of a book that changes a result.

    ``former_health`` holds what ``health`` was before, the oldest first: scores of earlier days keep
    the version they were given by.
    """

    calendar: Calendar = Calendar()
    revenue: RevenuePolicy = RevenuePolicy()
    touch: TouchPolicy = TouchPolicy()
    plays: PlayPolicy = PlayPolicy()
    health: tuple[HealthModel, ...] = (HealthModel(),)
    renewals: RenewalPolicy = RenewalPolicy()
    agenda: AgendaPolicy = AgendaPolicy()
    former_health: tuple[FormerHealth, ...] = ()
    timeline: TimelinePolicy = DEFAULT_TIMELINE

    def health_on(self, day: date) -> tuple[HealthModel, ...]:
        """The models in force on a day."""
        return next((former.models for former in self.former_health if day < former.until), self.health)

    def as_on(self, day: date) -> Policies:
        """These settings with the health models in force on a day."""
        models = self.health_on(day)
        return self if models == self.health else replace(self, health=models)

    def with_health(self, models: tuple[HealthModel, ...], since: date) -> Policies:
        """These settings with other health models from a day on; what was in force stays with the days before.

        A model that differs from the one of its name gets the next version number and the day.
        """
        named = {model.name: model for model in self.health}
        known = [*(model for former in self.former_health for model in former.models), *self.health]
        made = []
        for model in models:
            old = named.get(model.name)
            version = 1 + max((other.version for other in known if other.name == model.name), default=0)
            same = old is not None and same_scores(old, model)
            made.append(old if old is not None and same else replace(model, version=version, live_since=since))
        if tuple(made) == self.health:
            return self
        past = (replace(former, until=min(former.until, since)) for former in self.former_health)
        return replace(self, health=tuple(made), former_health=(*past, FormerHealth(since, self.health)))


def same_scores(one: HealthModel, other: HealthModel) -> bool:
    """Whether two models differ in nothing but version and day."""
    return replace(one, version=other.version, live_since=other.live_since) == other


def as_data(policies: Any) -> dict[str, Any]:
    """A settings dataclass as plain data for JSON; dates are ISO text."""
    data: dict[str, Any] = _plain(asdict(policies))
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def from_data(kind: type[T], data: Mapping[str, Any]) -> T:
    """The settings dataclass behind plain data; what is unknown is left out, what is missing is default."""
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _value(hints[name], value) for name, value in data.items() if name in known})


def _value(hint: Any, value: Any) -> Any:
    if is_dataclass(hint) and isinstance(value, Mapping):
        return from_data(hint, value)  # type: ignore[arg-type]
    if get_origin(hint) is tuple and isinstance(value, (list, tuple)):
        inner = get_args(hint)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        return tuple(_value(k, v) for k, v in zip(kinds, value, strict=True))
    kinds_of_date = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if date in kinds_of_date and isinstance(value, str):
        return date.fromisoformat(value)
    return value
