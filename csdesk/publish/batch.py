"""Many decks in one go: what is finished stays, one that cannot be written does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from csdesk.model.errors import CSDeskError, JobCancelled
from csdesk.model.messages import Message
from csdesk.model.progress import Progress, Unwatched
from csdesk.publish.deck import DeckRequest, WrittenDeck, write_deck

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment


@dataclass(frozen=True, slots=True)
class FailedDeck:
    """A deck that was not written, and why."""

    request: DeckRequest
    error: CSDeskError


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of many requests; ``cancelled`` if the user stopped before the last."""

    written: tuple[WrittenDeck, ...]
    failed: tuple[FailedDeck, ...]
    cancelled: bool = False


def write_decks(
    assessment: Assessment,
    requests: Sequence[DeckRequest],
    path_of: Callable[[DeckRequest], Path],
    progress: Progress | None = None,
) -> Batch:
    """Write one deck after the other to where ``path_of`` says.

    A cancel takes effect between two decks and never raises: the decks written so far are
    in the result, as they are in the folder.
    """
    progress = progress or Unwatched()
    written: list[WrittenDeck] = []
    failed: list[FailedDeck] = []
    for done, request in enumerate(requests):
        path = path_of(request)
        try:
            progress.report(done, len(requests), Message("Writing {file}", file=path.name))
        except JobCancelled:
            return Batch(tuple(written), tuple(failed), cancelled=True)
        try:
            written.append(write_deck(assessment, request, path))
        except CSDeskError as error:
            failed.append(FailedDeck(request, error))
    return Batch(tuple(written), tuple(failed))
