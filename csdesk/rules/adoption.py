"""Use of the product and what people say of it: active users, sessions, seats, NPS (DOMAIN section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from csdesk.rules.ledger import active
from csdesk.rules.months import day, days
from csdesk.rules.retention import share
from csdesk.rules.timeline import day_numbers, real, whole


@dataclass(frozen=True, slots=True)
class Use:
    """How the accounts used the product in a period.

    Attributes:
        active_users: by account key, the newest count in the period; counts of users are never summed over time.
        sessions: by account key, all visits of the period.
        seats: by account key of ``active_users``, the seats bought, 0 where nobody knows.
    """

    active_users: pd.Series[Any]
    sessions: pd.Series[Any]
    seats: pd.Series[Any]

    @property
    def seat_use(self) -> float | None:
        """Active users / seats bought, over the accounts with both."""
        both = self.seats > 0
        return share(float(self.active_users[both].sum()), float(self.seats[both].sum()))


def use_between(
    measurements: pd.DataFrame,
    ledger: pd.DataFrame,
    contracts: pd.DataFrame,
    accounts: pd.DataFrame,
    since: date,
    as_of: date,
) -> Use:
    """Use in the days after ``since`` up to ``as_of``."""
    when = days(measurements["date"])
    usable = (when > day(since)) & (when <= day(as_of)) & measurements["value"].notna().to_numpy()

    def of(metric: str, *columns: str) -> pd.DataFrame:
        chosen = usable & (measurements["metric"] == metric).to_numpy(dtype=bool, na_value=False)
        return measurements[["account_key", "value", *columns]][chosen]

    sessions = of("sessions").groupby("account_key")["value"].sum()
    users = _newest(of("active_users", "date", "feature"))
    seats = seats_bought(ledger, contracts, accounts, as_of).reindex(users.index, fill_value=0)
    return Use(users, sessions, seats)


def seats_bought(ledger: pd.DataFrame, contracts: pd.DataFrame, accounts: pd.DataFrame, as_of: date) -> pd.Series[Any]:
    """Seats by account key (int64): of the active contracts, else of the account itself."""
    lines = ledger.loc[active(ledger, as_of), "contract_key"]
    bought = contracts[contracts["key"].isin(lines)].groupby("account_key")["seats"].sum()
    own = accounts.set_index("key")["seats"]
    return bought[bought > 0].astype("int64").combine_first(own.fillna(0).astype("int64")).astype("int64")


def _newest(rows: pd.DataFrame) -> pd.Series[Any]:
    """The value of the newest day of each account: over all features where it is there, else the largest of them."""
    rows = rows[rows["account_key"].notna()]
    account, when = whole(rows["account_key"]), day_numbers(rows["date"])
    unsorted = (account[1:] < account[:-1]) | ((account[1:] == account[:-1]) & (when[1:] < when[:-1]))
    order = np.lexsort((when, account)) if unsorted.any() else np.arange(len(rows))
    account, when = account[order], when[order]
    ends = np.flatnonzero(np.concatenate([account[1:] != account[:-1], [True]])) if len(account) else order
    last = np.repeat(when[ends], np.diff(ends, prepend=-1)) == when
    account, value = account[last], real(rows["value"])[order][last]
    of_all = rows["feature"].isna().to_numpy()[order][last]
    found = np.where(np.isin(account, account[of_all]) & ~of_all, -np.inf, value)
    firsts = np.flatnonzero(np.concatenate([[True], account[1:] != account[:-1]])) if len(account) else ends
    newest = np.maximum.reduceat(found, firsts) if len(firsts) else found
    keys = pd.Index(account[firsts], dtype="Int64", name="account_key")
    return pd.Series(newest, index=keys, name="value", dtype="Float64")


@dataclass(frozen=True, slots=True)
class Nps:
    """Answers to "how likely are you to recommend us", 0 to 10.

    Attributes:
        answers: keys of the responses counted: the newest of each respondent.
    """

    answers: NDArray[np.int64]
    promoters: int
    detractors: int

    @property
    def score(self) -> float | None:
        """% answering 9 or 10 minus % answering 0 to 6; -100 to 100."""
        part = share(self.promoters - self.detractors, len(self.answers))
        return None if part is None else part * 100


def nps_of(scores: ArrayLike) -> float | None:
    """The NPS of plain scores."""
    values = np.asarray(scores, dtype=np.float64)
    return Nps(np.arange(len(values)), int((values >= 9).sum()), int((values < 7).sum())).score


def nps_between(responses: pd.DataFrame, since: date, as_of: date) -> Nps:
    """The NPS of the answers after ``since`` up to ``as_of``; of several answers of one person the newest counts."""
    when = days(responses["date"])
    rows = responses[(when > day(since)) & (when <= day(as_of))]
    rows = rows[rows["score"].between(0, 10).fillna(False).to_numpy(dtype=bool)].sort_values(["date", "key"])
    named = rows[rows["respondent"].notna()].drop_duplicates(["account_key", "respondent"], keep="last")
    counted = pd.concat([named, rows[rows["respondent"].isna()]])
    scores = counted["score"].to_numpy(dtype=np.float64)
    return Nps(counted["key"].to_numpy(), int((scores >= 9).sum()), int((scores < 7).sum()))
