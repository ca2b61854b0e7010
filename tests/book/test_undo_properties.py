"""Whatever is done is taken back exactly, and done again exactly; the frames follow without being read anew."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdesk.book.book import Book
from csdesk.model.changes import Change, change_of
from tests.book.book_records import changes

TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=6)
VALUES = {
    "name": TEXTS,
    "seats": st.none() | st.integers(-(2**40), 2**40),
    "signup": st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    "strategic": st.none() | st.booleans(),
    "custom": TEXTS,
}
ROWS = st.fixed_dictionaries({}, optional=VALUES)
EDITS = st.lists(
    st.lists(st.tuples(st.integers(1, 5), st.none() | ROWS), min_size=1, max_size=6), min_size=1, max_size=5
)

State = dict[int, dict[str, object]]


def edited(state: State, key: int, values: dict[str, object] | None) -> Change | None:
    """The change that brings a record to the values, or deletes it; the state follows."""
    old = state.get(key)
    if values is None:
        if old is None:
            return None
        del state[key]
        return Change("account", key, old, None)
    filled = {name: value for name, value in values.items() if value is not None}
    if old is None:
        state[key] = filled
        return Change("account", key, None, filled)
    change = change_of("account", key, old, values)
    state[key] = {name: value for name, value in {**old, **values}.items() if value is not None}
    return change


def plain(book: Book) -> State:
    frame = book.frames.frame("account")
    rows: State = {}
    for row in frame.to_dict("records"):
        held = {str(n): v for n, v in row.items() if n != "key" and not pd.isna(v)}
        if "signup" in held:
            held["signup"] = pd.Timestamp(str(held["signup"])).date()
        rows[int(row["key"])] = held
    return rows


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_any_edits_are_undone_and_redone_exactly(edits: list[list[tuple[int, dict[str, object] | None]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Book.create(Path(folder) / "a.csdesk") as book:
        state: State = {}
        states: list[State] = [{}]
        plain(book)
        for edit in edits:
            made = [edited(state, key, values) for key, values in edit]
            if book.apply(changes(*(c for c in made if c is not None))) is not None:
                states.append({key: dict(values) for key, values in state.items()})
            assert plain(book) == state
        for earlier in reversed(states[:-1]):
            assert book.undo() is not None
            assert plain(book) == earlier
        for later in states[1:]:
            assert book.redo() is not None
            assert plain(book) == later
        patched = book.frames.frame("account")
        book.frames.forget(["account"])
        pd.testing.assert_frame_equal(patched, book.frames.frame("account"))
        assert book.check() == []
