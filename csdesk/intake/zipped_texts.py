"""A zip of delimited texts, as billing systems send their exports → one sheet a file."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from csdesk.intake.delimited import DelimitedText, read_delimited
from csdesk.intake.formats import HEAD, refuse_other_than_text
from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused, sheet_trouble
from csdesk.intake.sheets import Sheet

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
_UTF8_NAME = 0x800


def holds_texts(archive: zipfile.ZipFile) -> bool:
    """Whether the archive holds a delimited text."""
    return any(_name(entry).lower().endswith(SUFFIXES) for entry in _members(archive))


def read_zipped(path: Path, limits: Limits, encoding: str = "") -> Iterator[DelimitedText]:
    """The texts in order, each a sheet named after its file; what cannot be read comes as a sheet that says so.

    Raises:
        Refused: the archive is damaged, holds more cells than allowed, or holds none that can be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive)
            names = _sheet_names([_name(entry) for entry in members])
            cells = 0
            reason = Refused("no_cells")
            for entry, name in zip(members, names, strict=True):
                try:
                    found = _read(archive, entry, name, replace(limits, cells=limits.cells - cells), encoding)
                except Refused as refused:
                    if refused.code == "too_large":
                        raise
                    found, reason = _unread(name), refused
                cells += found.sheet.rows * len(found.sheet.columns)
                yield found
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused("corrupt") from error
    if not cells:
        raise reason


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits, encoding: str) -> DelimitedText:
    if not _name(entry).lower().endswith(SUFFIXES):
        return _unread(name)
    if not entry.file_size:
        return _blank(name)
    try:
        data = archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError) as error:
        raise Refused("corrupt") from error
    refuse_other_than_text(data[:HEAD], len(data))
    try:
        return read_delimited(data, name, limits, encoding)
    except Refused as reason:
        if reason.code != "empty":
            raise
        return _blank(name)


def _blank(name: str) -> DelimitedText:
    return DelimitedText(Sheet(name, 0, ()), "", "")


def _unread(name: str) -> DelimitedText:
    return DelimitedText(Sheet(name, 0, (), trouble=sheet_trouble(name)), "", "")


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in it; what the Mac and folders put there is left out."""
    return [
        entry
        for entry in archive.infolist()
        if not entry.is_dir()
        and not any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(entry.filename).parts)
    ]


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name; programs in Japan write CP932 without saying so."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return entry.filename


def _sheet_names(names: list[str]) -> list[str]:
    """The names without folder and suffix; whole where two would be the same."""
    stems = [PurePosixPath(name).stem for name in names]
    return [stem if stems.count(stem) == 1 else name for stem, name in zip(stems, names, strict=True)]
