"""The five key figures at the top of Today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from csdesk.desktop.fonts import scaled
from csdesk.desktop.translation import language, tr
from csdesk.desktop.widgets.figures import FigureTile, TileText
from csdesk.desktop.widgets.labels import line
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.model.periods import add_months

if TYPE_CHECKING:
    from csdesk.app.workspace import Workspace
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.figures import Figure

DUE_DAYS = 90


@dataclass(frozen=True, slots=True)
class TileContent:
    """A tile's words, series and definition."""

    text: TileText
    series: tuple[float | None, ...] = ()
    end_token: str = "c6"
    bars: bool = False
    tip: str = ""
    figure: Figure | None = None


class FigureStrip(QFrame):
    """ARR, NRR, GRR, ARR at risk, renewals in the next 90 days; ``opened`` names the tile that was clicked."""

    opened = Signal(str)
    LISTS = ("arr", "nrr", "grr", "arr_at_risk", "arr_due_90_days")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.setFixedHeight(scaled(96))
        self.tiles: dict[str, FigureTile] = {}
        self.contents: dict[str, TileContent] = {}
        for code in self.LISTS:
            if self.tiles:
                row.addWidget(line(vertical=True))
            tile = FigureTile()
            tile.clicked.connect(lambda code=code: self.opened.emit(code))
            self.tiles[code] = tile
            row.addWidget(tile, 1)

    def show_contents(self, contents: dict[str, TileContent]) -> None:
        """Fill the tiles."""
        self.contents = contents
        for code, content in contents.items():
            self.tiles[code].show_figure(
                content.text, content.series, content.end_token, bars=content.bars, tip=content.tip
            )


def strip_contents(workspace: Workspace, assessment: Assessment) -> dict[str, TileContent]:
    """What the tiles say of an assessment."""
    since = add_months(assessment.as_of, -12)
    numbers = assessment.figures(since).numbers
    currency = workspace.policies.revenue.currency
    trend = assessment.trend(13)
    series = {
        name: tuple(None if value != value else float(value) for value in trend[name].astype("Float64").to_numpy(float, na_value=float("nan")))
        for name in ("arr", "nrr", "grr", "arr_at_risk")
    }  # fmt: skip
    return {
        "arr": _arr(numbers["arr"], series["arr"], currency),
        "nrr": _retention(Message("NRR, 12 months"), numbers["nrr"], series["nrr"]),
        "grr": _retention(Message("GRR, 12 months"), numbers["grr"], series["grr"]),
        "arr_at_risk": _at_risk(assessment, numbers["arr_at_risk"], series["arr_at_risk"], currency),
        "arr_due_90_days": _due(assessment, numbers["arr_due_90_days"], currency),
    }


def _tip(figure: Figure) -> str:
    parts = [
        figure.definition,
        *([figure.left_out] if figure.left_out else []),
        Message("Click to see what it is made from."),
    ]
    return "\n".join(tr(part) for part in parts)


def _money(minor: object, currency: str) -> str:
    return "–" if minor is None else language().money(Money(int(str(minor)), currency))


def _arr(figure: Figure, series: tuple[float | None, ...], currency: str) -> TileContent:
    known = [value for value in series if value is not None]
    change, token, note = "", "ink_3", ""
    if len(known) > 1 and known[0]:
        growth = (known[-1] - known[0]) / known[0]
        change = tr(Message("{change} in 12 months", change=f"{language().signed(growth * 100, 1)}%"))
        token = "ok" if growth >= 0 else "risk"
        difference = Money(round(known[-1] - known[-2]), currency)
        sign = "+" if difference.minor > 0 else ""
        note = tr(Message("{change} since last month", change=f"{sign}{language().money(difference)}"))
    text = TileText(tr(Message("ARR")), _money(figure.value, currency), change, token, note)
    return TileContent(text, series, "ok_fill" if token == "ok" else "risk_fill", tip=_tip(figure), figure=figure)


def _retention(name: Message, figure: Figure, series: tuple[float | None, ...]) -> TileContent:
    ratio = None if figure.value is None else float(figure.value)
    known = [value for value in series if value is not None]
    change, token = "", "ink_3"
    if len(known) > 1:
        points = round((known[-1] - known[-2]) * 100, 1)
        change = tr(Message("{change} pt on last month", change=language().signed(points, 1)))
        token = "ok" if points > 0 else "risk" if points < 0 else "ink_3"
    note = tr(Message("{n} accounts a year ago", n=figure.n)) if figure.n else ""
    text = TileText(tr(name), language().percent(ratio, 1), change, token, note)
    end = "risk_fill" if token == "risk" else "ok_fill"
    return TileContent(text, series, end, tip=_tip(figure), figure=figure)


def _at_risk(assessment: Assessment, figure: Figure, series: tuple[float | None, ...], currency: str) -> TileContent:
    band = assessment.accounts["band"]
    count = int((band == "at_risk").sum())
    watch_from = assessment.policies.health[0].watch_from
    known = [value for value in series if value is not None]
    change, token = "", "ink_3"
    if len(known) > 1:
        difference = Money(round(known[-1] - known[-2]), currency)
        sign = "+" if difference.minor > 0 else ""
        change = tr(Message("{change} since last month", change=f"{sign}{language().money(difference)}"))
        token = "risk" if difference.minor > 0 else "ok" if difference.minor < 0 else "ink_3"
    note = tr(Message("{n} accounts below {points}", n=count, points=watch_from))
    text = TileText(tr(Message("ARR at risk")), _money(figure.value, currency), change, token, note)
    return TileContent(text, series, "risk_fill", tip=_tip(figure), figure=figure)


def _due(assessment: Assessment, figure: Figure, currency: str) -> TileContent:
    until = assessment.as_of + timedelta(days=DUE_DAYS)
    renewals = assessment.renewals
    days = renewals["renewal_on"].dt.date
    due = renewals[renewals["renewal_on"].notna() & (days >= assessment.as_of) & (days <= until)]
    total = int(due["annual"].sum()) if len(due) else 0
    committed = int(due.loc[(due["forecast"] == "commit").fillna(False), "annual"].sum()) if len(due) else 0
    weeks = [0.0] * 13
    for day, amount in zip(due["renewal_on"].dt.date, due["annual"].fillna(0), strict=True):
        weeks[min(12, (day - assessment.as_of).days // 7)] += float(amount)
    note = tr(Message("{share} committed", share=language().percent(committed / total))) if total else ""
    change = tr(
        Message("{n} accounts, to {day}", n=int(due["account_key"].nunique()), day=language().day(until, year=False))
    )
    text = TileText(tr(Message("Renewals in next 90 days")), _money(figure.value, currency), change, "ink", note)
    return TileContent(text, tuple(weeks), bars=True, tip=_tip(figure), figure=figure)
