"""What a backup says of itself: its files with their hashes, and what the database held. PURE."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

FORMAT: Final = "concord-backup-1"
MANIFEST: Final = "manifest.json"
CHECKSUM: Final = "manifest.sha256"
"""The SHA-256 of the manifest, as `sha256sum --check` reads it."""
READ_AT_ONCE: Final = 1 << 20


class BackupRefused(Exception):
    """The backup is not whole, or not what it says; the text says in a sentence what is wrong."""


@dataclass(frozen=True)
class LogAtBackup:
    """One deliberation at the moment of the backup.

    `tallies` is the SHA-256 of all its counts of votes, `head` the last signed head of its sealed log with
    its signature; None where nothing was sealed yet.
    """

    slug: str
    log: str
    events: int
    votes: int
    tallies: str
    head: dict[str, Any] | None


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. `rows` counts every table, `files` holds (bytes, SHA-256) by path."""

    made_at: str
    version: str
    engine: str
    server: str
    migrations: Sequence[tuple[str, str]]
    rows: Mapping[str, int]
    logs: Sequence[LogAtBackup]
    public_keys: Sequence[str]
    has_secrets: bool = False
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: str = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all files but the manifest."""
        return sum(size for size, _digest in self.files.values())


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Write the manifest and its checksum into a folder; return the checksum."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / CHECKSUM).write_text(f"{digest}  {MANIFEST}\n", encoding="ascii")
    return digest


def read_manifest(folder: Path, expected: str = "") -> Manifest:
    """Return what a backup says of itself.

    Args:
        folder: the backup.
        expected: the SHA-256 of the manifest as it was noted when the backup was made, if it was.

    Raises:
        BackupRefused: there is none, it was changed, or another version of the platform wrote it.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        noted = (folder / CHECKSUM).read_text(encoding="ascii").split()[0]
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise BackupRefused(
            f"{folder} is no backup, or not a whole one: {MANIFEST} or {CHECKSUM} is missing."
        ) from error
    if hashlib.sha256(content).hexdigest() not in {noted} & {expected or noted}:
        raise BackupRefused(f"{folder / MANIFEST} is not what it was when the backup was made.")
    try:
        read = json.loads(content)
        if read.get("format") != FORMAT:
            raise BackupRefused(
                f"This backup has the format {read.get('format')!r}; this version reads {FORMAT!r}."
            )
        logs = [LogAtBackup(**one) for one in read.pop("logs")]
        migrations = [(app, name) for app, name in read.pop("migrations")]
        files = {path: (int(size), str(digest)) for path, (size, digest) in read.pop("files").items()}
        return Manifest(**read, logs=logs, migrations=migrations, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupRefused(f"{folder / MANIFEST} is no manifest of a backup: {error}") from error


def files_below(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, without links, as a manifest names them."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(READ_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def measured(
    folder: Path, report: Callable[[str, float], None] = lambda step, fraction: None
) -> dict[str, tuple[int, str]]:
    """Return (bytes, SHA-256) of every file below a folder."""
    paths = files_below(folder)
    found = {}
    for number, path in enumerate(paths):
        report(f"Hashing {path}", number / len(paths))
        found[path] = ((folder / path).stat().st_size, digest_of(folder / path))
    return found


def check_files(
    folder: Path, manifest: Manifest, report: Callable[[str, float], None] = lambda step, fraction: None
) -> None:
    """Hold every file of a backup against its manifest.

    Raises:
        BackupRefused: one is missing, changed, cut off, or not named by the manifest.
    """
    there = set(files_below(folder)) - {MANIFEST, CHECKSUM}
    for path in manifest.files:
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise BackupRefused(f"The backup names a file outside of its folder: {path}")
    if missing := sorted(manifest.files.keys() - there):
        raise BackupRefused(f"Files of the backup are missing: {_some(missing)}.")
    if strange := sorted(there - manifest.files.keys()):
        raise BackupRefused(f"The backup holds files that it does not name: {_some(strange)}.")
    done, whole = 0, max(1, manifest.size)
    for path, (size, digest) in manifest.files.items():
        report(f"Checking {path}", done / whole)
        found = (folder / path).stat().st_size
        if found != size:
            raise BackupRefused(f"{path} has {found} bytes; it had {size} when the backup was made.")
        if digest_of(folder / path) != digest:
            raise BackupRefused(f"{path} was changed since the backup was made.")
        done += size


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more
