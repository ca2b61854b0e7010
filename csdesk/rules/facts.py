"""The dated facts of a book as timelines, each made when it is first asked for and kept while its table stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from csdesk.rules.frames import Frames
from csdesk.rules.timeline import NEVER, NO_DAY, Flags, Floats, Ints, Places, Timeline, day_numbers, flags, real, whole

T = TypeVar("T")
KEY_FEATURES = 8  # how many features count as key: the book's most used


class FeatureUses:
    """Uses of features: a timeline whose value is the feature's number, and the uses behind it."""

    def __init__(self, timeline: Timeline, day: Ints, feature: Ints, uses: Floats) -> None:
        self.timeline = timeline
        self._day, self._feature, self._uses = day, feature, uses

    def key_features(self, until: int) -> Ints:
        """The numbers of the book's most used features, by uses up to that day; at most ``KEY_FEATURES``."""
        dated = self._day <= until
        if not dated.any():
            return np.zeros(0, dtype=np.int64)
        totals = np.bincount(self._feature[dated], weights=self._uses[dated])
        return np.argsort(-totals, kind="stable")[: min(KEY_FEATURES, int((totals > 0).sum()))]

    def distinct(self, after: Ints, until: Ints) -> Floats:
        """How many key features each account used in its window ``(after, until]``; NaN before its first use ever."""
        line = self.timeline
        key = self.key_features(int(until.max(initial=NO_DAY)))
        rank = np.full(int(self._feature.max(initial=0)) + 1, -1, dtype=np.int64)
        rank[key] = np.arange(len(key))
        column = rank[line.value.astype(np.int64)]
        inside = (column >= 0) & (line.day > after[line.place]) & (line.day <= until[line.place])
        seen = np.zeros((line.accounts, max(1, len(key))), dtype=np.bool_)
        seen[line.place[inside], column[inside]] = True
        return np.where(line.ever(until).count > 0, seen.sum(axis=1).astype(np.float64), np.nan)


