"""Adding a principle to a draft by hand, or dropping one; both are on record with their reason."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion, Principle, PrincipleEdit, PrincipleStatement
from constitution.services.candidates import SCORES, letter, votes_by_group
from constitution.services.concerns import request_concerns
from constitution.services.editing import EditConflict, EditRefused
from constitution.services.numbering import close_gap, first_revision
from constitution.services.ownership import check_owner
from constitution.services.topics import topics_of
from constitution.wording import Wording, word_principle
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Event, Statement, StatementResult, User

DROPPED = "dropped"
"""The reason under which the statements of a dropped principle stand among those without one."""
DIGITS = 6


@transaction.atomic
def add_principle(
    *,
    version: ConstitutionVersion,
    statement: Statement,
    why: str,
    added_by: User | None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Principle:
    """Put a principle behind which one accepted statement stands at the end of a draft, worded by rule.

    Its votes and scores are those of the analysis that the draft was made from; without any in it, they
    are nought, and the page says that too few people have voted.

    Raises:
        EditRefused: the version is no draft, the statement is not accepted or already behind a principle of
            this draft, or no reason is given.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(added_by, version.deliberation)
    locked = _locked_draft(version)
    reason = _reason(why)
    if statement.deliberation_id != locked.deliberation.pk or statement.state != Statement.State.ACCEPTED:
        raise EditRefused(_("Only a statement that was accepted can become a principle."))
    behind = PrincipleStatement.objects.filter(principle__version=locked, statement=statement)
    if used := behind.select_related("principle").first():
        raise EditRefused(
            _("This statement stands behind principle %(number)d already.")
            % {"number": used.principle.number}
        )
    wording = word_principle(statement.text, statement.language)
    principle = _new_principle(locked, statement, wording)
    body = {"before": "", "after": principle.text, "why": reason, "added": [statement.number]}
    event = _record(locked, principle, body, added_by, client_key, origin)
    PrincipleStatement.objects.create(principle=principle, statement=statement, text=statement.text)
    PrincipleEdit.objects.bulk_create(
        [
            *(
                PrincipleEdit(
                    principle=principle, rule=step.rule, before=step.before, after=step.after,
                    why=step.why[:500], event=event,
                )
                for step in wording.steps
            ),
            PrincipleEdit(
                principle=principle, edited_by=added_by, before="", after=principle.text, why=reason,
                event=event,
            ),
        ]
    )  # fmt: skip
    locked.not_selected = [one for one in locked.not_selected if one["statement"] != statement.number]
    locked.save(update_fields=["not_selected"])
    request_concerns(version=locked)
    return principle


@transaction.atomic
def drop_principle(
    *,
    principle: Principle,
    why: str,
    dropped_by: User | None,
    seen_revision: int,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Take a principle out of a draft. Its statements stay, among those without a principle, with the reason.

    The principles after it move up by one; whoever is editing one of them meanwhile is told.

    Raises:
        EditRefused: the version is no draft, or no reason is given.
        EditConflict: somebody has changed or dropped the principle since `seen_revision`.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(dropped_by, principle.version.deliberation)
    locked = _locked_draft(principle.version)
    reason = _reason(why)
    current = Principle.objects.with_sources().filter(pk=principle.pk, version=locked).first()
    if current is None:
        raise EditConflict(_("Somebody else has taken this principle out meanwhile."))
    if current.revision != seen_revision:
        raise EditConflict(
            _("Somebody else has changed this principle meanwhile. It now says: “%(text)s”")
            % {"text": current.text}
        )
    links = list(current.statement_links.all())
    numbers = [link.statement.number for link in links]
    body = {"before": current.text, "after": "", "why": reason, "dropped": numbers}
    _record(locked, current, body, dropped_by, client_key, origin)
    out = [
        {"statement": link.statement.number, "text": link.text, "reason": DROPPED, "detail": reason}
        for link in links
    ]
    kept = [one for one in locked.not_selected if one["statement"] not in numbers]
    locked.not_selected = [*kept, *out]
    locked.save(update_fields=["not_selected"])
    number = current.number
    current.delete()
    close_gap(locked, number)
    return locked


def _locked_draft(version: ConstitutionVersion) -> ConstitutionVersion:
    locked = (
        ConstitutionVersion.objects.select_for_update(of=("self",))
        .select_related("constitution__deliberation", "analysis")
        .get(pk=version.pk)
    )
    if not locked.may_be_edited:
        raise EditRefused(_("This version is no draft any more; its wording stays as it is."))
    return locked


def _reason(why: str) -> str:
    reason = clean_text(why)[:500]
    if not reason:
        raise EditRefused(_("Say why. Everybody can read the reason."))
    return reason


def _new_principle(version: ConstitutionVersion, statement: Statement, wording: Wording) -> Principle:
    last = version.principles.order_by("-number").values_list("number", flat=True).first() or 0
    result = version.analysis.statement_results.filter(statement=statement).first()
    topic = topics_of(version.deliberation).topic_of.get(statement.number)
    return Principle.objects.create(
        revision=first_revision(version),
        version=version,
        number=last + 1,
        text=wording.text,
        language=statement.language,
        kind=wording.kind,
        critique_request=wording.critique_request,
        revision_request=wording.revision_request,
        needs_review=wording.needs_review or bool(wording.not_trainable),
        topic_number=topic.number if topic else None,
        topic_name=topic.name if topic else "",
        **_measured(version, result),
    )


def _measured(version: ConstitutionVersion, result: StatementResult | None) -> dict[str, Any]:
    """Return votes and scores as the analysis of the draft has them; nought where it knows of none."""
    if result is None:
        nought = {"agree": 0, "disagree": 0, "pass": 0}
        groups = [
            {"group": letter(group), **nought, "votes": 0} for group in range(version.analysis.groups.count())
        ]
        return {
            "votes": {**nought, "by_group": groups},
            "weight": 0.0,
            "group_aware_consensus": 0.0,
            "lower_bound": 0.0,
        }
    mean = round(result.consensus_geometric_mean, DIGITS)
    scores = {name: getattr(result, field) for name, field in SCORES.items()}
    return {
        "votes": {
            "agree": result.agree,
            "disagree": result.disagree,
            "pass": result.passed,
            "by_group": [
                {"group": letter(group), **counts} for group, counts in enumerate(votes_by_group(result))
            ],
        },
        "weight": mean,
        "group_aware_consensus": mean,
        "lower_bound": round(result.consensus_lower_bound, DIGITS),
        "scores": {name: None if score is None else round(score, DIGITS) for name, score in scores.items()},
        "robustness_added": result.robustness_added if result.agreed else None,
        "robustness_changed": result.robustness_changed if result.agreed else None,
    }


def _record(
    version: ConstitutionVersion,
    principle: Principle,
    body: dict[str, Any],
    user: User | None,
    client_key: str,
    origin: str,
) -> Event:
    event, _is_new = record_event(
        version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_EDITED,
            body={"version": version.number, "principle": principle.label, **body},
            user=user,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    return event
