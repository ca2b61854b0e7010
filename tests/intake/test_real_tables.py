"""The import of real workbooks that nobody here wrote, and of our own samples, as far as the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from csdesk.intake.outcome import ImportPlan, PlanOptions
from csdesk.intake.plan import make_plan
from csdesk.intake.sandbox import read_workbook
from csdesk.intake.sheets import Table, Workbook
from csdesk.intake.workbook_tables import tables_of
from tests.intake.made_tables import Book

SAMPLES = Path(__file__).resolve().parents[2] / "sample_workbooks"
File = tuple[str, Workbook, list[Table]]


@cache
def read(path: Path) -> File:
    workbook = read_workbook(path)
    return str(path), workbook, tables_of(workbook, path.name)


def plan(paths: Sequence[Path], as_of: date, book: Book | None = None, currency: str = "USD") -> ImportPlan:
    options = PlanOptions(as_of, currency, fiscal_first_month=4)
    return make_plan([read(path) for path in paths], book or Book(), options)


def totals(made: ImportPlan) -> dict[str, tuple[int, int]]:
    """Record → new, rejected over all tables."""
    found: dict[str, tuple[int, int]] = {}
    for table in made.tables:
        for record, counts in table.records.items():
            new, rejected = found.get(record, (0, 0))
            found[record] = (new + counts.new, rejected + counts.rejected)
    return found


@pytest.mark.shared_data
def test_ravenstack_goes_in_whole_and_a_second_time_changes_nothing(shared_data: Path) -> None:
    files = sorted((shared_data / "A" / "ravenstack-saas").glob("*.csv"))
    made = plan(files, date(2024, 12, 31))
    found = totals(made)
    assert {r: found[r] for r in ("account", "contract", "ticket", "event")} == {
        "account": (500, 0), "contract": (5000, 0), "ticket": (2000, 0), "event": (600, 0),
    }  # fmt: skip
    contracts = made.records["contract"].inserted
    assert (contracts["status"] == "ended").sum() == 486
    assert contracts["end"].isna().sum() == 4514
    assert (
        contracts.loc[contracts["end"].isna() & (contracts["basis"] == "annual"), "amount"].sum()
        == 10_159_608 * 12 * 100
    )
    assert set(contracts["currency"]) == {"USD"}
    assert (made.records["event"].inserted["kind"] == "reactivation").sum() == 61
    assert made.records["account"].inserted["signup"].iloc[0].date() == date(2024, 10, 16)
    usage = made.records["measurement"].inserted
    assert usage["account_key"].isin(made.records["account"].inserted["key"]).all()
    source = next(t for t in made.tables if t.subject == "measurement").source
    assert len(set(source.origins["measurement"].rows.tolist())) == 25_000
    again = plan(files, date(2024, 12, 31), Book(made))
    assert again.changes_nothing
    assert not any(t.problems for t in made.tables)


@pytest.mark.shared_data
def test_the_usage_of_ravenstack_adds_up(shared_data: Path) -> None:
    files = sorted((shared_data / "A" / "ravenstack-saas").glob("*.csv"))
    usage = plan(files, date(2024, 12, 31)).records["measurement"].inserted
    text = (shared_data / "A" / "ravenstack-saas" / "ravenstack_feature_usage.csv").read_text("utf-8-sig").split("\n")
    rows = [line.strip().split(",") for line in text[1:] if line.strip()]
    for metric, column in (("feature_uses", 4), ("usage_seconds", 5), ("errors", 6)):
        assert usage.loc[usage["metric"] == metric, "value"].sum() == sum(int(row[column]) for row in rows)


@pytest.mark.shared_data
@pytest.mark.slow
def test_the_four_telco_workbooks_are_one_list_of_customers(shared_data: Path) -> None:
    files = sorted((shared_data / "A" / "ibm-telco-5files").glob("*.xlsx"))
    made = plan(files, date(2026, 11, 22))
    assert totals(made) == {"account": (7043, 0), "contract": (7043, 0)}
    population = next(t for t in made.tables if "population" in t.source.file_name)
    assert population.records == {}
    accounts = made.records["account"].inserted.set_index("external_id")
    assert accounts.loc["8779-QRDMV", "region"] == "United States"
    assert accounts.loc["8779-QRDMV", "status"] == "Churned"
    assert '"Offer": "Offer E"' in accounts.loc["7495-OOKFY", "custom"]
    contract = made.records["contract"].inserted.iloc[0]
    assert (contract["amount"], contract["basis"]) == (3965, "monthly")
    assert plan(files, date(2026, 11, 22), Book(made)).changes_nothing


@pytest.mark.shared_data
def test_small_japanese_lists(shared_data: Path) -> None:
    folder = shared_data / "A" / "ja-r-samples" / "from-index"
    customers = plan([folder / "kokyaku.csv"], date(2026, 11, 22), currency="JPY").records["account"].inserted
    assert len(customers) == 5
    assert customers["external_id"].tolist()[:3] == ["C001", "C002", "C003"]
    assert '"郵便番号": "1600023"' in customers["custom"].iloc[1]
    told = make_plan(
        [read(folder / "keiyaku.csv")], Book(), PlanOptions(date(2026, 11, 22), "JPY", {"担当": "account.name"})
    )
    days = [str(day.date()) for day in told.records["contract"].inserted["start"]]
    assert days[:4] == ["2026-04-01", "2026-05-15", "2026-06-01", "2026-07-20"]
    contracts = plan([folder / "keiyaku.csv"], date(2026, 11, 22), currency="JPY")
    assert contracts.changes_nothing
    assert [p.code for p in contracts.tables[0].problems] == ["no_account_column"]


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("folder", "names"),
    [
        (
            "fivetran-salesforce",
            ("sf_account_data", "sf_account_history_data", "sf_contact_data", "sf_opportunity_data"),
        ),
        ("fivetran-zendesk", ("organization_data", "user_data", "ticket_data", "organization_tag_data")),
        (
            "fivetran-zuora",
            ("zuora_account_data", "zuora_subscription_data", "zuora_invoice_data", "zuora_contact_data"),
        ),
    ],
)
def test_exports_of_other_systems_are_unchanged_the_second_time(
    shared_data: Path, folder: str, names: tuple[str, ...]
) -> None:
    files = [shared_data / "A" / folder / f"{name}.csv" for name in names]
    made = plan(files, date(2026, 11, 22))
    assert not made.changes_nothing
    assert plan(files, date(2026, 11, 22), Book(made)).changes_nothing


def test_the_sample_workbooks_belong_together() -> None:
    files = sorted([*SAMPLES.glob("*.xlsx"), *SAMPLES.glob("*.csv")])
    made = plan(files, date(2026, 11, 22), currency="JPY")
    assert not made.questions
    assert not any(table.problems for table in made.tables)
    assert not [c.header for t in made.tables for c in t.columns if c.field is None]
    assert made.records["account"].inserted["external_id"].notna().all()
    assert plan(files, date(2026, 11, 22), Book(made), currency="JPY").changes_nothing
