"""The files about who the customers are: customer list, contacts, touch overrides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from making.book import AS_OF, Account, Former, dice
from making.sheets import Cell, Column, new_workbook, write_table, write_text
from making.surveys import respondents

ONBOARDING = {
    "Otterline Ferries": date(2026, 11, 10),
    "Pebble & Thrush": date(2027, 1, 19),
    "Gingerbread Robotics": date(2026, 12, 14),
    "Orchard Lane Credit": date(2026, 12, 11),
    "ムササビ航空": date(2026, 12, 18),
    "薄荷ラボ": date(2026, 12, 4),
}
_PARENTS = {"花咲農園": "鶴亀保険"}
_CHAMPIONS = {"Tsukimi Robotics": "H. Tsukino", "竜宮マリン": "S. Otohime", "三日月製薬": "A. Kuze"}
_OVERRIDES = (
    ("花咲農園", "low", "Parent 鶴亀保険 wants one contact", "K. Tanaka", date(2026, 4, 1), date(2027, 3, 31)),
    ("白兎ペイメント", "low", "Runs itself; asked for no monthly call", "M. Sato", date(2026, 2, 1), date(2027, 1, 31)),
    ("Otterline Ferries", "low", "Hold until onboarding is finished", "Y. Kobayashi", date(2026, 9, 1), date(2026, 12, 15)),
)  # fmt: skip


def champion(account: Account) -> str:
    """Who speaks for the product at the customer."""
    return _CHAMPIONS.get(account.name) or respondents(account)[0]


def went_live(account: Account) -> date | None:
    """The day onboarding was completed; None while it goes on."""
    if account.name in ONBOARDING:
        return None
    day = account.since + timedelta(days=35 + dice("live", account.name).randrange(30))
    return min(day, AS_OF - timedelta(days=4))


def _lifecycle(account: Account) -> str:
    if account.name in ONBOARDING:
        return "Onboarding"
    return "Renewing" if account.terms[0].end <= AS_OF + timedelta(days=120) else "Adopting"


def _customer_row(account: Account) -> list[Cell]:
    due = ONBOARDING.get(account.name)
    employees = round(account.seats * (1.5 + 6 * dice("employees", account.name).random()) / 10 + 1) * 10
    return [
        account.account_id, account.name, account.language, account.industry, account.region, employees, account.csm, account.since,
        _lifecycle(account), due, went_live(account), account.next_step, account.next_step_date, champion(account), _PARENTS.get(account.name), None,
    ]  # fmt: skip


def _former_row(former: Former) -> list[Cell]:
    live = former.since + timedelta(days=45)
    return [
        former.account_id, former.name, former.language, former.industry, former.region, None, former.csm, former.since,
        "Churned", None, live, None, None, None, None, "yes",
    ]  # fmt: skip


def write_customers(folder: Path, accounts: Sequence[Account], former: Sequence[Former]) -> None:
    """The English customer list, those that left at its end."""
    columns = [
        Column("Account ID", 12), Column("Account name", 28), Column("Language", 10), Column("Industry", 20), Column("Region", 14),
        Column("Employees", 11), Column("CSM", 16), Column("Customer since", 15), Column("Lifecycle", 12), Column("Onboarding due", 15),
        Column("Go-live date", 13), Column("Next step", 26), Column("Next step date", 15), Column("Champion", 16), Column("Parent account", 16),
        Column("Archived", 10),
    ]  # fmt: skip
    book = new_workbook(folder / "customers.xlsx", "Customers, November 2026")
    write_table(book, "Customers", columns, [*map(_customer_row, accounts), *map(_former_row, former)])
    book.close()


def write_touch_overrides(folder: Path) -> None:
    """The tiers people have set by hand, with reason and end."""
    columns = [
        Column("Account name", 24), Column("Touch override", 15), Column("Set by hand", 12), Column("Override reason", 40),
        Column("Override author", 16), Column("Override from", 14), Column("Override until", 14),
    ]  # fmt: skip
    book = new_workbook(folder / "touch_overrides.xlsx", "Touch overrides")
    rows: list[list[Cell]] = [
        [name, touch, True, why, who, start, end] for name, touch, why, who, start, end in _OVERRIDES
    ]
    write_table(book, "Overrides", columns, rows)
    book.close()


_TSUKIMI_PEOPLE = (
    ("H. Tsukino", "COO", "sponsor"), ("J. Usui", "Planning lead", "champion"), ("R. Mochida", "Analyst", "user"),
    ("K. Inaba", "IT administrator", "admin"), ("M. Kogure", "Plant planner, Osaka", "user"),
)  # fmt: skip
_RYUGU_PEOPLE = (("S. Otohime", "Ops head", "sponsor"), ("T. Kameda", "Administrator", "admin"))


def _people(account: Account) -> list[tuple[str, str, str, date | None]]:
    if account.name == "Tsukimi Robotics":
        return [(*person, None) for person in _TSUKIMI_PEOPLE]
    if account.name == "竜宮マリン":
        return [(*person, None) for person in _RYUGU_PEOPLE]
    named = champion(account)
    others = [name for name in respondents(account)[:4] if name != named]
    found: list[tuple[str, str, str, date | None]] = [(named, "Head of operations", "champion", None)]
    if account.name == "天狗運輸":
        found = [("K. Hashimoto", "IT lead", "champion", date(2026, 11, 14))]
    if account.touch != "tech":
        found += [(others[0], "Director", "sponsor", None), (others[1], "Administrator", "admin", None)]
    return found


def write_contacts(folder: Path, accounts: Sequence[Account]) -> None:
    """The people at the customers."""
    lines: list[Sequence[Cell]] = [("Account ID", "Contact name", "Title", "Role", "Email", "Left on")]
    for account in accounts:
        for name, title, role, left in _people(account):
            mailbox = name.lower().replace(". ", ".").replace(" ", ".")
            lines.append(
                (account.account_id, name, title, role, f"{mailbox}@{account.account_id.lower()}.example", left)
            )
    write_text(folder / "contacts.csv", lines, "utf-8")
