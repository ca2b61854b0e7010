"""Which stored values a ledger line was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from csdesk.model.periods import month_end
from csdesk.model.policies import Policies
from csdesk.rules.explain import Input
from csdesk.rules.months import day, days, flags

# What a contract may say that a line is made from.
_FIELDS = (
    "amount", "list_price", "discount", "basis", "billing", "currency", "tax", "start", "end", "term_months", "seen_on",
    "auto_renew", "status", "notice_received",
)  # fmt: skip


class LineInputs:
    """Leads ledger lines to the contracts (and exchange rates) they were made from; ``rates`` as of a day."""

    def __init__(self, contracts: pd.DataFrame, rates: pd.DataFrame, policies: Policies, on: date) -> None:
        self._place = {key: place for place, key in enumerate(contracts["key"].tolist())}
        self._there = {name: contracts[name].notna().tolist() for name in _FIELDS}
        self._taxed = flags(contracts["tax"] == "included").tolist()
        self._policies = policies
        usable = rates[(days(rates["month"]) <= day(month_end(on))) & (rates["rate"].fillna(0) > 0)]
        newest = usable.sort_values("month").drop_duplicates("currency", keep="last")
        self._rates = dict(zip(newest["currency"].tolist(), newest["key"].tolist(), strict=True))

    def of(self, line: Mapping[str, Any]) -> tuple[Input, ...]:
        """The values that gave a line its amount and its days; only what is there and was used."""
        key = int(line["contract_key"])
        place = self._place[key]
        read = [Input("contract", key, name) for name in self._fields(line, place) if self._there[name][place]]
        currency = str(line["currency"])
        if currency != self._policies.revenue.currency and currency in self._rates:
            read.append(Input("rate", int(self._rates[currency]), "rate"))
        return tuple(read)

    def _fields(self, line: Mapping[str, Any], place: int) -> Iterator[str]:
        """Those that may have been read; of a pair the one that counts."""
        there, net = self._there, self._policies.revenue.net_of_discount
        priced = there["amount"][place] and (net or not there["list_price"][place])
        yield "amount" if priced else "list_price"
        yield "basis" if there["basis"][place] else "billing"
        yield "currency"
        yield "start" if there["start"][place] else "seen_on"
        yield "end" if there["end"][place] else "term_months"
        if net:
            yield "discount"
            if priced and there["discount"][place]:
                yield "list_price"
        if self._taxed[place]:
            yield "tax"
        if line["assumed"]:
            yield "auto_renew"
        if line["final"]:
            yield "status"
            yield "notice_received"
