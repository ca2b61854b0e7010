"""Who the person at this computer is: asked once, kept by login, aliases counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.app import own_person
from csdesk.app.own_person import own_name, own_names, remember_own_name
from csdesk.app.workspace import Workspace
from csdesk.model.changes import Change, ChangeSet
from csdesk.model.errors import BookError
from csdesk.model.messages import Message


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "book.csdesk")
    people: tuple[dict[str, object], ...] = (
        {"name": "Mika Sato", "aliases": "M. Sato; 佐藤"},
        {"name": "Ken Tanaka", "me": True},
    )
    made.apply(ChangeSet(Message("made"), tuple(Change("person", n, None, row) for n, row in enumerate(people, 1))))
    return made


def test_the_person_marked_in_the_book_counts_until_one_says_otherwise(workspace: Workspace) -> None:
    assert own_name(workspace) == "Ken Tanaka"
    remember_own_name(workspace, "Mika Sato")
    assert own_name(workspace) == "Mika Sato"
    assert own_names(workspace) == {"Mika Sato", "M. Sato", "佐藤"}
    remember_own_name(workspace, None)
    assert own_name(workspace) == "Ken Tanaka"


def test_two_people_who_share_a_book_are_two_people(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_person, "login", lambda: "msato")
    remember_own_name(workspace, "Mika Sato")
    monkeypatch.setattr(own_person, "login", lambda: "dreyes")
    assert own_name(workspace) == "Ken Tanaka"
    remember_own_name(workspace, "Daniel Reyes")
    monkeypatch.setattr(own_person, "login", lambda: "msato")
    assert own_name(workspace) == "Mika Sato"


def test_it_outlives_the_window(workspace: Workspace) -> None:
    remember_own_name(workspace, "Mika Sato")
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert own_name(again) == "Mika Sato"


def test_a_book_open_for_reading_is_not_written(workspace: Workspace) -> None:
    workspace.close()
    with Workspace.open(workspace.path, writable=False) as again, pytest.raises(BookError):
        remember_own_name(again, "Mika Sato")
