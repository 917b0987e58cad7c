"""The single votes of a deliberation as one file to download."""

import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from deliberation.interchange.polis_export import conversation_of, latest_consensus, snapshot_key
from deliberation.interchange.polis_pseudonyms import with_fresh_names
from deliberation.interchange.polis_writing import write_polis_folder
from deliberation.interchange.row_rights import rows_are_public
from deliberation.interchange.told_apart import uniqueness_of
from deliberation.models import Deliberation

MOST_VOTES = 200_000
"""More votes than this are written by the command alone: a page would keep people waiting too long."""
IN_MEMORY = 8 * 2**20


def rows_archive(deliberation: Deliberation) -> IO[bytes]:
    """Return an archive with what `export_polis` writes, and how easily the rows are told apart."""
    is_public = rows_are_public(deliberation)
    conversation = conversation_of(deliberation)
    if not is_public:
        conversation = with_fresh_names(conversation, snapshot_key(deliberation))
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        folder = Path(name)
        consensus = latest_consensus(deliberation)
        for written in write_polis_folder(folder, conversation, consensus, for_spreadsheets=not is_public):
            files.write(folder / written, written)
        files.writestr("uniqueness.json", json.dumps(uniqueness_of(deliberation), indent=2) + "\n")
    archive.seek(0)
    return archive
