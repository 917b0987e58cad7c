"""What the tests of the concerns have in common."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def without_torch(settings: Any) -> None:
    """Compare with the encoder that needs numpy alone."""
    settings.SENTENCE_ENCODER = "another"
