"""The canonical form of a version, from which every other form is made."""

from typing import Any

from constitution.exports.public_votes import public_votes
from constitution.models import ConstitutionVersion, Principle
from deliberation.integrity.evidence import content_hash

FORMAT = "concord-constitution/1"
SIDES = ("agree", "disagree", "pass")
ANSWERS = ("adopt", "reject", "pass", "change")


def canonical_constitution(version: ConstitutionVersion) -> dict[str, Any]:
    """Return a version as `constitution.json` has it.

    `sha256` is the hash of everything but `about` and itself: it knows no slug, title, time or database id.
    A ratified version is returned as it was ratified; a draft has `ratification: null`.
    """
    content = version.content if version.is_ratified else hashed_content(version)
    return {
        **content,
        "about": _about(version),
        "sha256": version.content_sha256 if version.is_ratified else content_hash(content),
    }


def hashed_content(version: ConstitutionVersion) -> dict[str, Any]:
    """Return the part of a version that its hash covers, from the rows as they are now."""
    principles = list(Principle.objects.filter(version=version).with_sources())
    analysis = version.analysis
    return {
        "format": FORMAT,
        "version": version.number,
        "parent_sha256": (version.parent.content_sha256 or None) if version.parent else None,
        "preamble": version.preamble,
        "language": version.language,
        "ratification": _ratification(version),
        "selection": version.selection,
        "analysis": {
            "input_hash": analysis.input_hash,
            "result_hash": analysis.result_hash,
            "parameters": analysis.parameters,
            "seed": analysis.seed,
        },
        "principles": [
            canonical_principle(principle)
            for principle in principles
            if principle.state != Principle.State.REJECTED
        ],
        "rejected": [
            canonical_principle(principle)
            for principle in principles
            if principle.state == Principle.State.REJECTED
        ],
        "contested": [_contested(statement) for statement in version.contested],
    }


def canonical_principle(principle: Principle) -> dict[str, Any]:
    """Return one principle with everything that stands behind it, and its own hash."""
    links = list(principle.statement_links.all())
    votes = public_votes(principle.votes, SIDES)
    is_complete = votes == principle.votes
    content = {
        "id": principle.label,
        "text": principle.text,
        "language": principle.language,
        "kind": principle.kind,
        "critique_request": principle.critique_request,
        "revision_request": principle.revision_request,
        "statement_ids": [link.statement.number for link in links],
        "original_texts": [link.text for link in links],
        "votes": votes,
        "group_aware_consensus": principle.group_aware_consensus if is_complete else None,
        "lower_bound": principle.lower_bound if is_complete else None,
        # With all its digits the weight would give a small group's votes away.
        "weight": principle.weight if is_complete else round(principle.weight, 1),
        "ratification": principle.ratification and public_votes(principle.ratification, ANSWERS),
        "edits": [
            {
                "who": edit.who,
                "rule": edit.rule,
                "before": edit.before,
                "after": edit.after,
                "why": edit.why,
            }
            for edit in principle.edits.all()
        ],
    }
    return {**content, "sha256": content_hash(content)}


def _ratification(version: ConstitutionVersion) -> dict[str, Any] | None:
    """Return the outcome of the vote or the decision, the answers on the whole as they may be published."""
    outcome = version.ratification
    if not outcome or not outcome.get("whole"):
        return outcome
    return {**outcome, "whole": public_votes(outcome["whole"], ANSWERS)}


def _contested(statement: dict[str, Any]) -> dict[str, Any]:
    groups = statement["by_group"]
    together = {side: sum(group[side] for group in groups) for side in SIDES}
    return {**statement, "by_group": public_votes({**together, "by_group": groups}, SIDES)["by_group"]}


def _about(version: ConstitutionVersion) -> dict[str, Any]:
    return {
        "title": version.deliberation.title,
        "slug": version.deliberation.slug,
        "drafted_at": version.drafted_at.isoformat(timespec="seconds"),
        "ratified_at": version.ratified_at.isoformat(timespec="seconds") if version.ratified_at else None,
    }
