"""Formulas and objects of xlsx; sheets are searched, not parsed. Comments are marks of the sheet."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path
from typing import IO

from csdesk.intake.extras.drawings import add_drawn
from csdesk.intake.extras.values import MOST_LISTED, Extra, SheetExtras
from csdesk.intake.lost_in_xlsx import sheet_parts
from csdesk.intake.xlsx_parts import attributes_of, part_name, place_of

_CHUNK = 1 << 22
_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")


def extras_of_xlsx(path: Path) -> dict[str, SheetExtras]:
    """Sheet name → its formulas and objects.

    Raises:
        zipfile.BadZipFile, OSError, KeyError, expat.ExpatError, ValueError: the package is damaged.
    """
    found: dict[str, SheetExtras] = {}
    with zipfile.ZipFile(path) as archive:
        parts = {part_name(name): name for name in archive.namelist()}
        for name, part in sheet_parts(archive, parts):
            extras = found.setdefault(name, SheetExtras())
            if "chartsheets/" in part_name(part):
                extras.objects.append(Extra("chart"))
                continue
            with archive.open(part) as stream:
                _search(stream, extras)
            add_drawn(archive, parts, part, extras)
    return found


def _search(stream: IO[bytes], extras: SheetExtras) -> None:
    """Count the formulas; the first get their addresses."""
    rest = b""
    prefix: bytes | None = None
    while block := stream.read(_CHUNK):
        block = rest + block
        if prefix is None:
            root = _ROOT.search(block)
            prefix = (root.group(1) or b"") if root else b""
        end = b"</" + prefix + b"row>"
        cut = block.rfind(end) + len(end) if end in block else 0
        whole, rest = (block[:cut], block[cut:]) if cut else (b"", block)
        _take(whole, prefix, extras)
    _take(rest, prefix or b"", extras)


def _take(block: bytes, prefix: bytes, extras: SheetExtras) -> None:
    marks = [b"<" + prefix + b"f" + sign for sign in (b">", b" ", b"/")]
    counts = [block.count(mark) for mark in marks]
    if not any(counts):
        return
    before = extras.formula_count
    if len(extras.formulas) < MOST_LISTED:
        _list_first(block, prefix, extras)
    extras.formula_count = before + sum(counts)


def _list_first(block: bytes, prefix: bytes, extras: SheetExtras) -> None:
    formula = re.compile(rb"<" + re.escape(prefix) + rb"f(?:\s[^>]*)?(?:/>|>([^<]*)<)")
    cell = b"<" + prefix + b"c "
    for match in formula.finditer(block):
        start = block.rfind(cell, 0, match.start())
        reference = attributes_of(block[start : match.start()]).get("r", "") if start >= 0 else ""
        text = html.unescape((match.group(1) or b"").decode("utf-8", "replace"))
        extras.add_formula(*place_of(reference), text)
        if len(extras.formulas) >= MOST_LISTED:
            return
