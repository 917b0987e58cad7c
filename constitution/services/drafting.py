"""A draft of a constitution from the latest analysis."""

import uuid
from typing import Any

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
from constitution.selection import Selected, Selection, SelectionRules, select_principles
from constitution.services.candidates import AnalysedStatements, analysed_statements, votes_by_group
from constitution.services.ownership import check_owner
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.jobs import WorkRefused
from deliberation.models import Analysis, Deliberation, Event, User

State = ConstitutionVersion.State
DIGITS = 6
"""Decimal places of stored scores: enough to rank, and the same wherever they were computed."""


@transaction.atomic
def draft_version(
    *,
    deliberation: Deliberation,
    size: int = 20,
    minimum_votes: int | None = None,
    drafted_by: User | None = None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> ConstitutionVersion:
    """Draft a version from the latest full analysis: at most `size` principles that every group agrees with.

    Fewer agreed statements than asked give fewer principles. A draft that would say the same as the one
    that is there is not made twice; another draft takes the place of an unfinished one, which is kept.

    Raises:
        WorkRefused: there is no analysis yet, a vote is open on a version, or the size makes no sense.
        PermissionError: the account does not own the deliberation.
    """
    check_owner(drafted_by, deliberation)
    analysis = Analysis.objects.full().latest_of(deliberation)
    if analysis is None:
        raise WorkRefused("There is no analysis yet: run one first, then draft the constitution from it.")
    rules = _rules(size, minimum_votes)
    constitution = _locked_constitution(deliberation)
    latest = ConstitutionVersion.objects.of(deliberation).first()
    if latest is not None and latest.state == State.RATIFYING:
        raise WorkRefused(f"Version {latest.number} is open for ratification: close that vote first.")
    analysed = analysed_statements(analysis)
    selection = select_principles(analysed.candidates, rules)
    if latest is not None and _says_the_same(latest, analysis, rules, selection, analysed):
        return latest
    version = _stored_version(constitution, latest, analysis, selection, analysed)
    _record_draft(version, selection, analysed, drafted_by, client_key, origin)
    return version


def _rules(size: int, minimum_votes: int | None) -> SelectionRules:
    try:
        return (
            SelectionRules(size=size)
            if minimum_votes is None
            else SelectionRules(size=size, minimum_votes=minimum_votes)
        )
    except ValueError as error:
        raise WorkRefused(f"A constitution cannot be drafted like this: {error}.") from error


def _locked_constitution(deliberation: Deliberation) -> Constitution:
    """Return the deliberation's constitution, locked so that two drafts get different numbers."""
    Constitution.objects.get_or_create(deliberation=deliberation)
    return Constitution.objects.select_for_update().get(deliberation=deliberation)


def _says_the_same(
    latest: ConstitutionVersion,
    analysis: Analysis,
    rules: SelectionRules,
    selection: Selection,
    analysed: AnalysedStatements,
) -> bool:
    """Return whether the latest version is an unedited draft of the same analysis, rules and wording."""
    if latest.state != State.DRAFT or latest.analysis_id != analysis.pk:
        return False
    if latest.selection != _as_json(rules) or latest.not_selected != _not_selected(selection, analysed):
        return False
    texts = [analysed.wordings[selected.number].text for selected in selection.selected]
    return [principle.text for principle in latest.principles.order_by("number")] == texts


def _stored_version(
    constitution: Constitution,
    latest: ConstitutionVersion | None,
    analysis: Analysis,
    selection: Selection,
    analysed: AnalysedStatements,
) -> ConstitutionVersion:
    deliberation = constitution.deliberation
    if latest is not None and latest.state == State.DRAFT:
        latest.state = State.SUPERSEDED
        latest.save(update_fields=["state"])
    return ConstitutionVersion.objects.create(
        constitution=constitution,
        number=latest.number + 1 if latest else 1,
        parent=ConstitutionVersion.objects.of(deliberation).in_force().first(),
        analysis=analysis,
        language=deliberation.language,
        preamble=preamble_of(analysis, deliberation.language),
        selection=_as_json(selection.rules),
        contested=_contested(selection, analysed),
        not_selected=_not_selected(selection, analysed),
        drafted_at=timezone.now(),
    )


def _record_draft(
    version: ConstitutionVersion,
    selection: Selection,
    analysed: AnalysedStatements,
    drafted_by: User | None,
    client_key: str,
    origin: str,
) -> None:
    """Record the draft as an event and store its principles with what stands behind them."""
    principles = [
        _principle(version, number, selected, analysed)
        for number, selected in enumerate(selection.selected, start=1)
    ]
    event, _is_new = record_event(
        version.deliberation,
        EventDraft(
            kind=Event.Kind.CONSTITUTION_DRAFTED,
            body={
                "version": version.number,
                "analysis": version.analysis.result_hash,
                "selection": version.selection,
                "principles": [
                    {
                        "id": principle.label,
                        "text": principle.text,
                        "statements": list(selected.statement_numbers),
                    }
                    for principle, selected in zip(principles, selection.selected, strict=True)
                ],
            },
            user=drafted_by,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    Principle.objects.bulk_create(principles)
    for principle, selected in zip(principles, selection.selected, strict=True):
        _store_sources(principle, selected, analysed, event)


def _principle(
    version: ConstitutionVersion, number: int, selected: Selected, analysed: AnalysedStatements
) -> Principle:
    wording, result = analysed.wordings[selected.number], analysed.results[selected.number]
    by_group = votes_by_group(result)
    return Principle(
        version=version,
        number=number,
        text=wording.text,
        language=analysed.statements[selected.number].language,
        kind=wording.kind,
        critique_request=wording.critique_request,
        revision_request=wording.revision_request,
        needs_review=wording.needs_review,
        weight=round(selected.geometric_mean, DIGITS),
        group_aware_consensus=round(selected.geometric_mean, DIGITS),
        lower_bound=round(selected.lower_bound, DIGITS),
        votes={
            "agree": result.agree,
            "disagree": result.disagree,
            "pass": result.passed,
            "by_group": [{"group": letter(group), **counts} for group, counts in enumerate(by_group)],
        },
    )


def _store_sources(
    principle: Principle, selected: Selected, analysed: AnalysedStatements, event: Event
) -> None:
    statements = [analysed.statements[number] for number in selected.statement_numbers]
    PrincipleStatement.objects.bulk_create(
        PrincipleStatement(principle=principle, statement=statement, text=statement.text)
        for statement in statements
    )
    PrincipleEdit.objects.create(
        principle=principle,
        rule=analysed.wordings[selected.number].rule,
        before=statements[0].text,
        after=principle.text,
        event=event,
    )


def _contested(selection: Selection, analysed: AnalysedStatements) -> list[dict[str, Any]]:
    return [
        {
            "statement": contested.number,
            "text": analysed.statements[contested.number].text,
            "language": analysed.statements[contested.number].language,
            "difference": round(contested.difference, DIGITS),
            "by_group": [
                {"group": letter(group), **counts}
                for group, counts in enumerate(votes_by_group(analysed.results[contested.number]))
            ],
        }
        for contested in selection.contested
    ]


def _not_selected(selection: Selection, analysed: AnalysedStatements) -> list[dict[str, Any]]:
    return [
        {
            "statement": left_out.number,
            "text": analysed.statements[left_out.number].text,
            "reason": left_out.reason,
            "detail": _with_letters(left_out.reason, left_out.detail),
        }
        for left_out in selection.not_selected
    ]


def _with_letters(reason: str, detail: str) -> str:
    """Return the groups of a detail by their letters; other details as they are."""
    if reason not in {"too few votes", "divided", "not agreed"}:
        return detail
    return ",".join(letter(int(index)) for index in detail.split(",") if index)


def _as_json(rules: SelectionRules) -> dict[str, Any]:
    return rules.as_dict()


def letter(group: int) -> str:
    """Return the letter under which a group is shown: A for the largest."""
    return chr(ord("A") + group)
