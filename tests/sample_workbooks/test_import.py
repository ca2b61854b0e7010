"""The sample workbooks through the program itself: everything goes in, and what is concluded is what the cells say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from csdesk.app.demo import build_book, sample_files
from csdesk.app.import_session import ImportOptions, ImportSession, read_files
from csdesk.app.workspace import Workspace
from csdesk.model.progress import Unwatched
from tests.sample_workbooks.samples_as_read import AS_OF, account_names, half_up, health

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("samples") / "FY2026.csdesk"
    build_book(path)
    with Workspace.open(path, as_of=AS_OF) as made:
        yield made


def test_nothing_is_rejected_asked_or_kept_aside(workspace: Workspace) -> None:
    assert len(workspace.book.history()) == 1
    assert workspace.book.problems() == []
    counts = {r: len(workspace.book.frames.frame(r)) for r in ("account", "contract", "decision", "touch_assignment")}
    assert counts == {"account": 152, "contract": 481, "decision": 131, "touch_assignment": 3}


def test_the_figures_are_those_of_the_pictures(workspace: Workspace) -> None:
    figures = workspace.assessment().figures(date(2025, 11, 22))
    values = {name: figure.value for name, figure in figures.numbers.items()}
    assert (values["accounts"], values["arr"]) == (128, 412_000_000)
    assert values["nrr"] == pytest.approx(386.1 / 371.2)
    assert values["grr"] == pytest.approx(345.1 / 371.2)
    assert values["customer_churn"] == pytest.approx(14 / 123)
    assert (values["arr_at_risk"], values["arr_due_90_days"]) == (46_550_000, 140_520_000)


def test_every_score_is_the_one_the_cells_give(workspace: Workspace) -> None:
    accounts = workspace.assessment().accounts
    found = dict(zip(accounts["name"], accounts["health"], strict=True))
    with_contract = accounts[accounts["arr"].fillna(0) > 0]["name"].tolist()
    assert len(with_contract) == 128
    assert set(with_contract) <= set(account_names().values())
    assert {name: found[name] for name in with_contract} == {name: half_up(health(name)) for name in with_contract}


def test_tiers_count_19_43_and_66(workspace: Workspace) -> None:
    accounts = workspace.assessment().accounts
    counts = accounts[accounts["arr"].fillna(0) > 0]["touch"].value_counts().to_dict()
    assert counts == {"high": 19, "low": 43, "tech": 66}


def test_what_differs_since_the_import_of_october_is_as_drawn(workspace: Workspace) -> None:
    since = workspace.assessment().since(date(2026, 10, 23))
    assert since.arr_now - since.arr_before == 3_200_000
    assert (since.fell, since.rose) == (16, 5)


def test_the_same_files_again_change_nothing(workspace: Workspace) -> None:
    files = read_files(sample_files(), Unwatched())
    assert ImportSession(workspace, files, ImportOptions(as_of=AS_OF)).commit(Unwatched()) is None
    assert len(workspace.book.history()) == 1
