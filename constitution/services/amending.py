"""Amendments: a new draft that starts from a version and carries its lineage."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from constitution.models import (
    Constitution,
    ConstitutionVersion,
    Principle,
    PrincipleEdit,
    PrincipleStatement,
)
from constitution.ratification_rule import RatificationRule
from constitution.services.carrying_decisions import carry_decisions
from constitution.services.concerns import request_concerns
from constitution.services.numbering import first_revision
from constitution.services.ownership import check_owner
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.jobs import WorkRefused
from deliberation.models import Event, User

State = ConstitutionVersion.State
CARRIED = (
    "analysis_id", "language", "preamble", "selection", "rule_outcomes", "justified_representation",
    "topic_coverage", "contested", "not_selected",
)  # fmt: skip
"""What an amendment takes over from the version that it starts from."""
CARRIED_OF_A_PRINCIPLE = (
    "text", "language", "kind", "critique_request", "revision_request", "needs_review", "weight",
    "group_aware_consensus", "lower_bound", "scores", "robustness_added", "robustness_changed", "stability",
    "topic_number", "topic_name", "votes",
)  # fmt: skip


class AmendmentRefused(WorkRefused):
    """No amendment can be started like this; the text says why."""


@transaction.atomic
def start_amendment(
    *,
    version: ConstitutionVersion,
    started_by: User | None,
    why: str,
    bring_back: Collection[int] | None = None,
    set_aside_draft: bool = False,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Start a draft from a version that was ratified or rejected, with its principles and their lineage.

    Args:
        version: what is amended; it stays as it is, and in force until another one is ratified.
        started_by: the owner who starts it; None for a command.
        why: everybody can read it.
        bring_back: numbers of principles that were not adopted and come back to be reworded, as proposals
            that need review. None: as the rule of the vote says; of a rejected version all of them.
        set_aside_draft: whether an unfinished draft is put aside; it is kept.
        client_key: makes sending it again harmless.
        origin: where it comes from.

    Raises:
        AmendmentRefused: the version is not finished, another draft or vote is under way, no reason is
            given, or one of the numbers is no principle that was not adopted.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(started_by, version.deliberation)
    # Two amendments at once: the second waits here, then finds the draft of the first.
    constitution = Constitution.objects.select_for_update().get(pk=version.constitution_id)
    parent = ConstitutionVersion.objects.of(version.deliberation).get(pk=version.pk)
    key = client_key or uuid.uuid4().hex
    if repeated := _started_before(parent, key):
        return repeated
    reason = clean_text(why)[:500]
    if not (parent.is_ratified or parent.state == State.REJECTED):
        raise AmendmentRefused(_("Only a version on which it has been decided can be amended."))
    if not reason:
        raise AmendmentRefused(_("Say why it is to be amended. Everybody can read the reason."))
    _make_room(parent, set_aside_draft=set_aside_draft)
    copied = _to_copy(parent, bring_back)
    latest = constitution.versions.order_by("-number")[0]
    draft = ConstitutionVersion.objects.create(
        constitution=constitution,
        number=latest.number + 1,
        parent=parent,
        reason_for_amending=reason,
        **{name: getattr(parent, name) for name in CARRIED},
    )
    principles = _copies(draft, copied)
    _record(draft, principles, started_by, key, origin)
    carry_decisions(draft)
    request_concerns(version=draft)
    return draft


def come_back_by_rule(version: ConstitutionVersion) -> list[int]:
    """Return the numbers of the principles that an amendment begins with though they were not adopted."""
    rule = RatificationRule.from_dict(version.rule or {})
    if version.state != State.REJECTED and rule.rejected != "amend":
        return []
    rejected = version.principles.filter(state=Principle.State.REJECTED)
    return list(rejected.order_by("number").values_list("number", flat=True))


def _started_before(parent: ConstitutionVersion, key: str) -> ConstitutionVersion | None:
    event = Event.objects.filter(
        deliberation=parent.deliberation, client_key=key, kind=Event.Kind.CONSTITUTION_DRAFTED
    ).first()
    if event is None:
        return None
    number = event.payload.body["version"]
    return ConstitutionVersion.objects.of(parent.deliberation).get(number=number)


def _make_room(parent: ConstitutionVersion, *, set_aside_draft: bool) -> None:
    unfinished = ConstitutionVersion.objects.of(parent.deliberation).unfinished().first()
    if unfinished is None:
        return
    if unfinished.state == State.RATIFYING:
        raise AmendmentRefused(
            _("The participants are voting on version %(number)d: close that vote first.")
            % {"number": unfinished.number}
        )
    if not set_aside_draft:
        raise AmendmentRefused(
            _(
                "Version %(number)d is being drafted already. Go on with it, or start the amendment again "
                "and say that this draft is to be put aside."
            )
            % {"number": unfinished.number}
        )
    unfinished.state = State.SUPERSEDED
    unfinished.save(update_fields=["state"])


def _to_copy(parent: ConstitutionVersion, bring_back: Collection[int] | None) -> list[Principle]:
    """Return the principles an amendment begins with, in their order."""
    back = set(come_back_by_rule(parent) if bring_back is None else bring_back)
    principles = list(Principle.objects.filter(version=parent).with_sources())
    rejected = {one.number for one in principles if one.state == Principle.State.REJECTED}
    if not back <= rejected:
        raise AmendmentRefused(_("Only principles that were not adopted can be brought back."))
    return [one for one in principles if one.number not in rejected or one.number in back]


def _copies(draft: ConstitutionVersion, principles: list[Principle]) -> list[Principle]:
    """Copy principles with the statements behind them and every edit so far."""
    revision = first_revision(draft)
    copies = [
        Principle(
            version=draft,
            number=number,
            revision=revision,
            replaces=former,
            **{name: getattr(former, name) for name in CARRIED_OF_A_PRINCIPLE},
        )
        for number, former in enumerate(principles, start=1)
    ]
    for copy, former in zip(copies, principles, strict=True):
        copy.needs_review = former.needs_review or former.state == Principle.State.REJECTED
    Principle.objects.bulk_create(copies)
    pairs = list(zip(copies, principles, strict=True))
    PrincipleStatement.objects.bulk_create(
        PrincipleStatement(principle=copy, statement_id=link.statement_id, text=link.text)
        for copy, former in pairs
        for link in former.statement_links.all()
    )
    names = ("edited_by_id", "rule", "before", "after", "why", "event_id", "edited_at")
    PrincipleEdit.objects.bulk_create(
        PrincipleEdit(principle=copy, **{name: getattr(edit, name) for name in names})
        for copy, former in pairs
        for edit in former.edits.all()
    )
    return copies


def _record(
    draft: ConstitutionVersion, principles: list[Principle], user: User | None, key: str, origin: str
) -> None:
    parent = draft.parent
    body = {
        "version": draft.number,
        "parent": parent.number if parent else None,
        "reason_for_amending": draft.reason_for_amending,
        "analysis": draft.analysis.result_hash,
        "selection": draft.selection,
        "principles": [
            {
                "id": principle.label,
                "text": principle.text,
                "replaces": principle.replaces.label if principle.replaces else None,
                "statements": [
                    link.statement.number for link in (principle.replaces or principle).statement_links.all()
                ],
            }
            for principle in principles
        ],
    }
    record_event(
        draft.deliberation,
        EventDraft(kind=Event.Kind.CONSTITUTION_DRAFTED, body=body, user=user, client_key=key, origin=origin),
    )
