"""Compile the texts of ``resources/i18n``: a .mo beside each .po."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts give the same file, whenever it is made
TEXTS = Path(__file__).resolve().parent.parent / "resources" / "i18n"


def main() -> int:
    """Compile every catalogue; one line each."""
    for source in sorted(TEXTS.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], domain=source.stem, abort_invalid=True)
        catalogue.creation_date = catalogue.revision_date = _ALWAYS
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        print(f"{source.parts[-3]}/{source.stem}: {len(catalogue)} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
