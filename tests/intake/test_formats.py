from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from csdesk.intake.formats import recognise
from csdesk.intake.limits import Limits
from csdesk.intake.refusals import KINDS, SENTENCES, Refused, refusal
from tests.intake.made_files import make_zip


def refused(path: Path) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        recognise(path, Limits())
    return caught.value.code, caught.value.what


@pytest.mark.parametrize(
    ("name", "head", "what"),
    [
        ("report.xlsx", b"%PDF-1.7\n", "pdf"),
        ("chart.xls", b"\x89PNG\r\n\x1a\n", "picture"),
        ("photo.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        ("a.gz", b"\x1f\x8b\x08\x00", "archive"),
        ("a.slk", b"ID;PWXL;N;E\n", "sylk"),
        ("a.dif", b"TABLE\r\n0,1\r\n", "dif"),
        ("a.wk1", b"\x00\x00\x02\x00\x06\x04", "lotus"),
        ("a.rtf", b"{\\rtf1\\ansi", "document"),
        ("crm.xls", b"\xef\xbb\xbf\r\n<html><body><table>", "html"),
        ("crm.xls", "<html><table>".encode("utf-16"), "html"),
        ("ss.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml"),
        ("api.csv", b'[{"a": 1}, {"a": 2}]', "json"),
        ("x.db", b"SQLite format 3\x00" + b"\x00" * 100, "database"),
        ("mail.csv", b"MIME-Version: 1.0\nContent-Type: text/html", "mail"),
        ("noise.csv", bytes(range(256)) * 8, "unknown"),
        ("note.xls", b"just some words", "unknown"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path: Path, name: str, head: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(head)
    assert refused(tmp_path / name) == ("not_spreadsheet", what)


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"word/document.xml": "x", "[Content_Types].xml": "x"}, "document"),
        ({"ppt/presentation.xml": "x", "[Content_Types].xml": "x"}, "presentation"),
        ({"Index/Document.iwa": "x"}, "numbers"),
        ({"a.bin": "a,b"}, "archive"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}, "document"),
    ],
)
def test_a_zip_without_a_workbook_is_named(tmp_path: Path, parts: dict[str, str | bytes], what: str) -> None:
    assert refused(make_zip(tmp_path / "a.xlsx", parts)) == ("not_spreadsheet", what)


@pytest.mark.parametrize(
    ("parts", "form"),
    [
        ({"xl/workbook.xml": "x"}, "xlsx"),
        ({"xl\\workbook.xml": "x"}, "xlsx"),
        ({"xl/workbook.bin": "x"}, "xlsb"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "x"}, "ods"),
    ],
)
def test_a_workbook_is_recognised_whatever_it_is_called(
    tmp_path: Path, parts: dict[str, str | bytes], form: str
) -> None:
    assert recognise(make_zip(tmp_path / "a.csv", parts), Limits()) == form


@pytest.mark.parametrize("head", [b"\x09\x00\x04\x00\x02\x00\x10\x00", b"\x09\x04\x06\x00\x00\x00\x10\x00"])
def test_excel_from_before_1995_is_told_as_that(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "a.xls").write_bytes(head + bytes(40))
    assert refused(tmp_path / "a.xls")[0] == "old_excel"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xls", "id\tname\n1\ta\n"),  # what many programs export as .xls
        ("a.csv", "BM,Name\n1,a\n"),
        ("a.csv", "Reply\nFrom: x\n"),
        ("a.csv", "From: who,To\nx,y\n"),
        ("a.txt", "{name},{arr}\n"),
        ("a.csv", "<5,>5\n1,2\n"),
        ("a.csv", "[1],[2]\n"),
    ],
)
def test_text_is_delimited_text_even_if_it_looks_odd(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert recognise(tmp_path / name, Limits()) == "delimited"


def test_an_encrypted_zip_asks_for_the_password(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.xlsx", {"xl/workbook.xml": "x"})
    body = bytearray(path.read_bytes())
    body[body.index(b"PK\x01\x02") + 8] |= 1  # the bit that says encrypted, in the central directory
    path.write_bytes(body)
    assert refused(path)[0] == "password"


def test_every_reason_is_one_sentence_with_a_hint() -> None:
    for code in SENTENCES:
        error = refusal(Refused(code, "pdf" if code == "not_spreadsheet" else ""), "a.xlsx")
        assert str(error.message).startswith("a.xlsx ")
        assert str(error.message).endswith(".")
        assert error.hint is not None
    for what in KINDS:
        assert str(refusal(Refused("not_spreadsheet", what), "a.xlsx").message)


def test_what_is_no_file_is_told_as_that(tmp_path: Path) -> None:
    assert refused(tmp_path)[0] == "folder"
    (tmp_path / "empty.csv").touch()
    assert refused(tmp_path / "empty.csv")[0] == "empty"
    (tmp_path / "long.csv").write_text("a,b\n" * 10)
    with pytest.raises(Refused) as caught:
        recognise(tmp_path / "long.csv", Limits(file_bytes=39))
    assert caught.value.code == "too_large"


def test_archives_that_are_empty_damaged_or_swell_are_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "nothing.xlsx").write_bytes(b"PK\x05\x06" + b"\x00" * 18)
    assert refused(tmp_path / "nothing.xlsx") == ("not_spreadsheet", "archive")
    (tmp_path / "half.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    assert refused(tmp_path / "half.xlsx")[0] == "corrupt"
    book = {"[Content_Types].xml": "x", "xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": "0" * 3_000_000}
    swollen = make_zip(tmp_path / "swollen.xlsx", book)
    for limits, code in (
        (Limits(inflation=100, inflation_from=1_000_000), "bomb"),
        (Limits(inflation=100, inflated_bytes=2_000_000), "bomb"),
        (Limits(inflation=1_000_000, inflated_bytes=2_000_000), "too_large"),
    ):
        with pytest.raises(Refused) as caught:
            recognise(swollen, limits)
        assert caught.value.code == code


class Container:
    """An OLE file of which only the names of its streams are known."""

    streams: ClassVar[list[list[str]]] = []

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Container:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def listdir(self) -> list[list[str]]:
        return self.streams


@pytest.mark.parametrize(
    ("streams", "said"),
    [
        ([["EncryptedPackage"], ["EncryptionInfo"]], ("password", "")),
        ([["WordDocument"]], ("not_spreadsheet", "document")),
        ([["PowerPoint Document"]], ("not_spreadsheet", "presentation")),
        ([["__properties_version1.0"]], ("not_spreadsheet", "mail")),
        ([["Contents"]], ("not_spreadsheet", "unknown")),
        ([], ("corrupt", "")),
    ],
)
def test_an_old_container_is_told_by_its_streams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, streams: list[list[str]], said: tuple[str, str]
) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert recognise(path, Limits()) == "xls"  # damaged: whoever reads the cells says so
    monkeypatch.setattr("olefile.OleFileIO", Container)
    monkeypatch.setattr(Container, "streams", streams)
    assert refused(path) == said
    monkeypatch.setattr(Container, "streams", [["Workbook"]])
    assert recognise(path, Limits()) == "xls"
