"""Raw values of health components in words, the same on every page."""

from __future__ import annotations

from csdesk.desktop.tables.painters import days_text
from csdesk.desktop.translation import language, tr
from csdesk.model.messages import Message

KEY_FEATURES = 8


def raw_text(metric: str, raw: float | None, active: int | None = None, bought: int | None = None) -> str:
    """What was measured: 152 / 240, −40%, 4 of 8, 8.0, 1.7 / 100, 41 d; a dash without data."""
    if raw is None:
        return "–"
    speaks = language()
    if metric == "seat_use":
        if active is not None and bought is not None:
            return f"{speaks.number(active)} / {speaks.number(bought)}"
        return speaks.percent(raw)
    if metric == "login_trend":
        return f"{speaks.signed(raw * 100)}%"
    if metric == "features_used":
        return tr(Message("{n} of {total}", n=round(raw), total=KEY_FEATURES))
    if metric == "nps_mean":
        return speaks.number(raw, 1)
    if metric == "urgent_tickets":
        return f"{speaks.number(raw, 1)} / 100"
    if metric in ("last_contact", "invoice_overdue"):
        return days_text(round(raw))
    return speaks.number(raw, 0 if float(raw).is_integer() else 1)


def raw_sentence(
    metric: str, raw: float, answers: int = 0, active: int | None = None, bought: int | None = None
) -> str:
    """What was measured, in words: 331 of 400 seats, 83%; −4% against the 90 days before; 51 days since the last contact."""
    speaks = language()
    if metric == "seat_use" and active is not None and bought:
        return tr(Message("{active} of {bought} seats, {share}", active=active, bought=bought, share=speaks.percent(raw)))  # fmt: skip
    if metric == "login_trend":
        return tr(Message("{change}% against the 90 days before", change=speaks.signed(raw * 100)))
    if metric == "features_used":
        return tr(Message("{n} of {total} key features in use", n=round(raw), total=KEY_FEATURES))
    if metric == "nps_mean" and answers:
        return tr(Message("{score} of 10, {n} answers", score=speaks.number(raw, 1), n=answers))
    if metric == "urgent_tickets":
        return tr(Message("{n} per 100 seats in 90 days", n=speaks.number(raw, 2)))
    if metric == "last_contact":
        return tr(Message("{n} days since the last contact", n=round(raw)))
    if metric == "invoice_overdue":
        return tr(Message("{n} days overdue", n=round(raw))) if raw > 0 else tr(Message("nothing overdue"))
    return raw_text(metric, raw, active, bought)


def points_band(points: float | None, healthy_from: int = 70, watch_from: int = 50) -> str:
    """The band a component's points (0 to 100) would be in on their own, for the colour of its bar."""
    if points is None:
        return "no_data"
    return "healthy" if points >= healthy_from else "watch" if points >= watch_from else "at_risk"
