"""Writing a folder so that it is there in full or not at all."""

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from deliberation.jobs import WorkRefused


@contextmanager
def new_folder(target: Path, *, replaces: Collection[str] = (), mark: str = "") -> Iterator[Path]:
    """Give an empty folder to write into, and put it at `target` when the body ends well.

    Args:
        target: where the folder is to be; nothing may be there, or an empty folder.
        replaces: a folder that holds files of these names and nothing else is replaced as well.
        mark: the one of these files by which such a folder is known; without it the folder is left alone.

    Raises:
        WorkRefused: `target` is a file or a folder that holds something else; nothing there is touched.
    """
    _refuse_what_is_there(target, replaces, mark)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    former = None
    try:
        yield unfinished
        unfinished.chmod(0o755)
        if target.exists():
            former = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
            target.replace(former)
        unfinished.replace(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if former is not None:
            if not target.exists():
                former.replace(target)
            shutil.rmtree(former, ignore_errors=True)


def _refuse_what_is_there(target: Path, replaces: Collection[str], mark: str) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise WorkRefused(f"{target} exists and is not a folder; nothing was written.")
    found = {entry.name for entry in target.iterdir()}
    if found and (mark not in found or not found <= set(replaces)):
        raise WorkRefused(
            f"{target} holds other files and is not an empty folder; nothing was written."
            if replaces
            else f"{target} exists and is not an empty folder; nothing was written."
        )
