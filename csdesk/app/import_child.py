"""The process in which an import of the window runs: ``python -m csdesk.app.import_child``, started by ``import_process``.

Requests come on stdin, answers go to stdout, both as pickles with their length before them:
only we write to either. Cells and rows of lists are answered at once; reading, planning and writing wait their turn.
When stdin closes the window is gone, and so are we.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
import traceback
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

from csdesk.model.errors import CSDeskError, JobCancelled
from csdesk.model.messages import Message

if TYPE_CHECKING:
    from csdesk.app.import_desk import ImportDesk

LENGTH = 8
_AT_ONCE = ("cells", "rows")  # what somebody looks at meanwhile


@dataclass(frozen=True, slots=True)
class Request:
    """A method of the desk to call, or ``cancel`` for the request of that number."""

    number: int
    method: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """To a request: ``progress`` (done, total, message), ``result``, ``failed`` (a CSDeskError), ``cancelled``,
    or ``bug`` (the traceback as text)."""

    number: int
    kind: str
    value: Any = None


def send(pipe: IO[bytes], value: Request | Answer) -> None:
    """Write a value."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(LENGTH, "little") + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read a value.

    Raises:
        EOFError: the other side is gone.
    """
    head = pipe.read(LENGTH)
    data = pipe.read(int.from_bytes(head, "little")) if len(head) == LENGTH else b""
    if not data:
        raise EOFError
    return pickle.loads(data)


@dataclass(eq=False, slots=True)
class _Told:
    """Progress that is sent to the window, and the flag by which it stops us."""

    answers: _Answers
    number: int
    stopped: threading.Event = field(default_factory=threading.Event)

    def report(self, done: float, total: float | None = None, message: Message | None = None) -> None:
        """Tell the window.

        Raises:
            JobCancelled: it asked to stop.
        """
        if self.stopped.is_set():
            raise JobCancelled
        self.answers.give(Answer(self.number, "progress", (done, total, message)))


class _Answers:
    """The way back to the window; threads take turns."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe, self._turn = pipe, threading.Lock()

    def give(self, answer: Answer) -> None:
        with self._turn:
            send(self._pipe, answer)


class _Child:
    """Takes requests off the pipe and has the desk answer them."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests, self._answers = requests, _Answers(answers)
        self._waiting: SimpleQueue[tuple[Request, _Told]] = SimpleQueue()
        self._told: dict[int, _Told] = {}
        self._desk: ImportDesk | None = None

    def run(self) -> None:
        """Work in the main thread, whose memory is the quickest to get, while another listens."""
        threading.Thread(target=self._listen, daemon=True).start()
        self._work()

    def _listen(self) -> None:
        while True:
            try:
                request: Request = receive(self._requests)
            except EOFError:
                os._exit(0)
            if request.method == "cancel":
                if request.number in self._told:
                    self._told[request.number].stopped.set()
            elif request.method in _AT_ONCE:
                self._answer(request, ())
            else:
                told = self._told[request.number] = _Told(self._answers, request.number)
                self._waiting.put((request, told))

    def _work(self) -> None:
        while True:
            request, told = self._waiting.get()
            if request.method == "open":
                self._open(request)
            else:
                self._answer(request, (told,))
            self._told.pop(request.number, None)

    def _open(self, request: Request) -> None:
        def opened() -> None:
            from csdesk.app.import_desk import ImportDesk

            self._desk = ImportDesk(*request.arguments)

        self._answers.give(_outcome(request.number, opened))

    def _answer(self, request: Request, told: tuple[_Told, ...]) -> None:
        def called() -> object:
            if told and told[0].stopped.is_set():
                raise JobCancelled
            return getattr(self._desk, request.method)(*request.arguments, *told)

        self._answers.give(_outcome(request.number, called))


def _outcome(number: int, call: Any) -> Answer:
    try:
        return Answer(number, "result", call())
    except JobCancelled:
        return Answer(number, "cancelled")
    except CSDeskError as error:
        return Answer(number, "failed", error)
    except Exception:  # noqa: BLE001 - the window raises it again, so that it is logged and shown as any bug
        return Answer(number, "bug", traceback.format_exc())


def main() -> None:
    """Answer until the window is gone."""
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    gc.set_threshold(50_000, 20, 100)
    _Child(sys.stdin.buffer, out).run()


if __name__ == "__main__":
    # Pickles name the module of their classes: under ``-m`` ours would be called __main__.
    from csdesk.app import import_child

    import_child.main()
