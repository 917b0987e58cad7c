"""Files of the data folder that belong into a backup: what training runs wrote, and keys if asked for."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings

from deliberation.backups.manifest import Manifest, digest_of, files_below
from deliberation.integrity.signing import KEY_FILE
from deliberation.jobs import Report, WorkRefused

FILES: Final = "files"
"""Folder of a backup with what lay in folders of the data folder."""
SECRETS: Final = "secrets"
"""Folder of a backup with keys, where they were asked for."""
KEYS: Final = ("secret_key", KEY_FILE)


def copy_files(backup: Path, report: Report) -> None:
    """Copy what cannot be made again into a backup.

    Hidden files are locks and are left out; so are links, which lead to weights that are made again.
    """
    data = Path(settings.DATA_DIR)
    paths = [
        PurePosixPath(folder, path)
        for folder in settings.BACKUP_FOLDERS
        for path in files_below(data / folder)
        if not any(part.startswith(".") for part in PurePosixPath(path).parts)
    ]
    for number, path in enumerate(paths):
        report(f"Copying {path}", number / len(paths))
        _copy(data / path, backup / FILES / path)


def copy_secrets(backup: Path) -> list[str]:
    """Copy the keys that lie in the data folder into a backup; return which those are."""
    data = Path(settings.DATA_DIR)
    found = [name for name in KEYS if (data / name).is_file()]
    for name in found:
        _copy(data / name, backup / SECRETS / name)
        (backup / SECRETS / name).chmod(0o600)
    return found


def check_files_fit(backup: Path, manifest: Manifest, *, replace: bool) -> None:
    """Say before anything is changed whether the files of a backup can be put into place.

    Raises:
        WorkRefused: another file lies where one of them belongs, and nobody said to replace it.
    """
    if replace:
        return
    for source, target in _places(backup, manifest):
        if target.exists() and digest_of(target) != digest_of(source):
            raise WorkRefused(
                f"{target} is there already and differs; move the folder away, or say --replace. "
                "Nothing was changed."
            )


def put_files_in_place(backup: Path, manifest: Manifest, report: Report) -> int:
    """Copy the files of a backup into the data folder, each whole or not at all; return how many.

    Files that a later run has written stay beside them.
    """
    places = list(_places(backup, manifest))
    for number, (source, target) in enumerate(places):
        report(f"Copying {target.name}", number / len(places))
        _copy(source, target)
    return len(places)


def put_secrets_in_place(backup: Path, manifest: Manifest) -> list[str]:
    """Copy the keys of a backup into the data folder; those that were there stay beside by another name."""
    data = Path(settings.DATA_DIR)
    restored = []
    for path in manifest.files:
        folder, _slash, name = path.partition("/")
        if folder != SECRETS or name not in KEYS:
            continue
        target = data / name
        if target.exists() and digest_of(target) != digest_of(backup / path):
            target.rename(target.with_name(f"{name}.before-{datetime.now():%Y%m%dT%H%M%S}"))
        _copy(backup / path, target)
        target.chmod(0o600)
        restored.append(name)
    return restored


def _places(backup: Path, manifest: Manifest) -> Iterator[tuple[Path, Path]]:
    """Yield each file of a backup with where it belongs, of folders that this site knows."""
    for path in manifest.files:
        kind, _slash, place = path.partition("/")
        if kind == FILES and PurePosixPath(place).parts[0] in settings.BACKUP_FOLDERS:
            yield backup / path, Path(settings.DATA_DIR) / place


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.copying")
    shutil.copy2(source, unfinished)
    os.replace(unfinished, target)
