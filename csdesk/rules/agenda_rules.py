"""The rules of the agenda, in the order in which they are looked at.

Accounts that are served one to all come up only where money or notice is in question;
accounts whose contracts have all ended never do.
"""

from __future__ import annotations

from collections.abc import Callable

from csdesk.rules.agenda_contact import contact_cadence, detractor, onboarding, qbr_ahead, qbr_due, task_overdue
from csdesk.rules.agenda_found import Found
from csdesk.rules.agenda_health import (
    champion_left,
    dormant,
    escalation,
    health_fall,
    notice_received,
    upsell,
    urgent_open,
)
from csdesk.rules.agenda_plays import play_missed, programme_missed
from csdesk.rules.agenda_renewals import (
    data_problem,
    notice_deadline,
    overdue_payment,
    renewal_overdue,
    renewal_without_plan,
)
from csdesk.rules.agenda_scene import Scene
from csdesk.rules.agenda_touch import touch_candidate, touch_override_ended

RULES: tuple[Callable[[Scene], Found], ...] = (
    notice_deadline, notice_received, champion_left, escalation, urgent_open, health_fall, renewal_without_plan,
    renewal_overdue, detractor, overdue_payment, contact_cadence, play_missed, programme_missed, onboarding, task_overdue,
    qbr_ahead, qbr_due, data_problem, dormant, upsell, touch_candidate, touch_override_ended,
)  # fmt: skip
