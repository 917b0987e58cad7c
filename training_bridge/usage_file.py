"""What each model of a run was asked and wrote, added up over all sittings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training_bridge.generation.interface import Usage
from training_bridge.record_files import write_json


class UsageFile:
    """`usage.json`: by model, the counts of `Usage`, and the share of tokens that was not computed anew."""

    def __init__(self, path: Path) -> None:
        """Read what earlier sittings left, if any."""
        self._path = path
        self._earlier = _read(path)

    def write(self, used: Mapping[str, Usage]) -> None:
        """Write what earlier sittings and the models of this one, by name, have used together."""
        everything = {
            name: self._earlier.get(name, Usage()) + used.get(name, Usage())
            for name in sorted({*self._earlier, *used})
        }
        if any(each != Usage() for each in everything.values()):
            write_json(self._path, {name: _told(each) for name, each in everything.items()})


def _told(used: Usage) -> dict[str, Any]:
    return {
        **used.to_json(),
        "cached_share": round(used.cached_share, 4),
        "tokens_per_second": round(used.new_tokens / used.seconds, 1) if used.seconds else None,
    }


def _read(path: Path) -> dict[str, Usage]:
    if not path.exists():
        return {}
    counts = Usage().to_json()
    return {
        name: Usage(**{count: told[count] for count in counts})
        for name, told in json.loads(path.read_bytes()).items()
    }
