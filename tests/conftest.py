"""What every test stands on: no display, nobody's preferences, real workbooks where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# `--hypothesis-profile=thorough` looks for what 40 examples do not find.
settings.register_profile("usual", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
settings.load_profile("usual")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with slow tests come first, so that no core waits for one of them at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Preferences and logs go to a folder of the test run, never to the developer's own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(home / name.lower())


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real workbooks that nobody here wrote."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real workbooks is not beside this checkout")
    return SHARED_DATA


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process; that a worker reads them the same is tested with the intake."""
    from tests.read_here import ReadingHere

    monkeypatch.setattr("csdesk.intake.sandbox.Reading", ReadingHere)
