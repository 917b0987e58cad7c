"""Writing an export into a folder."""

import os
from pathlib import Path

from constitution.exports.manifest import Export
from constitution.exports.verify import MANIFEST, SIGNATURE
from deliberation.interchange.folders import new_folder


def write_export(export: Export, folder: Path) -> None:
    """Write an export in full or not at all.

    A folder that holds an earlier export is replaced; one that holds anything else is left alone.

    Raises:
        WorkRefused: the folder is a file, or holds something that is no export.
        OSError: it cannot be written.
    """
    names = {file.name for file in export.files} | {SIGNATURE}
    with new_folder(folder.absolute(), replaces=names, mark=MANIFEST) as unfinished:
        for file in export.files:
            with (unfinished / file.name).open("wb") as written:
                for piece in file.pieces():
                    written.write(piece)
                written.flush()
                os.fsync(written.fileno())
