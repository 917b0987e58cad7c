"""Two principles of a draft that say the same become one, with every statement behind it."""

import uuid
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.concerns import PrincipleText, two_ideas, why_opposite
from constitution.models import (
    Concern,
    ConstitutionVersion,
    Principle,
    PrincipleEdit,
)
from constitution.services.concerns import request_concerns
from constitution.services.editing import LONGEST
from constitution.services.joining import join_principles, kept_for_later
from constitution.services.numbering import close_gap
from constitution.services.ownership import check_owner
from constitution.wording import Wording, requests_for_edited, word_principle, word_together
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.jobs import WorkRefused
from deliberation.models import Event, User
from deliberation.semantics.near_duplicates import words_say_the_same

REASON: Final = 500


class MergeRefused(WorkRefused):
    """The two cannot be made one, or not be taken apart; the text says why."""


class MergeConflict(MergeRefused):
    """Somebody else has changed one of the two meanwhile; nothing of either change is lost."""


@transaction.atomic
def merge_principles(
    *,
    first: Principle,
    second: Principle,
    seen_revisions: tuple[int, int],
    why: str,
    merged_by: User | None,
    text: str = "",
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Principle:
    """Make two principles of a draft one; return it.

    The one whose agreement is surer (higher lower bound) leads: its place, votes and scores stay, and all
    statements of both stand behind it. Every edit of both is kept. `separate_principles` undoes it.

    Args:
        first: a principle.
        second: another of the same draft.
        seen_revisions: the revisions of both that the person had before their eyes.
        why: the reason, which is public.
        merged_by: an owner; None for a command.
        text: the wording of the one principle; worded from all statements where it is empty.
        client_key: the key of this act.
        origin: where it comes from.

    Raises:
        MergeRefused: they say opposite things, the version is no draft, or people have answered them.
        MergeConflict: one of them was changed, or is gone, since the person looked.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(merged_by, first.version.deliberation)
    version = ConstitutionVersion.objects.select_for_update().get(pk=first.version_id)
    pair = [_locked(version, *seen) for seen in zip((first, second), seen_revisions, strict=True)]
    leading, joining = leading_first(*pair)
    reason = clean_text(why)[:REASON]
    _check(version, leading, joining, reason)
    wording = proposed_wording(leading, joining)
    sentence = _checked_sentence(text) or wording.text
    kept = kept_for_later(leading, joining)
    event = record_merge(version, "merged", leading, joining, sentence, reason, merged_by, client_key, origin)
    before = leading.text
    _word(leading, wording, sentence)
    join_principles(leading, joining, kept)
    _log_wording(leading, wording, before, reason, merged_by, event)
    close_gap(version, joining.number)
    kept |= {"event": event.pk, "text_after": sentence}
    _keep(version, leading, kept, reason, merged_by, event)
    request_concerns(version=version)
    return leading


def proposed_wording(leading: Principle, joining: Principle) -> Wording:
    """Return the one principle that all statements of two make together; the leading one's speak first.

    What only repeats in other words what is there already is not said twice. Where joining would read as two
    ideas, and in two languages, the leading wording stands; so it does where a person has worded it.
    """
    statements = [link.text for one in (leading, joining) for link in one.statement_links.order_by("pk")]
    by_hand = leading.edits.by_hand().exists()
    if by_hand or leading.language != joining.language or not statements:
        return Wording(
            text=leading.text,
            kind="avoid" if leading.kind == Principle.Kind.AVOID else "promote",
            critique_request=leading.critique_request,
            revision_request=leading.revision_request,
            rule="",
            needs_review=leading.needs_review or leading.language != joining.language,
        )
    different: list[str] = []
    for statement in statements:
        if not any(words_say_the_same(statement, one) for one in different):
            different.append(statement)
    wording = word_together(different, leading.language)
    return word_principle(statements[0], leading.language) if two_ideas(wording.text) else wording


def leading_first(first: Principle, second: Principle) -> tuple[Principle, Principle]:
    """Return two principles in the order in which merging takes them: the surer agreement leads."""
    leading, joining = sorted((first, second), key=lambda one: (-one.lower_bound, one.number))
    return leading, joining


def as_read(principle: Principle) -> PrincipleText:
    """Return a principle with all statements behind it, as the comparison reads it."""
    return PrincipleText(
        principle.text, tuple(link.text for link in principle.statement_links.order_by("pk"))
    )


def _locked(version: ConstitutionVersion, principle: Principle, seen_revision: int) -> Principle:
    locked = Principle.objects.select_for_update().filter(version=version, pk=principle.pk).first()
    if locked is None:
        raise MergeConflict(
            _("One of the two principles is not there any more: somebody else has changed the draft.")
        )
    if locked.revision != seen_revision:
        raise MergeConflict(
            _("Somebody else has changed principle %(number)d meanwhile. It now says: “%(text)s”")
            % {"number": locked.number, "text": locked.text}
        )
    return locked


def _check(version: ConstitutionVersion, leading: Principle, joining: Principle, reason: str) -> None:
    if not version.may_be_edited:
        raise MergeRefused(_("This version is no draft any more; its principles stay as they are."))
    if leading.pk == joining.pk:
        raise MergeRefused(_("Two different principles are needed."))
    if not reason:
        raise MergeRefused(_("Please say why: everybody can read it."))
    opposite = why_opposite(as_read(leading), as_read(joining))
    if opposite or _is_contradicted(leading, joining):
        raise MergeRefused(
            _("These two are never made one, because they may say the opposite. %(why)s")
            % {"why": _(opposite) if opposite else ""}
        )
    for one in (leading, joining):
        if one.ratification_votes.exists() or one.suggestions.exists() or one.replaced_by.exists():
            raise MergeRefused(_("People have already answered principle %(n)d.") % {"n": one.number})


def _is_contradicted(leading: Principle, joining: Principle) -> bool:
    """Return whether a contradiction of the two was found and nobody has said that there is none."""
    grave = (Concern.Kind.CONTRADICTION, Concern.Kind.NEGATION)
    standing = Concern.objects.filter(kind__in=grave).exclude(state=Concern.State.DISMISSED)
    return (
        standing.filter(principle=leading, other=joining).exists()
        or standing.filter(principle=joining, other=leading).exists()
    )


def _checked_sentence(text: str) -> str:
    sentence = clean_text(text)
    if sentence and not any(character.isalpha() for character in sentence):
        raise MergeRefused(_("A principle needs a sentence."))
    if len(sentence) > LONGEST:
        raise MergeRefused(_("A principle has at most %(most)d characters.") % {"most": LONGEST})
    return sentence


def _word(leading: Principle, wording: Wording, sentence: str) -> None:
    leading.text = sentence
    if sentence == wording.text:
        leading.kind, leading.needs_review = wording.kind, wording.needs_review
        leading.critique_request, leading.revision_request = (
            wording.critique_request,
            wording.revision_request,
        )
    else:
        leading.needs_review = False
        leading.critique_request, leading.revision_request = requests_for_edited(sentence, leading.language)


def _log_wording(
    leading: Principle, wording: Wording, before: str, why: str, merged_by: User | None, event: Event
) -> None:
    if leading.text == wording.text:
        PrincipleEdit.objects.bulk_create(
            PrincipleEdit(
                principle=leading,
                rule=step.rule,
                before=step.before,
                after=step.after,
                why=step.why[:REASON],
                event=event,
            )
            for step in wording.steps
        )
    PrincipleEdit.objects.create(
        principle=leading, edited_by=merged_by, before=before, after=leading.text, why=why, event=event
    )


def _keep(
    version: ConstitutionVersion,
    leading: Principle,
    kept: dict[str, Any],
    why: str,
    merged_by: User | None,
    event: Event,
) -> None:
    concern = Concern.objects.filter(
        kind=Concern.Kind.SAME_MEANING, principle=leading, other=None
    ).first() or Concern(
        version=version, kind=Concern.Kind.SAME_MEANING, principle=leading, found_by="words", detail={}
    )
    concern.detail = {**concern.detail, "merges": [*concern.detail.get("merges", []), kept]}
    concern.state, concern.why, concern.event = Concern.State.MERGED, why, event
    concern.decided_by, concern.decided_at = merged_by, timezone.now()
    concern.save()


def record_merge(
    version: ConstitutionVersion,
    decision: str,
    leading: Principle,
    joining: Principle,
    text: str,
    why: str,
    user: User | None,
    client_key: str,
    origin: str,
) -> Event:
    """Record that two principles were made one, or two again, as they are now."""
    event, _is_new = record_event(
        version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_CONCERN_DECIDED,
            body={
                "version": version.number,
                "concern": str(Concern.Kind.SAME_MEANING),
                "found_by": "",
                "principles": [
                    {
                        "id": one.label,
                        "text": one.text,
                        "statements": [
                            link.statement.number
                            for link in one.statement_links.select_related("statement").order_by("pk")
                        ],
                    }
                    for one in (leading, joining)
                ],
                "decision": decision,
                "prevails": None,
                "text": text,
                "why": why,
            },
            user=user,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    return event
