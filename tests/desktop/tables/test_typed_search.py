"""Searching while typing finds what searching at once finds."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from csdesk.desktop.tables.search_text import TypedSearch, folded_text

TEXTS = ["osaka robotics 17", "kobe robotics 71", "osaka bakery 7", "ツキミ製作所 1", ""]


def held(typed: str) -> list[bool]:
    return [all(word in text for word in folded_text(typed).split()) for text in TEXTS]


def test_every_word_must_be_held() -> None:
    search = TypedSearch(pa.array(TEXTS, pa.large_string()))
    assert search.rows("robotics 7").tolist() == [True, True, False, False, False]
    assert search.rows("ROBOTICS  71").tolist() == [False, True, False, False, False]
    assert search.rows("つきみ").tolist() == [False, False, False, True, False]
    assert search.rows("no such").tolist() == [False] * 5


@given(st.lists(st.text("osakrbtic 71ツ製", max_size=8), min_size=1, max_size=12))
def test_what_was_typed_before_changes_nothing(typed: list[str]) -> None:
    search = TypedSearch(pa.array(TEXTS, pa.large_string()))
    for text in typed:
        for end in range(len(text) + 1):
            assert search.rows(text[:end]).tolist() == held(text[:end])


def test_many_searches_are_not_all_remembered() -> None:
    search = TypedSearch(pa.array(TEXTS, pa.large_string()))
    for number in range(200):
        assert search.rows(f"{number}").tolist() == held(f"{number}")
