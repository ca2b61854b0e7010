"""``csdesk lint`` as people and programs see it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from csdesk.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


def run(arguments: Sequence[object], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["lint", *(str(word) for word in arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    path = tmp_path / "契約.csv"
    path.write_text(
        '顧客,契約日,金額（円）\n㈱雪うさぎ,令和8年4月1日,"1,200,000"\n小川製作所,2026-05-01,500\n白樺,2026-06-01,-\n',
        "utf-8",
    )
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.csv"
    path.write_text("Customer,ARR (JPY)\nKestrel,1200\nOtter,500\n", "utf-8")
    return path


def test_json_lists_all_rules_of_every_file(loose: Path, sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run([loose, sound, "--json"], capsys)
    assert (code, err) == (0, "")
    first, second = json.loads(out)
    assert (first["path"], first["refused"]) == (str(loose), None)
    assert [rule["rule"] for rule in first["rules"]] == [*(f"1-{n}" for n in range(1, 14)), "2-1", "2-2"]
    found = {rule["rule"]: rule["findings"] for rule in first["rules"] if not rule["ok"]}
    assert {rule: [(f["sheet"], f["cell"], f["value"]) for f in findings] for rule, findings in found.items()} == {
        "1-3": [("契約", "C2", "1,200,000")],
        "1-10": [("契約", "A2", "㈱雪うさぎ")],
        "1-11": [("契約", "B2", "令和8年4月1日")],
        "1-13": [("契約", "C4", "-")],
    }
    assert found["1-3"][0]["message"] == "“金額（円）” writes commas into numbers."
    assert found["1-3"][0]["hint"] == "Leave the commas out; a number format shows them."
    assert [rule["ok"] for rule in second["rules"]] == [True] * 15
    assert all(rule["findings"] == [] for rule in second["rules"])


def test_findings_are_no_errors_and_are_shown_with_place_reason_and_remedy(
    loose: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run([loose], capsys)
    assert (code, err) == (0, "")
    assert "契約.csv: 4 of 15 rules are broken." in out
    (line,) = (line for line in out.splitlines() if "契約!C4" in line)
    assert line.startswith("1-13 Agreed signs where a number is missing")
    assert "holds words or signs among its numbers. (-)" in line
    assert "Write 0 for none, *** for not available" in line


def test_a_sound_file_is_said_to_be_sound(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([sound], capsys) == (0, "sound.csv: 0 of 15 rules are broken.\n\n", "")


def test_the_report_comes_in_japanese(loose: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run([loose, "--language", "ja"], capsys)
    assert code == 0
    assert "契約.csv：15項目のうち4項目に該当する箇所があります。" in out
    assert "1-11 西暦で書く（和暦には西暦を併記）" in out
    assert "西暦のない和暦が使われています。" in out
    _, told, _ = run([loose, "--language", "ja", "--json"], capsys)
    titles = {rule["rule"]: rule["title"] for rule in json.loads(told)[0]["rules"]}
    assert titles["1-2"] == "1セル1データ"


def test_a_file_that_cannot_be_read_is_one_line_and_the_others_are_still_reported(
    tmp_path: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "logo.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)
    code, out, err = run([picture, sound], capsys)
    assert code == 2
    assert "sound.csv: 0 of 15 rules are broken." in out
    (line,) = err.splitlines()
    assert line.startswith("logo.xlsx is not a spreadsheet but a picture.")
    code, out, _ = run([picture, sound, "--json"], capsys)
    refused, read = json.loads(out)
    assert code == 2
    assert refused["refused"].startswith("logo.xlsx is not a spreadsheet but a picture.")
    assert (refused["rules"], read["refused"]) == ([], None)


def test_a_missing_file_and_an_unknown_language_are_one_line(
    tmp_path: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run([tmp_path / "none.xlsx"], capsys)
    assert (code, len(err.splitlines())) == (2, 1)
    code, _, err = run([sound, "--language", "fr"], capsys)
    assert (code, err) == (2, "fr is not possible here. Choose one of: en, ja.\n")


def test_the_invented_contract_list_shows_what_japanese_sheets_are_like(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run([ROOT / "sample_workbooks" / "contracts_2026-11.xlsx", "--json"], capsys)
    broken = [rule["rule"] for rule in json.loads(out)[0]["rules"] if rule["findings"]]
    assert (code, broken) == (0, ["1-3", "1-4", "1-5", "1-7", "1-11"])
