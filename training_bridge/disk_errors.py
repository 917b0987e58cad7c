"""What a disk that takes no more says, in a sentence somebody can act upon."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from training_bridge.artifact_folder import FolderError

_SENTENCES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "this account may not write there",
    errno.EPERM: "this account may not write there",
    errno.EIO: "the disk reports an error",
}


@contextmanager
def disk_errors_said_plainly(folder: Path) -> Iterator[None]:
    """Turn what a disk refuses while the body writes to a run's folder into a `FolderError`.

    Whole rows stay; a torn last line is cut off when the run goes on.
    """
    try:
        yield
    except OSError as error:
        sentence = _SENTENCES.get(error.errno or 0)
        if sentence is None:
            raise
        raise FolderError(
            f"{folder} cannot be written: {sentence}. Nothing that was written is lost; start the run again "
            "with the same folder to go on."
        ) from error
