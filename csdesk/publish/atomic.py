"""Files that are either as before or complete: written beside, then renamed into place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csdesk.model.errors import CSDeskError
from csdesk.model.messages import Message


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes its place when the block ends well.

    Whatever goes wrong in the block leaves ``path`` as it was and nothing beside it. The
    folder is made if it is missing.

    Raises:
        CSDeskError: the file cannot be written there, e.g. because it is open in Excel.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(path, error) from error
    beside = Path(name)
    try:
        yield beside
        _put(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _put(beside: Path, path: Path) -> None:
    try:
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        # mkstemp makes files for their owner alone; what is published is for others too.
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        beside.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> CSDeskError:
    return CSDeskError(
        Message("{file} could not be written: {reason}.", file=path.name, reason=error.strerror or str(error)),
        Message("If it is open in another program, close it there, or choose another name."),
    )
