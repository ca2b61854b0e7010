"""Merging and splitting accounts: everything moves, differing values stay readable, undo brings all back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdesk.app.account_merging import DifferingField, merge_accounts, planned_merge
from csdesk.app.account_splitting import parts_of, split_account
from csdesk.app.edits import OF_ACCOUNT
from csdesk.app.import_files import read_files
from csdesk.app.import_session import ImportSession
from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.model.fields import record_types
from csdesk.model.messages import Message
from csdesk.model.progress import Unwatched
from tests.app.test_edits import Row, SmallBook

D = date(2026, 4, 1)
KEPT: Row = {
    "key": 1, "name": "株式会社アオゾラ", "external_id": "C-1", "plan": "Pro", "tags": "重点; 東京", "notes": "既存",
    "custom": '{"倉庫": "東"}',
}  # fmt: skip
GONE: Row = {
    "key": 2, "name": "アオゾラ㈱", "external_id": "B-9", "domain": "aozora.example", "plan": "Basic", "tags": "東京; 物流",
    "industry": "物流", "custom": '{"倉庫": "西", "地区": "関東"}',
}  # fmt: skip
RECORDS: Mapping[str, Sequence[Row]] = {
    "account": (KEPT, GONE),
    "contract": (
        {"key": 7, "account_key": 1, "amount": 100, "currency": "JPY", "start": D},
        {"key": 8, "account_key": 2, "amount": 100, "currency": "JPY", "start": D},
    ),
    "decision": ({"key": 3, "contract_key": 8, "forecast": "commit"},),
    "measurement": (
        {"key": 1, "account_key": 1, "metric": "logins", "date": D, "value": 5.0},
        {"key": 2, "account_key": 2, "metric": "logins", "date": D, "value": 5.0},
        {"key": 3, "account_key": 2, "metric": "logins", "date": date(2026, 5, 1), "value": 9.0},
    ),
    "touch_assignment": (
        {"key": 1, "account_key": 1, "touch": "high", "author": "Sato"}, {"key": 2, "account_key": 2, "touch": "tech", "reason": "小口"},
    ),
    "alias": ({"key": 4, "account_key": 2, "identity": "name", "text": "青空"},),
}  # fmt: skip


def book(**records: Sequence[Row]) -> SmallBook:
    return SmallBook(**{**RECORDS, **records})


def by_record(changes: ChangeSet, record: str) -> dict[int, Change]:
    return {change.key: change for change in changes.changes if change.record == record}


def test_all_records_of_the_other_account_move_to_the_kept_one() -> None:
    plan = planned_merge(book(), 1, 2)
    assert plan.moves == {"alias": 1, "contract": 1, "measurement": 1}
    assert plan.twins == 1  # the logins of April stand in both alike
    for record, key in (("contract", 8), ("measurement", 3), ("alias", 4)):
        change = by_record(plan.changes, record)[key]
        assert (change.before, change.after) == ({"account_key": 2}, {"account_key": 1})
    assert by_record(plan.changes, "measurement")[2].after is None
    assert by_record(plan.changes, "decision") == {}  # it hangs on its contract
    assert by_record(plan.changes, "account")[2].after is None
    assert str(plan.changes.intention) == "Merge アオゾラ㈱ into 株式会社アオゾラ"


def test_identical_contracts_both_move_for_revenue_never_changes_by_silence() -> None:
    assert by_record(merge_accounts(book(), 1, 2), "contract")[8].after == {"account_key": 1}


def test_empty_fields_are_filled_and_differing_values_are_kept_in_the_notes() -> None:
    plan = planned_merge(book(), 1, 2)
    after = by_record(plan.changes, "account")[1].after or {}
    assert set(plan.fills) == {"domain", "industry"}
    assert (after["domain"], after["industry"], after["tags"]) == ("aozora.example", "物流", "重点; 東京; 物流")
    assert plan.differing == (DifferingField("plan", "Pro", "Basic"),)
    assert "plan" not in after
    assert after["notes"] == (
        "既存\n\nFrom アオゾラ㈱, merged on 2026-11-22:\nPlan: Basic\nTouch assignment (Touch: tech, Reason: 小口)"
    )
    assert after["custom"] == '{"倉庫": "東", "倉庫 (アオゾラ㈱)": "西", "地区": "関東", "Plan (アオゾラ㈱)": "Basic"}'


def test_a_tier_that_an_import_assigned_gives_way_to_one_that_somebody_decided_on() -> None:
    by_value: Row = {"key": 1, "account_key": 1, "touch": "low"}
    held: Row = {"key": 2, "account_key": 2, "touch": "high", "override": True, "reason": "重点"}
    moved = by_record(merge_accounts(book(touch_assignment=[by_value, held]), 1, 2), "touch_assignment")
    assert moved[1].after is None
    assert moved[2].after == {"account_key": 1}
    plan = planned_merge(book(touch_assignment=[{**held, "account_key": 1}, {**by_value, "account_key": 2}]), 1, 2)
    assert by_record(plan.changes, "touch_assignment")[1].after is None
    notes = (by_record(plan.changes, "account")[1].after or {})["notes"]
    assert "Touch assignment" not in str(notes)  # nobody decided what goes


def test_name_and_id_of_the_other_account_become_aliases() -> None:
    plan = planned_merge(book(), 1, 2)
    assert plan.aliases == (("external_id", "B-9"), ("name", "アオゾラ㈱"))
    made = {
        (c.key, tuple((c.after or {}).values())) for c in by_record(plan.changes, "alias").values() if c.before is None
    }
    assert made == {(100, (1, "external_id", "B-9")), (101, (1, "name", "アオゾラ㈱"))}


def test_an_alias_that_the_kept_account_has_itself_goes() -> None:
    alias: Row = {"key": 4, "account_key": 2, "identity": "name", "text": "株式会社アオゾラ"}
    assert by_record(merge_accounts(book(alias=[alias]), 1, 2), "alias")[4].after is None


def test_notes_are_written_in_the_language_of_the_window() -> None:
    def german(message: Message) -> str:
        return f"<{message.text}>"

    after = by_record(merge_accounts(book(), 1, 2, german), "account")[1].after or {}
    assert "<From {account}, merged on {day}:>\n<{field}: {value}>" in str(after["notes"])


@pytest.mark.parametrize(("keep", "gone"), [(1, 1), (1, 9), (9, 1)])
def test_only_two_accounts_of_the_book_are_merged(keep: int, gone: int) -> None:
    with pytest.raises(CSDeskError, match="two different accounts"):
        merge_accounts(book(), keep, gone)


def test_after_a_merge_the_same_file_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(
        "顧客ID,顧客名,業種,地域,年額,契約開始日\nA-1,株式会社アオゾラ,IT,,120000,2026-04-01\nA-2,アオゾラ㈱,物流,東京,60000,2026-05-01\n",
        encoding="utf-8",
    )
    read = read_files([file], Unwatched())
    with Workspace.create(tmp_path / "a.csdesk", as_of=date(2026, 11, 22)) as workspace:
        ImportSession(workspace, read).commit(Unwatched())
        workspace.apply(merge_accounts(workspace, 1, 2))
        (account,) = workspace.frame("account").to_dict("records")
        assert (account["name"], account["industry"], account["region"]) == ("株式会社アオゾラ", "IT", "東京")
        assert workspace.frame("contract")["account_key"].tolist() == [1, 1]
        session = ImportSession(workspace, read)
        plan = session.make_plan(Unwatched())
        assert plan.changes_nothing, {r: (p.inserted, p.updated) for r, p in plan.records.items() if p}
        assert session.commit(Unwatched()) is None


# Splitting


def test_chosen_records_move_to_a_new_account_and_what_hangs_on_them_follows() -> None:
    held = book(
        objective=[{"key": 5, "account_key": 2, "text": "定着"}],
        milestone=[{"key": 6, "account_key": 2, "objective_key": 5, "text": "研修"}],
        task=[{"key": 9, "account_key": 2, "objective_key": 5}, {"key": 10, "account_key": 2}],
    )
    changes = split_account(held, 2, {"name": "青空", "csm": "佐藤"}, {"contract": [8], "objective": [5]})
    assert by_record(changes, "account")[100].after == {"name": "青空", "csm": "佐藤"}
    for record, key in (("contract", 8), ("objective", 5), ("milestone", 6), ("task", 9)):
        assert by_record(changes, record)[key].after == {"account_key": 100}
    assert by_record(changes, "task").keys() == {9}
    assert by_record(changes, "alias")[4].after is None  # the new account bears that name itself
    assert str(changes.intention) == "Split 青空 off アオゾラ㈱"


def test_what_belongs_to_another_account_is_not_split_off() -> None:
    with pytest.raises(CSDeskError, match="no longer part of アオゾラ㈱"):
        split_account(book(), 2, {"name": "新"}, {"contract": [7]})
    with pytest.raises(CSDeskError, match="needs a name"):
        split_account(book(), 2, {"name": " "}, {})
    with pytest.raises(CSDeskError, match="already in use"):
        split_account(book(), 2, {"name": "新", "external_id": "C-1"}, {})


def test_the_parts_of_an_account_are_listed_with_measurements_by_metric() -> None:
    parts = {(part.record, part.keys): (part.text, part.on) for part in parts_of(book(), 2)}
    assert parts[("measurement", (2, 3))] == ("logins", date(2026, 5, 1))
    assert parts[("contract", (8,))][1] == D
    assert parts[("alias", (4,))][0] == "青空"
    assert ("contract", (7,)) not in parts


# In a book on disk

TEXTS = st.none() | st.sampled_from(["A", "B", "株式会社アシスト"])
ACCOUNT_VALUES = st.fixed_dictionaries(
    {"name": st.sampled_from(["X", "Y"])},
    optional={
        "plan": TEXTS, "external_id": TEXTS, "tags": TEXTS, "notes": TEXTS, "industry": TEXTS,
        "seats": st.integers(0, 9), "strategic": st.booleans(), "signup": st.sampled_from([D]),
        "custom": st.sampled_from(['{"a": "1"}', '{"a": "2", "b": "3"}']),
    },
)  # fmt: skip
PARTS = st.lists(
    st.tuples(st.sampled_from(["contact", "touchpoint", "measurement", "touch_assignment", "agenda_mark", "contract"]), st.integers(1, 3), st.sampled_from(["p", "q"])),
    max_size=10,
)  # fmt: skip
FIELDS = {
    "contact": "name", "touchpoint": "text", "measurement": "metric", "touch_assignment": "reason", "agenda_mark": "rule",
    "contract": "product",
}  # fmt: skip


def filled(workspace: Workspace, accounts: Sequence[Row], parts: Sequence[tuple[str, int, str]]) -> None:
    changes = [
        Change("account", n, None, {k: v for k, v in a.items() if v is not None}) for n, a in enumerate(accounts, 1)
    ]
    for number, (record, owner, text) in enumerate(parts, 1):
        changes.append(Change(record, number, None, {"account_key": owner, FIELDS[record]: text}))
    workspace.apply(ChangeSet(Message("Begin"), tuple(changes)))


def frames(workspace: Workspace) -> dict[str, pd.DataFrame]:
    return {record: workspace.frame(record) for record in record_types()}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(ACCOUNT_VALUES, ACCOUNT_VALUES, ACCOUNT_VALUES), PARTS)
def test_merging_loses_nothing_and_undo_brings_back_every_value(
    accounts: Sequence[Row], parts: Sequence[tuple[str, int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "a.csdesk") as workspace:
        filled(workspace, accounts, parts)
        before = frames(workspace)
        plan = planned_merge(workspace, 1, 2)
        workspace.apply(plan.changes)
        after = frames(workspace)
        assert after["account"]["key"].tolist() == [1, 3]
        told = str(after["account"]["notes"].iloc[0])
        for record in set(OF_ACCOUNT) - {"alias"}:
            gone = set(before[record]["key"]) - set(after[record]["key"])
            kept = after[record][after[record]["account_key"] == 1]
            for _, row in before[record][before[record]["key"].isin(gone)].iterrows():
                assert row["account_key"] == 2
                assert row[FIELDS[record]] in set(kept[FIELDS[record]]) or str(row[FIELDS[record]]) in told
            assert not (after[record]["account_key"] == 2).fillna(value=False).any()
        kept_values = after["account"].iloc[0]
        held = [told, str(kept_values["custom"]), *after["alias"]["text"].astype(str)]
        for name, value in accounts[1].items():
            shown = {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value)
            if value is not None and name not in ("custom", "tags"):
                assert kept_values[name] == value or any(shown in text for text in held) or name == "signup"
            if name == "tags" and value is not None:
                assert value in kept_values["tags"]
            if name == "custom":
                assert all(text in str(kept_values["custom"]) for text in json.loads(str(value)).values())
        workspace.undo()
        for record, frame in frames(workspace).items():
            pd.testing.assert_frame_equal(frame, before[record])
        workspace.redo()
        for record, frame in frames(workspace).items():
            pd.testing.assert_frame_equal(frame, after[record])
        assert workspace.book.check() == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PARTS)
def test_splitting_and_merging_again_brings_every_record_home(parts: Sequence[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "a.csdesk") as workspace:
        filled(workspace, [{"name": "X"}, {"name": "Y"}, {"name": "Z"}], parts)
        before = frames(workspace)
        moved = {part.record: part.keys for part in parts_of(workspace, 1)}
        workspace.apply(split_account(workspace, 1, {"name": "N"}, moved))
        middle = frames(workspace)
        assert all(len(middle[r]) == len(before[r]) for r in FIELDS)
        workspace.apply(merge_accounts(workspace, 1, 4))
        home = frames(workspace)
        for record in FIELDS:
            assert set(before[record]["key"]) >= set(home[record]["key"])
            assert home[record]["account_key"].tolist() == before[record].set_index("key")["account_key"].reindex(home[record]["key"]).tolist()  # fmt: skip
        workspace.undo()
        workspace.undo()
        for record, frame in frames(workspace).items():
            pd.testing.assert_frame_equal(frame, before[record])
