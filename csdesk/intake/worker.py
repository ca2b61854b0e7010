"""The process that opens a stranger's file. Started by ``sandbox``; talks through stdin and stdout only.

``python -m csdesk.intake.worker``: the first line of stdin is the job as JSON (path and
limits, and whether formulas, objects and comments are wanted); the answer goes to stdout as ``transport`` describes. When stdin closes, the
parent is gone and so are we.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from typing import Any, BinaryIO


class _ArrowAlone:
    """Arrow loads NumPy and looks for pandas if they are there; half a second we have no use for."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse these two, leave all else to the others."""
        if name in ("pandas", "numpy"):
            raise ModuleNotFoundError(name)


def _die_with_parent() -> None:
    """Stop as soon as stdin closes, even while the reader is busy outside Python."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()
    if sys.platform == "linux":
        import fcntl
        import signal

        # SIGIO ends a process that does not handle it: the kernel sends it when the pipe closes.
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


def _limit_memory(memory: int) -> None:
    """Cap the address space where the system can; ``sandbox`` watches from outside as well."""
    if sys.platform != "linux":
        return
    import resource

    # Libraries and thread stacks take address space they never touch.
    cap = memory + 1_000_000_000
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _job() -> dict[str, Any]:
    line = bytearray()
    while not line.endswith(b"\n"):
        piece = os.read(0, 1)
        if not piece:
            os._exit(3)
        line += piece
    job: dict[str, Any] = json.loads(line)
    return job


def _work(job: dict[str, Any], out: BinaryIO) -> None:
    from csdesk.intake.refusals import Refused
    from csdesk.intake.transport import write_facts

    try:
        from csdesk.intake.reading import send_workbook

        send_workbook(os.fsdecode(bytes.fromhex(job["path"])), job["limits"], out, job["extras"], job["encoding"])
        write_facts(out, done=True)
    except Refused as reason:
        write_facts(out, refused=reason.code, what=reason.what)
    except MemoryError:
        write_facts(out, refused="too_large", what="")
    except FileNotFoundError:
        write_facts(out, refused="missing", what="")
    except PermissionError:
        write_facts(out, refused="not_permitted", what="")
    except BaseException:  # noqa: BLE001 - the reader's Rust panics are not Exceptions
        import traceback

        write_facts(out, refused="corrupt", what="", detail=traceback.format_exc())


def main() -> None:
    """Do one job and end."""
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)  # whatever a library prints must not end up in the answer
    sys.meta_path.insert(0, _ArrowAlone())
    gc.disable()
    job = _job()
    _die_with_parent()
    _limit_memory(int(job["limits"]["memory"]))
    _work(job, out)
    out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
