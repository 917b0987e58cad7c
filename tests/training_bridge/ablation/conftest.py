"""A ratified version and a run of it, for the pages and the command."""

from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.panel.conftest import owner_here, run, version

__all__ = ["owner_here", "run", "version"]


@pytest.fixture
def own_data_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the artifacts of each test apart."""
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data"
