"""Files that name customers nobody has told the book of: listed, or made; never an edit that does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from csdesk.app.import_options import ImportOptions
from csdesk.app.import_session import ImportSession
from csdesk.app.workspace import Workspace
from csdesk.model.progress import Unwatched
from tests.app.test_reimport import read_file
from tests.intake.requirements.files import text_file

AS_OF = date(2026, 11, 22)
LOG = (
    "date,customer,event,plan,mrr,currency\n"
    "2026-01-10,Kite Foods,signup,Starter,100,USD\n"
    "2026-06-10,Kite Foods,upgrade,Pro,250,USD\n"
    "2026-07-01,Lumen,signup,Pro,900,USD\n"
)
STRANGERS = {
    "tickets": "Ticket ID,Customer,Opened,Priority,Subject\nT-1,Nobody Ltd,2026-10-01,high,Help\n",
    "usage": "customer,month,active users\nNobody Ltd,2026-09,4\n",
    "touchpoints": "日付,顧客名,種別,議事録\n2026-10-01,無名商事,定例会,話した\n",
    "nps": "Customer,Respondent,Answered on,NPS,Comment\nNobody Ltd,Ann,2026-10-01,9,ok\n",
    "invoices": "Invoice no.,Customer,Issued,Due,Invoice amount\nI-1,Nobody Ltd,2026-10-01,2026-10-31,10\n",
    "tasks": "Task ID,Customer,Task,Owner,Due date\nX-1,Nobody Ltd,Call,Ann,2026-12-01\n",
    "contacts": "Customer,Contact name,E-mail,Title\nNobody Ltd,Ann,ann@nobody.example,CEO\n",
    "events": "顧客名,イベント種別,日付\n無名商事,解約,2026-10-01\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.create(tmp_path_factory.mktemp("empty") / "book.csdesk", as_of=AS_OF) as made:
        yield made


def session(workspace: Workspace, path: Path) -> ImportSession:
    return ImportSession(workspace, [read_file(path)], ImportOptions(AS_OF))


@pytest.mark.parametrize("what", STRANGERS)
def test_rows_of_unknown_customers_are_listed_and_nothing_fails(
    workspace: Workspace, tmp_path: Path, what: str
) -> None:
    made = session(workspace, text_file(tmp_path / f"{what}.csv", STRANGERS[what]))
    plan = made.make_plan(Unwatched())
    assert [p.code for t in plan.tables for p in t.problems if p.severity.value == "rejected"] == ["no_such_account"]
    made.commit(Unwatched())
    assert not len(workspace.frame("account"))


def test_a_log_of_what_customers_paid_makes_them_and_can_be_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    made = session(workspace, text_file(tmp_path / "log.csv", LOG))
    plan = made.make_plan(Unwatched())
    assert [(p.cell, p.code, p.message.values[0]) for p in plan.tables[0].problems] == [
        ("B2", "accounts_made", ("n", 2))
    ]
    assert plan.tables[0].records["account"].new == 2
    assert made.commit(Unwatched()) is not None
    accounts = workspace.frame("account")
    assert accounts["name"].tolist() == ["Kite Foods", "Lumen"]
    assert workspace.frame("contract")["account_key"].tolist() == [*[accounts["key"][0]] * 2, accounts["key"][1]]
    again = session(workspace, text_file(tmp_path / "log.csv", LOG)).make_plan(Unwatched())
    assert again.changes_nothing
    assert not again.tables[0].problems
    workspace.undo()
    assert not len(workspace.frame("account"))
    assert not len(workspace.frame("contract"))


def test_a_list_of_what_was_cancelled_ends_its_revenue_and_can_be_taken_back(tmp_path: Path) -> None:
    contracts = "契約番号,会社名,年額,契約開始日,契約終了日\nK-1,青空商事,1200000,2026-04-01,2027-03-31\n"
    left = "会社名,プラン,月額,解約日,解約理由\n青空商事,プロ,100000,2026/9/30,競合\n"
    with Workspace.create(tmp_path / "book.csdesk", as_of=AS_OF) as book:
        session(book, text_file(tmp_path / "contracts.csv", contracts)).commit(Unwatched())
        assert book.assessment().accounts["arr"].sum() == 1_200_000
        session(book, text_file(tmp_path / "left.csv", left)).commit(Unwatched())
        assert book.assessment().accounts["arr"].sum() == 0
        assert len(book.frame("contract")) == 1
        assert book.frame("decision")["contract_key"].tolist() == book.frame("contract")["key"].tolist()
        book.undo()
        assert book.assessment().accounts["arr"].sum() == 1_200_000
