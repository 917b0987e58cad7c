"""Which files there are for researchers, and their bytes.

The files that everybody may have are made once for a snapshot and kept for ten minutes; those with rows are
made each time and kept nowhere.
"""

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.core.cache import cache
from django.urls import reverse

from deliberation.integrity.evidence import content_hash
from deliberation.interchange.rows_archive import MOST_VOTES
from deliberation.models import Citation, Deliberation
from deliberation.research import tables
from deliberation.research.data_package import WrittenFile
from deliberation.research.snapshot import Snapshot, snapshot_of
from deliberation.research.writing import BOTH, CSV, PARQUET, described, public_files, row_files

KEPT_SECONDS: Final = 600
MOST_KEPT: Final = 16 * 2**20
"""Bytes of a snapshot's public files, compressed, above which they are made anew each time."""
FASTEST: Final = 1
PACKAGE: Final = "package.zip"
ROW_PACKAGE: Final = "package-with-votes.zip"
ZIP: Final = "application/zip"
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
READABLE: Final = 0o100644 << 16


@dataclass(frozen=True)
class ResearchFile:
    """What is said of a file before it is fetched.

    Attributes:
        name: within the package.
        title, description: in English, as in the data dictionary.
        media_type: of its content.
        size, row_count, sha256: None where they are known only once it is made, as for those with rows.
        needs_rows: whether it says something of single people, and so needs the right to rows
            (`interchange.row_rights`), unless rows are public.
        snapshot: the hash of the state that it is of.
        address: where it is, from the root of the site. A file with rows that are not public is not answered
            there: an owner with the right gets the package on the page by a link that is good for minutes.
    """

    name: str
    title: str
    description: str
    media_type: str
    size: int | None
    row_count: int | None
    sha256: str | None
    needs_rows: bool
    snapshot: str
    address: str


def research_files(deliberation: Deliberation) -> list[ResearchFile]:
    """Return what there is for researchers, those with rows last; nothing before the first analysis.

    Who may see the results may have the others.
    """
    snapshot = snapshot_of(deliberation)
    if snapshot is None:
        return []
    written = [_told(snapshot, file) for file in package_files(snapshot)]
    return [*written, _package(snapshot), *offered_rows(snapshot)]


def package_files(snapshot: Snapshot) -> list[WrittenFile]:
    """Return the files that everybody may have who may see the results, with their bytes."""
    said = Citation.objects.filter(deliberation=snapshot.deliberation).values().first()
    deliberation = snapshot.deliberation
    key = content_hash([snapshot.hash, said, deliberation.title, deliberation.description, deliberation.slug])
    kept: list[WrittenFile] | None = cache.get(f"research-files:{key}")
    if kept is not None:
        return [replace(file, data=zlib.decompress(file.data)) for file in kept]
    written = described(snapshot, public_files(snapshot))
    packed = [replace(file, data=zlib.compress(file.data, FASTEST)) for file in written]
    if sum(len(file.data) for file in packed) <= MOST_KEPT:
        cache.set(f"research-files:{key}", packed, KEPT_SECONDS)
    return written


def files_with_rows(snapshot: Snapshot) -> list[WrittenFile]:
    """Return all files, those with rows too. Ask for the right to rows before."""
    public = [file for file in package_files(snapshot) if file.table or file.name.startswith("sensemaker")]
    return described(snapshot, [*public, *row_files(snapshot)])


def zipped(snapshot: Snapshot, files: Sequence[WrittenFile]) -> bytes:
    """Return files as a zip file with one folder, named after the deliberation and the snapshot.

    The same files give the same bytes whenever they are packed.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder_name(snapshot)}/{file.name}", date_time=NO_TIME)
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                READABLE,
                3,
            )
            archive.writestr(entry, file.data)
    return written.getvalue()


def folder_name(snapshot: Snapshot) -> str:
    """Return how a package of this snapshot is called."""
    return f"{snapshot.deliberation.slug}-{snapshot.short}"


def has_too_many_rows(snapshot: Snapshot) -> bool:
    """Whether there are more votes than a page hands out; the command writes them."""
    return snapshot.analysis.vote_count > MOST_VOTES


def offered_rows(snapshot: Snapshot) -> list[ResearchFile]:
    """Return the files with rows that the site hands out; none where there are too many votes."""
    if has_too_many_rows(snapshot):
        return []
    told = [
        _unmade(snapshot, f"{table.name}.{ending}", table.title, table.description, media_type)
        for table in (tables.VOTES, tables.participants_table({}))
        for ending, media_type in zip(BOTH, (CSV, PARQUET), strict=True)
    ]
    everything = "All files, with the votes of single people and how easily they are told apart."
    return [*told, _unmade(snapshot, ROW_PACKAGE, "Everything, with single votes", everything, ZIP)]


def _told(snapshot: Snapshot, file: WrittenFile) -> ResearchFile:
    return ResearchFile(
        name=file.name,
        title=file.title,
        description=file.description,
        media_type=file.media_type,
        size=len(file.data),
        row_count=file.row_count,
        sha256=file.sha256,
        needs_rows=file.needs_rows,
        snapshot=snapshot.hash,
        address=_address(snapshot, file.name),
    )


def _package(snapshot: Snapshot) -> ResearchFile:
    return _unmade(snapshot, PACKAGE, "All of these", "All of these files as one.", ZIP, needs_rows=False)


def _unmade(
    snapshot: Snapshot, name: str, title: str, description: str, media_type: str, *, needs_rows: bool = True
) -> ResearchFile:
    return ResearchFile(
        name,
        title,
        description,
        media_type,
        None,
        None,
        None,
        needs_rows,
        snapshot.hash,
        _address(snapshot, name),
    )


def _address(snapshot: Snapshot, name: str) -> str:
    return reverse("deliberation:research_file", args=[snapshot.deliberation.slug, name])
