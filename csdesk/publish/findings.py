"""What one account's data say, in numbers: the facts that slides and their titles are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from csdesk.charts.account import seats_by_month
from csdesk.charts.years import month_ends
from csdesk.model.periods import add_months
from csdesk.publish.material import Material

LEAST_ANSWERS = 5  # with fewer, NPS is not shown on a slide
_LAG = 0.3  # how far a goal may stay behind the time that has passed and still be on course
Progress = Literal["met", "on_course", "behind"]


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective and how far it is.

    Attributes:
        share: of the way from start to target, 0 to 1; None without numbers.
    """

    text: str
    unit: str
    start: float | None
    now: float | None
    target: float | None
    due: date | None
    agreed: date | None
    share: float | None
    state: Progress | None


def goals(material: Material) -> list[Goal]:
    """The objectives, met ones first."""
    rows = material.records["objective"].dropna(subset=["text"])
    found = [_goal(row, material.as_of) for row in rows.to_dict("records")]
    order = {"met": 0, "on_course": 1, "behind": 2, None: 3}
    return sorted(found, key=lambda goal: order[goal.state])


def _goal(row: dict[str, Any], as_of: date) -> Goal:
    start, now, target = (_number(row[name]) for name in ("from_value", "now_value", "to_value"))
    due, agreed = _day(row["due"]), _day(row["start"])
    share: float | None = None
    if start is not None and now is not None and target is not None:
        share = 1.0 if start == target else min(1.0, max(0.0, (now - start) / (target - start)))
    elif now is not None and target:
        share = min(1.0, max(0.0, now / target))
    return Goal(
        str(row["text"]),
        _text(row["unit"]),
        start,
        now,
        target,
        due,
        agreed,
        share,
        _progress(share, agreed, due, as_of),
    )


def _progress(share: float | None, agreed: date | None, due: date | None, as_of: date) -> Progress | None:
    """Met, or as far as the time that has passed, or behind."""
    if share is None:
        return None
    if share >= 1:
        return "met"
    if due is not None and due < as_of:
        return "behind"
    if due is None or agreed is None or due <= agreed:
        return "on_course"
    passed = (as_of - agreed).days / (due - agreed).days
    return "on_course" if share >= passed - _LAG else "behind"


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats bought and active, by month and now."""

    months: pd.DataFrame
    active: int
    bought: int | None
    year_ago: int | None


def seats(material: Material) -> Seats | None:
    """None where no active users are known."""
    months = seats_by_month(material.all_contracts, material.records["measurement"], month_ends(material.as_of, 24))
    known = months.dropna(subset=["active"])
    if known.empty:
        return None
    months = months.loc[known.index[0] :].reset_index(drop=True)
    active = round(float(known["active"].iloc[-1]))
    bought = months["bought"].dropna()
    before = months[months["date"] <= pd.Timestamp(add_months(material.as_of, -11))].dropna(subset=["active"])
    year_ago = round(float(before["active"].iloc[-1])) if len(before) else None
    return Seats(months, active, int(bought.iloc[-1]) if len(bought) else None, year_ago)


@dataclass(frozen=True, slots=True)
class Support:
    """Tickets of the last 12 months (``opened, urgent``), and the urgent ones of the last 90 days."""

    tickets: pd.DataFrame
    urgent_90: int
    urgent_open: int
    median_days: float | None


def support(material: Material) -> Support | None:
    """None where no ticket was opened within 12 months."""
    rows = material.records["ticket"]
    rows = rows[rows["opened"] > pd.Timestamp(add_months(material.as_of, -12))]
    if rows.empty:
        return None
    today = pd.Timestamp(material.as_of)
    urgent = (rows["severity"].fillna("") == "urgent").to_numpy(dtype=bool)
    still_open = (rows["closed"].isna() | (rows["closed"] > today)).to_numpy(dtype=bool)
    recent = (rows["opened"] > pd.Timestamp(material.as_of - timedelta(days=90))).to_numpy(dtype=bool)
    wait = (rows["closed"] - rows["opened"])[~still_open].dt.days
    tickets = pd.DataFrame({"opened": rows["opened"], "urgent": urgent})
    return Support(
        tickets,
        int((urgent & recent).sum()),
        int((urgent & still_open).sum()),
        float(wait.median()) if len(wait) else None,
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """Survey answers of the last 12 months: how many gave each score, NPS, and the telling comments."""

    counts: list[int]
    n: int
    nps: int | None
    praise: tuple[str, str, int] | None  # comment, respondent, score
    concern: tuple[str, str, int] | None
    last: date


def answers(material: Material) -> Answers | None:
    """None where nobody answered within 12 months; NPS is None under five answers."""
    rows = material.records["response"].dropna(subset=["score"])
    rows = rows[rows["date"] > pd.Timestamp(add_months(material.as_of, -12))]
    if rows.empty:
        return None
    score = rows["score"].astype("float64").round().clip(0, 10).astype(int)
    n = len(rows)
    nps = round(((score >= 9).sum() - (score <= 6).sum()) / n * 100) if n >= LEAST_ANSWERS else None
    said = rows.assign(score=score).dropna(subset=["comment"]).sort_values(["score", "date"])
    high, low = said[said["score"] >= 9], said[said["score"] <= 6]
    return Answers(
        [int((score == value).sum()) for value in range(11)],
        n,
        nps,
        _quoted(high.iloc[-1]) if len(high) else None,
        _quoted(low.iloc[0]) if len(low) else None,
        rows["date"].max().date(),
    )


def _quoted(row: pd.Series[Any]) -> tuple[str, str, int]:
    return str(row["comment"]), _text(row["respondent"]), int(row["score"])


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the success plan."""

    text: str
    owner: str
    start: date | None
    due: date | None
    done_on: date | None
    share: float
    done: bool
    test: str
    late: int  # days past its due date; 0 when done or not yet due


def tasks(material: Material) -> list[Task]:
    """The tasks that were not cancelled, by start and due date."""
    rows = material.records["task"].dropna(subset=["text"])
    rows = rows[rows["status"].fillna("") != "cancelled"]
    found = [_task(row, material.as_of) for row in rows.to_dict("records")]
    far = date.max
    return sorted(found, key=lambda t: (t.start or t.due or far, t.due or far, t.text))


def _task(row: dict[str, Any], as_of: date) -> Task:
    due, done_on = _day(row["due"]), _day(row["done_on"])
    done = row["status"] == "done" or (done_on is not None and done_on <= as_of)
    share = 1.0 if done else min(1.0, _number(row["progress"]) or 0.0)
    late = (as_of - due).days if due is not None and due < as_of and not done else 0
    owner = _text(row["owner"])
    return Task(str(row["text"]), owner, _day(row["start"]), due, done_on, share, bool(done), _text(row["test"]), late)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
