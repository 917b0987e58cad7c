"""Changing the wording of a draft. Every change is kept, with who, when and why."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion, Principle, PrincipleEdit
from constitution.services.concerns import request_concerns
from constitution.services.ownership import check_owner
from constitution.wording import requests_for_edited
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.jobs import WorkRefused
from deliberation.models import Event, User

LONGEST = 1000


class EditRefused(WorkRefused):
    """The wording cannot be changed like this; the text says why."""


class EditConflict(EditRefused):
    """Somebody else has changed the principle meanwhile; nothing of either change is lost."""


@transaction.atomic
def edit_principle(
    *,
    principle: Principle,
    text: str,
    edited_by: User | None,
    seen_revision: int,
    why: str = "",
    kind: str = "",
    critique_request: str = "",
    revision_request: str = "",
    put_back: bool = False,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Principle:
    """Give a principle of a draft another wording and keep the one before: text, kind and both requests.

    `seen_revision` is the revision that the editor had before their eyes. Where the text changes and the
    requests are left as they were, they are written anew to fit; not where a wording of before is put back,
    which brings its own. The event holds what was and what is; the edit holds both texts.

    Raises:
        EditRefused: the version is no draft any more, or the text is empty or too long.
        EditConflict: another person has edited the principle since `seen_revision`.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(edited_by, principle.version.deliberation)
    version = ConstitutionVersion.objects.select_for_update().get(pk=principle.version_id)
    locked = Principle.objects.select_for_update().get(pk=principle.pk)
    sentence = _checked(version, locked, text, seen_revision)
    given = (clean_text(critique_request), clean_text(revision_request))
    requests = given if put_back and all(given) else _requests(locked, sentence, *given)
    changed = {
        "text": sentence,
        "kind": kind if kind in Principle.Kind.values else locked.kind,
        "critique_request": requests[0],
        "revision_request": requests[1],
    }
    if all(getattr(locked, name) == value for name, value in changed.items()):
        return locked
    was = {name: getattr(locked, name) for name in changed}
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.needs_review = False
    locked.revision += 1
    locked.save()
    reason = clean_text(why)[:500]
    _keep_edit(version, locked, was, reason, edited_by, client_key, origin, put_back=put_back)
    request_concerns(version=version)
    return locked


def _checked(version: ConstitutionVersion, principle: Principle, text: str, seen_revision: int) -> str:
    sentence = clean_text(text)
    if not version.may_be_edited:
        raise EditRefused(_("This version is no draft any more; its wording stays as it is."))
    if not any(character.isalpha() for character in sentence):
        raise EditRefused(_("A principle needs a sentence."))
    if len(sentence) > LONGEST:
        raise EditRefused(_("A principle has at most %(most)d characters.") % {"most": LONGEST})
    if principle.revision != seen_revision:
        raise EditConflict(
            _("Somebody else has changed this principle meanwhile. It now says: “%(text)s”")
            % {"text": principle.text}
        )
    return sentence


def _requests(principle: Principle, text: str, critique: str, revision: str) -> tuple[str, str]:
    """Return the requests as the editor gave them, else ones that fit the new text."""
    given = (critique or principle.critique_request, revision or principle.revision_request)
    untouched = given == (principle.critique_request, principle.revision_request)
    if untouched and text != principle.text:
        return requests_for_edited(text, principle.language)
    return given


def _keep_edit(
    version: ConstitutionVersion,
    principle: Principle,
    was: dict[str, str],
    why: str,
    edited_by: User | None,
    client_key: str,
    origin: str,
    *,
    put_back: bool,
) -> None:
    event, _is_new = record_event(
        version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_EDITED,
            body={
                "version": version.number,
                "principle": principle.label,
                "before": was["text"],
                "after": principle.text,
                "kind": principle.kind,
                "critique_request": principle.critique_request,
                "revision_request": principle.revision_request,
                "was": {name: was[name] for name in ("kind", "critique_request", "revision_request")},
                "why": why,
                **({"put_back": True} if put_back else {}),
            },
            user=edited_by,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    PrincipleEdit.objects.create(
        principle=principle,
        edited_by=edited_by,
        before=was["text"],
        after=principle.text,
        why=why,
        event=event,
    )
