"""Writing a constitution as a folder of files with a manifest that proves them. PURE."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constitution.exports.markdown import constitution_markdown
from deliberation.integrity.evidence import canonical_json, content_hash, file_hash

MANIFEST = "manifest.json"
MANIFEST_FORMAT = "concord-manifest/1"
CONSTITUTION = "constitution.json"
MARKDOWN = "constitution.md"


class FolderTaken(Exception):
    """The folder holds something else; nothing was written."""


def export_files(content: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of an export by name, the manifest last. The same content gives the same bytes."""
    files = {
        CONSTITUTION: canonical_json(content),
        MARKDOWN: constitution_markdown(content).encode(),
    }
    manifest = {
        "format": MANIFEST_FORMAT,
        "version": content["version"],
        "constitution_sha256": content["sha256"],
        "files": {name: file_hash(data) for name, data in files.items()},
    }
    files[MANIFEST] = canonical_json({**manifest, "sha256": content_hash(manifest)})
    return files


def write_export(content: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Write an export in full or not at all; return the SHA-256 of each file.

    A folder that holds an earlier export is replaced; one that holds anything else is left alone.

    Raises:
        FolderTaken: the folder is a file, or holds something that is no export.
    """
    files = export_files(content)
    folder = folder.absolute()
    if folder.exists() and not folder.is_dir():
        raise FolderTaken(f"{folder} is not a folder.")
    if folder.exists() and {entry.name for entry in folder.iterdir()} - set(files):
        raise FolderTaken(f"{folder} holds other files; choose an empty folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        unfinished.chmod(0o755)
        for name, data in files.items():
            _write(unfinished / name, data)
        _replace(folder, unfinished)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return {name: file_hash(data) for name, data in files.items()}


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(folder: Path, finished: Path) -> None:
    """Put the finished folder in the place of the former one."""
    if folder.exists():
        former = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        folder.replace(former)
        finished.replace(folder)
        shutil.rmtree(former)
    else:
        finished.replace(folder)
