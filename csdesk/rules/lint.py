"""The state of the data: what is missing, contradicts itself or is out of date, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.model.messages import Message
from csdesk.rules.lint_rules import RULES, Flaws, expired_overrides, missing_rates

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


def lint_of(assessment: Assessment) -> pd.DataFrame:
    """One row a flaw, in the order of the rules: ``record, key, account_key, rule, message`` (Message), ``fix`` (code or NA).

    Where an exchange rate is missing no amount is known, and only that is said.
    """
    rates = missing_rates(assessment)
    if len(rates.keys):
        return _table([rates])
    return _table([*(rule(assessment) for rule in RULES), *expired_overrides(assessment)])


def _table(found: list[Flaws]) -> pd.DataFrame:
    count = [len(flaws.keys) for flaws in found]
    messages = np.empty(sum(count), dtype=object)
    at = 0
    for flaws, n in zip(found, count, strict=True):
        if isinstance(flaws.messages, Message):
            messages[at : at + n].fill(flaws.messages)
        elif n:
            messages[at : at + n] = flaws.messages
        at += n
    none = [np.zeros(0, dtype=np.int64)]
    return pd.DataFrame(
        {
            "record": _repeated([flaws.record for flaws in found], count),
            "key": np.concatenate(none + [flaws.keys for flaws in found]),
            "account_key": pd.Series(np.concatenate(none + [flaws.accounts for flaws in found]), dtype="Int64"),
            "rule": _repeated([flaws.rule for flaws in found], count),
            "message": messages,
            "fix": _repeated([flaws.fix for flaws in found], count),
        }
    )


def _repeated(values: list[str] | list[str | None], count: list[int]) -> pd.Series:
    return pd.Series(np.repeat(np.asarray(values, dtype=object), count), dtype="string[pyarrow]")
