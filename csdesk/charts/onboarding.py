"""How far the accounts signed in the last 12 months have come."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from csdesk.charts.canvas import Canvas, Picture
from csdesk.model.messages import Message
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment

_STAGES = 5


def signed_accounts(assessment: Assessment, months: int = 12) -> pd.Series:
    """First start by account key, for those whose first contract started in the last months."""
    starts = assessment.ledger.dropna(subset=["start"]).groupby("account_key")["start"].min()
    since = pd.Timestamp(add_months(assessment.as_of, -months))
    return starts[(starts > since) & (starts <= pd.Timestamp(assessment.as_of))]


def onboarding_stages(assessment: Assessment) -> pd.DataFrame:
    """The funnel: ``stage`` (Message or the milestone's text), ``accounts``, ``days`` (median wait since the stage before).

    Stages are the required milestones that most of those accounts share, in the order in
    which they fall due; without any the end of onboarding is the only stage.
    """
    signed = signed_accounts(assessment)
    as_of = pd.Timestamp(assessment.as_of)
    rows: list[tuple[Message | str, int, float]] = [(Message("Signed"), len(signed), float("nan"))]
    reached = signed
    for text, done in _milestones(assessment, signed).items():
        done = done[done <= as_of]
        wait = (done - reached.reindex(done.index)).dt.days.median()
        rows.append((text, len(done), float(wait)))
        reached = done
    if len(rows) == 1:
        accounts = assessment.accounts.set_index("key")["onboarded_on"].dropna()
        done = accounts[accounts.index.isin(signed.index) & (accounts <= as_of)]
        rows.append((Message("Onboarded"), len(done), float((done - signed.reindex(done.index)).dt.days.median())))
    return pd.DataFrame(rows, columns=["stage", "accounts", "days"])


def _milestones(assessment: Assessment, signed: pd.Series) -> dict[str, pd.Series]:
    """Milestone text → day it was done, by account key; the shared ones in order of their due dates."""
    frame = assessment.frames.frame("milestone")
    own = frame[frame["account_key"].isin(signed.index) & frame["required"].fillna(True).astype(bool)]
    own = own.dropna(subset=["text", "due"]).astype({"account_key": "int64"})
    if own.empty:
        return {}
    offset = own["due"] - own["account_key"].map(signed)
    shared = (
        own.assign(offset=offset).groupby("text").agg(accounts=("account_key", "nunique"), offset=("offset", "median"))
    )
    common = shared[shared["accounts"] >= 0.5 * shared["accounts"].max()].nsmallest(_STAGES - 1, "offset")
    by_text = own.dropna(subset=["done_on"]).groupby("text")
    return {
        str(text): by_text.get_group(text).groupby("account_key")["done_on"].max()
        if text in by_text.groups
        else signed[:0]
        for text in common.index
    }


def onboarding_funnel(assessment: Assessment) -> Picture | Message:
    """Bars from signing to the last stage; the table is that of ``onboarding_stages``."""
    if assessment.ledger.empty or signed_accounts(assessment).empty:
        return Message("No account signed in the last 12 months.")
    table = onboarding_stages(assessment)
    if not table["accounts"].iloc[1:].any() and assessment.frames.frame("milestone").empty:
        return Message(
            "Neither milestones nor onboarding dates are known for the accounts signed in the last 12 months."
        )
    done, signed = int(table["accounts"].iloc[-1]), int(table["accounts"].iloc[0])
    stage = table["stage"].iloc[-1]
    title = (
        Message("{k} of {n} new accounts have finished onboarding", k=done, n=signed)
        if isinstance(stage, Message)
        else Message("{k} of {n} new accounts have reached “{stage}”", k=done, n=signed, stage=stage)
    )
    subtitle = Message("Signed in 12 months to {date}; right: median wait", date=assessment.as_of)
    return Picture(title, subtitle, table, partial(_paint, table))


def _paint(table: pd.DataFrame, canvas: Canvas) -> None:
    axes = canvas.axes
    places = list(range(len(table)))[::-1]
    whole = max(int(table["accounts"].max()), 1)
    axes.barh(places, [whole] * len(table), height=0.66, color=canvas.colour("bg_sub"))
    last = len(table) - 1
    for index, (place, row) in enumerate(zip(places, table.itertuples(), strict=True)):
        token = "accent" if index == last else "c5"
        axes.barh(place, row.accounts, height=0.66, **canvas.fill(token))
        inside = row.accounts > 0.08 * whole
        axes.annotate(
            canvas.language.number(row.accounts), (0 if inside else row.accounts, place), (7, 0),
            textcoords="offset points", ha="left", va="center", weight="semibold",
            fontsize=canvas.points(10), color=canvas.on(token) if inside else canvas.colour("ink"),
        )  # fmt: skip
        if pd.notna(row.days):
            axes.annotate(
                canvas.text(Message("+{n} days", n=round(row.days))), (whole, place), (8, 0),
                textcoords="offset points", ha="left", va="center",
                fontsize=canvas.points(10), color=canvas.colour("ink_2"),
            )  # fmt: skip
    axes.set_yticks(places, [canvas.text(s) if isinstance(s, Message) else s for s in table["stage"]])
    axes.tick_params(axis="y", labelcolor=canvas.colour("ink"), labelsize=canvas.points(10))
    axes.set_xticks([])
    axes.set_xlim(0, whole)
    axes.spines["bottom"].set_visible(False)
    axes.grid(False)
