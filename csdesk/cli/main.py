"""The door to the program: which command was typed, and what its ending means."""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from csdesk.model.errors import CSDeskError, JobCancelled

COMMANDS = ("import", "show", "explain", "publish", "undo", "redo", "check", "lint", "demo")

DONE, BUG, USER_ERROR, CANCELLED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was typed and give the exit code: 0 done, 2 the user's error, 130 cancelled, 1 a bug."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(typed)
    except CSDeskError as error:
        return _say(str(error), USER_ERROR)
    except (JobCancelled, KeyboardInterrupt):
        return _say("Cancelled. Nothing was changed.", CANCELLED)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is nobody to tell
        return DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence: one sentence and the log
        from csdesk.app.log import log_bug
        from csdesk.app.paths import log_file

        log_bug(error)
        return _say(f"Something went wrong in CSDesk itself ({type(error).__name__}). Details: {log_file()}", BUG)


def _run(typed: list[str]) -> int:
    from csdesk.app.log import log_to_file

    log_to_file()
    if isinstance(sys.stdout, TextIOWrapper):  # a pipe on Windows would take the code page and refuse 髙
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = [word for word in typed if not word.startswith("-")]
    if typed and (typed[0] in COMMANDS or typed[0] in ("--help", "-h", "--version")):
        from csdesk.cli.commands import run

        _spare_the_collector()
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)  # what is done cannot be cancelled any more
        return run(typed)
    unknown = [word for word in typed if word.startswith("-")]
    if unknown:
        return _say(f"No such option: {unknown[0]}. Try: csdesk --help", USER_ERROR)
    from csdesk.cli.window import open_window

    return open_window(words)


def _spare_the_collector() -> None:
    """Look for cycles of garbage less often: a command is over in seconds, and what it holds goes with it."""
    gc.set_threshold(50_000, 20, 100)
    atexit.register(gc.freeze)


def _say(sentence: str, code: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
