"""Real conversations beside the project, for tests that use them where they are."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def shared_data(name: str) -> Path:
    """Return the folder of that name under ``../shared/data``, or skip the test."""
    folder = FOLDER / name
    if not folder.is_dir():
        pytest.skip(f"../shared/data/{name} is not on this machine")
    return folder
