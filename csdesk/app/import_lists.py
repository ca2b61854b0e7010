"""The lists of an import's review, however long: counted as a whole, looked at some rows at a time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csdesk.app.import_changes import GROUPS, ChangedField, all_differences, changed_fields, in_order
from csdesk.app.import_new import NewRecord, new_records
from csdesk.app.import_place import ALL, CHANGES, LIST_ROWS, NEW, PROBLEMS, ListPlace
from csdesk.app.import_problems import FoundProblem, Problems

if TYPE_CHECKING:
    from csdesk.app.import_session import ImportSession
    from csdesk.app.import_vanished import Vanished
    from csdesk.intake.outcome import ImportPlan


class ReviewLists:
    """What a plan would do, one by one. Reading it from several threads is safe."""

    def __init__(self, session: ImportSession, plan: ImportPlan) -> None:
        self._session, self._plan = session, plan
        self.problems = Problems(session, plan)
        self.differences = in_order(all_differences(plan))

    def rows(self, place: ListPlace) -> tuple[object, ...]:
        """At most ``LIST_ROWS`` rows of a list; fewer at its end."""
        if place.kind == PROBLEMS:
            return self.found(place.first)
        if place.kind == CHANGES:
            return self.changes(place.group, place.first)
        return self.new(place.first) if place.kind == NEW else self.gone(place.first)

    def found(self, first: int = 0) -> tuple[FoundProblem, ...]:
        """Problems from a place on."""
        return self.problems.found(first, LIST_ROWS)

    def changes(self, group: str = ALL, first: int = 0) -> tuple[ChangedField, ...]:
        """Changes of a group from a place on."""
        start, end = self._spans[group]
        return tuple(
            changed_fields(self._session, self.differences.iloc[start + first : min(end, start + first + LIST_ROWS)])
        )

    def new(self, first: int = 0) -> tuple[NewRecord, ...]:
        """New records from a place on."""
        return new_records(self._session, self._plan, first, LIST_ROWS)

    def gone(self, first: int = 0) -> tuple[Vanished, ...]:
        """What is gone, from a place on."""
        return self._session.vanished[first : first + LIST_ROWS]

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        """Group → its first row and the one after its last: the groups stand together."""
        spans, start = {ALL: (0, len(self.differences))}, 0
        for group, count in self.counted(self.differences).items():
            spans[group] = (start, start + count)
            start += count
        return spans

    @staticmethod
    def counted(differences: pd.DataFrame) -> dict[str, int]:
        """Group → how many changes it has, in the order of the list."""
        found = differences["group"].value_counts().to_dict()
        return {group: int(found[group]) for group in GROUPS if group in found}

    def taken(self) -> dict[str, int]:
        """Group → how many of its changes are made."""
        made = self.differences["taken"].to_numpy(dtype=bool) if len(self.differences) else np.zeros(0, dtype=bool)
        return self.counted(self.differences[made])

    def codes(self) -> dict[str, tuple[str, ...]]:
        """Group → the fields that change in it."""
        if not len(self.differences):
            return {}
        pairs = self.differences[["group", "record", "field"]].drop_duplicates()
        return {
            group: tuple(f"{row.record}.{row.field}" for row in own.itertuples(index=False))
            for group, own in pairs.groupby("group", sort=False)
        }
