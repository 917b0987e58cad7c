"""Notes that libraries write to each other and that nobody here can act on."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_library_notes() -> Iterator[None]:
    """Keep quiet that peft and TRL use a name which transformers is about to retire."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*gradient_checkpointing.*", category=FutureWarning)
        yield
