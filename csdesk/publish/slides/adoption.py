"""Adoption: seats in use against seats bought, and the features used."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pandas as pd

from csdesk.model.messages import Message
from csdesk.publish.findings import Seats, seats
from csdesk.publish.material import Material
from csdesk.publish.native_charts import Series, bars, line_chart, whole_steps
from csdesk.publish.page import LEFT, Page, fitted
from csdesk.publish.slides.draft import Draft

_FEATURES = 5


def adoption_draft(material: Material) -> Draft | Message:
    """Left out where no active users are known."""
    found = seats(material)
    if found is None:
        return Message("No usage is known for {account}; the adoption slide is left out.", account=material.name)
    usage = material.records["measurement"]["date"].max().date()
    return Draft(
        seat_titles(found),
        Message("Active users and seats bought, by month"),
        Message("Source: usage to {date}; contracts", date=usage),
        partial(_draw, found, features(material)),
    )


def seat_titles(found: Seats) -> tuple[Message, ...]:
    """Seats active now, and the change within a year."""
    if found.bought is None:
        return (Message("{n} people use it", n=found.active),)
    now = Message("{active} of {bought} seats are active", active=found.active, bought=found.bought)
    if found.active > found.bought:
        now = Message("{active} people use {bought} seats", active=found.active, bought=found.bought)
    if found.year_ago is None or found.year_ago == found.active:
        return (now,)
    more = found.active - found.year_ago
    if more > 0:
        return (Message("{now}, {n} more than a year ago", now=now, n=more), now)
    return (Message("{now}, {n} fewer than a year ago", now=now, n=-more), now)


def features(material: Material) -> pd.Series[float]:
    """Uses by feature in the last 90 days, most used first."""
    rows = material.records["measurement"]
    since = pd.Timestamp(material.as_of - timedelta(days=90))
    recent = rows[(rows["metric"] == "feature_uses") & (rows["date"] > since)].dropna(subset=["feature", "value"])
    return recent.groupby("feature")["value"].sum().astype("float64").nlargest(_FEATURES)


def _draw(found: Seats, used: pd.Series[float], page: Page, top: float) -> None:
    months = found.months
    page.text(LEFT, top, 7, page.say(Message("Seats in use against seats bought")), 12, bold=True, colour="ink_2")
    days = [day.date().replace(day=1) for day in months["date"]]
    active = [None if pd.isna(v) else float(v) for v in months["active"]]
    bought = [None if pd.isna(v) else float(v) for v in months["bought"]]
    lines = []
    if any(value is not None for value in bought):
        end = page.say(Message("{n} bought", n=found.bought or 0))
        lines.append(Series(page.say(Message("Seats bought")), bought, "ink_3", end=end, width=1.5))
    end = page.say(Message("{n} active", n=found.active))
    lines.append(Series(page.say(Message("Active users")), active, "accent", end=end, width=2.75))
    chart = line_chart(page, (LEFT - 0.1, top + 0.3, 7.4, 6.5 - top), days, lines, max(1, -(-len(days) // 5)))
    whole_steps(chart, max(v for v in (*active, *bought) if v is not None))
    _beside(found, used, page, top)


def _beside(found: Seats, used: pd.Series[float], page: Page, top: float) -> None:
    left, wide = 8.4, 4.27
    height = top
    if len(used):
        head = page.say(Message("Most used features, 90 days"))
        page.text(left, top, wide, head, 12, bold=True, colour="ink_2")
        names = [fitted(str(name), 1.5, 12, 1) for name in used.index]
        series = Series(head, [float(v) for v in used], "accent")
        bars(
            page,
            (left - 0.1, top + 0.3, wide + 0.1, 0.45 * len(used) + 0.3),
            names,
            [series],
            "#,##0",
            float(used.max()),
        )
        height = top + 0.45 * len(used) + 0.8
        page.line(left, height, left + wide, height)
        height += 0.22
    page.text(left, height, wide, page.say(_free(found)), 14, height=1.2, colour="ink_2")


def _free(found: Seats) -> Message:
    if found.bought is None:
        return Message("How many seats were bought is not known.")
    free = found.bought - found.active
    if free < 0:
        return Message("{n} people have no seat of their own.", n=-free)
    share = f"{round(found.active / found.bought * 100)}%" if found.bought else "—"
    return Message("{share} of the seats are in use; {n} are free.", share=share, n=free)
