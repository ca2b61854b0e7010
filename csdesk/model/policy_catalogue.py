"""Every setting of the book that is one value, part by part, in the order in which it is shown."""

from __future__ import annotations

from functools import cache

from csdesk.model.messages import Message
from csdesk.model.policy_settings import Setting

DAYS, YEARS, HOURS, POINTS = Message("days"), Message("years"), Message("hours a month"), Message("points")
_LONG = 3650  # days
_MONTHS = (
    Message("January"), Message("February"), Message("March"), Message("April"), Message("May"), Message("June"),
    Message("July"), Message("August"), Message("September"), Message("October"), Message("November"), Message("December"),
)  # fmt: skip
_LABELS = (("starting", Message("the year it starts in")), ("ending", Message("the year it ends in")))
_CUT_NOTE = Message("Counts with the method “two cut-offs”. Who would move is shown on Segments.")
_SHARE_NOTE = Message("Counts with the method “shares of the accounts”.")

CALENDAR = (
    Setting("calendar.fiscal_first_month", Message("first month of the fiscal year"),
            Message("Quarters, halves and years of figures, charts and decks begin with it."), "choice",
            choices=tuple(enumerate(_MONTHS, 1))),
    Setting("calendar.fiscal_label", Message("name of a fiscal year"),
            Message("Whether FY2026 starts or ends in 2026."), "choice", choices=_LABELS),
    Setting("calendar.holiday_country", Message("holiday country"),
            Message("Its public holidays are no business days for notice deadlines."), "text"),
    Setting("calendar.time_zone", Message("time zone"),
            Message("Imported times with a zone become the date in this zone."), "text"),
)  # fmt: skip

REVENUE = (
    Setting("revenue.net_of_discount", Message("amounts net of discount"),
            Message("ARR takes off the discount of a contract; off, it counts list prices."), "flag"),
    Setting("revenue.tax_rate", Message("tax rate"),
            Message("Amounts that include tax are divided by 1 plus this rate."), "share", high=1.0),
    Setting("revenue.late_renewal_days", Message("late renewal days"),
            Message("A contract that ended counts this long while its successor is awaited; later it is churn."), "whole",
            DAYS, low=1, high=_LONG),
    Setting("revenue.constant_currency", Message("constant currency"),
            Message("Both ends of a period are taken at the closing rate; off, the bridge has a bar for exchange rates."),
            "flag"),
    Setting("revenue.churn_base", Message("base of revenue churn"),
            Message("What the ARR that left is divided by."), "choice",
            choices=(("opening", Message("opening ARR")), ("closing", Message("what remains at the end")))),
    Setting("revenue.gross_margin", Message("gross margin"),
            Message("LTV counts this share of revenue."), "share", high=1.0),
    Setting("revenue.remaining_years_cap", Message("most remaining years"),
            Message("LTV expects a customer to stay at most this much longer."), "number", YEARS, high=100),
)  # fmt: skip

TOUCH = (
    Setting("touch.basis", Message("basis of the tiers"), Message("What an account is worth when tiers are cut."), "choice",
            choices=(("arr", Message("ARR")), ("ltv", Message("LTV")))),
    Setting("touch.method", Message("method of the tiers"),
            Message("How high, low and tech touch are told apart."), "choice",
            choices=(("cutoffs", Message("two cut-offs")), ("percentiles", Message("shares of the accounts")),
                     ("capacity", Message("the hours there are")))),
    Setting("touch.high_from", Message("high touch from"), _CUT_NOTE, "money", open_ended=True),
    Setting("touch.low_from", Message("low touch from"), _CUT_NOTE, "money", open_ended=True),
    Setting("touch.top_share", Message("share of high touch"), _SHARE_NOTE, "share", high=1.0),
    Setting("touch.next_share", Message("share of low touch"), _SHARE_NOTE, "share", high=1.0),
    Setting("touch.strategic_is_high", Message("strategic accounts are high touch"),
            Message("Accounts marked as strategic never fall below high touch."), "flag"),
    Setting("touch.onboarding_one_up", Message("onboarding accounts one tier up"),
            Message("In the first 90 days, or until onboarding is completed."), "flag"),
    Setting("touch.group_together", Message("parent groups counted together"),
            Message("The accounts of one parent stand in the tier of their sum."), "flag"),
    Setting("touch.hours_high", Message("hours for a high touch account"),
            Message("What it needs of its CSM; the load on Segments adds them up."), "number", HOURS, high=744),
    Setting("touch.hours_low", Message("hours for a low touch account"),
            Message("What it needs of its CSM; the load on Segments adds them up."), "number", HOURS, high=744),
    Setting("touch.hours_tech", Message("hours for a tech touch account"),
            Message("What it needs of its CSM; the load on Segments adds them up."), "number", HOURS, high=744),
    Setting("touch.full_time_hours", Message("hours of a full-time CSM"),
            Message("What a CSM has whose own hours are not set below."), "number", HOURS, high=744),
)  # fmt: skip

