"""One process at a time works in a run's folder."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from training_bridge.artifact_folder import FolderError

TAKEN = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)


@contextmanager
def only_process_in(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it when the process ends, however it ends.

    The lock is on the folder itself, so no file is left behind. File systems that know no such lock (some
    network drives) are used without one.

    Raises:
        FolderError: another process is at work there.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in TAKEN:
                raise FolderError(
                    f"another process is at work in {folder}: wait for it, or stop it"
                ) from error
        yield
    finally:
        os.close(handle)
