"""Everything a CSM concludes from a book as of a day; each part made on first use and kept while its inputs stand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from csdesk.model.periods import add_months
from csdesk.model.policies import Policies
from csdesk.rules import (
    account_table,
    agenda,
    assessed_figures,
    contract_table,
    customers,
    explain,
    health_parts,
    ledger,
    lint,
    movements,
    renewals,
    scored_days,
    segmentation,
    since,
    trend,
)
from csdesk.rules.agenda_scene import scene_of
from csdesk.rules.customers import Customers, Tenure
from csdesk.rules.explain import Explanation
from csdesk.rules.facts import Facts
from csdesk.rules.figure import Figures
from csdesk.rules.frames import Frames
from csdesk.rules.health import AT_RISK
from csdesk.rules.last_tiers import last_tiers
from csdesk.rules.parts import Parts, Same
from csdesk.rules.revenue import Revenue, revenue_of
from csdesk.rules.scoring import Scored, ScoringInputs
from csdesk.rules.segmentation import Segmentation, segmentation_of
from csdesk.rules.selection import Selection
from csdesk.rules.since import Since
from csdesk.rules.timeline import NO_DAY, Floats, Ints

COMPARED_DAYS = 30  # what health is compared with unless somebody says
FIGURE_RECORDS = ("account", "contract", "decision", "measurement", "response", "milestone", "rate", "touch_assignment")
FACT_RECORDS = ("measurement", "ticket", "response", "invoice", "event", "touchpoint", "contact")


def assess(
    frames: Frames,
    policies: Policies,
    as_of: date,
    earlier: Assessment | None = None,
    compare_to: date | None = None,
) -> Assessment:
    """What is concluded from the frames as of that date.

    Nothing is computed until it is asked for. What ``earlier`` has computed is used again
    where the tables, policies and dates behind it are the same. ``compare_to`` is the day
    that ``health_change`` looks back to (default: 30 days earlier).
    """
    return Assessment(frames, policies, as_of, earlier, compare_to)


class Assessment:
    """The conclusions; see ARCHITECTURE.md for the columns of each frame."""

    def __init__(
        self, frames: Frames, policies: Policies, as_of: date, earlier: Assessment | None, compare_to: date | None
    ) -> None:
        self.frames, self.policies, self.as_of = frames, policies.as_on(as_of), as_of
        self.compared_to = compare_to or as_of - timedelta(days=COMPARED_DAYS)
        self.parts: Parts = Parts(earlier.parts if earlier is not None else None)

    def versions(self, *records: str) -> tuple[int, ...]:
        """The versions of the tables of those record types."""
        return tuple(self.frames.version(record) for record in records)

    # What everything else is made from.

    @cached_property
    def customers(self) -> Customers:
        """The current accounts as arrays."""
        return self.parts.get(
            "customers",
            (self.versions("account"),),
            lambda: customers.customers_of(self._current_accounts, self.parts.lent("customers")),
        )

    @cached_property
    def _current_accounts(self) -> pd.DataFrame:
        return self.parts.get(
            "current accounts",
            (self.versions("account"),),
            lambda: customers.current(self.frames.frame("account")),
        )

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """One row a contract line with what it is worth a year and until when it counts."""
        frame = self.frames.frame
        return self.parts.get(
            "ledger",
            (self.versions("contract", "rate", "decision"), Same(self.customers), self.policies.revenue, self.as_of),
            lambda: ledger.make_ledger(frame("contract"), frame("rate"), self.policies, self.as_of, frame("decision")),
        )

    @cached_property
    def revenue(self) -> Revenue:
        """The lines of the ledger that are recurring revenue."""
        return self.parts.get("revenue", (Same(self.ledger),), lambda: revenue_of(self.ledger))

    @cached_property
    def tenure(self) -> Tenure:
        """Since when and until when each account has been a customer."""
        return self.parts.get(
            "tenure",
            (Same(self.customers), Same(self.ledger), self.as_of),
            lambda: customers.tenure_of(self.customers, self.ledger, self.as_of),
        )

    @cached_property
    def facts(self) -> Facts:
        """The dated facts as timelines."""
        return self.parts.get(
            "facts",
            (Same(self.customers.places), self.versions(*FACT_RECORDS)),
            lambda: Facts(self.frames, self.customers.places, self.parts.lent("facts")),
        )

    @cached_property
    def segmentation(self) -> Segmentation:
        """The tier of each account, why, and who should move."""
        return self.parts.get(
            "segmentation",
            (Same(self.ledger), Same(self.tenure), self.versions("touch_assignment"), self.csm_hours, self.policies),
            lambda: segmentation_of(
                self.customers, self.tenure, self.ledger, self.frames.frame("touch_assignment"), self.csm_hours,
                self.policies, self.as_of,
            ),
        )  # fmt: skip

    @cached_property
    def csm_hours(self) -> float:
        """Hours a month that all CSMs have, where tiers are filled by them."""
        policy = self.policies.touch
        if policy.method != "capacity":
            return 0.0
        return segmentation.available_hours(self._current_accounts["csm"], self.frames.frame("person"), policy)

    def scored(self, day: date) -> Scored:
        """Health of every account as of a day (an account that churned before: as of its end).

        On every day the components count that have data on the as-of date.
        """
        return scored_days.scored(self, day)

    def recorded(self, day: date) -> Scored:
        """Health as of a day by the models in force on that day: what was on record, where ``scored`` is like for like."""
        return scored_days.recorded(self, day)

    @cached_property
    def scoring_inputs(self) -> ScoringInputs:
        """What scores are made from, for any day and any models."""
        return scored_days.scoring_inputs(self)

    @cached_property
    def health_change(self) -> Floats:
        """Health as shown against the day it is compared with; NaN where either is not known."""
        now, then = self.scored(self.as_of), self.scored(self.compared_to)
        known = now.scores.enough & then.scores.enough & (self.tenure.begun <= then.day_number)
        return np.where(known, now.scores.shown - then.scores.shown, np.nan)

    # What people see.

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """One row a current account: its stored columns and every computed field of the catalogue."""
        made = account_table.Concluded(
            arr=self.segmentation.arr,
            gone=self.tenure.ended != NO_DAY,
            ltv=self.segmentation.ltv,
            touch=self.segmentation.touch,
            candidates=self.segmentation.candidates,
            scores=self.scored(self.as_of).scores,
            change=self.health_change,
            signals=self.scored(self.as_of).signals,
            renewals=self._account_renewals,
        )
        return account_table.account_table(self._current_accounts, made, self.policies)

    @cached_property
    def health_parts(self) -> pd.DataFrame:
        """One row an account and component: raw value, points, weight, contribution and sources."""
        return health_parts.health_parts(self.customers.keys, self.scored(self.as_of).scores)

    @property
    def left_out_components(self) -> tuple[tuple[str, str], ...]:
        """(model, metric) of the components no account has data for."""
        return self.scored(self.as_of).scores.left_out

    def health_history(self, weeks: int = 12) -> pd.DataFrame:
        """``account_key``, then one column a week (a date; the last is the as-of date) with exact points.

        Each week is scored from the facts dated by then, by the version of the model then in force.
        """
        days = [self.as_of - timedelta(days=7 * back) for back in range(weeks - 1, -1, -1)]
        return health_parts.history_table(self.customers.keys, [(day, self.recorded(day).scores) for day in days])

    @cached_property
    def states(self) -> pd.DataFrame:
        """Where each contract stands on its way to renewal: see ``renewals.contract_states``."""
        frame = self.frames.frame
        return self.parts.get(
            "states",
            (Same(self.ledger), self.versions("contract", "decision"), self.policies, self.as_of),
            lambda: renewals.contract_states(
                self.ledger, frame("contract"), frame("decision"), self.policies, self.as_of
            ),
        )

    @cached_property
    def _account_renewals(self) -> pd.DataFrame:
        """Renewal columns of each account, in the order of the accounts."""
        return self.parts.get(
            "account renewals",
            (Same(self.states), Same(self.customers)),
            lambda: _in_order(
                renewals.account_renewals(self.states, self.frames.frame("contract")), self.customers, self.as_of
            ),
        )

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """The contract frame with ``arr`` (own currency), ``annual`` (reporting), state columns and ``account``."""
        return contract_table.contract_table(
            self.frames.frame("contract"), self.ledger, self.states, self._current_accounts
        )

    @cached_property
    def renewals(self) -> pd.DataFrame:
        """What comes up for renewal: see ``renewals.renewal_list``."""
        return renewals.renewal_list(
            self.states, self.ledger, self.accounts, self.frames.frame("decision"), self.policies, self.as_of
        )

    @cached_property
    def agenda_items(self) -> agenda.Items:
        """Everything that calls for the CSM, without what was put aside; several items an account."""
        return agenda.items_of(scene_of(self), self.frames.frame("agenda_mark"), self.accounts["name"])

    @cached_property
    def agenda(self) -> pd.DataFrame:
        """The most pressing item of each account, best first (at most ``agenda.LONGEST``)."""
        return self._worded(agenda.leading(self.agenda_items))

    def agenda_of(self, account_key: int) -> pd.DataFrame:
        """All items of one account, best first."""
        place = int(self.customers.places.of(np.asarray([account_key]))[0])
        return self._worded(agenda.of_place(self.agenda_items, place))

    def _worded(self, rows: Ints) -> pd.DataFrame:
        currency = self.policies.revenue.currency
        return agenda.agenda_table(self.agenda_items, self.accounts, self.frames, currency, rows)

    def figures(self, since: date | None = None, until: date | None = None, within: Selection | None = None) -> Figures:
        """Every key figure between two days, of the book or of a part of it.

        The first day defaults to one year before the last, the last to the as-of date (and is never
        later). A period that is over is seen from the as-of date: what is known today of its contracts.
        """
        last = min(until or self.as_of, self.as_of)
        start = since or add_months(last, -12)
        key = (Same(self.accounts), self.versions(*FIGURE_RECORDS), Same(self.renewals))
        return self.parts.get(
            f"figures {start} {last} {within}", key, lambda: assessed_figures.figures_of(self, start, last, within)
        )

    @cached_property
    def tiers(self) -> pd.Series[Any]:
        """Tier by account key, of accounts that left too: see ``last_tiers.last_tiers``."""
        assignments = self.frames.frame("touch_assignment")
        return last_tiers(self.customers.keys, self.segmentation.touch, self.revenue, assignments, self.as_of)

    def movements(self, since: date) -> pd.DataFrame:
        """One row an account and movement since the day: ``account_key, kind, amount``."""
        return movements.movements(self.ledger, since, self.as_of)

    def trend(self, months: int = 12) -> pd.DataFrame:
        """One row a month end: ``date, arr, nrr, grr, arr_at_risk, accounts``."""
        key = (Same(self.ledger), Same(self.facts), Same(self.segmentation), self.policies)
        return self.parts.get(f"trend {months}", key, lambda: self._trend(months))

    def _trend(self, months: int) -> pd.DataFrame:
        found = trend.trend(self.ledger, self.policies, self.as_of, months, self.revenue)
        at_risk = [
            int(
                segmentation.revenue_on(self.customers, self.ledger, day)[
                    self.recorded(day).scores.band == AT_RISK
                ].sum()
            )
            for day in found["date"].dt.date
        ]
        found.insert(4, "arr_at_risk", pd.Series(at_risk, dtype="Int64"))
        return found

    def since(self, day: date) -> Since:
        """What differs from an earlier day."""
        return since.since_of(self, day)

    def explain(self, account_key: int, field: str) -> Explanation:
        """Where a value of an account comes from.

        Raises:
            KeyError: there is no such account or field.
        """
        return explain.explain(self, account_key, field)

    @cached_property
    def lint(self) -> pd.DataFrame:
        """What is missing, contradicts itself or is out of date: ``record, key, account_key, rule, message, fix``."""
        return lint.lint_of(self)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """One row a tier: ``touch, accounts, arr, arr_share, hours``."""
        return segmentation.segments(self.accounts, self.policies.touch)

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """One row a CSM: accounts by tier and the hours they need against those there are."""
        return segmentation.capacity(self.accounts, self.frames.frame("person"), self.policies.touch)


def _in_order(found: pd.DataFrame, known: Customers, as_of: date) -> pd.DataFrame:
    ordered = found.set_index("account_key").reindex(known.keys).reset_index(drop=True)
    left = (ordered["notice_by"] - pd.Timestamp(as_of)).dt.days
    return ordered.assign(days_to_notice=left.astype("Int64"))