class Facts:
    """Timelines of the book's measurements, tickets, answers, invoices, touchpoints and events.

    ``earlier`` lends what it has made from tables that did not change since, if it was
    made for the same ``places``.
    """

    def __init__(self, frames: Frames, places: Places, earlier: Facts | None = None) -> None:
        self.frames = frames
        self.places = places
        lent = earlier._made if earlier is not None and earlier.places is places else {}
        self._made: dict[tuple[str, str, int], Any] = {
            key: value for key, value in lent.items() if frames.version(key[0]) == key[2]
        }

    def _once(self, record: str, name: str, make: Callable[[pd.DataFrame], T]) -> T:
        key = (record, name, self.frames.version(record))
        if key not in self._made:
            self._made[key] = make(self.frames.frame(record))
        made: T = self._made[key]
        return made

    def _account_places(self, record: str) -> Ints:
        return self._once(record, "places", lambda frame: self.places.of(whole(frame["account_key"])))

    def _metrics(self) -> tuple[Ints, list[str]]:
        def make(frame: pd.DataFrame) -> tuple[Ints, list[str]]:
            codes, names = pd.factorize(frame["metric"])
            return codes.astype(np.int64), [str(name) for name in names]

        return self._once("measurement", "metrics", make)

    def _metric_rows(self, metric: str) -> Ints:
        codes, names = self._metrics()
        return np.flatnonzero(codes == names.index(metric)) if metric in names else np.zeros(0, dtype=np.int64)

    def _measured_days(self) -> Ints:
        return self._once("measurement", "days", lambda frame: day_numbers(frame["date"]))

    def _measured_values(self) -> Floats:
        return self._once("measurement", "values", lambda frame: real(frame["value"]))

    def _features(self) -> Ints:
        return self._once("measurement", "features", lambda frame: pd.factorize(frame["feature"])[0].astype(np.int64))

    def _has_features(self) -> bool:
        return self._once("measurement", "has features", lambda frame: bool(frame["feature"].notna().any()))

    def measurements(self, metric: str) -> Timeline:
        """The measurements of a metric; rows of the whole account alone where there are any."""
        return self._once("measurement", f"metric {metric}", lambda frame: self._measurements(frame, metric))

    def _measurements(self, frame: pd.DataFrame, metric: str) -> Timeline:
        rows = self._metric_rows(metric)
        if self._has_features():
            of_account = self._features()[rows] < 0
            if of_account.any():
                rows = rows[of_account]
        chosen = slice(None) if len(rows) == len(frame) else rows
        place, day = self._account_places("measurement")[chosen], self._measured_days()[chosen]
        return Timeline(len(self.places), place, day, self._measured_values()[chosen], frame["key"].to_numpy()[chosen])

    def feature_uses(self) -> FeatureUses:
        """The uses of features (metric ``feature_uses``, value above 0)."""

        def make(frame: pd.DataFrame) -> FeatureUses:
            rows = self._metric_rows("feature_uses")
            uses, feature = self._measured_values(), self._features()
            rows = rows[(uses[rows] > 0) & (feature[rows] >= 0)]
            place, day = self._account_places("measurement")[rows], self._measured_days()[rows]
            line = Timeline(
                len(self.places), place, day, feature[rows].astype(np.float64), frame["key"].to_numpy()[rows]
            )
            return FeatureUses(line, day, feature[rows], uses[rows])

        return self._once("measurement", "feature uses", make)

    def _timeline(
        self, record: str, name: str, day: str, value: str | None, where: Callable[[pd.DataFrame], Flags]
    ) -> Timeline:
        def make(frame: pd.DataFrame) -> Timeline:
            chosen = np.flatnonzero(where(frame))
            numbers = np.ones(len(chosen)) if value is None else real(frame[value])[chosen]
            place, days = self._account_places(record)[chosen], day_numbers(frame[day])[chosen]
            return Timeline(len(self.places), place, days, numbers, frame["key"].to_numpy()[chosen])

        return self._once(record, name, make)

    def urgent_tickets(self) -> Timeline:
        """Urgent tickets by the day they were opened."""
        return self._timeline("ticket", "urgent", "opened", None, lambda f: _is(f["severity"], "urgent"))

    def satisfaction(self) -> Timeline:
        """CSAT of tickets by the day they were opened."""
        return self._timeline("ticket", "csat", "opened", "csat", _all)

    def responses(self) -> Timeline:
        """Answers from 0 to 10 by their day; the value is the score."""
        return self._timeline("response", "scores", "date", "score", _all)

    def promoters(self) -> Timeline:
        """Answers as +1 (9 and 10), −1 (0 to 6) and 0, so that their mean is the NPS."""

        def make(frame: pd.DataFrame) -> Timeline:
            score = real(frame["score"])
            side = np.where(np.isnan(score), np.nan, (score >= 9).astype(float) - (score <= 6).astype(float))
            place = self._account_places("response")
            return Timeline(len(self.places), place, day_numbers(frame["date"]), side, frame["key"].to_numpy())

        return self._once("response", "sides", make)

    def touchpoints(self) -> Timeline:
        """Every touchpoint by its day."""
        return self._timeline("touchpoint", "all", "date", None, _all)

    def executive_touchpoints(self) -> Timeline:
        """The touchpoints with an executive."""
        return self._timeline("touchpoint", "executive", "date", None, lambda f: flags(f["executive"]))

    def attended(self) -> Timeline:
        """Events and webinars attended."""
        return self._timeline(
            "touchpoint", "attended", "date", None, lambda f: _is(f["kind"], "event") | _is(f["kind"], "webinar")
        )

    def moods(self) -> Timeline:
        """How touchpoints felt, 1 to 5, by their day."""
        return self._timeline("touchpoint", "moods", "date", "sentiment", _all)

    def mentioning(self, words: str) -> Timeline:
        """The touchpoints whose text matches a regular expression, whatever the case."""
        return self._timeline(
            "touchpoint", f"mentions {words}", "date", None,
            lambda f: flags(f["text"].str.contains(words, case=False, regex=True)),
        )  # fmt: skip

    def reviews(self) -> Timeline:
        """Quarterly business reviews held."""
        return self._timeline("touchpoint", "qbr", "date", None, lambda f: _is(f["kind"], "qbr"))

    def events(self, kind: str) -> Timeline:
        """The events of a kind."""
        return self._timeline("event", f"kind {kind}", "date", None, lambda f: _is(f["kind"], kind))

    def first_day(self, record: str, name: str) -> int:
        """The earliest day in a date column of a record, ``NEVER`` where there is none."""

        def make(frame: pd.DataFrame) -> int:
            days = day_numbers(frame[name])
            return int(np.min(days[days != NO_DAY], initial=NEVER))

        return self._once(record, f"first {name}", make)

    def frame_with_places(self, record: str) -> tuple[pd.DataFrame, Ints]:
        """The record's frame and, for each row, the place of its account (−1: none)."""
        return self.frames.frame(record), self._account_places(record)


def _is(column: pd.Series[Any], code: str) -> Flags:
    return flags(column == code)


def _all(frame: pd.DataFrame) -> Flags:
    return np.ones(len(frame), dtype=np.bool_)
