from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from csdesk.intake.identity import AccountRegister
from csdesk.intake.mapping import Mapping
from csdesk.intake.rows import Rows
from csdesk.intake.ties import CustomerTies
from tests.intake.made_tables import plan_of, table_of

ACCOUNTS = plan_of(
    table_of(
        ["Account Name", "Account ID", "Domain"],
        ["Aozora", "A-1", "aozora.example"],
        ["Aozora Europe", "A-2", None],
        ["港製作所", "A-3", "minato.example"],
        ["Gmail friend", "A-4", "gmail.com"],
        ["Twin", "A-5", None],
        ["Twin", "A-6", None],
        ["桜", "A-7", None],
    )
).records["account"].inserted  # fmt: skip
CONTACTS = pd.DataFrame(
    {
        "name": ["Mei Kitano", "Jo", "Jo", None],
        "email": ["mei@elsewhere.example", None, None, "desk@gmail.com"],
        "account_key": [1, 2, 3, 3],
    }
)


def found(text: str | None) -> int:
    ties = CustomerTies(AccountRegister(ACCOUNTS, 8), CONTACTS)
    rows = Rows(table_of(["Subject"], [text]), Mapping(None, (), ""))
    return int(ties.find(rows, np.array([-1]), (0,))[0])


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("mei@elsewhere.example", 1),  # a contact's address counts before its domain
        ("someone@minato.example", 3),
        ("Someone <SOMEONE@MINATO.example>; me@ours.example", 3),
        ("someone@aozora.example, other@minato.example", -1),  # two customers
        ("someone@gmail.com", -1),  # anybody may have that
        ("desk@gmail.com", 3),
        ("Mei  KITANO", 1),
        ("Jo", -1),  # of two customers
        ("Weekly Aozora", 1),
        ("Weekly Aozora Europe", 2),  # the longer name
        ("Ａｏｚｏｒａ定例", 1),
        ("Aozoras", -1),
        ("NewAozora", -1),
        ("Aozora and 港製作所", -1),
        ("港製作所様 定例", 3),
        ("港製作所定例", -1),  # might be a longer name
        ("新港製作所", -1),
        ("Twin", -1),
        ("桜を見る会", -1),  # one character names nobody
        ("", -1),
        (None, -1),
    ],
)
def test_what_a_text_says_about_its_customer(text: str | None, account: int) -> None:
    assert found(text) == account


def test_rows_that_have_a_customer_keep_it_and_the_first_column_that_names_one_counts() -> None:
    ties = CustomerTies(AccountRegister(ACCOUNTS, 8), CONTACTS)
    rows = Rows(
        table_of(["Guests", "Subject"], ["x@minato.example", "Aozora"], [None, "Aozora"], ["x@minato.example", None]),
        Mapping(None, (), ""),
    )
    before = np.array([-1, -1, 2])
    assert ties.find(rows, before, (0, 1)).tolist() == [3, 1, 2]
    assert before.tolist() == [-1, -1, 2]
