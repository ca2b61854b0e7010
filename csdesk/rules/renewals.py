"""Renewals: notice deadlines, the state of each contract, and the list of what comes up (DOMAIN section 7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.fields import field
from csdesk.model.policies import Policies, RenewalPolicy
from csdesk.rules.annualise import half_even
from csdesk.rules.business_days import previous_business_day
from csdesk.rules.ledger import active
from csdesk.rules.months import NONE, ONE, Days, Flags, add_months, dates, days, flags
from csdesk.rules.months import day as as_day

# What nobody renews: no row in any list, no state.
NOT_RENEWED = ("one_off", "credit", "trial")
# From so many running contracts on, none of them with an end, ends are not what the book is about.
MANY = 10
# States of contracts that come up one day.
COMING = ("no_date", "overdue", "notice_open", "upcoming", "locked_in", "assumed_renewed", "decided")


def contract_states(
    ledger: pd.DataFrame, contracts: pd.DataFrame, decisions: pd.DataFrame, policies: Policies, as_of: date
) -> pd.DataFrame:
    """Where each contract of the ledger stands on its way to renewal, in the order of the ledger.

    Columns: ``contract_key``, ``renewal_on`` (end of the current term), ``notice_by``,
    ``days_to_notice`` (Int64, negative once past), ``state``, ``active`` (stands on the day). A contract
    without an end is ``evergreen``. It is ``no_date``, its date is missing, where its row speaks of terms
    (auto-renewal, notice, a renewal term) or has no dates at all, unless not one of many running
    contracts has an end: a book of subscriptions that just run on lacks nothing. Notice received, and a successor that
    is already known, make a running contract ``decided``. One-off, credit and trial lines have no state.
    """
    today = as_day(as_of)
    rows = contracts.take(pd.Index(contracts["key"]).get_indexer(ledger["contract_key"]))
    renewal_on = days(ledger["renewal_on"])
    notice = _notice_by(rows, renewal_on, policies)
    left = (notice - today).astype(np.float64)
    left[np.isnat(notice)] = np.nan
    state = _states(ledger, rows, decisions, left, policies.renewals, today)
    gone = np.isin(state, ["ended", "evergreen", "no_date", ""])
    notice = np.where(gone, NONE, notice)
    return pd.DataFrame(
        {
            "contract_key": ledger["contract_key"],
            "renewal_on": dates(np.where(state == "", NONE, renewal_on)),
            "notice_by": dates(notice),
            "days_to_notice": pd.Series(np.where(gone, np.nan, left)).astype("Int64"),
            "state": pd.Series(state).astype("string[pyarrow]").replace("", pd.NA),
            "active": active(ledger, as_of),
        }
    )


def account_renewals(states: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """The renewal of each account with contracts: ``account_key``, ``renewal_on``, ``notice_by``, ``renewal_state``.

    ``renewal_on`` is the earliest current-term end among its active contracts; ``notice_by`` the next
    deadline still ahead among them, else the one of that earliest contract; the state is ``notice_open``
    where any of them has it, else the one of the earliest contract. An account whose contracts are all
    over is ``ended``.
    """
    owner = contracts.set_index("key")["account_key"]
    found = states[states["state"].notna()]
    found = found.assign(account_key=owner.reindex(found["contract_key"]).to_numpy(dtype=np.int64))
    now = found[found["active"] & (found["state"] != "ended")]
    order = now.assign(rank=now["state"].map({s: n for n, s in enumerate((*COMING, "evergreen"))}))
    first = order.sort_values(["account_key", "renewal_on", "notice_by", "rank"], kind="stable", na_position="last")
    first = first.drop_duplicates("account_key").set_index("account_key")
    ahead = now[(now["days_to_notice"] >= 0).fillna(False) & (now["state"] != "decided")]
    next_notice = ahead.groupby("account_key")["notice_by"].min()
    urgent = now.loc[now["state"] == "notice_open", "account_key"].unique()
    keys = pd.Index(np.unique(found["account_key"].to_numpy(dtype=np.int64)), name="account_key")
    first = first.reindex(keys)
    state = first["state"].fillna("ended")
    overrule = keys.isin(urgent) & (state != "overdue")
    return pd.DataFrame(
        {
            "renewal_on": first["renewal_on"],
            "notice_by": next_notice.reindex(keys).fillna(first["notice_by"]),
            "renewal_state": state.mask(overrule, "notice_open"),
        }
    ).reset_index()


def _notice_by(rows: pd.DataFrame, renewal_on: Days, policies: Policies) -> Days:
    """The last safe day: day after the end, minus the notice period, minus one day."""
    told = rows["notice_n"].notna().to_numpy()
    n = rows["notice_n"].to_numpy(dtype=np.int64, na_value=0)
    by_months = (rows["notice_unit"] == "months").to_numpy(dtype=bool, na_value=False)
    after = renewal_on + ONE
    earliest = np.where(by_months, add_months(after, -n), after - n.astype("timedelta64[D]")) - ONE
    latest: Days = np.where(told, earliest, NONE)
    if policies.renewals.previous_business_day:
        latest = previous_business_day(latest, policies.calendar.holiday_country)
    return latest


def _states(
    ledger: pd.DataFrame,
    rows: pd.DataFrame,
    decisions: pd.DataFrame,
    left: np.ndarray[Any, Any],
    policy: RenewalPolicy,
    today: np.datetime64,
) -> np.ndarray[Any, Any]:
    end = days(ledger["end"])
    past, endless = end < today, np.isnat(end)
    auto = flags(rows["auto_renew"])
    final, assumed = ledger["final"].to_numpy(), ledger["assumed"].to_numpy()
    followed = ledger["successor_key"].notna().to_numpy()
    decided = ledger["contract_key"].isin(_decided(decisions, ledger, today)).to_numpy()
    speaks_of_terms = auto | (rows["notice_n"].notna() | rows["renewal_term_months"].notna()).to_numpy()
    running_on = int((~final).sum()) >= MANY and bool(endless[~final].all())
    has_gap = (speaks_of_terms | ledger["undated"].to_numpy()) & (not running_on)
    open_notice = (left >= 0) & (left <= policy.notice_open_days)
    cases: list[tuple[Flags, str]] = [
        (ledger["excluded"].isin(NOT_RENEWED).to_numpy(), ""),
        (final & (past | endless), "ended"),
        (endless & has_gap, "no_date"),
        (endless, "evergreen"),
        (past & followed, "ended"),
        (final | followed | decided, "decided"),
        (past & ~assumed & ledger["overdue"].to_numpy(), "overdue"),
        (past & ~assumed, "ended"),
        (open_notice, "notice_open"),
        (assumed, "assumed_renewed"),
        (auto & (left < 0), "locked_in"),
    ]
    return np.select([c for c, _ in cases], [s for _, s in cases], "upcoming")


def _decided(decisions: pd.DataFrame, ledger: pd.DataFrame, today: np.datetime64) -> pd.Series[Any]:
    """Contracts with an outcome written by that day for the current term.

    Once a contract has gone on by itself into another term, what was decided before that term is history.
    """
    rolled = ledger[ledger["assumed"]]
    begun = add_months(days(rolled["renewal_on"]) + ONE, -rolled["term"].to_numpy(dtype=np.int64))
    began = pd.Series(begun, index=rolled["contract_key"]).reindex(decisions["contract_key"])
    on = days(decisions["decided_on"])
    history = ~np.isnat(days(began)) & ~(on >= days(began))
    known = decisions["outcome"].notna().to_numpy() & ~(on > today) & ~history
    return decisions.loc[known, "contract_key"]


def renewal_list(
    states: pd.DataFrame,
    ledger: pd.DataFrame,
    accounts: pd.DataFrame,
    decisions: pd.DataFrame,
    policies: Policies,
    as_of: date,
) -> pd.DataFrame:
    """What comes up for renewal: the active contracts that are neither evergreen nor over, those without a date first.

    ``accounts`` is the account frame with whatever computed columns are there (``touch``, ``health``,
    ``health_change``, ``band``); missing ones stay empty. Columns: ``contract_key, account_key, account,
    product, csm, touch, health, health_change, band, renewal_on, notice_by, days_to_notice, state,
    annual, currency`` (reporting), ``forecast, weight, weighted, expected, kept, why, next_step, risk_reason``; then
    sorted by ``renewal_on``. Money is Int64 minor units of the reporting currency; see ``_judged``.
    """
    lines = ledger[["contract_key", "account_key", "product", "annual", "annual_own", "final", "successor_key"]]
    coming = states[states["active"] & states["state"].isin(COMING)].merge(lines, on="contract_key", how="left")
    coming = coming.merge(_people(accounts), on="account_key", how="inner")  # archived accounts renew nothing
    judged = _judged(_with_decisions(coming, decisions, _decided(decisions, ledger, as_day(as_of))), policies.renewals)
    judged["product"] = judged["product"].replace("", pd.NA)
    judged["currency"] = pd.Series(policies.revenue.currency, index=judged.index, dtype="string[pyarrow]")
    judged["next_step"] = judged["next_step"].fillna(judged["account_step"].astype("string[pyarrow]"))
    order = judged.sort_values(["renewal_on", "account", "contract_key"], na_position="first", kind="stable")
    return order[list(RENEWAL_COLUMNS)].reset_index(drop=True)


def _people(accounts: pd.DataFrame) -> pd.DataFrame:
    known = {name: accounts[name] for name in ("key", "name", "csm", "next_step")}
    for name in ("touch", "health", "health_change", "band"):
        dtype = field(f"account.{name}").dtype
        empty = pd.Series(pd.NA, index=accounts.index, dtype=dtype)
        known[name] = accounts.get(name, empty)
    return pd.DataFrame(known).rename(columns={"key": "account_key", "name": "account", "next_step": "account_step"})


RENEWAL_COLUMNS = (
    "contract_key", "account_key", "account", "product", "csm", "touch", "health", "health_change", "band",
    "renewal_on", "notice_by", "days_to_notice", "state", "annual", "currency", "forecast", "weight", "weighted",
    "expected", "kept", "why", "next_step", "risk_reason",
)  # fmt: skip
_WORDS = ["forecast", "expected_amount", "outcome", "outcome_amount", "why", "next_step", "risk_reason"]


def _with_decisions(coming: pd.DataFrame, decisions: pd.DataFrame, decided: pd.Series[Any]) -> pd.DataFrame:
    """The rows with what people wrote about them; outcomes of later days and earlier terms are not seen."""
    words = decisions[["contract_key", *_WORDS]].drop_duplicates("contract_key", keep="last")
    words = words[words["contract_key"].notna()].astype({"contract_key": "int64"})
    joined = coming.merge(words, on="contract_key", how="left")
    unseen = ~joined["contract_key"].isin(decided)
    joined.loc[unseen, ["outcome", "outcome_amount"]] = pd.NA
    return joined


def _judged(rows: pd.DataFrame, policy: RenewalPolicy) -> pd.DataFrame:
    """Forecast, weight, weighted and expected amounts.

    The forecast is the outcome, else the person's word, else ``lost`` after notice, ``renewed`` where a
    successor is known, ``open`` otherwise. Expected is the person's number (or the outcome's amount),
    else nothing for a loss and the whole amount for the rest: the weight is never mixed into it.
    Amounts people wrote are in the contract's own currency and turn at the rate of the contract.
    """
    forecast = rows["outcome"].fillna(rows["forecast"])
    unsaid = np.select(
        [rows["final"].fillna(False).astype(bool), rows["successor_key"].notna()], ["lost", "renewed"], "open"
    )
    forecast = forecast.fillna(pd.Series(unsaid, index=rows.index).astype("string[pyarrow]"))
    weight = forecast.map(dict(policy.weights)).astype("Float64").fillna(0.0)
    annual = rows["annual"].to_numpy(dtype=np.float64, na_value=0.0)
    own = rows["annual_own"].to_numpy(dtype=np.float64, na_value=0.0)
    rate = np.divide(annual, own, out=np.ones_like(annual), where=own > 0)
    said = rows["outcome_amount"].fillna(rows["expected_amount"]).to_numpy(dtype=np.float64, na_value=np.nan)
    without = np.where(forecast.isin(["lost", "expected_loss"]), 0.0, annual)
    expected = np.where(forecast == "lost", 0.0, np.where(np.isnan(said), without, said * rate))
    kept = np.divide(expected, annual, out=np.full_like(annual, np.nan), where=annual > 0)
    return rows.assign(
        forecast=forecast,
        weight=weight,
        weighted=pd.Series(half_even(annual * weight.to_numpy(dtype=np.float64)), index=rows.index, dtype="Int64"),
        expected=pd.Series(half_even(expected), index=rows.index, dtype="Int64"),
        kept=pd.Series(kept, index=rows.index).astype("Float64"),
    )
