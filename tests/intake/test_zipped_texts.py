"""A zip of delimited texts: what can be read is, what cannot is told by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from csdesk.intake.limits import Limits
from csdesk.intake.refusals import Refused
from csdesk.intake.zipped_texts import read_zipped
from tests.intake.made_files import make_zip

GOOD = b"customer_id,Company\nc1,Aozora\n"


def read(path: Path, **limits: int) -> dict[str, tuple[int, bool]]:
    """Name → rows, and whether it is told that it could not be read."""
    found = read_zipped(path, Limits(**limits))
    return {text.sheet.name: (text.sheet.rows, text.sheet.trouble is not None) for text in found}


def packed(path: Path, parts: dict[str, bytes], packing: int) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return path


def damaged(path: Path, name: str) -> Path:
    """The archive with one byte of that member turned over."""
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(name)
    data = bytearray(path.read_bytes())
    at = entry.header_offset + 30 + len(name.encode()) + entry.compress_size // 2
    data[at] ^= 0xFF
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_does_not_lose_the_good_ones(tmp_path: Path, packing: int) -> None:
    bad = b"".join(b"c%d,Company %d\n" % (n, n * 7919) for n in range(500))
    parts = {"good.csv": GOOD, "bad.csv": bad, "late.csv": GOOD}
    path = damaged(packed(tmp_path / "a.zip", parts, packing), "bad.csv")
    assert read(path) == {"good": (2, False), "bad": (0, True), "late": (2, False)}


def test_a_member_that_is_no_text_whatever_its_name_is_told(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
    parts = {
        "list.csv": GOOD, "picture.csv": picture, "page.txt": b"<html><body>Please log in</body></html>",
        "answer.txt": b'{"customers": []}', "readme.pdf": b"%PDF-1.4",
    }  # fmt: skip
    assert read(make_zip(tmp_path / "a.zip", parts)) == {
        "list": (2, False), "picture": (0, True), "page": (0, True), "answer": (0, True), "readme": (0, True),
    }  # fmt: skip


def test_an_empty_member_is_an_empty_sheet(tmp_path: Path) -> None:
    parts = {"list.csv": GOOD, "none.csv": b"", "spaces.csv": b" \r\n\r\n"}
    assert read(make_zip(tmp_path / "a.zip", parts)) == {"list": (2, False), "none": (0, False), "spaces": (0, False)}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"none.csv": b"", "readme.pdf": b"%PDF-1.4"}, "no_cells"),
        ({"answer.csv": b'{"customers": []}'}, "not_spreadsheet"),
    ],
)
def test_a_zip_without_a_cell_is_refused_with_the_reason(tmp_path: Path, parts: dict[str, bytes], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(make_zip(tmp_path / "a.zip", parts))
    assert refused.value.code == code


def test_a_zip_of_nothing_but_damage_is_damaged(tmp_path: Path) -> None:
    path = damaged(make_zip(tmp_path / "a.zip", {"list.csv": GOOD * 200}), "list.csv")
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == "corrupt"


def test_the_limit_of_cells_is_that_of_all_members_together(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.csv": GOOD, "b.csv": GOOD})
    assert read(path, cells=8) == {"a": (2, False), "b": (2, False)}
    with pytest.raises(Refused) as refused:
        read(path, cells=7)
    assert refused.value.code == "too_large"


def test_names_keep_their_folder_where_two_are_the_same_and_their_japanese(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"2025/list.csv": GOOD, "2026/list.csv": GOOD, "顧客.csv": GOOD})
    assert list(read(path)) == ["2025/list.csv", "2026/list.csv", "顧客"]


def test_names_of_no_known_encoding_stay_as_the_archive_has_them(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"xy.csv": GOOD, "é☃.csv": GOOD})
    data = path.read_bytes().replace(b"xy.csv", b"\x85\xff.csv")  # no UTF-8 mark, and no CP932 either
    path.write_bytes(data)
    assert list(read(path)) == [b"\x85\xff".decode("cp437"), "é☃"]
