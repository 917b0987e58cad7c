"""The files there are to take out, as programs get them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from deliberation.api.access import account_in, participant_in, role_in
from deliberation.api.contents.addresses import address_of
from deliberation.interchange.row_rights import may_take_rows, rows_are_public
from deliberation.models import ApiToken, Deliberation, Scope
from deliberation.research import files
from deliberation.research.data_package import WrittenFile
from deliberation.research.files import ResearchFile, research_files
from deliberation.research.snapshot import Snapshot
from deliberation.research.writing import row_files
from deliberation.results.visibility import results_visible_to


@dataclass(frozen=True)
class Record:
    """A file of the website that is of no snapshot: its address by name, and what is in it."""

    page: str
    name: str
    media_type: str
    title: Promise
    is_a_result: bool


RECORDS = (
    Record(
        "deliberation:participation_csv",
        "participation.csv",
        "text/csv; charset=utf-8",
        _("How many took part, day by day"),
        is_a_result=True,
    ),
    Record(
        "deliberation:people_csv",
        "people.csv",
        "text/csv; charset=utf-8",
        _("Who took part, as far as they said"),
        is_a_result=True,
    ),
    Record(
        "deliberation:moderation_log_csv",
        "moderation-log.csv",
        "text/csv; charset=utf-8",
        _("Every decision of the moderators"),
        is_a_result=False,
    ),
    Record(
        "deliberation:moderation_log_json",
        "moderation-log.json",
        "application/json",
        _("Every decision of the moderators"),
        is_a_result=False,
    ),
)


def exports_content(request: Request, deliberation: Deliberation) -> list[dict[str, Any]]:
    """Return the files of a deliberation, and which of them are open to who asks."""
    role = role_in(request, deliberation, Scope.READ)
    sees_results = results_visible_to(deliberation, participant_in(request, deliberation), role)
    sees_rows = (rows_are_public(deliberation) and sees_results) or takes_rows(request, deliberation)
    found = research_files(deliberation)
    return [
        *(
            _file(request, deliberation, file, sees_rows if file.needs_rows else sees_results)
            for file in found
        ),
        # The website knows browsers and no tokens.
        *(
            _record(
                request, deliberation, record, not record.is_a_result or (sees_results and not request.auth)
            )
            for record in RECORDS
        ),
    ]


def takes_rows(request: Request, deliberation: Deliberation) -> bool:
    """Whether who asks has the right to single votes: the account, and the scope of its token."""
    account = account_in(request)
    if isinstance(request.auth, ApiToken) and not request.auth.allows(Scope.EXPORT):
        return False
    return account is not None and may_take_rows(account, deliberation)


def written_file(snapshot: Snapshot, file: ResearchFile) -> WrittenFile:
    """Return one of `research_files` with its bytes; whoever asks has the right to it."""
    if file.name == files.PACKAGE:
        return _zipped(snapshot, file, files.package_files(snapshot))
    if file.name == files.ROW_PACKAGE:
        return _zipped(snapshot, file, files.files_with_rows(snapshot))
    among = row_files(snapshot) if file.needs_rows else files.package_files(snapshot)
    return next(written for written in among if written.name == file.name)


def _zipped(snapshot: Snapshot, file: ResearchFile, packed: list[WrittenFile]) -> WrittenFile:
    return WrittenFile(file.name, "", "", files.ZIP, files.zipped(snapshot, packed))


def _file(request: Request, deliberation: Deliberation, file: ResearchFile, is_open: bool) -> dict[str, Any]:
    return {
        "name": file.name,
        "title": file.title,
        "description": file.description,
        "media_type": file.media_type,
        "bytes": file.size,
        "sha256": file.sha256,
        "snapshot": file.snapshot,
        "has_single_votes": file.needs_rows,
        "is_open_to_you": is_open,
        "url": address_of(request, "api:export", deliberation.slug, file.name),
    }


def _record(request: Request, deliberation: Deliberation, record: Record, is_open: bool) -> dict[str, Any]:
    return {
        "name": record.name,
        "title": str(record.title),
        "description": "",
        "media_type": record.media_type,
        "bytes": None,
        "sha256": None,
        "snapshot": None,
        "has_single_votes": False,
        "is_open_to_you": is_open,
        "url": address_of(request, record.page, deliberation.slug),
    }
