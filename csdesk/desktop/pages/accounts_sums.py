"""Sums for the status bar: of the list, and of the selection, as spreadsheets show them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from csdesk.desktop.pages.page import StatusPart
from csdesk.desktop.translation import language, tr
from csdesk.model.messages import Message
from csdesk.model.money import Money


def _total(values: pd.Series) -> int:
    return int(values.sum(skipna=True)) if len(values) else 0


def list_parts(accounts: pd.DataFrame, rows: np.ndarray, whole: int, currency: str) -> tuple[StatusPart, ...]:
    """28 of 128 accounts, ARR ¥180.6M: ``rows`` of a frame with the columns of the assessment's accounts."""
    if "arr" not in accounts.columns:
        return (StatusPart(tr(Message("{n} accounts", n=len(rows)))),)
    amount = Money(_total(accounts["arr"].iloc[rows]), currency)
    if len(rows) == whole:
        return (StatusPart(tr(Message("{n} accounts, ARR {arr}", n=whole, arr=amount))),)
    return (StatusPart(tr(Message("{n} of {all} accounts, ARR {arr}", n=len(rows), all=whole, arr=amount))),)


def selection_parts(accounts: pd.DataFrame, rows: np.ndarray, currency: str) -> tuple[StatusPart, ...]:
    """Count, sum, average health, seats and the earliest notice of some ``rows`` of the accounts."""
    parts = [StatusPart(strong=tr(Message("{n} selected", n=len(rows))), divided=True)]
    if "arr" not in accounts.columns:
        return tuple(parts)
    chosen = accounts[["arr", "health", "seats_bought", "seats_active", "notice_by"]].iloc[rows]
    speaks = language()
    parts.append(StatusPart(tr(Message("Sum")), speaks.money(Money(_total(chosen["arr"]), currency))))
    health = chosen["health"].dropna()
    if len(health):
        parts.append(StatusPart(tr(Message("Average health")), speaks.number(float(health.mean()))))
    known = chosen.dropna(subset=["seats_bought", "seats_active"])
    if len(known):
        seats = f"{speaks.number(_total(known['seats_active']))} / {speaks.number(_total(known['seats_bought']))}"
        parts.append(StatusPart(tr(Message("Seats")), seats))
    notice = chosen["notice_by"].dropna()
    if len(notice):
        earliest: date = notice.min().date()
        parts.append(StatusPart(tr(Message("Earliest notice")), speaks.day(earliest, year=False)))
    return tuple(parts)
