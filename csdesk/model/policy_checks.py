"""Settings that make no sense are refused here, wherever they come from: a person, a file, an import."""

from __future__ import annotations

import math
import re

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message
from csdesk.model.policies import AgendaPolicy, HealthModel, PlayPolicy, Policies, RenewalPolicy, TouchPolicy
from csdesk.model.policy_catalogue import SETTINGS
from csdesk.model.renewal_timeline import LONGEST, NOTICE, TimelinePolicy

TIERS = ("high", "low", "tech")


def check_policies(policies: Policies) -> None:
    """Refuse settings that make no sense: the first one is named.

    Raises:
        CSDeskError: one sentence.
    """
    for setting in SETTINGS:
        setting.check(setting.of(policies))
    if not re.fullmatch(r"[A-Z]{2,3}", policies.calendar.holiday_country):
        raise CSDeskError(
            Message("“{country}” is no country code.", country=policies.calendar.holiday_country),
            Message("Write it in capitals, e.g. JP or US."),
        )
    _check_weights(policies.renewals, policies.agenda)
    _check_touch(policies.touch)
    _check_plays(policies.plays)
    _check_timeline(policies.timeline)
    past = (model for former in policies.former_health for model in former.models)
    for model in (*past, *policies.health):
        _check_health(model)


def _check_weights(renewals: RenewalPolicy, agenda: AgendaPolicy) -> None:
    for name, weight in (*renewals.weights.items(), *agenda.weights.items()):
        if not _is_amount(weight):
            raise CSDeskError(Message("The weight of {name} is negative or no number.", name=str(name)))


def _check_touch(touch: TouchPolicy) -> None:
    if touch.high_from is not None and touch.low_from is not None and touch.low_from > touch.high_from:
        raise CSDeskError(Message("Low touch cannot begin above high touch."), Message("Move one of the two cuts."))
    if touch.top_share + touch.next_share > 1 + 1e-9:
        raise CSDeskError(Message("The shares of high and low touch are more than 100% together."))


def _check_plays(plays: PlayPolicy) -> None:
    for play in plays.plays:
        if play.tier not in TIERS:
            raise CSDeskError(Message("There is no tier “{tier}”.", tier=str(play.tier)))
        if not (play.text.strip() or play.code):
            raise CSDeskError(Message("A play needs a text."))
        if play.days is not None and not play.days >= 1:
            raise CSDeskError(Message("A cadence is at least one day."))


def _check_timeline(timeline: TimelinePolicy) -> None:
    for step in timeline.steps:
        if step.tier not in TIERS:
            raise CSDeskError(Message("There is no tier “{tier}”.", tier=str(step.tier)))
        if not (step.text.strip() or step.code):
            raise CSDeskError(Message("A step of a renewal needs a text."))
        whole = isinstance(step.days, int) and not isinstance(step.days, bool)
        if not whole or abs(step.days) > LONGEST or (step.code == NOTICE and step.days != 0):
            raise CSDeskError(Message("A step of a renewal lies at most {n} days before or after it.", n=LONGEST))


def _check_health(model: HealthModel) -> None:
    if not 0 < model.watch_from < model.healthy_from <= 100:
        raise CSDeskError(
            Message("Watch must begin below Healthy."), Message("Choose two scores from 1 to 100, the lower for Watch.")
        )
    if not all(_is_amount(component.weight) for component in model.components):
        raise CSDeskError(Message("A weight of the health model {name} is negative.", name=model.name))
    if not 0 <= model.minimum_coverage <= 1:
        raise CSDeskError(Message("The coverage that {name} asks for must be from 0% to 100%.", name=model.name))
    if min(model.nps_days, model.ticket_days, model.overdue_cap_days, model.event_days, model.view_days) < 0:
        raise CSDeskError(Message("A number of days of the health model {name} is negative.", name=model.name))


def _is_amount(value: object) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(float(value)) and float(value) >= 0  # type: ignore[arg-type]
