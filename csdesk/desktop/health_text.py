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


def points_band(points: float | None, healthy_from: int = 70, watch_from: int = 50) -> str:
    """The band a component's points (0 to 100) would be in on their own, for the colour of its bar."""
    if points is None:
        return "no_data"
    return "healthy" if points >= healthy_from else "watch" if points >= watch_from else "at_risk"
