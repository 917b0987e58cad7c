"""Notes that libraries write to each other and that nobody here can act on."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_library_notes() -> Iterator[None]:
    """Keep quiet that a name is about to be retired, and that packaged weights have no configuration file."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*gradient_checkpointing.*", category=FutureWarning)
        warnings.filterwarnings("ignore", message="Could not find a config file", category=UserWarning)
        yield
