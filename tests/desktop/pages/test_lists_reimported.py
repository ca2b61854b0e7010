"""A list that was exported from the window and comes back: nothing, or exactly what was changed in it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from csdesk.app.workspace import Workspace
from csdesk.desktop.pages.accounts_columns import offered_columns
from csdesk.desktop.pages.accounts_export import write_list
from csdesk.desktop.pages.renewals_table import renewal_columns
from csdesk.desktop.tables.columns import Column
from csdesk.desktop.tables.frame_model import FrameTableModel
from csdesk.desktop.translation import install_language
from csdesk.i18n import Language
from tests.app.test_reimport import edits, plan_of


def listed(workspace: Workspace, columns: list[Column], record: str, path: Path) -> Path:
    assessment = workspace.assessment()
    model = FrameTableModel(columns, workspace.policies.revenue.currency)
    frame = assessment.accounts
    if record == "contract":
        frame = assessment.renewals.assign(key=assessment.renewals["contract_key"])
    model.set_frame(frame)
    write_list(path, model, record)
    return path


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_list_of_accounts_comes_back_as_nothing_and_its_edits_as_edits(
    workspace: Workspace, tmp_path: Path, language: str
) -> None:
    install_language(Language(language))
    columns = offered_columns(workspace.policies.revenue.currency)
    path = listed(workspace, columns, "account", tmp_path / "list.csv")
    assert edits(plan_of(workspace, path)) == set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    codes = [column.code for column in columns]
    assert rows[0][-1] == {"en": "Key", "ja": "キー"}[language]
    row = next(row for row in rows if row[-1] == "acc-2")
    row[codes.index("next_step")] = "Call in January"
    row[codes.index("arr")] = "99"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    assert edits(plan_of(workspace, path)) == {("account", 2, "next_step", "Call in January")}
    workspace.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_list_of_renewals_makes_no_contracts(workspace: Workspace, tmp_path: Path, language: str) -> None:
    install_language(Language(language))
    path = listed(workspace, renewal_columns(workspace.policies.revenue.currency), "contract", tmp_path / "list.csv")
    plan = plan_of(workspace, path)
    assert plan.tables[0].rows > 0
    assert edits(plan) == set()
    workspace.close()
