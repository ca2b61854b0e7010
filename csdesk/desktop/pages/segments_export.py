"""The list of Segments as a file: who would move while something is on trial, else every account with its tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from csdesk.desktop.bridge import Announcement, Bridge
from csdesk.desktop.prompts import Prompts
from csdesk.desktop.translation import tr
from csdesk.desktop.wording import choice_text
from csdesk.model.keys import written_key
from csdesk.model.messages import Message
from csdesk.model.money import to_major
from csdesk.rules.touch import TIERS

if TYPE_CHECKING:
    from csdesk.rules.assessment import Assessment
    from csdesk.rules.touch_whatif import TouchBook, WhatIf

_HEADS = (
    Message("Account"), Message("CSM"), Message("Amount"), Message("Currency"), Message("From"), Message("To"),
    Message("Moves"), Message("Why"), Message("Key"),
)  # fmt: skip


def export_segments(
    bridge: Bridge, prompts: Prompts, book: TouchBook, found: WhatIf, kept: frozenset[int] | None
) -> None:
    """Ask where, and write the list; ``kept``: who was taken out of the trial, None where nothing is on trial."""
    from csdesk.publish.csv_text import write_csv_file

    assessment = bridge.assessment
    if assessment is None:
        return
    rows = list(_standing(assessment, book) if kept is None else _on_trial(book, found, kept))
    suggested = f"{assessment.as_of.isoformat()}_segments.csv"
    path = prompts.save_as(Message("Export the list"), suggested, [(Message("CSV"), "*.csv")])
    if path is not None:
        value = Message("LTV") if found.policy.basis == "ltv" else Message("ARR")
        write_csv_file(path, [tr(value) if head.text == "Amount" else tr(head) for head in _HEADS], rows)
        bridge.announced.emit(Announcement(Message("{n} accounts written to {file}", n=len(rows), file=path.name)))


def _on_trial(book: TouchBook, found: WhatIf, kept: frozenset[int]) -> Iterator[Sequence[str]]:
    """Who would move, largest first, then who would but for an override."""
    from csdesk.rules.touch_words import why_moves

    for places, held in ((found.moves, False), (found.stays, True)):
        for place in places.tolist():
            why = book.live.reasons[int(book.live.reason[place])] if held else why_moves(book, found, place)
            moves = not held and int(book.keys[place]) not in kept
            to = int(found.touch.computed[place])
            yield _row(book, place, int(found.value[place]), to, why, moves=moves)


def _standing(assessment: Assessment, book: TouchBook) -> Iterator[Sequence[str]]:
    """Every account that is served, largest first; a candidate with the tier its value asks for."""
    from csdesk.rules.touch_decisions import open_candidates

    live, value = book.live, book.inputs.value
    moves = np.isin(np.arange(len(book.keys)), open_candidates(assessment))
    for place in np.argsort(-value, kind="stable").tolist():
        if book.inputs.served[place]:
            to = int((live.computed if moves[place] else live.tier)[place])
            why = live.reasons[int(live.reason[place])]
            yield _row(book, place, int(value[place]), to, why, moves=bool(moves[place]))


def _row(book: TouchBook, place: int, value: int, to: int, why: Message, *, moves: bool) -> Sequence[str]:
    staff, csm = book.staff.names, int(book.staff.of[place])
    return (
        str(book.names[place]), staff[csm] if csm < len(staff) else "", str(to_major(value, book.currency)), book.currency,
        choice_text(TIERS[int(book.live.tier[place])]), choice_text(TIERS[to]), tr(Message("Yes") if moves else Message("No")),
        tr(why), written_key("account", int(book.keys[place])),
    )  # fmt: skip
