"""A folder of files as one value to compare."""

import hashlib
import json
from pathlib import Path
from typing import Any

TIMES = {"seconds", "processor_seconds", "tokens_per_second"}
OVER_TIMES = {"manifest_sha256"}
"""A hash over files of which some say how long each step took."""


def files_digest(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def results_digest(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of rows and measurements that training runs left, but for times."""
    digest = {}
    for path in sorted(folder.rglob("*.json*")):
        content = path.read_bytes()
        if path.name in {"timings.json", "manifest.json"}:
            continue
        if path.suffix == ".json":
            content = json.dumps(untimed(json.loads(content)), sort_keys=True).encode()
        digest[str(path.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return digest


def untimed(value: Any) -> Any:
    """Return JSON without what says how long something took."""
    if isinstance(value, dict):
        return {key: untimed(one) for key, one in value.items() if key not in TIMES | OVER_TIMES}
    return [untimed(one) for one in value] if isinstance(value, list) else value
