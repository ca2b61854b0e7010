from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csdesk.app.target_edits import set_target
from csdesk.app.workspace import Workspace
from csdesk.model.errors import CSDeskError
from csdesk.model.policies import Calendar, Policies

APRIL = Calendar(fiscal_first_month=4)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "book.csdesk", Policies(calendar=APRIL)) as made:
        yield made


def targets(workspace: Workspace) -> list[tuple[str, str, float]]:
    frame = workspace.frame("target")
    return list(frame[["figure", "period", "value"]].itertuples(index=False, name=None))


def test_a_target_is_set_changed_taken_away_and_undone(workspace: Workspace) -> None:
    workspace.apply(set_target(workspace, APRIL, "nrr", "2026年度 第3四半期", 0.94))
    workspace.apply(set_target(workspace, APRIL, "arr", "FY2026", 50_000_000.0))
    assert targets(workspace) == [("nrr", "2026Q3", 0.94), ("arr", "2026", 50_000_000.0)]
    workspace.apply(set_target(workspace, APRIL, "nrr", "2026Q3", 0.96))
    assert not set_target(workspace, APRIL, "nrr", "2026Q3", 0.96)
    workspace.apply(set_target(workspace, APRIL, "arr", "2026", None))
    assert targets(workspace) == [("nrr", "2026Q3", 0.96)]
    workspace.undo()
    workspace.undo()
    assert targets(workspace) == [("nrr", "2026Q3", 0.94), ("arr", "2026", 50_000_000.0)]


def test_only_figures_and_periods_there_are(workspace: Workspace) -> None:
    with pytest.raises(CSDeskError, match="no figure luck"):
        set_target(workspace, APRIL, "luck", "2026", 1.0)
    with pytest.raises(CSDeskError, match="soon"):
        set_target(workspace, APRIL, "nrr", "soon", 1.0)
