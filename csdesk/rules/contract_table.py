"""The contract frame with what is concluded about each contract beside what is stored."""

from __future__ import annotations

import pandas as pd

_STATES = ("renewal_on", "notice_by", "days_to_notice", "state")


def contract_table(
    contracts: pd.DataFrame, ledger: pd.DataFrame, states: pd.DataFrame, accounts: pd.DataFrame
) -> pd.DataFrame:
    """The contracts of current accounts (archived left out), in the order of the ledger.

    Added columns: ``arr`` (a year in the contract's own currency), ``annual`` (in the reporting
    currency), ``renewal_on``, ``notice_by``, ``days_to_notice``, ``state``, and ``account`` (its name).
    ``currency`` is the reporting currency where the contract names none.
    """
    rows = contracts.take(pd.Index(contracts["key"]).get_indexer(ledger["contract_key"])).reset_index(drop=True)
    names = accounts.set_index("key")["name"]
    made = rows.assign(
        arr=ledger["annual_own"],
        annual=ledger["annual"],
        currency=ledger["currency"],
        **{name: states[name] for name in _STATES},
        account=names.reindex(ledger["account_key"]).reset_index(drop=True),
    )
    current = ledger["account_key"].isin(names.index)
    return made if current.all() else made[current.to_numpy()].reset_index(drop=True)
