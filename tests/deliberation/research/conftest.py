from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Forget files that were kept: a rolled-back test leaves its keys to the next one's analyses."""
    cache.clear()
    yield
    cache.clear()
