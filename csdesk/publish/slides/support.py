"""Support and satisfaction: tickets by month, NPS, and two voices."""

from __future__ import annotations

from functools import partial

import pandas as pd

from csdesk.charts.years import month_ends
from csdesk.model.messages import Message
from csdesk.publish.findings import Answers, Support, answers, support
from csdesk.publish.material import Material
from csdesk.publish.native_charts import Series, stacked_columns, whole_steps
from csdesk.publish.page import LEFT, Page, Run, fitted
from csdesk.publish.slides.draft import Draft


def support_draft(material: Material) -> Draft | Message:
    """Left out where there are neither tickets nor survey answers within 12 months."""
    tickets, said = support(material), answers(material)
    if tickets is None and said is None:
        return Message(
            "No tickets or survey answers of {account} in 12 months; that slide is left out.", account=material.name
        )
    sources = (
        Message("Source: tickets to {date}; survey answers to {last}", date=material.as_of, last=said.last)
        if tickets is not None and said is not None
        else Message("Source: tickets to {date}", date=material.as_of)
        if tickets is not None
        else Message("Source: survey answers to {last}", last=said.last if said is not None else material.as_of)
    )
    lead = (
        Message("Tickets of 12 months; urgent ones of the last 90 days")
        if tickets
        else Message("Survey answers of the last 12 months")
    )
    return Draft(_titles(tickets, said), lead, sources, partial(_draw, tickets, said, material))


def urgent_text(tickets: Support) -> Message:
    """How the urgent tickets stand."""
    if tickets.urgent_open == 1:
        return Message("1 urgent ticket is open")
    if tickets.urgent_open:
        return Message("{n} urgent tickets are open", n=tickets.urgent_open)
    return Message("No urgent ticket is open")


def nps_text(said: Answers) -> Message | None:
    """NPS with its sign; None under five answers."""
    return None if said.nps is None else Message("NPS is {value}", value=f"{said.nps:+d}".replace("-", "\u2212"))


def _titles(tickets: Support | None, said: Answers | None) -> tuple[Message, ...]:
    score = nps_text(said) if said is not None else None
    if tickets is None:
        return (score or Message("{n} answers came in within 12 months", n=said.n if said else 0),)
    first = urgent_text(tickets)
    if tickets.urgent_90 and tickets.urgent_open:
        opened = Message("{first} of {n} opened in 90 days", first=first, n=tickets.urgent_90)
        first = first if tickets.urgent_90 < tickets.urgent_open else opened
    return (Message("{first}; {second}", first=first, second=score), first) if score else (first,)


def _draw(tickets: Support | None, said: Answers | None, material: Material, page: Page, top: float) -> None:
    if tickets is not None:
        _tickets(tickets, material, page, top)
    if said is not None:
        _answers(said, page, 7.17 if tickets is not None else LEFT, top)


def _tickets(found: Support, material: Material, page: Page, top: float) -> None:
    urgent, other = Message("urgent"), Message("other")
    head = [
        Run(page.say(Message("Tickets opened per month:")) + " ", True, "ink_2"), Run(page.say(urgent), True, "risk"),
        Run(" / ", True, "ink_2"), Run(page.say(other), True, "ink_3"),
    ]  # fmt: skip
    page.text(LEFT, top, 6, head, 12)
    months = month_ends(material.as_of, 12)
    names = [page.language.month(day) for day in months]
    period = found.tickets["opened"].dt.to_period("M")
    counts = {
        kind: [int(((period == pd.Period(day, "M")) & (found.tickets["urgent"] == kind)).sum()) for day in months]
        for kind in (True, False)
    }
    series = [
        Series(page.say(other), [float(v) for v in counts[False]], "muted_fill"),
        Series(page.say(urgent), [float(v) for v in counts[True]], "risk_fill", labelled=True),
    ]
    chart = stacked_columns(page, (LEFT - 0.1, top + 0.3, 6.1, 5.75 - top), names, series)
    whole_steps(chart, max(a + b for a, b in zip(counts[True], counts[False], strict=True)))
    if found.median_days is not None:
        days = page.language.number(found.median_days, 0 if found.median_days.is_integer() else 1)
        runs = [Run(days, True), Run(" " + page.say(Message("days to close a ticket, median")), False, "ink_2")]
        page.text(LEFT, 6.2, 6, runs, 14)


def _answers(found: Answers, page: Page, left: float, top: float) -> None:
    score = nps_text(found)
    answered = Message("{n} answers, latest {date}", n=found.n, date=found.last)
    head = Message("{score}: {answers}", score=score, answers=answered) if score else answered
    page.text(left, top, 5.5, page.say(head), 12, bold=True, colour="ink_2")
    names = [str(value) for value in range(11)]
    parts = (("Detractors", 0, 6, "risk_fill"), ("Passives", 7, 8, "muted_fill"), ("Promoters", 9, 10, "ok_fill"))
    words = {"Detractors": Message("Detractors"), "Passives": Message("Passives"), "Promoters": Message("Promoters")}
    series = [
        Series(
            page.say(words[name]),
            [float(c) if low <= value <= high else 0.0 for value, c in enumerate(found.counts)],
            colour,
        )
        for name, low, high, colour in parts
    ]
    chart = stacked_columns(page, (left - 0.1, top + 0.3, 5.6, 1.9), names, series, axis=False, gap=15)
    chart.value_axis.maximum_scale = max(max(found.counts) * 1.1, 3)
    height = top + 2.45
    for quote, colour in ((found.praise, "ok_fill"), (found.concern, "risk_fill")):
        if quote is not None:
            _quote(page, left, height, quote, colour)
            height += 1.0


def _quote(page: Page, left: float, top: float, quote: tuple[str, str, int], colour: str) -> None:
    comment, who, score = quote
    page.box(left, top, 0.04, 0.78, colour)
    text = page.say(Message("“{text}”", text=fitted(comment, 4.9, 13, 2)))
    page.text(left + 0.2, top, 5.1, text, 13, height=0.5)
    by = Message("{who}, scored {score}", who=who, score=score) if who else Message("scored {score}", score=score)
    page.text(left + 0.2, top + 0.53, 5.1, fitted(page.say(by), 5.1, 11, 1), 11, height=0.25, colour="ink_3")
