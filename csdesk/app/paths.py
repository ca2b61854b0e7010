"""Where the program keeps what belongs to this computer rather than to a book."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

SAMPLE_BOOK = "FY2026.csdesk"  # what a book of the sample workbooks is called

_DIRS = PlatformDirs("CSDesk", appauthor=False)


def preferences_file() -> Path:
    """Language, theme, recent books."""
    return Path(_DIRS.user_config_dir) / "preferences.json"


def log_file() -> Path:
    """Details of errors, without customer data."""
    return Path(_DIRS.user_log_dir) / "csdesk.log"


def default_book_folder() -> Path:
    """Where a new book is proposed."""
    return Path(_DIRS.user_documents_dir) / "CSDesk"
