"""The canonical form of a version, from which every other form is made."""

from typing import Any

from constitution.exports.held_back import HeldBack, statements_named_in
from constitution.exports.principle_content import canonical_principle
from constitution.exports.public_votes import SIDES, public_ratification, public_votes
from constitution.models import Concern, ConstitutionVersion, Principle
from deliberation.integrity.evidence import content_hash
from deliberation.models import Analysis, TopicMap
from deliberation.results.small_cells import SMALLEST

FORMAT = "concord-constitution/2"
NAMES_PEOPLE = "excluded_participants"
"""The one parameter of an analysis that no file may have: numbers of participants."""
OF_THE_WEIGHTING = ("effective_sample_size", "design_effect")


def canonical_constitution(version: ConstitutionVersion) -> dict[str, Any]:
    """Return a version as `constitution.json` has it.

    `sha256` is the hash of everything but `about` and itself: it knows no slug, title, time or database id.
    A ratified version is returned as it was ratified, in the format of then; a draft has
    `ratification: null`.
    """
    content = version.content if version.is_ratified else hashed_content(version)
    return {
        **content,
        "about": _about(version),
        "sha256": version.content_sha256 if version.is_ratified else content_hash(content),
    }


def constitution_sha256(version: ConstitutionVersion) -> str:
    """Return the hash of a version; that of a ratified one is stored and costs nothing."""
    return version.content_sha256 if version.is_ratified else content_hash(hashed_content(version))


def hashed_content(version: ConstitutionVersion) -> dict[str, Any]:
    """Return the part of a version that its hash covers, from the rows as they are now."""
    rows = Principle.objects.filter(version=version).with_sources().select_related("replaces__version")
    principles = list(rows)
    kept = [principle for principle in principles if principle.state != Principle.State.REJECTED]
    rejected = [principle for principle in principles if principle.state == Principle.State.REJECTED]
    held_back = HeldBack.of(version.analysis, statements_named_in(version))
    return {
        "format": FORMAT,
        "version": version.number,
        "parent_sha256": (version.parent.content_sha256 or None) if version.parent else None,
        "reason_for_amending": version.reason_for_amending,
        "preamble": version.preamble,
        "language": version.language,
        "ratification": public_ratification(version.ratification),
        "selection": _selection(version.selection),
        "rule_outcomes": held_back.from_rule_outcomes(version.rule_outcomes),
        "justified_representation": held_back.from_audit(version.justified_representation),
        "topic_coverage": held_back.from_topic_coverage(version.topic_coverage),
        "analysis": _analysis(version.analysis),
        "models": _models(version),
        "principles": [canonical_principle(principle) for principle in kept],
        "rejected": [canonical_principle(principle) for principle in rejected],
        "precedence": _precedence(version),
        "contested": [_contested(statement) for statement in version.contested],
        "set_aside": [_set_aside(statement) for statement in version.not_selected],
    }


def _selection(selection: dict[str, Any]) -> dict[str, Any]:
    """Return the rules of selection and what they were applied to."""
    if "weighting" not in selection:
        return selection
    return {**selection, "weighting": _weighting(selection["weighting"])}


def _analysis(analysis: Analysis) -> dict[str, Any]:
    """Return what the version rests on: hashes of the votes and of the result, and how it was computed."""
    excluded = len(analysis.parameters.get(NAMES_PEOPLE) or [])
    return {
        "input_hash": analysis.input_hash,
        "result_hash": analysis.result_hash,
        "parameters": {name: value for name, value in analysis.parameters.items() if name != NAMES_PEOPLE},
        "seed": analysis.seed,
        "participants": analysis.participant_count,
        "statements": analysis.statement_count,
        "votes": analysis.vote_count,
        "excluded_count": None if 0 < excluded < SMALLEST else excluded,
        "weighting": _weighting(analysis.summary.get("weighting") if analysis.is_weighted else None),
    }


def _weighting(summary: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what a weighting to a population costs, without what it says of few people."""
    return {name: summary.get(name) for name in OF_THE_WEIGHTING} if summary else None


def _models(version: ConstitutionVersion) -> list[dict[str, str]]:
    """Return the encoder that knew topics and likenesses when the draft was made; none without an index."""
    topics = TopicMap.objects.filter(
        deliberation=version.deliberation, created_at__lte=version.drafted_at
    ).order_by("-id")
    encoder = topics.values_list("encoder", flat=True).first()
    return [{"purpose": "topics and near-duplicates", "encoder": encoder}] if encoder else []


def _precedence(version: ConstitutionVersion) -> list[dict[str, Any]]:
    """Return which of two principles goes before the other where they conflict, as a person decided."""
    return [
        {
            "principles": [concern.principle.label, concern.other.label],
            "prevails": concern.prevails.label,
            "why": concern.why,
        }
        for concern in Concern.objects.orders_of(version)
    ]


def _contested(statement: dict[str, Any]) -> dict[str, Any]:
    groups = statement["by_group"]
    together = {side: sum(group[side] for group in groups) for side in SIDES}
    shown = public_votes({**together, "by_group": groups})["by_group"]
    kept = {**statement, "by_group": shown}
    return kept if shown == groups else {**kept, "difference": None}


def _set_aside(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement that became no principle, and why; not what moderation did not let in says."""
    hidden = statement["reason"] == "not accepted"
    return {**statement, "text": None if hidden else statement["text"]}


def _about(version: ConstitutionVersion) -> dict[str, Any]:
    return {
        "title": version.deliberation.title,
        "slug": version.deliberation.slug,
        "drafted_at": version.drafted_at.isoformat(timespec="seconds"),
        "ratified_at": version.ratified_at.isoformat(timespec="seconds") if version.ratified_at else None,
    }
