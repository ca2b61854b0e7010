"""Every text for people has a Japanese one that says the same with the same values."""

from __future__ import annotations

import ast
import gettext
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from csdesk.i18n import ROOMS
from csdesk.model.fields import all_fields, record_types

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "resources" / "i18n" / "en" / "LC_MESSAGES"
JAPANESE = ROOT / "resources" / "i18n" / "ja" / "LC_MESSAGES"


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def _japanese() -> dict[str, str]:
    texts: dict[str, str] = {}
    for source in sorted(JAPANESE.glob("*.po")):
        with source.open("rb") as file:
            texts |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return texts


@cache
def _messages() -> dict[str, str]:
    """Every literal handed to ``Message(...)``, there or by the name of a constant of the file, and where it stands."""
    found = {}
    for path in sorted((ROOT / "csdesk").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
                for text in _literals(node.args[0], named) if node.args else ():
                    found[text] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def _literals(node: ast.expr, named: Mapping[str, ast.expr]) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body, named) + _literals(node.orelse, named)
    if isinstance(node, ast.Subscript):
        return _literals(node.value, named)
    if isinstance(node, ast.Dict):
        return [text for value in node.values for text in _literals(value, named)]
    if isinstance(node, ast.Name) and node.id in named:
        return _literals(named[node.id], {name: value for name, value in named.items() if name != node.id})
    return []


def test_every_message_has_a_japanese_text() -> None:
    known = set(_japanese()) | {field.label for field in all_fields()} | {r.label for r in record_types().values()}
    needless = {
        text for text in _messages() if not any(c.isalpha() for c in string.Formatter().vformat(text, (), _Blank()))
    }
    missing = {text: place for text, place in _messages().items() if text not in known and text not in needless}
    assert missing == {}


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def test_japanese_texts_use_the_same_placeholders() -> None:
    different = {id_: text for id_, text in _japanese().items() if _placeholders(id_) != _placeholders(text)}
    assert different == {}


def _of_one() -> dict[str, str]:
    with (ENGLISH / "counts.po").open("rb") as file:
        return {
            m.id[0]: str(m.string[0]) for m in read_po(file) if isinstance(m.id, tuple) and isinstance(m.string, tuple)
        }


def test_english_says_one_account_and_two_accounts() -> None:
    counted = {
        text for text in _messages() if text.startswith(("{n} accounts", "{n} contracts", "{n} rows", "{n} days"))
    }
    assert counted - set(_of_one()) - {"{n} accounts are called {name}."} == set()


def test_what_english_says_of_one_thing_is_of_a_text_in_use() -> None:
    singular = _of_one()
    assert set(singular) - set(_messages()) == set()
    assert {text for text, one in singular.items() if _placeholders(text) != _placeholders(one) or text == one} == set()


def test_compiled_texts_are_those_of_the_sources() -> None:
    for room in ROOMS:
        source = JAPANESE / f"{room}.po"
        if not source.exists():
            continue
        with source.open("rb") as file:
            wanted = {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
        with source.with_suffix(".mo").open("rb") as compiled:
            translations = gettext.GNUTranslations(compiled)
        assert {text: translations.gettext(text) for text in wanted} == wanted, f"run make translations ({room})"


def test_every_field_and_record_has_a_label_in_both_languages() -> None:
    labels = [(field.label, field.label_ja) for field in all_fields()]
    labels += [(record.label, record.label_ja) for record in record_types().values()]
    assert [pair for pair in labels if not all(pair)] == []
