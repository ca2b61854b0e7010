"""Work off the GUI thread: order, cancelling, errors."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from csdesk.app.progress import PolledProgress
from csdesk.desktop.jobs import JobRunner, Lane
from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


def _finish(qtbot: QtBot, jobs: JobRunner) -> None:
    qtbot.waitUntil(lambda: not jobs.busy)


def test_results_arrive_on_the_gui_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    seen: list[tuple[int, bool]] = []
    worked: list[threading.Thread] = []

    def work() -> int:
        worked.append(threading.current_thread())
        return 7

    jobs.run(work, done=lambda n: seen.append((n, threading.current_thread() is threading.main_thread())))
    _finish(qtbot, jobs)
    assert seen == [(7, True)]
    assert worked[0] is not threading.main_thread()


def test_the_store_lane_keeps_the_order(qtbot: QtBot, jobs: JobRunner) -> None:
    done: list[int] = []
    for number in range(20):
        jobs.run(lambda number=number: done.append(number), lane=Lane.STORE)
    _finish(qtbot, jobs)
    assert done == list(range(20))


def test_of_jobs_with_one_key_only_the_newest_answers(qtbot: QtBot, jobs: JobRunner) -> None:
    hold = threading.Event()
    answers: list[str] = []

    def old() -> str:
        hold.wait(5)
        return "old"

    jobs.run(old, done=answers.append, key="assess")
    jobs.run(lambda: "new", done=answers.append, key="assess")
    hold.set()
    _finish(qtbot, jobs)
    assert answers == ["new"]


def test_cancelling_stops_the_work_at_its_next_report(qtbot: QtBot, jobs: JobRunner) -> None:
    started, reports, answers = threading.Event(), [0], list[object]()

    def work(progress: PolledProgress) -> None:
        while True:
            started.set()
            progress.report(reports[0], 100)
            reports[0] += 1
            threading.Event().wait(0.005)

    job = jobs.run(work, done=answers.append, watched=True)
    assert started.wait(5)
    job.cancel()
    _finish(qtbot, jobs)
    assert answers == []


def test_an_error_for_the_user_goes_to_whoever_asked_or_to_the_window(qtbot: QtBot, jobs: JobRunner) -> None:
    def work() -> None:
        raise CSDeskError(Message("Not this file."))

    taken: list[CSDeskError] = []
    jobs.run(work, failed=taken.append)
    _finish(qtbot, jobs)
    assert [str(error) for error in taken] == ["Not this file."]
    with qtbot.waitSignal(jobs.failed) as caught:
        jobs.run(work)
    assert str(caught.args[0]) == "Not this file."


def test_a_bug_reaches_the_hook_for_bugs(qtbot: QtBot, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(kind))

    def work() -> None:
        raise ZeroDivisionError

    jobs.run(work)
    _finish(qtbot, jobs)
    assert caught == [ZeroDivisionError]


class _Pane(QObject):
    """Something that waits for a result."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen = seen

    def take(self, prefix: str, result: str) -> None:
        self._seen.append(prefix + result)


def test_a_result_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, jobs: JobRunner) -> None:
    seen: list[str] = []
    gone, there = _Pane(seen), _Pane(seen)
    may_end = threading.Event()

    def work() -> str:
        may_end.wait(5)
        return "late"

    jobs.run(work, done=partial(gone.take, "gone "))
    delete(gone)
    may_end.set()
    jobs.run(lambda: "now", done=partial(there.take, "there "))
    _finish(qtbot, jobs)
    assert seen == ["there now"]
