"""Another preamble for a draft, with the change on record."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion
from constitution.services.editing import EditConflict, EditRefused
from constitution.services.ownership import check_owner
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.evidence import file_hash
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Event, User

LONGEST = 2000
"""Characters of a preamble; it has to fit on the title page."""


def mark_of(preamble: str) -> str:
    """Return what names a preamble in a form, so that two people editing at once notice each other."""
    return file_hash(preamble.encode())[:16]


@transaction.atomic
def edit_preamble(
    *,
    version: ConstitutionVersion,
    text: str,
    why: str,
    seen: str,
    edited_by: User | None = None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Give a draft another preamble and record what it said before, and why.

    Args:
        version: the draft.
        text: the new preamble; empty for none.
        why: what everybody reads beside it.
        seen: `mark_of` the preamble that the editor had before them.
        edited_by: an owner; None where a command does it.
        client_key: makes sending it again harmless.
        origin: from where it comes.

    Raises:
        EditConflict: somebody else has changed it meanwhile.
        EditRefused: the version is no draft any more, or the text is too long.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(edited_by, version.deliberation)
    locked = ConstitutionVersion.objects.select_for_update().get(pk=version.pk)
    before, after = locked.preamble, clean_text(text)
    _check(locked, after, seen)
    if after == before:
        return locked
    locked.preamble = after
    locked.save(update_fields=["preamble"])
    record_event(
        version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_EDITED,
            body={
                "version": locked.number,
                "part": "preamble",
                "before": before,
                "after": after,
                "why": clean_text(why)[:500],
            },
            user=edited_by,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    return locked


def _check(version: ConstitutionVersion, text: str, seen: str) -> None:
    if not version.may_be_edited:
        raise EditRefused(_("This version is no draft any more; its wording stays as it is."))
    if len(text) > LONGEST:
        raise EditRefused(_("A preamble has at most %(most)d characters.") % {"most": LONGEST})
    if seen != mark_of(version.preamble):
        raise EditConflict(
            _("Somebody else has changed the preamble meanwhile. It now says: “%(text)s”")
            % {"text": version.preamble}
        )
