"""The records behind a key figure, as a table a person can add up. No Qt; worked out off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.desktop.translation import language, tr
from csdesk.model.messages import Message
from csdesk.model.money import Money
from csdesk.rules.ledger import arr_by_account

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.figures import Figure


@dataclass(frozen=True, slots=True)
class FigureRecords:
    """What a figure was made from.

    Attributes:
        figure: the figure itself.
        rows: one row a record, the largest first: ``key, account_key, name, touch, health, band, health_change``, amounts in
            minor units of the reporting currency (``then``, ``now``, ``kept`` for accounts, ``annual`` for contracts), and
            for contracts ``product, renewal_on, forecast``.
        sums: the arithmetic in one line, where the rows give exactly the figure; else "".
    """

    figure: Figure
    rows: pd.DataFrame
    sums: str


def figure_records(assessment: Assessment, figure: Figure) -> FigureRecords:
    """Look them up: accounts with their ARR at both ends of the period, or contracts."""
    rows = _contracts(assessment, figure) if figure.record == "contract" else _accounts(assessment, figure)
    return FigureRecords(figure, rows, _sums(rows, figure, assessment.policies.revenue.currency))


def _accounts(assessment: Assessment, figure: Figure) -> pd.DataFrame:
    first, last = figure.period
    frame = assessment.frames.frame("account")
    rows = frame.loc[frame["key"].isin(figure.keys), ["key", "name", "csm"]].reset_index(drop=True)
    judged = assessment.accounts[["key", "touch", "health", "band", "health_change"]]
    rows = rows.merge(judged, on="key", how="left")
    for name, day in (("then", first), ("now", last)):
        amounts = arr_by_account(assessment.ledger, day).reindex(rows["key"]).fillna(0).to_numpy(dtype="int64")
        rows[name] = pd.array(amounts, dtype="Int64")
    rows["kept"] = rows[["then", "now"]].min(axis=1).astype("Int64")
    rows["account_key"] = rows["key"]
    return rows.sort_values(["now", "then"], ascending=False, kind="stable").reset_index(drop=True)


def _contracts(assessment: Assessment, figure: Figure) -> pd.DataFrame:
    contracts = assessment.contracts
    rows = contracts.loc[contracts["key"].isin(figure.keys), ["key", "account_key", "account", "product", "renewal_on", "annual"]]  # fmt: skip
    expected = assessment.renewals[["contract_key", "forecast"]].drop_duplicates("contract_key")
    judged = assessment.accounts[["key", "touch", "health", "band", "health_change"]].rename(columns={"key": "account_key"})  # fmt: skip
    rows = rows.merge(expected, left_on="key", right_on="contract_key", how="left").merge(judged, on="account_key", how="left")  # fmt: skip
    rows = rows.rename(columns={"account": "name"}).drop(columns="contract_key")
    return rows.sort_values("annual", ascending=False, na_position="last", kind="stable").reset_index(drop=True)


def _sums(rows: pd.DataFrame, figure: Figure, currency: str) -> str:
    """The figure as its own arithmetic; "" where the rows do not give it to the last unit."""
    if figure.value is None or rows.empty:
        return ""

    def money(name: str) -> str:
        return language().money(Money(int(rows[name].sum()), currency))

    if figure.record == "contract":
        if figure.unit == "money" and int(rows["annual"].sum()) == figure.value:
            return tr(Message("{n} contracts add up to {sum}", n=len(rows), sum=money("annual")))
        return ""
    if figure.unit == "money" and int(rows["now"].sum()) == figure.value:
        return tr(Message("{n} accounts add up to {sum}", n=len(rows), sum=money("now")))
    then = int(rows["then"].sum())
    for name in ("now", "kept"):
        if figure.unit == "ratio" and then and np.isclose(int(rows[name].sum()) / then, float(figure.value), rtol=0, atol=1e-9):  # fmt: skip
            return tr(Message("= {part} / {whole}", part=money(name), whole=money("then")))
    return ""
