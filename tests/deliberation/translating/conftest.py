from typing import Any

import pytest


@pytest.fixture
def deliberation(deliberation: Any) -> Any:
    """An open deliberation in English, Spanish and Arabic."""
    deliberation.languages = ["es", "ar"]
    deliberation.save()
    return deliberation
