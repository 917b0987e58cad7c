"""What the page for researchers shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.interchange.row_rights import rows_are_public
from deliberation.models import Role, User
from deliberation.organising.row_downloads import rows_token
from deliberation.research import files, tables
from deliberation.research.citation import bibtex, sentence
from deliberation.research.citing import work_of
from deliberation.research.columns import Table
from deliberation.research.data_package import WrittenFile
from deliberation.research.snapshot import Snapshot

TABLE_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "statements": (_("Statements"), _("What people voted on: text, language, day, topic.")),
    "statement_results": (
        _("Results of the statements"),
        _("Votes and measures of each statement, of everyone and of each group: one row for each figure."),
    ),
    "measures": (_("Measures"), _("What each measure means, and between which ends it lies.")),
    "groups": (_("Opinion groups"), _("How many people are in each group, and how stable it is.")),
    "group_statements": (
        _("What sets a group apart"),
        _("The statements that tell each group from the others."),
    ),
    "topics": (_("Topics"), _("Into which topics the statements were sorted.")),
    "topic_results": (_("Results of the topics"), _("Votes on each topic, of everyone and of each group.")),
}
SENSEMAKER_WORDS: dict[str, str | Promise] = {
    "sensemaker.csv": _("Every statement with everybody's votes."),
    "sensemaker_groups.csv": _("Every statement with the votes of each group."),
    "sensemaker_texts.csv": _("The statements without votes, for the newer programs in Python."),
}
ABOUT_WORDS: dict[str, str | Promise] = {
    "DATA_DICTIONARY.md": _("Every file, table and column in words."),
    "datapackage.json": _("The same for programs: a Data Package with a Table Schema for each table."),
    "CITATION.cff": _("How to cite the data, in the Citation File Format."),
    "citation.bib": _("The same as an entry for BibTeX."),
    "datacite.json": _("What the registration of a DOI asks for."),
    ".zenodo.json": _("What Zenodo asks for, if the files are uploaded there."),
}


@dataclass(frozen=True)
class TableOnPage:
    """A table with its files, in words."""

    table: Table
    title: str | Promise
    words: str | Promise
    files: list[WrittenFile]

    @property
    def row_count(self) -> int | None:
        """How many rows it has."""
        return self.files[0].row_count


def page_of(snapshot: Snapshot, user: User | AnonymousUser) -> dict[str, Any]:
    """Return what the page shows to somebody."""
    written = files.package_files(snapshot)
    work = work_of(snapshot)
    named = {file.name: file for file in written}
    deliberation = snapshot.deliberation
    is_owner = isinstance(user, User) and user.role_in(deliberation) == Role.OWNER
    return {
        "snapshot": snapshot,
        "work": work,
        "tables": [
            TableOnPage(table, *TABLE_WORDS[table.name], [file for file in written if file.table == table])
            for table in tables.PUBLIC
        ],
        "sensemaker": [(named[name], words) for name, words in SENSEMAKER_WORDS.items() if name in named],
        "about": [(named[name], words) for name, words in ABOUT_WORDS.items()],
        "package": files.PACKAGE,
        "row_package": files.ROW_PACKAGE,
        "row_files": files.offered_rows(snapshot),
        "rows_are_public": rows_are_public(deliberation),
        "too_many_rows": files.has_too_many_rows(snapshot),
        "rows_token": rows_token(user, deliberation) if is_owner and isinstance(user, User) else "",
        "is_owner": is_owner,
        "citation": sentence(work),
        "bibtex": bibtex(work),
        "site": settings.SITE_URL,
    }
