from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.model.fields import Audience, record_type
from csdesk.publish.audience import shareable
from csdesk.publish.leaks import Leak, scan, watch_list
from csdesk.publish.package_text import package_texts
from csdesk.publish.token_search import NameSearch
from tests.charts.small_book import ALPHA, small_assessment


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["Company_1", "Company_12"], "Company_12 is here", ["Company_12"]),
        (["Company_1"], "Company_12 is here", []),
        (["Tsukimi", "Tsukimi Robotics"], "Tsukimi Robotics and Tsukimi", ["Tsukimi Robotics", "Tsukimi"]),
        (["竜宮マリン"], "竜宮マリンの更新", ["竜宮マリン"]),
        (["竜宮マリン"], "株式会社竜宮マリン様", ["竜宮マリン"]),
        (["日本"], "日本電気の更新", []),
        (["かぐや宇宙開発"], "ｶｸﾞﾔと、かぐや宇宙開発は", ["かぐや宇宙開発"]),
        (["ACME Corp"], "acme\ncorp.", ["ACME Corp"]),
        (["ＡＣＭＥ"], "at Acme's site", ["ＡＣＭＥ"]),
        (["Art"], "Start the party", []),
        (["7", "X"], "7 X", []),
    ],
)
def test_names_are_found_as_whole_tokens_longest_first(names: list[str], text: str, found: list[str]) -> None:
    assert NameSearch(names).found_in(text) == found


@given(
    st.lists(
        st.text("abcde ", min_size=2, max_size=6).map(str.strip).filter(lambda s: len(s) > 1),
        min_size=1,
        max_size=20,
        unique=True,
    )
)
def test_every_name_is_found_between_other_words(names: list[str]) -> None:
    search = NameSearch(names)
    for name in names:
        assert len(search.found_in(f"- {name} -")) == 1


def test_only_shareable_fields_of_the_one_account_pass() -> None:
    found = small_assessment()
    for record, frame in (
        ("account", found.accounts),
        ("contract", found.contracts),
        ("ticket", found.frames.frame("ticket")),
    ):
        rows = shareable(record, frame, ALPHA)
        allowed = {f.name for f in record_type(record).fields if f.audience is Audience.SHAREABLE}
        assert set(rows.columns) - {"key"} <= allowed
        assert len(rows) == (1 if record != "ticket" else 2)
    of_account = set(shareable("account", found.accounts, ALPHA).columns)
    assert of_account.isdisjoint({"arr", "ltv", "health", "band", "touch", "csm", "notes", "custom"})
    of_contract = set(shareable("contract", found.contracts, ALPHA).columns)
    assert of_contract.isdisjoint({"custom", "discount", "list_price", "annual", "state"})
    assert {"arr", "currency", "end"} <= of_contract  # what she pays is no secret from the customer


def package(tmp_path: Path, parts: dict[str, bytes]) -> Path:
    path = tmp_path / "file.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def slide(text: str) -> bytes:
    return f'<p xmlns:a="x"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p>'.encode()


def leaks_of(path: Path, wording: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    return {(leak.kind, leak.found) for leak in scan(path, watch_list(small_assessment(), ALPHA, wording))}


def test_own_name_and_plain_words_are_no_leak(tmp_path: Path) -> None:
    assert leaks_of(package(tmp_path, {"ppt/slides/slide1.xml": slide("Alpha Works: 71 of 100 seats")})) == set()


def test_a_name_cut_into_runs_is_found(tmp_path: Path) -> None:
    xml = b'<x xmlns:a="x"><a:p><a:r><a:t>\xe3\x83\x99\xe3\x83\xbc</a:t></a:r><a:r><a:t>\xe3\x82\xbf\xe5\x95\x86\xe4\xba\x8b</a:t></a:r></a:p></x>'
    assert leaks_of(package(tmp_path, {"ppt/notesSlides/notesSlide1.xml": xml})) == {("account", "ベータ商事")}


def test_alt_texts_properties_and_part_names_are_read(tmp_path: Path) -> None:
    shape = '<x><cNvPr name="Box" descr="ベータ商事"/></x>'.encode()
    assert leaks_of(package(tmp_path, {"ppt/slides/slide1.xml": shape})) == {("account", "ベータ商事")}
    core = b"<cp xmlns:dc='y'><dc:subject>Sponsor may leave in spring</dc:subject></cp>"
    assert leaks_of(package(tmp_path, {"docProps/core.xml": core})) == {("text", "sponsor may leave in spring")}


def test_workbooks_inside_charts_are_read(tmp_path: Path) -> None:
    workbook: Any = openpyxl.Workbook()
    workbook.active.append(["ベータ商事", 6_400_000])
    inner = io.BytesIO()
    workbook.save(inner)
    path = package(tmp_path, {"ppt/embeddings/sheet1.xlsx": inner.getvalue()})
    assert leaks_of(path) == {("account", "ベータ商事"), ("amount", "6400000")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Why: rollout on course", {("text", "rollout on course")}),  # the reason of the forecast
        ("Health score 72", {("label", "health score")}),
        ("ヘルススコアは72点", {("label", "ヘルススコア")}),
        ("6,400,000 a year", {("amount", "6,400,000")}),  # expected amount
        ("6,000,000.00", set()),  # what the customer pays
        ("16,000,000 and 6000", set()),
        ("4903 tickets", set()),
    ],
)
def test_internal_texts_and_amounts_are_found(tmp_path: Path, text: str, found: set[tuple[str, str]]) -> None:
    assert leaks_of(package(tmp_path, {"ppt/slides/slide1.xml": slide(text)})) == found


def test_what_the_customer_may_see_anyway_is_no_leak(tmp_path: Path) -> None:
    # The note repeats a ticket's subject; the invoice over 6,400,000 is the customer's own.
    more: dict[str, list[dict[str, object]]] = {
        "touchpoint": [{"account_key": ALPHA, "text": "Slow sync", "kind": "call"}],
        "invoice": [{"account_key": ALPHA, "external_id": "I-1", "amount": 6_400_000, "currency": "JPY"}],
    }
    watch = watch_list(small_assessment(**more), ALPHA)
    path = package(tmp_path, {"ppt/slides/slide1.xml": slide("Slow sync; 6,400,000")})
    assert scan(path, watch) == ()
    assert Decimal(6_000_000) not in {amount.normalize() for amount in watch.amounts}


def test_a_customer_called_like_a_word_of_ours_is_no_leak(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"name": "Alpha Works"}, {"name": "Support"}]
    found = small_assessment(account=rows, contract=[], decision=[])
    path = package(tmp_path, {"ppt/slides/slide1.xml": slide("Support answers fast")})
    assert scan(path, watch_list(found, ALPHA, ("Support answers fast",))) == ()
    assert scan(path, watch_list(found, ALPHA)) == (Leak("account", "Support", "ppt/slides/slide1.xml"),)


def test_a_preview_picture_is_a_leak(tmp_path: Path) -> None:
    path = package(tmp_path, {"docProps/thumbnail.jpeg": b"\xff\xd8"})
    assert leaks_of(path) == {("thumbnail", "docProps/thumbnail.jpeg")}


def test_a_hundred_thousand_names_are_searched_at_once() -> None:
    search = NameSearch(f"Company_{n}" for n in range(100_000))
    assert search.found_in("Company_99999, Company_100000 and Company_7.") == ["Company_99999", "Company_7"]


def test_texts_of_a_broken_part_are_still_read(tmp_path: Path) -> None:
    path = package(tmp_path, {"ppt/slides/slide1.xml": b"<a>Alpha"})
    assert any("Alpha" in item.text for item in package_texts(path.read_bytes()))
