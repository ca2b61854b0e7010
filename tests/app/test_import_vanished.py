"""What stood in the last file of a source and is missing now: shown, and ended only where a person says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from csdesk.app.edits import archive_accounts, archive_contract
from csdesk.app.import_files import read_files
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_session import ImportSession
from csdesk.app.import_vanished import Vanished
from csdesk.app.workspace import Workspace
from csdesk.intake.decisions import Decisions
from csdesk.model.progress import Unwatched

pytestmark = pytest.mark.usefixtures("read_here")

AS_OF = date(2026, 11, 22)
CONTRACTS = """Contract ID,Customer name,Start date,End date,ARR
K-1,Otterline Ferries,2026-01-01,2026-12-31,1200
K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400
K-3,Foxglove Analytics,2026-04-01,2027-03-31,3600
K-4,Foxglove Analytics,2026-06-01,2027-05-31,600
K-5,Long Gone Ltd,2024-01-01,2024-12-31,900
"""
WITHOUT_K3 = CONTRACTS.replace("K-3,Foxglove Analytics,2026-04-01,2027-03-31,3600\n", "")
WITHOUT_FOXGLOVE = WITHOUT_K3.replace("K-4,Foxglove Analytics,2026-06-01,2027-05-31,600\n", "")
CUSTOMERS = "Customer ID,Customer name,Industry\nC-1,Otterline Ferries,Transport\nC-2,Kestrel & Rook,Retail\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "book.csdesk", as_of=AS_OF) as made:
        yield made


def planned(workspace: Workspace, folder: Path, text: str, name: str, **options: object) -> ImportSession:
    path = folder / name
    path.write_text(text, "utf-8")
    made = ImportSession(workspace, read_files([path], Unwatched()), ImportOptions(AS_OF, **options))  # type: ignore[arg-type]
    made.make_plan(Unwatched())
    return made


def taken(workspace: Workspace, folder: Path, text: str, name: str = "contracts_2026-10.csv") -> None:
    planned(workspace, folder, text, name).commit(Unwatched())


def arr(workspace: Workspace) -> dict[str, int]:
    accounts = workspace.assessment().accounts
    return {n: int(a) for n, a in zip(accounts["name"], accounts["arr"], strict=True) if a}


def shown(found: tuple[Vanished, ...]) -> list[tuple[str, str, str]]:
    return [(one.record, one.account, one.number) for one in found]


def test_a_contract_that_stood_in_the_last_file_and_is_missing_now_is_shown(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    made = planned(workspace, tmp_path, WITHOUT_K3, "contracts_2026-11.csv")
    assert shown(made.vanished) == [("contract", "Foxglove Analytics", "K-3")]
    (one,) = made.vanished
    assert (one.arr, one.currency, one.decision) == (360_000, "USD", "keep")
    assert (one.file, one.seen_on) == ("contracts_2026-10.csv", workspace.book.sources()[0].imported_at.date())


def test_a_customer_all_of_whose_contracts_are_missing_is_gone_as_a_whole(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    (one,) = planned(workspace, tmp_path, WITHOUT_FOXGLOVE, "contracts_2026-11.csv").vanished
    assert (one.record, one.account, one.number, one.arr) == ("account", "Foxglove Analytics", "", 420_000)
    assert len(one.contracts) == 2


def test_arr_never_changes_by_silence(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    before = arr(workspace)
    made = planned(workspace, tmp_path, WITHOUT_FOXGLOVE, "contracts_2026-11.csv")
    assert made.commit(Unwatched()) is None
    assert (
        arr(workspace)
        == before
        == {"Otterline Ferries": 120_000, "Kestrel & Rook": 240_000, "Foxglove Analytics": 420_000}
    )
    changed = planned(workspace, tmp_path, WITHOUT_FOXGLOVE.replace("2400", "2500"), "contracts_2026-11.csv")
    assert changed.commit(Unwatched()) is not None
    assert arr(workspace) == before | {"Kestrel & Rook": 250_000}


def test_what_nobody_decided_is_shown_again_with_the_file_after_next(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    taken(workspace, tmp_path, WITHOUT_K3.replace("2400", "2500"), "contracts_2026-11.csv")
    again = planned(workspace, tmp_path, WITHOUT_K3.replace("2400", "2600"), "contracts_2026-12.csv")
    assert shown(again.vanished) == [("contract", "Foxglove Analytics", "K-3")]
    assert again.vanished[0].file == "contracts_2026-10.csv"


def test_an_ended_contract_counts_to_the_day_before_and_its_customer_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    (one,) = planned(workspace, tmp_path, WITHOUT_K3, "contracts_2026-11.csv").vanished
    made = planned(workspace, tmp_path, WITHOUT_K3, "contracts_2026-11.csv", gone={("contract", one.key): "ended"})
    entry = made.commit(Unwatched())
    assert entry is not None
    assert entry.kind == "import"
    row = workspace.frame("contract").set_index("external_id").loc["K-3"]
    assert (row["end"].date(), row["status"]) == (date(2026, 11, 21), "ended")
    assert arr(workspace)["Foxglove Analytics"] == 60_000
    assert not len(workspace.frame("event"))
    after = planned(workspace, tmp_path, WITHOUT_K3.replace("2400", "2500"), "contracts_2026-12.csv")
    assert after.vanished == ()


def test_a_churned_customer_ends_with_an_event_on_the_day_and_everything_in_one_entry(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    before = {r: workspace.frame(r) for r in ("account", "contract", "event")}
    text = WITHOUT_FOXGLOVE.replace("2400", "2500")
    made = planned(workspace, tmp_path, text, "contracts_2026-11.csv", gone_otherwise="churned")
    entry = made.commit(Unwatched())
    assert entry is not None
    account = workspace.frame("account").set_index("name").loc["Foxglove Analytics"]
    assert account["lifecycle"] == "churned"
    (event,) = workspace.frame("event").to_dict("records")
    assert (event["account_key"], event["kind"], event["date"].date()) == (int(account["key"]), "churn", AS_OF)
    assert arr(workspace) == {"Otterline Ferries": 120_000, "Kestrel & Rook": 250_000}
    assert workspace.assessment().figures(date(2026, 11, 1)).bridge.churn == 420_000
    workspace.undo()
    for record, frame in before.items():
        assert workspace.frame(record).equals(frame)


def test_a_contract_decided_churned_churns_its_customer_only_where_nothing_else_runs(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    planned(workspace, tmp_path, WITHOUT_K3, "contracts_2026-11.csv", gone_otherwise="churned").commit(Unwatched())
    assert arr(workspace)["Foxglove Analytics"] == 60_000
    assert not len(workspace.frame("event"))


def test_a_contract_that_has_not_begun_is_archived_and_an_overdue_one_keeps_its_end(
    workspace: Workspace, tmp_path: Path
) -> None:
    more = CONTRACTS + "K-6,Otterline Ferries,2027-01-01,2027-12-31,1300\nK-7,Reed & Sons,2025-11-01,2026-10-31,700\n"
    taken(workspace, tmp_path, more)
    planned(workspace, tmp_path, CONTRACTS, "contracts_2026-11.csv", gone_otherwise="ended").commit(Unwatched())
    rows = workspace.frame("contract").set_index("external_id")
    assert (bool(rows.loc["K-6", "archived"]), rows.loc["K-6", "end"].date()) == (True, date(2027, 12, 31))
    assert (rows.loc["K-7", "end"].date(), rows.loc["K-7", "status"]) == (date(2026, 10, 31), "ended")


def test_a_customer_missing_in_a_customer_list_is_gone_although_its_contract_stood_elsewhere(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, tmp_path, CUSTOMERS, "customers.csv")
    taken(workspace, tmp_path, CONTRACTS)
    (one,) = planned(
        workspace, tmp_path, CUSTOMERS.replace("C-2,Kestrel & Rook,Retail\n", ""), "customers.csv"
    ).vanished
    assert (one.record, one.account, one.number, one.arr) == ("account", "Kestrel & Rook", "K-2", 240_000)


def test_a_row_that_was_rejected_names_somebody_who_is_not_gone(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CONTRACTS)
    bad = CONTRACTS.replace(
        "K-3,Foxglove Analytics,2026-04-01,2027-03-31", "K-3,Foxglove Analytics,2026-04-01,2027-13-31"
    )
    assert planned(workspace, tmp_path, bad, "contracts_2026-11.csv").vanished == ()


def test_a_skipped_sheet_makes_nobody_vanish(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CONTRACTS, "contracts.csv")
    first = planned(workspace, tmp_path, CONTRACTS, "contracts.csv")
    assert first.plan is not None
    sheet = first.plan.tables[0].sheet
    skipped = Decisions(skipped=frozenset({(str(tmp_path / "contracts.csv"), sheet)}))
    assert planned(workspace, tmp_path, CONTRACTS, "contracts.csv", decisions=skipped).vanished == ()


def test_another_kind_of_list_and_another_region_make_nobody_vanish(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CONTRACTS, "export (1).csv")
    assert planned(workspace, tmp_path, CUSTOMERS, "export (2).csv").vanished == ()
    usage = "Customer name,Date,Active users\nOtterline Ferries,2026-10-31,12\n"
    assert planned(workspace, tmp_path, usage, "export (3).csv").vanished == ()
    head = CONTRACTS.splitlines()[0]
    west = f"{head}\nK-90,Westwind Foods,2026-04-01,2027-03-31,5000\n"
    assert planned(workspace, tmp_path, west, "export (4).csv").vanished == ()


def test_a_file_of_another_name_with_the_same_headers_is_the_same_source(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CONTRACTS, "from finance.csv")
    assert shown(planned(workspace, tmp_path, WITHOUT_K3, "abo list.csv").vanished) == [
        ("contract", "Foxglove Analytics", "K-3")
    ]


def test_a_column_more_is_still_the_same_source_and_an_older_file_is_not_compared(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, tmp_path, CONTRACTS, "contracts_2026-10.csv")
    wider = (
        "\n".join(f"{line},{'Region' if not n else 'West'}" for n, line in enumerate(WITHOUT_K3.splitlines())) + "\n"
    )
    assert len(planned(workspace, tmp_path, wider, "contracts_2026-11.csv").vanished) == 1
    assert planned(workspace, tmp_path, WITHOUT_K3, "contracts_2026-09.csv").vanished == ()


def test_archived_customers_and_contracts_are_not_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, tmp_path, CUSTOMERS, "customers.csv")
    taken(workspace, tmp_path, CONTRACTS.replace("K-2,Kestrel & Rook,2026-04-01,2027-03-31,2400\n", ""))
    accounts = workspace.frame("account").set_index("name")["key"]
    workspace.apply(archive_accounts(workspace, [int(accounts["Kestrel & Rook"])]))
    workspace.apply(
        archive_contract(workspace, int(workspace.frame("contract").set_index("external_id")["key"]["K-3"]))
    )
    without = CUSTOMERS.replace("C-2,Kestrel & Rook,Retail\n", "")
    assert planned(workspace, tmp_path, without, "customers.csv").vanished == ()
    assert planned(workspace, tmp_path, WITHOUT_K3, "contracts_2026-11.csv").vanished == ()


def test_a_list_without_dates_loses_nothing_by_silence_either(workspace: Workspace, tmp_path: Path) -> None:
    text = "Customer name,MRR\nOtterline Ferries,100\nKestrel & Rook,200\nFoxglove Analytics,300\n"
    taken(workspace, tmp_path, text, "mrr_10.csv")
    before = arr(workspace)
    made = planned(workspace, tmp_path, text.replace("Foxglove Analytics,300\n", ""), "mrr_11.csv")
    assert shown(made.vanished) == [("account", "Foxglove Analytics", "")]
    made.commit(Unwatched())
    assert arr(workspace) == before
