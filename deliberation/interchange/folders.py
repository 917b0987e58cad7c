"""Writing a folder so that it is there in full or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deliberation.jobs import WorkRefused


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to write into, and put it at `target` when the body ends well.

    Raises:
        WorkRefused: `target` is a file or a folder that holds something; nothing there is touched.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WorkRefused(f"{target} exists and is not an empty folder; nothing was written.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield unfinished
        unfinished.chmod(0o755)
        if target.exists():
            target.rmdir()
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
