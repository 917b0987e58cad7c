"""The pairs of answers that a run offers to people, for pages that ask for them again and again. PURE."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from training_bridge.people.comparisons import HumanItem


def offered_items(path: Path) -> tuple[HumanItem, ...]:
    """Read what people are asked to compare; nothing before the run has written it.

    The file is only read, never repaired: a run may be writing it, and its last line may be half there.
    """
    try:
        state = path.stat()
    except OSError:
        return ()
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> tuple[HumanItem, ...]:
    whole = path.read_bytes().rpartition(b"\n")[0]
    return tuple(HumanItem.from_json(json.loads(line)) for line in whole.splitlines() if line.strip())
