"""What every test of the app has."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key may save a picture into the current folder: never into the repository."""
    monkeypatch.chdir(tmp_path)
