"""What somebody said, and what became of it in each version."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from constitution.models import ConstitutionVersion, Principle, PrincipleStatement
from constitution.reading.articles import tally_of
from constitution.services.candidates import votes_by_group
from constitution.services.tracing.recorded import Record
from constitution.tracing import Fate, StatementTrace, TracedStatement, Use, Votes
from constitution.used_elsewhere import uses_of
from deliberation.models import Analysis, Deliberation, Statement, StatementLineage, StatementResult
from deliberation.moderation.shown_words import shown_words
from deliberation.results.charts import LETTERS
from deliberation.results.tallies import Tally, public_tallies

SET_ASIDE = "not trainable"
OUTCOMES = {"divided": "contested", SET_ASIDE: "set aside", "merged": "merged"}
"""What the reasons that say more than "not selected" are called."""


def trace_statement(
    deliberation: Deliberation, number: int, *, with_votes: bool = True, with_proofs: bool = False
) -> StatementTrace | None:
    """Follow a statement forward; None where the deliberation has no such statement.

    Args:
        deliberation: of the statement.
        number: of the statement.
        with_votes: whether the reader may see how people voted on it.
        with_proofs: whether to add to each event the path that proves that it is in the sealed log.
    """
    statement = Statement.objects.filter(deliberation=deliberation, number=number).first()
    if statement is None:
        return None
    analysis = Analysis.objects.latest_of(deliberation) if with_votes else None
    record = Record(deliberation, with_proofs=with_proofs)
    return StatementTrace(
        id=f"statement:{deliberation.slug}/{number}",
        statement=traced_statements([statement], analysis, record)[0],
        fates=fates_of(statement),
    )


def traced_statements(
    statements: Sequence[Statement], analysis: Analysis | None, record: Record
) -> tuple[TracedStatement, ...]:
    """Tell statements with their moderation and with the votes that an analysis counted, in their order."""
    numbers = {statement.number for statement in statements}
    words = shown_words(record.deliberation, numbers)
    moderation = record.moderation_of(numbers)
    votes = _votes(analysis, statements) if analysis else {}
    came_from, replaced_by = _lineage(statements)
    absorbed = _absorbed(statements)
    targets = _targets(statements)
    return tuple(
        TracedStatement(
            number=statement.number,
            text=words[statement.number].text,
            language=statement.language,
            hidden_because=words[statement.number].hidden_because,
            from_organisers=statement.is_seed,
            proposed_at=statement.proposed_at,
            votes=None if words[statement.number].hidden_because else votes.get(statement.pk),
            came_from=tuple(came_from.get(statement.pk, ())),
            replaced_by=tuple(replaced_by.get(statement.pk, ())),
            merged_into=targets.get(statement.merged_into_id) if statement.merged_into_id else None,
            absorbed=tuple(absorbed.get(statement.pk, ())),
            moderation=moderation.get(statement.number, ()),
        )
        for statement in statements
    )


def public_votes_of(everyone: Tally, groups: Iterable[Tally]) -> Votes:
    """Return counted votes as far as enough people stand behind them; the groups in order."""
    shown = public_tallies(everyone, list(groups))
    several = len(shown.by_group) > 1
    return Votes(
        everyone=shown.everyone,
        by_group=dict(zip(LETTERS, shown.by_group, strict=False)) if several else {},
    )


def fates_of(statement: Statement) -> tuple[Fate, ...]:
    """Return what became of a statement in each version, the newest first."""
    deliberation = statement.deliberation
    versions = ConstitutionVersion.objects.of(deliberation).select_related(None)
    links = PrincipleStatement.objects.filter(
        statement=statement, principle__version__constitution__deliberation=deliberation
    ).select_related("principle")
    principles = {link.principle.version_id: link.principle for link in links}
    uses = uses_of(deliberation)
    shown = versions.only("number", "state", "contested", "not_selected", "constitution_id")
    return tuple(
        _fate(version, statement.number, principles.get(version.pk), deliberation.slug, uses)
        for version in shown
    )


def _fate(
    version: ConstitutionVersion, number: int, principle: Principle | None, slug: str, uses: Sequence[Use]
) -> Fate:
    outcome, reason, detail = _outcome(version, number, principle)
    used = [use for use in uses if use.version == version.number and outcome == "principle"]
    return Fate(
        version=version.number,
        version_state=version.state,
        in_force=version.state == ConstitutionVersion.State.RATIFIED,
        outcome=outcome,
        principle=f"principle:{slug}/v{version.number}/{principle.label}" if principle else "",
        label=principle.label if principle else "",
        text=principle.text if principle else "",
        reason=reason,
        detail=detail,
        used_by=tuple(used),
    )


def _outcome(version: ConstitutionVersion, number: int, principle: Principle | None) -> tuple[str, str, str]:
    """Return what became of a statement in a version, and the reason and detail where it is none."""
    if principle is not None:
        rejected = principle.state == Principle.State.REJECTED
        reason = (principle.ratification or {}).get("reason", "") if rejected else ""
        return ("rejected" if rejected else "principle"), reason, ""
    kept = next((entry for entry in version.not_selected if entry["statement"] == number), None)
    if kept is not None:
        return OUTCOMES.get(kept["reason"], "not selected"), kept["reason"], kept.get("detail", "")
    if any(entry["statement"] == number for entry in version.contested):
        return "contested", "divided", ""
    return "not considered", "", ""


def _votes(analysis: Analysis, statements: Sequence[Statement]) -> dict[int, Votes]:
    results = StatementResult.objects.filter(analysis=analysis, statement__in=statements)
    return {
        result.statement_id: public_votes_of(
            Tally(result.agree, result.disagree, result.passed), map(tally_of, votes_by_group(result))
        )
        for result in results
    }


def _lineage(statements: Sequence[Statement]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return the numbers each statement came from, and those it was replaced by, by primary key."""
    rows = StatementLineage.objects.filter(Q(source__in=statements) | Q(result__in=statements)).order_by("id")
    came_from: dict[int, list[int]] = {}
    replaced_by: dict[int, list[int]] = {}
    for source, result, source_number, result_number in rows.values_list(
        "source_id", "result_id", "source__number", "result__number"
    ):
        came_from.setdefault(result, []).append(source_number)
        replaced_by.setdefault(source, []).append(result_number)
    return came_from, replaced_by


def _absorbed(statements: Sequence[Statement]) -> dict[int, list[int]]:
    rows = Statement.objects.filter(merged_into__in=statements).order_by("number")
    found: dict[int, list[int]] = {}
    for target, number in rows.values_list("merged_into_id", "number"):
        found.setdefault(target, []).append(number)
    return found


def _targets(statements: Collection[Statement]) -> dict[int, int]:
    wanted = {statement.merged_into_id for statement in statements if statement.merged_into_id}
    return dict(Statement.objects.filter(pk__in=wanted).values_list("pk", "number")) if wanted else {}
