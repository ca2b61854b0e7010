"""What a file is, judged by its bytes; the extension is only a word about it."""

from __future__ import annotations

import re
import stat
import zipfile
from pathlib import Path

from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused

HEAD = 65_536

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK_ID = b"CSDK"  # ``book.format_version.APPLICATION_ID``

# First bytes of what people drop by mistake.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "document"),
    (b"\xdb\xa5-\x00", "document"),
    (b"ID;P", "sylk"),
    (b"TABLE\r\n0,1", "dif"),
    (b"TABLE\n0,1", "dif"),
    (b"\x00\x00\x02\x00", "lotus"),
    (b"\x00\x00\x1a\x00", "lotus"),
    (b"\xff\x00\x02\x00", "lotus"),
    (b"PAR1", "database"),
    (b"MIME-Version:", "mail"),
    (b"From: ", "mail"),
)
_DBF_VERSIONS = b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xf5\xfb"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x00\x06\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_SPREADSHEET_NAMES = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".xlt", ".xltx", ".xla", ".xlam"})


def recognise(path: Path, limits: Limits) -> str:
    """The format of the file: ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``delimited`` or ``zip`` (of delimited texts).

    Raises:
        Refused: it is none of them, locked, empty, larger than allowed, or a zip bomb.
    """
    info = path.stat()
    if stat.S_ISDIR(info.st_mode):
        raise Refused("folder")
    if not stat.S_ISREG(info.st_mode):
        raise Refused("not_a_file")
    if info.st_size == 0:
        raise Refused("empty")
    if info.st_size > limits.file_bytes:
        raise Refused("too_large")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(_ZIP):
        return _zipped(path, limits)
    if head.startswith(b"PK\x05\x06"):
        raise Refused("not_spreadsheet", "archive")
    if head.startswith(_OLE):
        return _compound(path)
    refuse_other_than_text(head, info.st_size)
    if path.suffix.lower() in _SPREADSHEET_NAMES and not any(mark in head for mark in (b",", b"\t", b";", b"|")):
        raise Refused("not_spreadsheet", "unknown")
    return "delimited"


def refuse_other_than_text(head: bytes, size: int) -> None:
    """Raise Refused where a file that starts so, of that many bytes, is no delimited text."""
    _refuse_known(head, size)
    _refuse_markup(head)
    _refuse_no_text(head)


def _zipped(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries}
            kind = _zip_kind(archive, names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, OSError, ValueError, EOFError) as error:
        raise Refused("corrupt") from error
    total = 0
    for entry in entries:
        total += entry.file_size
        swollen = entry.file_size > limits.inflation_from
        if swollen and entry.file_size > limits.inflation * max(1, entry.compress_size):
            raise Refused("bomb")
    if total > limits.inflated_bytes:
        raise Refused("bomb" if total > limits.inflation * path.stat().st_size else "too_large")
    return kind


def _zip_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if any(entry.flag_bits & 0x1 for entry in archive.infolist()):
        raise Refused("password")
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") or name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    if "mimetype" in names:
        mime = archive.read("mimetype")[:100]
        if b"opendocument.spreadsheet" in mime:
            return "ods"
        if b"opendocument.presentation" in mime:
            raise Refused("not_spreadsheet", "presentation")
        if b"opendocument.text" in mime:
            raise Refused("not_spreadsheet", "document")
    if "word/document.xml" in names:
        raise Refused("not_spreadsheet", "document")
    if any(name.startswith("ppt/") for name in names):
        raise Refused("not_spreadsheet", "presentation")
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names) or "index.zip" in names:
        raise Refused("not_spreadsheet", "numbers")
    if "content.xml" in names:
        return "ods"
    if "[content_types].xml" in names:
        return "xlsx"  # a workbook under unusual part names; the reader finds out
    from csdesk.intake.zipped_texts import holds_texts

    if holds_texts(archive):
        return "zip"
    raise Refused("not_spreadsheet", "archive")


def _compound(path: Path) -> str:
    """An OLE file: old Excel, a password over new Excel, or Word, Outlook and so on."""
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(path) as file:
            streams = {"/".join(parts).lower() for parts in file.listdir()}
    except (OSError, ValueError, IndexError, RecursionError, MemoryError):
        return "xls"  # damaged, but perhaps not beyond the reader, who is more patient
    if "encryptedpackage" in streams:
        raise Refused("password")
    if streams & {"workbook", "book"}:
        return "xls"
    if any(name.endswith("worddocument") for name in streams):
        raise Refused("not_spreadsheet", "document")
    if any(name.endswith("powerpoint document") for name in streams):
        raise Refused("not_spreadsheet", "presentation")
    if any(name.startswith("__properties_version") for name in streams):
        raise Refused("not_spreadsheet", "mail")
    raise Refused("not_spreadsheet", "unknown") if streams else Refused("corrupt")


def _refuse_known(head: bytes, size: int) -> None:
    if head.startswith(b"SQLite format 3\x00"):
        raise Refused("not_spreadsheet", "book" if head[68:72] == _BOOK_ID else "database")
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and not (signature in (b"BM", b"From: ") and _is_text(head)):
            raise Refused("not_spreadsheet", kind)
    if head.startswith(_OLD_EXCEL) and b"\x00" in head[:16]:
        raise Refused("old_excel")
    dbf = len(head) >= 32 and head[0] in _DBF_VERSIONS and 1 <= head[2] <= 12 and 1 <= head[3] <= 31
    if dbf and int.from_bytes(head[8:10], "little") < size:
        raise Refused("not_spreadsheet", "database")


def _refuse_markup(head: bytes) -> None:
    """Web pages and XML dressed as workbooks, which Excel opens and nobody else should."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096].replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<div")):
        raise Refused("not_spreadsheet", "html")
    if start.startswith(b"<?xml"):
        raise Refused("not_spreadsheet", "html" if b"<html" in start else "xml")
    if start.startswith((b"<workbook", b"<office:document", b"<!doctype", b"<svg")):
        raise Refused("not_spreadsheet", "xml")


_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BIJ])")  # between the alphabets of ISO-2022-JP


def _is_text(head: bytes) -> bool:
    odd = sum(head.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 28, 29, 30, 31))
    odd -= len(_JIS_ESCAPE.findall(head))
    return odd <= max(len(head) // 200, min(4, len(head) // 20))


def _refuse_no_text(head: bytes) -> None:
    body = head.strip()
    if body[:1] in (b"{", b"[") and body[1:].lstrip()[:1] in (b'"', b"{", b"[", b"}", b"]") and b":" in body[:4096]:
        raise Refused("not_spreadsheet", "json")
    # UTF-16 has a NUL in every other place; single NULs in text are tolerated.
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _is_text(head):
        evens, odds = head[0::2].count(0), head[1::2].count(0)
        if max(evens, odds) < len(head) // 8 or min(evens, odds) > max(evens, odds) // 2:
            raise Refused("not_spreadsheet", "unknown")
    elif not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _is_text(head):
        raise Refused("not_spreadsheet", "unknown")
