from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the artifacts of each test apart."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def version() -> Any:
    """A ratified version."""
    from constitution.services import draft_version, ratify_version
    from tests.constitution.assemblies import analysed_assembly

    return ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))
