"""Two principles that were made one become two again, as they were, while the version is a draft."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.models import (
    ComparisonMatch,
    Concern,
    ConstitutionVersion,
    Principle,
    PrincipleEdit,
    PrincipleStatement,
)
from constitution.services.concerns import request_concerns
from constitution.services.merging import (
    REASON,
    MergeConflict,
    MergeRefused,
    record_merge,
)
from constitution.services.numbering import make_room
from constitution.services.ownership import check_owner
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Event, User

State = Concern.State


@transaction.atomic
def separate_principles(
    *,
    principle: Principle,
    seen_revision: int,
    why: str,
    separated_by: User | None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Principle:
    """Undo the last merge into a principle; return the principle that is back.

    Both have the wording they had before; what was written since stays in the log of edits. The pair is not
    proposed again.

    Raises:
        MergeRefused: nothing was merged into it, or the version is no draft any more.
        MergeConflict: the principle was changed, or is gone, since the person looked.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(separated_by, principle.version.deliberation)
    version = ConstitutionVersion.objects.select_for_update().get(pk=principle.version_id)
    leading = Principle.objects.select_for_update().filter(version=version, pk=principle.pk).first()
    merged = Concern.objects.filter(principle=leading, other=None, state=State.MERGED).first()
    reason = clean_text(why)[:REASON]
    _check(version, leading, merged, seen_revision, reason)
    kept = merged.detail["merges"][-1]
    joining = _brought_back(version, kept)
    event = record_merge(
        version, "separated", leading, joining, leading.text, reason, separated_by, client_key, origin
    )
    _give_back(leading, joining, kept)
    before = leading.text
    for name, value in kept["leading"].items():
        setattr(leading, name, value)
    leading.revision += 1
    leading.save()
    PrincipleEdit.objects.create(
        principle=leading, edited_by=separated_by, before=before, after=leading.text, why=reason, event=event
    )
    _settle(version, leading, joining, merged, kept, reason, separated_by, event)
    request_concerns(version=version)
    return joining


def _check(
    version: ConstitutionVersion,
    leading: Principle | None,
    merged: Concern | None,
    seen_revision: int,
    reason: str,
) -> None:
    if not version.may_be_edited:
        raise MergeRefused(_("This version is no draft any more; its principles stay as they are."))
    if leading is None:
        raise MergeConflict(_("This principle is not there any more: somebody else has changed the draft."))
    if leading.revision != seen_revision:
        raise MergeConflict(
            _("Somebody else has changed principle %(number)d meanwhile. It now says: “%(text)s”")
            % {"number": leading.number, "text": leading.text}
        )
    if merged is None or not merged.detail.get("merges"):
        raise MergeRefused(_("Nothing was merged into this principle."))
    if not reason:
        raise MergeRefused(_("Please say why: everybody can read it."))


def _brought_back(version: ConstitutionVersion, kept: dict[str, Any]) -> Principle:
    """Put the principle back in its place, or at the end of a draft that has become shorter."""
    number = min(kept["fields"]["number"], version.principles.count() + 1)
    make_room(version, number)
    fields = {**kept["fields"], "number": number, "revision": kept["fields"]["revision"] + 1}
    joining = Principle(id=kept["id"], version=version, **fields)
    joining.save(force_insert=True)
    PrincipleStatement.objects.bulk_create(
        PrincipleStatement(principle=joining, **link) for link in kept["statements"]
    )
    return joining


def _give_back(leading: Principle, joining: Principle, kept: dict[str, Any]) -> None:
    leading.refresh_from_db(fields=["number"])
    leading.statement_links.filter(statement__in=kept["joined"]).delete()
    PrincipleEdit.objects.filter(pk__in=kept["edits"], principle=leading).update(principle=joining)
    for match in ComparisonMatch.objects.filter(pk__in=kept["matches"], principle=leading):
        match.principle = joining
        match.save(update_fields=["principle"])
    for concern in Concern.objects.filter(pk__in=kept["concerns"], other__isnull=False):
        if leading.pk not in (concern.principle_id, concern.other_id):
            continue
        third = concern.other_id if concern.principle_id == leading.pk else concern.principle_id
        if concern.prevails_id == leading.pk:
            concern.prevails_id = joining.pk
        concern.principle_id, concern.other_id = sorted((joining.pk, third))
        concern.save()


def _settle(
    version: ConstitutionVersion,
    leading: Principle,
    joining: Principle,
    merged: Concern,
    kept: dict[str, Any],
    why: str,
    separated_by: User | None,
    event: Event,
) -> None:
    """Keep that the two are not the same, and what had been merged into the one that is back."""
    decided = {"decided_by": separated_by, "decided_at": timezone.now(), "event": event, "why": why}
    if len(merged.detail["merges"]) > 1:
        merged.detail = {**merged.detail, "merges": merged.detail["merges"][:-1]}
        merged.save(update_fields=["detail"])
    else:
        merged.delete()
    same = Concern.Kind.SAME_MEANING
    if kept["merges"]:
        Concern.objects.create(
            version=version,
            kind=same,
            principle=joining,
            found_by="words",
            state=State.MERGED,
            detail={"merges": kept["merges"]},
            **{**decided, "why": kept["merges_why"]},
        )
    for own in kept["decided"]:
        at = datetime.fromisoformat(own["decided_at"]) if own["decided_at"] else None
        Concern.objects.create(version=version, principle=joining, **{**own, "decided_at": at})
    first, second = sorted((leading, joining), key=lambda one: one.pk)
    Concern.objects.update_or_create(
        kind=same,
        principle=first,
        other=second,
        defaults={
            "version": version,
            "state": State.DISMISSED,
            "found_by": "words",
            "detail": {"sign": "", "words": "", "texts": [first.text, second.text]},
            **decided,
        },
    )
