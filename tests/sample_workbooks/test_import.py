"""The sample workbooks through the program itself: everything goes in, and what is concluded is what the cells say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from csdesk.app.demo import build_book, sample_files
from csdesk.app.import_files import read_files
from csdesk.app.import_options import ImportOptions
from csdesk.app.import_session import ImportSession
from csdesk.app.workspace import Workspace
from csdesk.model.progress import Unwatched
from csdesk.rules.touch_whatif import effect_of, tiers_after, touch_book, what_if
from tests.sample_workbooks.samples_as_read import AS_OF, account_names, half_up, health

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("samples") / "FY2026.csdesk"
    build_book(path)
    with Workspace.open(path, as_of=AS_OF) as made:
        yield made


def test_nothing_is_rejected_asked_or_kept_aside(workspace: Workspace) -> None:
    assert [entry.kind for entry in workspace.book.history()] == [
        "edit",
        "import",
    ]  # the edit sets the hours of the CSMs
    assert workspace.book.problems() == []
    counts = {r: len(workspace.book.frames.frame(r)) for r in ("account", "contract", "decision", "touch_assignment")}
    assert counts == {"account": 152, "contract": 481, "decision": 131, "touch_assignment": 128}


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


def test_a_high_cut_of_five_million_does_what_is_drawn(workspace: Workspace) -> None:
    book = touch_book(workspace.assessment())
    policy = replace(workspace.policies.touch, high_from=5_000_000)
    found = what_if(book, policy)
    assert list(book.names[found.moves]) == ["金太郎鉄工", "Quillfern Publishing", "蛍火電機", "Velvet Anchor Hotels"]
    assert list(book.names[found.stays]) == ["白兎ペイメント"]
    before = effect_of(book, book.live.tier, workspace.policies.touch)
    after = effect_of(book, tiers_after(book, found), policy)
    assert (before.accounts.tolist(), after.accounts.tolist()) == ([19, 43, 66], [23, 39, 66])
    assert [half_up(amount / 100_000) for amount in after.arr] == [2767, 985, 368]
    assert [f"{share:.1%}" for share in after.arr / after.arr.sum()] == ["67.2%", "23.9%", "8.9%"]
    assert after.bands[:, :3].tolist() == [[13, 7, 3], [25, 9, 5], [39, 20, 7]]
    hours = dict(zip(book.staff.names, zip(after.needed.round(9), book.staff.available, strict=False), strict=False))
    assert hours == {
        "Mika Sato": (46.5, 54), "Ken Tanaka": (51, 54), "Yui Kobayashi": (46.5, 54), "Daniel Reyes": (52.5, 48),
        "Aya Nakamura": (36.6, 40),
    }  # fmt: skip
    assert (after.needed.sum().round(9), book.staff.available.sum()) == (233.1, 250)


def test_what_differs_since_the_import_of_october_is_as_drawn(workspace: Workspace) -> None:
    since = workspace.assessment().since(date(2026, 10, 23))
    assert since.arr_now - since.arr_before == 3_200_000
    assert (since.fell, since.rose) == (16, 5)


def test_the_same_files_again_change_nothing(workspace: Workspace) -> None:
    files = read_files(sample_files(), Unwatched())
    assert ImportSession(workspace, files, ImportOptions(as_of=AS_OF)).commit(Unwatched()) is None
    assert len(workspace.book.history()) == 2
