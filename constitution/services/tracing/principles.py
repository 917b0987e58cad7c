"""From a principle back to everything behind it."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q

from constitution.models import Concern, ConstitutionVersion, Principle, PrincipleEdit
from constitution.reading.articles import answers_of
from constitution.services.tracing.recorded import Record
from constitution.services.tracing.statements import public_votes_of, traced_statements
from constitution.services.tracing.versions import guarded, principle_id, traced_version, used_by
from constitution.tracing import (
    Decision,
    EditTrace,
    Origin,
    PrincipleTrace,
    TracedConcern,
    TracedEdit,
    TracedStatement,
)


def trace_principle(
    version: ConstitutionVersion, number: int, *, with_proofs: bool = False
) -> PrincipleTrace | None:
    """Follow a principle back; None where the version has no such principle."""
    principle = _principle(version, number)
    if principle is None:
        return None
    record = Record(version.deliberation, with_proofs=with_proofs)
    behind = [link.statement for link in principle.statement_links.all()]
    statements = traced_statements(behind, version.analysis, record)
    return PrincipleTrace(
        id=principle_id(version, principle),
        label=principle.label,
        text=principle.text,
        language=principle.language,
        kind=principle.kind,
        state=principle.state,
        topic=principle.topic_name,
        version=traced_version(version, record),
        statements=statements,
        edits=_edits(version, principle, statements, record),
        concerns=_concerns(principle, record),
        ratification=_decision(principle),
        replaces=_origin(principle.replaces),
        replaced_by=_origins(principle.replaced_by.select_related("version__constitution__deliberation")),
        hashes=guarded(version, principle.label),
        used_by=used_by(version) if principle.state != Principle.State.REJECTED else (),
    )


def trace_edit(
    version: ConstitutionVersion, number: int, edit: int, *, with_proofs: bool = False
) -> EditTrace | None:
    """Tell one change of wording, counted from 1; None where there is none."""
    principle = _principle(version, number)
    if principle is None or not 1 <= edit <= len(principle.edits.all()):
        return None
    record = Record(version.deliberation, with_proofs=with_proofs)
    statements = traced_statements([link.statement for link in principle.statement_links.all()], None, record)
    found = _edits(version, principle, statements, record)[edit - 1]
    return EditTrace(
        id=found.id,
        edit=found,
        principle=Origin(principle_id(version, principle), principle.text),
        version=traced_version(version, record),
        hashes=guarded(version, principle.label),
    )


def _principle(version: ConstitutionVersion, number: int) -> Principle | None:
    principles = Principle.objects.filter(version=version, number=number).with_sources()
    return (
        principles.select_related("replaces__version__constitution__deliberation")
        .prefetch_related("edits__event__sealed")
        .first()
    )


def _edits(
    version: ConstitutionVersion,
    principle: Principle,
    statements: Sequence[TracedStatement],
    record: Record,
) -> tuple[TracedEdit, ...]:
    hidden = {statement.number for statement in statements if statement.hidden_because}
    secret = {link.text for link in principle.statement_links.all() if link.statement.number in hidden}
    edits: list[PrincipleEdit] = list(principle.edits.all())
    told = [
        TracedEdit(
            id=f"edit:{version.deliberation.slug}/v{version.number}/{principle.label}/e{place}",
            by=edit.who,
            rule=edit.rule,
            before=edit.before,
            after=edit.after,
            why=edit.why,
            act=record.act(edit.event),
        )
        for place, edit in enumerate(edits, start=1)
    ]
    # The first change begins with the statement itself, whose words may have been taken out of sight since.
    return tuple(replace(edit, before="") if edit.before in secret else edit for edit in told)


def _concerns(principle: Principle, record: Record) -> tuple[TracedConcern, ...]:
    decided = (
        Concern.objects.filter(Q(principle=principle) | Q(other=principle))
        .exclude(state=Concern.State.OPEN)
        .select_related("principle", "other", "prevails", "event__sealed")
    )
    return tuple(
        TracedConcern(
            kind=concern.kind,
            decision=concern.state,
            found_by=concern.found_by,
            other=_label(concern.other if concern.principle_id == principle.pk else concern.principle),
            prevails=_label(concern.prevails),
            why=concern.why,
            act=record.act(concern.event) if concern.event else None,
        )
        for concern in decided
    )


def _label(principle: Principle | None) -> str:
    return principle.label if principle else ""


def _decision(principle: Principle) -> Decision | None:
    """Return what the participants answered; None before the vote was counted, or without one."""
    outcome = principle.ratification
    if not outcome:
        return None
    return Decision(
        adopted=principle.state == Principle.State.ADOPTED,
        reason=outcome.get("reason", ""),
        answers=public_votes_of(answers_of(outcome), map(answers_of, outcome["by_group"])),
    )


def _origin(principle: Principle | None) -> Origin | None:
    return Origin(principle_id(principle.version, principle), principle.text) if principle else None


def _origins(principles: Sequence[Principle]) -> tuple[Origin, ...]:
    return tuple(Origin(principle_id(one.version, one), one.text) for one in principles)
