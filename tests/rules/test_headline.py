"""The headline of a book against the table of accounts, which works out everything."""

from __future__ import annotations

from datetime import date

import pandas as pd

from csdesk.model.policies import Policies
from csdesk.rules.assessment import assess
from csdesk.rules.frames import frame_of
from csdesk.rules.headline import Headline, headline
from tests.rules.contract_books import book, contract

AS_OF = date(2026, 11, 22)


def test_three_accounts_one_due_one_archived_by_hand() -> None:
    frames = book(
        [
            contract(1, 1200, date(2026, 1, 1), end=date(2026, 12, 31)),  # due in 39 days
            contract(2, 2400, date(2026, 6, 1), end=date(2027, 5, 31)),
            contract(3, 9900, date(2026, 1, 1), end=date(2026, 12, 31)),  # of an archived account
        ],
        account=[{"key": 1, "name": "A"}, {"key": 2, "name": "B"}, {"key": 3, "name": "C", "archived": True}],
    )
    made = assess(frames, Policies(), AS_OF)
    assert headline(made) == Headline(accounts=2, arr=3600, due=1)
    table = made.accounts
    assert int(table["arr"].sum()) == 3600
    window = table["renewal_on"].between(pd.Timestamp(AS_OF), pd.Timestamp(AS_OF) + pd.Timedelta(days=90))
    assert int(window.sum()) == 1


def test_without_contracts_revenue_is_not_known_rather_than_nothing() -> None:
    frames = book([], account=[{"key": 1, "name": "A"}])
    assert len(frame_of("contract")) == 0
    assert headline(assess(frames, Policies(), AS_OF)) == Headline(accounts=1, arr=None, due=0)
