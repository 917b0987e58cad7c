"""A draft of a constitution from the latest analysis."""

import uuid

from django.db import transaction
from django.utils import timezone

from constitution.models import (
    Constitution,
    ConstitutionVersion,
    Principle,
    PrincipleEdit,
    PrincipleStatement,
)
from constitution.preamble import preamble_of
from constitution.selection import Selected
from constitution.services.candidates import letter, votes_by_group
from constitution.services.concerns import request_concerns
from constitution.services.numbering import first_revision
from constitution.services.ownership import check_owner
from constitution.services.selecting import (
    MadeSelection,
    latest_analysis,
    make_selection,
    selection_rules,
)
from constitution.services.selection_record import (
    DIGITS,
    audit_record,
    contested_record,
    not_selected_record,
    rule_outcomes,
    scores_of,
    selection_record,
    topic_coverage,
)
from constitution.services.topics import TopicsOf, topics_of
from constitution.wording import Wording
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, User

State = ConstitutionVersion.State


@transaction.atomic
def draft_version(
    *,
    deliberation: Deliberation,
    size: int = 20,
    rule: str | None = None,
    minimum_votes: int | None = None,
    least_share: float | None = None,
    least_score: float | None = None,
    drafted_by: User | None = None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Draft a version from the latest full analysis: at most `size` principles that every group agrees with.

    `rule` says how they are chosen among those (`constitution.selection.RULES`); the thresholds are those of
    `SelectionRules`. Fewer agreed statements than asked give fewer principles. A draft that would say the
    same as the one that is there is not made twice; another draft takes the place of an unfinished one,
    which is kept.

    Raises:
        WorkRefused: there is no analysis yet, a vote is open on a version, there is no such rule, or a
            number makes no sense.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(drafted_by, deliberation)
    analysis = latest_analysis(deliberation)
    rules = selection_rules(
        size=size, rule=rule, minimum_votes=minimum_votes, least_share=least_share, least_score=least_score
    )
    constitution = _locked_constitution(deliberation)
    latest = ConstitutionVersion.objects.of(deliberation).first()
    if latest is not None and latest.state == State.RATIFYING:
        raise WorkRefused(f"Version {latest.number} is open for ratification: close that vote first.")
    made = make_selection(analysis, rules)
    wordings = {
        selected.number: made.analysed.wording_of(selected.number) for selected in made.selection.selected
    }
    if latest is not None and _says_the_same(latest, made, wordings):
        return latest
    topics = topics_of(deliberation)
    version = _stored_version(constitution, latest, made, topics)
    _record_draft(version, made, wordings, topics, drafted_by, client_key, origin)
    request_concerns(version=version)
    return version


def _locked_constitution(deliberation: Deliberation) -> Constitution:
    """Return the deliberation's constitution, locked so that two drafts get different numbers."""
    Constitution.objects.get_or_create(deliberation=deliberation)
    return Constitution.objects.select_for_update().get(deliberation=deliberation)


def _says_the_same(latest: ConstitutionVersion, made: MadeSelection, wordings: dict[int, Wording]) -> bool:
    """Return whether the latest version is an unedited draft of the same analysis, rules and wording."""
    if latest.state != State.DRAFT or latest.analysis_id != made.analysed.analysis.pk:
        return False
    if latest.selection != selection_record(made) or latest.not_selected != not_selected_record(made):
        return False
    texts = [wordings[selected.number].text for selected in made.selection.selected]
    return [principle.text for principle in latest.principles.order_by("number")] == texts


def _stored_version(
    constitution: Constitution, latest: ConstitutionVersion | None, made: MadeSelection, topics: TopicsOf
) -> ConstitutionVersion:
    deliberation, analysis = constitution.deliberation, made.analysed.analysis
    if latest is not None and latest.state == State.DRAFT:
        latest.state = State.SUPERSEDED
        latest.save(update_fields=["state"])
    return ConstitutionVersion.objects.create(
        constitution=constitution,
        number=latest.number + 1 if latest else 1,
        parent=ConstitutionVersion.objects.of(deliberation).in_force().first(),
        analysis=analysis,
        language=deliberation.language,
        preamble=preamble_of(analysis, deliberation.language, rule=made.selection.rules.rule),
        selection=selection_record(made),
        rule_outcomes=rule_outcomes(made, topics),
        justified_representation=audit_record(made),
        topic_coverage=topic_coverage(made, topics),
        contested=contested_record(made),
        not_selected=not_selected_record(made),
        drafted_at=timezone.now(),
    )


def _record_draft(
    version: ConstitutionVersion,
    made: MadeSelection,
    wordings: dict[int, Wording],
    topics: TopicsOf,
    drafted_by: User | None,
    client_key: str,
    origin: str,
) -> None:
    """Record the draft as an event and store its principles with what stands behind them."""
    chosen = made.selection.selected
    principles = [
        _principle(version, number, selected, made, wordings[selected.number], topics)
        for number, selected in enumerate(chosen, start=1)
    ]
    revision = first_revision(version)
    for principle in principles:
        principle.revision = revision
    event, _is_new = record_event(
        version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_DRAFTED,
            body={
                "version": version.number,
                "analysis": version.analysis.result_hash,
                "selection": made.rules.as_dict(),
                "principles": [
                    {
                        "id": principle.label,
                        "text": principle.text,
                        "statements": list(selected.statement_numbers),
                    }
                    for principle, selected in zip(principles, chosen, strict=True)
                ],
            },
            user=drafted_by,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    Principle.objects.bulk_create(principles)
    for principle, selected in zip(principles, chosen, strict=True):
        _store_sources(principle, selected, made, wordings[selected.number], event)


def _principle(
    version: ConstitutionVersion,
    number: int,
    selected: Selected,
    made: MadeSelection,
    wording: Wording,
    topics: TopicsOf,
) -> Principle:
    result = made.analysed.results[selected.number]
    topic = topics.topic_of.get(selected.number)
    return Principle(
        version=version,
        number=number,
        text=wording.text,
        language=made.analysed.statements[selected.number].language,
        kind=wording.kind,
        critique_request=wording.critique_request,
        revision_request=wording.revision_request,
        needs_review=wording.needs_review,
        weight=round(selected.geometric_mean, DIGITS),
        group_aware_consensus=round(selected.geometric_mean, DIGITS),
        lower_bound=round(selected.lower_bound, DIGITS),
        scores=scores_of(made, selected.number),
        robustness_added=result.robustness_added if result.agreed else None,
        robustness_changed=result.robustness_changed if result.agreed else None,
        stability=made.stability.get(selected.number),
        topic_number=topic.number if topic else None,
        topic_name=topic.name if topic else "",
        votes={
            "agree": result.agree,
            "disagree": result.disagree,
            "pass": result.passed,
            "by_group": [
                {"group": letter(group), **counts} for group, counts in enumerate(votes_by_group(result))
            ],
        },
    )


def _store_sources(
    principle: Principle, selected: Selected, made: MadeSelection, wording: Wording, event: Event
) -> None:
    """Store the statements behind a principle, and each step from them to its wording."""
    statements = [made.analysed.statements[number] for number in selected.statement_numbers]
    PrincipleStatement.objects.bulk_create(
        PrincipleStatement(principle=principle, statement=statement, text=statement.text)
        for statement in statements
    )
    PrincipleEdit.objects.bulk_create(
        PrincipleEdit(
            principle=principle,
            rule=step.rule,
            before=step.before,
            after=step.after,
            why=step.why[:500],
            event=event,
        )
        for step in wording.steps
    )
