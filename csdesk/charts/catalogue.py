"""Every chart by its code: what it is called and the function that works it out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from csdesk.charts import (
    account,
    account_growth,
    bridge,
    cohorts,
    health,
    nps,
    onboarding,
    renewals,
    retention,
    seats,
    touch,
)
from csdesk.charts.canvas import Picture, sheet
from csdesk.charts.style import Look, rc
from csdesk.i18n import Language
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

DEFAULT_SIZE = (7.2, 4.2)  # inches
# matplotlib's settings are those of the process: two threads must not set them at once.
DRAWING = threading.RLock()


@dataclass(frozen=True, slots=True)
class Chart:
    """One entry of the catalogue.

    Attributes:
        code: stable, e.g. ``renewals_by_month``; file names use it with hyphens.
        name: what lists call the chart, whatever the data say.
        prepare: works the chart out; a Message says in one sentence why there is none.
        of_account: shows one account, whose key is given.
    """

    code: str
    name: Message
    prepare: Callable[[Assessment, int | None], Picture | Message]
    of_account: bool = False


CHARTS: Mapping[str, Chart] = MappingProxyType(
    {
        chart.code: chart
        for chart in (
            Chart("arr_bridge", Message("ARR bridge"), lambda a, _: bridge.arr_bridge(a)),
            Chart("nrr_grr", Message("NRR and GRR"), lambda a, _: retention.nrr_grr(a)),
            Chart("renewals_by_month", Message("Renewals by month"), lambda a, _: renewals.renewals_by_month(a)),
            Chart("health_against_arr", Message("Health against ARR"), lambda a, _: health.health_against_arr(a)),
            Chart("touch_tiers", Message("Touch tiers"), lambda a, _: touch.touch_tiers(a)),
            Chart("cohorts", Message("Retention by cohort"), lambda a, _: cohorts.cohort_retention(a)),
            Chart("seats_used", Message("Seats used by the largest"), lambda a, _: seats.seats_used(a)),
            Chart("nps", Message("NPS by quarter"), lambda a, _: nps.nps_by_quarter(a)),
            Chart("onboarding", Message("Onboarding"), lambda a, _: onboarding.onboarding_funnel(a)),
            Chart("account_arr", Message("ARR by month"), account.account_arr, of_account=True),
            Chart("account_seats", Message("Seats bought and active"), account.account_seats, of_account=True),
            Chart("account_growth", Message("ARR and seats"), account_growth.account_growth, of_account=True),
        )
    }
)
PORTFOLIO = tuple(chart.code for chart in CHARTS.values() if not chart.of_account)


def picture(code: str, assessment: Assessment, account_key: int | None = None) -> Picture | Message:
    """The chart worked out, or the sentence that says what it lacks.

    Raises:
        KeyError: no chart has that code.
    """
    return CHARTS[code].prepare(assessment, account_key)


def draw(
    code: str,
    assessment: Assessment,
    language: Language,
    look: Look = "light",
    size: tuple[float, float] = DEFAULT_SIZE,
    *,
    account_key: int | None = None,
    source: Message | None = None,
) -> Figure:
    """The chart as a figure of that size in inches.

    A chart without data is a figure that says so in one sentence. ``source`` names the
    files behind the numbers; without it the as-of date stands there, and nothing for an empty one.

    Raises:
        KeyError: no chart has that code.
    """
    return paint(picture(code, assessment, account_key), CHARTS[code], assessment, language, look, size, source)


def paint(
    worked_out: Picture | Message,
    chart: Chart,
    assessment: Assessment,
    language: Language,
    look: Look,
    size: tuple[float, float],
    source: Message | None = None,
) -> Figure:
    """The figure of a chart already worked out."""
    scale = min(1.0, max(0.8, size[0] / 5.6))
    origin = source or Message("Source: book, as of {date}", date=assessment.as_of)
    with DRAWING, mpl.rc_context(rc(look, scale)):
        if isinstance(worked_out, Message):
            canvas = sheet(language.text(chart.name), language.text(worked_out), "", language, look, size, scale)
            canvas.axes.set_axis_off()
            return canvas.figure
        subtitle = language.text(worked_out.subtitle_in(language))
        said = language.text(origin) if origin.text else ""
        canvas = sheet(language.text(worked_out.title), subtitle, said, language, look, size, scale)
        worked_out.paint(canvas)
        return canvas.figure
