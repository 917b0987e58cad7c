"""Checking an exported folder against its own manifest. PURE: needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from constitution.exports.folder import CONSTITUTION, MANIFEST, MANIFEST_FORMAT
from deliberation.integrity.evidence import canonical_json, content_hash, file_hash

CONSTITUTION_FORMAT = "concord-constitution/1"


def verify_export(folder: Path) -> list[str]:
    """Return what is wrong with an export, one sentence each; nothing for an intact one.

    Every file must be there, none may be added, each must have the digest that the manifest states, the
    manifest its own; and the hashes inside the constitution must fit what it says.
    """
    if not folder.is_dir():
        return [f"{folder} is not a folder."]
    manifest, problems = _read_manifest(folder / MANIFEST)
    if manifest is None:
        return problems
    problems += _file_problems(folder, manifest["files"])
    if not problems:
        problems += _content_problems((folder / CONSTITUTION).read_bytes(), manifest)
    return problems


def _read_manifest(path: Path) -> tuple[dict[str, Any] | None, list[str]]:
    if path.is_symlink() or not path.is_file():
        return None, [f"{MANIFEST} is missing."]
    manifest = _canonical(path.read_bytes())
    if manifest is None:
        return None, [f"{MANIFEST} was changed: it is not canonical JSON."]
    if not isinstance(manifest.get("files"), dict) or CONSTITUTION not in manifest["files"]:
        return None, [f"{MANIFEST} was changed: it does not list the files."]
    if manifest.get("format") != MANIFEST_FORMAT:
        return None, [f"{MANIFEST} is of another format than {MANIFEST_FORMAT}."]
    if manifest.get("sha256") != content_hash(_without(manifest, "sha256")):
        return None, [f"{MANIFEST} was changed: its digest does not fit."]
    return manifest, []


def _file_problems(folder: Path, expected: dict[str, str]) -> list[str]:
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    problems = [f"{name} is not in the manifest." for name in found if name not in {MANIFEST, *expected}]
    for name, digest in sorted(expected.items()):
        path = found.get(name)
        if path is None:
            problems.append(f"{name} is missing.")
        elif path.is_symlink() or not path.is_file():
            problems.append(f"{name} is not a file.")
        elif file_hash(path.read_bytes()) != digest:
            problems.append(f"{name} was changed.")
    return problems


def _content_problems(data: bytes, manifest: dict[str, Any]) -> list[str]:
    content = _canonical(data)
    if content is None:
        return [f"{CONSTITUTION} is not canonical JSON."]
    if content.get("format") != CONSTITUTION_FORMAT:
        return [f"{CONSTITUTION} is of another format than {CONSTITUTION_FORMAT}."]
    problems = []
    if content.get("sha256") != content_hash(_without(content, "sha256", "about")):
        problems.append(f"{CONSTITUTION} was changed: its hash does not fit what it says.")
    if manifest.get("constitution_sha256") != content.get("sha256"):
        problems.append(f"{MANIFEST} speaks of another constitution.")
    if manifest.get("version") != content.get("version"):
        problems.append(f"{MANIFEST} speaks of another version.")
    for principle in [*content.get("principles", []), *content.get("rejected", [])]:
        if principle.get("sha256") != content_hash(_without(principle, "sha256")):
            problems.append(f"Principle {principle.get('id')} was changed: its hash does not fit.")
    return problems


def _canonical(data: bytes) -> dict[str, Any] | None:
    """Return the JSON object of the bytes if they are its canonical form, else None."""
    try:
        value = json.loads(data)
        same = canonical_json(value) == data
    except (ValueError, RecursionError):
        return None
    return value if same and isinstance(value, dict) else None


def _without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in names}
