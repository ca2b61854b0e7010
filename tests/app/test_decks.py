"""A batch of decks: what is finished stays, one that cannot be written does not stop the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from csdesk.app import exports
from csdesk.model.errors import JobCancelled
from csdesk.model.messages import Message
from csdesk.model.progress import Unwatched
from tests.desktop.story_book import story_book


class CancelsAtTheSecond(Unwatched):
    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        if done >= 1:
            raise JobCancelled


def test_a_cancelled_batch_keeps_what_is_finished(tmp_path: Path) -> None:
    workspace = story_book(tmp_path / "story.csdesk")
    folder = tmp_path / "decks"
    batch = exports.build_decks(workspace, [2, 1], folder, exports.DeckChoice(), CancelsAtTheSecond())
    assert next(batch).deck is not None
    with pytest.raises(JobCancelled):
        next(batch)
    assert [path.name for path in folder.iterdir()] == ["QBR_2026Q4_Saltmarsh Energy.pptx"]
    workspace.close()


def test_one_deck_that_is_withheld_does_not_stop_the_others(tmp_path: Path) -> None:
    workspace = story_book(tmp_path / "story.csdesk")
    leaking = exports.SlideTexts(notes={"adoption": "As we did for Tsukimi Robotics"})
    choice = exports.DeckChoice(texts={2: leaking})
    built = list(exports.build_decks(workspace, [2, 1], tmp_path / "decks", choice))
    assert [deck.deck is None for deck in built] == [True, False]
    assert [path.name for path in (tmp_path / "decks").iterdir()] == ["QBR_2026Q4_Tsukimi Robotics.pptx"]
    workspace.close()
