"""Edits by intention: what each changes, what it refuses, and that its inverse takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import pytest

from csdesk.app import edits
from csdesk.model.changes import ChangeSet
from csdesk.model.errors import CSDeskError
from csdesk.rules.frames import frame_of

Row = Mapping[str, object]
ACCOUNTS: Sequence[Row] = (
    {"key": 1, "name": "Tsukimi Robotics", "external_id": "A-1", "csm": "Mika Sato"},
    {"key": 2, "name": "竜宮マリン", "external_id": "A-2"},
)
CONTRACTS: Sequence[Row] = (
    {"key": 7, "account_key": 1, "start": date(2026, 2, 1), "end": date(2027, 1, 31), "amount": 100, "basis": "annual"},
    {"key": 8, "account_key": 2, "start": date(2024, 2, 1), "end": date(2025, 1, 31), "amount": 100, "basis": "annual"},
)


class SmallBook:
    """Two accounts, a running contract of the first, an ended one of the second."""

    as_of = date(2026, 11, 22)

    def __init__(self, **records: Sequence[Row]) -> None:
        held = {"account": ACCOUNTS, "contract": CONTRACTS, **records}
        self._frames = {record: frame_of(record, rows) for record, rows in held.items()}

    def frame(self, record: str) -> pd.DataFrame:
        return self._frames.get(record, frame_of(record))

    def next_key(self, record: str) -> int:
        return 100


def only(changes: ChangeSet) -> tuple[str, int, Mapping[str, object] | None, Mapping[str, object] | None]:
    (change,) = changes.changes
    return change.record, change.key, change.before, change.after


def test_an_account_is_made_under_a_key_nobody_had() -> None:
    made = edits.create_account(SmallBook(), {"name": "  Kestrel & Rook ", "csm": None})
    assert only(made) == ("account", 100, None, {"name": "Kestrel & Rook"})
    assert str(made.intention) == "Create account Kestrel & Rook"


@pytest.mark.parametrize("values", [{}, {"name": "  "}, {"name": "New", "external_id": "A-1"}])
def test_an_account_without_a_name_or_with_a_taken_id_is_refused(values: Row) -> None:
    with pytest.raises(CSDeskError):
        edits.create_account(SmallBook(), values)


def test_an_edit_holds_only_what_differs() -> None:
    changes = edits.edit_records(SmallBook(), "account", [1, 2], {"csm": "Mika Sato"})
    assert only(changes) == ("account", 2, {"csm": None}, {"csm": "Mika Sato"})
    assert only(changes.inverse()) == ("account", 2, {"csm": "Mika Sato"}, {"csm": None})


def test_a_new_view_of_the_csm_counts_from_today_on() -> None:
    (change,) = edits.edit_records(SmallBook(), "account", [1], {"sentiment": 2}).changes
    assert change.after == {"sentiment": 2, "sentiment_on": date(2026, 11, 22)}
    given = ({"key": 1, "name": "A", "sentiment": 2, "sentiment_on": date(2026, 10, 1), "sentiment_until": date(2026, 12, 1)},)  # fmt: skip
    book = SmallBook(account=given)
    assert not edits.edit_records(book, "account", [1], {"sentiment": 2})
    (change,) = edits.edit_records(book, "account", [1], {"sentiment": 3}).changes
    assert change.after == {"sentiment": 3, "sentiment_on": date(2026, 11, 22), "sentiment_until": None}
    (change,) = edits.edit_records(book, "account", [1], {"sentiment": None, "name": "A"}).changes
    assert change.after == {"sentiment": None, "sentiment_on": None, "sentiment_until": None}


def test_an_edit_that_changes_nothing_is_empty() -> None:
    assert not edits.edit_records(SmallBook(), "account", [1], {"csm": "Mika Sato"})


@pytest.mark.parametrize(
    ("record", "values"),
    [
        ("account", {"strategic": "yes"}),
        ("account", {"lifecycle": "sleeping"}),
        ("account", {"arr": 5}),
        ("contract", {"end": "2027-01-31"}),
        ("contract", {"seats": -3}),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(record: str, values: Row) -> None:
    keys = [1] if record == "account" else [7]
    with pytest.raises(CSDeskError):
        edits.edit_records(SmallBook(), record, keys, values)


def test_a_contract_ends_after_it_starts_and_has_an_amount_or_a_date() -> None:
    book = SmallBook()
    with pytest.raises(CSDeskError, match="before it starts"):
        edits.create_contract(book, 1, {"start": date(2026, 2, 1), "end": date(2026, 1, 31)})
    with pytest.raises(CSDeskError, match="amount or a date"):
        edits.create_contract(book, 1, {"product": "Platform"})
    made = edits.create_contract(book, 1, {"amount": 5, "currency": "JPY"})
    assert only(made) == ("contract", 100, None, {"amount": 5, "currency": "JPY", "account_key": 1})


def test_an_account_with_a_running_contract_is_not_archived() -> None:
    with pytest.raises(CSDeskError, match="Tsukimi Robotics has a contract that is still running"):
        edits.archive_accounts(SmallBook(), [2, 1])
    assert only(edits.archive_accounts(SmallBook(), [2])) == ("account", 2, {"archived": None}, {"archived": True})


def test_an_archived_contract_is_kept_and_counts_no_more() -> None:
    assert only(edits.archive_contract(SmallBook(), 7)) == ("contract", 7, {"archived": None}, {"archived": True})
    assert not edits.archive_contract(SmallBook(contract=[{"key": 7, "archived": True}]), 7)


def test_an_account_goes_with_everything_that_hangs_on_it() -> None:
    book = SmallBook(
        decision=[{"key": 5, "contract_key": 7, "forecast": "commit"}],
        ticket=[{"key": 3, "account_key": 1, "external_id": "T-1"}, {"key": 4, "account_key": 2}],
    )
    changes = edits.delete_accounts(book, [1])
    assert {(c.record, c.key) for c in changes.changes} == {
        ("account", 1),
        ("contract", 7),
        ("decision", 5),
        ("ticket", 3),
    }
    assert all(change.after is None for change in changes.changes)
    assert {(c.record, c.key) for c in changes.inverse().changes if c.before is None} == {
        (c.record, c.key) for c in changes.changes
    }


def test_a_forecast_makes_a_decision_once_and_changes_it_after() -> None:
    first = edits.set_decision(SmallBook(), [7], {"forecast": "commit"})
    assert only(first) == ("decision", 100, None, {"contract_key": 7, "forecast": "commit"})
    book = SmallBook(decision=[{"key": 5, "contract_key": 7, "forecast": "commit"}])
    second = edits.set_decision(book, [7], {"forecast": "at_risk"})
    assert only(second) == ("decision", 5, {"forecast": "commit"}, {"forecast": "at_risk"})


def test_two_new_decisions_have_two_keys() -> None:
    changes = edits.set_decision(SmallBook(), [7, 8], {"forecast": "likely"})
    assert [change.key for change in changes.changes] == [100, 101]


def test_an_agenda_item_is_marked_with_its_facts() -> None:
    marked = edits.mark_item(SmallBook(), 1, "upsell", "seats:96", "snoozed", date(2026, 11, 29))
    record, _, _, after = only(marked)
    assert record == "agenda_mark"
    assert after == {
        "account_key": 1, "rule": "upsell", "facts": "seats:96", "mark": "snoozed", "until": date(2026, 11, 29),
    }  # fmt: skip


def test_a_touchpoint_needs_a_date_and_a_kind() -> None:
    with pytest.raises(CSDeskError):
        edits.log_touchpoint(SmallBook(), 1, {"text": "said hello"})
    made = edits.log_touchpoint(SmallBook(), 1, {"date": date(2026, 11, 20), "kind": "call", "text": "said hello"})
    assert only(made)[3] == {"date": date(2026, 11, 20), "kind": "call", "text": "said hello", "account_key": 1}