_FORECAST_NOTE = Message("The weighted forecast counts this share of the ARR in it.")
_FORECASTS = (
    ("commit", Message("weight of Commit")), ("likely", Message("weight of Likely")), ("open", Message("weight of Not started")),
    ("at_risk", Message("weight of At risk")), ("expected_loss", Message("weight of Churn")),
    ("renewed", Message("weight of Renewed")), ("reduced", Message("weight of Reduced")), ("lost", Message("weight of Lost")),
)  # fmt: skip
RENEWALS = (
    Setting("renewals.notice_open_days", Message("notice opens"),
            Message("A renewal is “notice open” from this many days before its notice deadline."), "whole", DAYS, high=_LONG),
    Setting("renewals.previous_business_day", Message("deadlines on business days"),
            Message("A notice deadline on a weekend or holiday moves to the business day before."), "flag"),
    *(Setting(f"renewals.weights.{code}", label, _FORECAST_NOTE, "share", high=1.0) for code, label in _FORECASTS),
    Setting("renewals.target_share", Message("renewal target"),
            Message("The share of what is due that should renew, where its fiscal half has no target of its own."), "share", high=1.0),
)  # fmt: skip

_RULE_NOTE = Message("Today ranks by ARR at stake × this weight × how near the day is; 0 puts it last.")
_RULES = (
    ("notice_deadline", Message("weight of a notice deadline")), ("event_cap", Message("weight of an open event")),
    ("health_fall", Message("weight of falling health")), ("renewal_without_plan", Message("weight of a renewal without plan")),
    ("detractor", Message("weight of an NPS detractor")), ("overdue_payment", Message("weight of an overdue payment")),
    ("contact_cadence", Message("weight of a missed contact")), ("onboarding", Message("weight of overdue onboarding")),
    ("task_overdue", Message("weight of an overdue task")), ("qbr_due", Message("weight of a QBR that is due")),
    ("data_problem", Message("weight of a data problem")), ("dormant", Message("weight of a dormant account")),
    ("upsell", Message("weight of an upsell")), ("touch_candidate", Message("weight of a tier change")),
)  # fmt: skip
AGENDA = (
    Setting("agenda.notice_days", Message("notice deadline shown"),
            Message("Today shows a notice deadline from this many days before it."), "whole", DAYS, high=_LONG),
    Setting("agenda.plan_days", Message("renewal plan expected"),
            Message("A renewal without a next step comes up this many days before it."), "whole", DAYS, high=_LONG),
    Setting("agenda.health_fall_points", Message("fall of health that counts"),
            Message("A score that fell by this much or more comes up."), "whole", POINTS, low=1, high=100),
    Setting("agenda.dormant_days", Message("dormant after"),
            Message("An account without a login for this long comes up."), "whole", DAYS, low=1, high=_LONG),
    Setting("agenda.upsell_seat_use", Message("seat use for an upsell"),
            Message("A healthy account that uses this share of its seats comes up."), "share", high=2.0),
    *(Setting(f"agenda.weights.{code}", label, _RULE_NOTE, "number", high=10) for code, label in _RULES),
)  # fmt: skip

SETTINGS = (*CALENDAR, *REVENUE, *TOUCH, *RENEWALS, *AGENDA)


@cache
def setting(code: str) -> Setting:
    """The setting of that code.

    Raises:
        KeyError: there is none.
    """
    for found in SETTINGS:
        if found.code == code:
            return found
    raise KeyError(code)
