"""What commands and the demonstration print about a version."""

from typing import Any

from constitution.exports.canonical import constitution_sha256
from constitution.models import ConstitutionVersion, Principle


def summary_of(version: ConstitutionVersion, *, note: str = "") -> dict[str, Any]:
    """Return a version's state, principles, counts and hash.

    `asked` is the number of principles wanted, `drafted` the number that every group agreed with.
    """
    principles = list(Principle.objects.filter(version=version).with_sources())
    adopted = [principle for principle in principles if principle.state == Principle.State.ADOPTED]
    rejected = [principle for principle in principles if principle.state == Principle.State.REJECTED]
    return {
        "version": version.number,
        "state": version.state,
        "principle_count": len(principles),
        "principles": [_principle(principle) for principle in principles],
        "asked": version.selection["size"],
        "drafted": len(principles),
        "adopted": len(adopted),
        "rejected": len(rejected),
        "contested": len(version.contested),
        "needs_review": sum(principle.needs_review for principle in principles),
        "decided_by": version.decided_by or None,
        "ratification": version.ratification,
        "constitution_sha256": constitution_sha256(version),
        "note": note,
    }


def shortfall_note(version: ConstitutionVersion) -> str:
    """Say in one sentence when fewer principles were drafted than asked for; "" otherwise."""
    asked, drafted = version.selection["size"], version.principles.count()
    if drafted >= asked:
        return ""
    return (
        f"{asked} principles were asked for; {drafted} statements are agreed in every group and about "
        "how an AI answers, so the draft has no more."
    )


def _principle(principle: Principle) -> dict[str, Any]:
    return {
        "id": principle.label,
        "text": principle.text,
        "kind": principle.kind,
        "state": principle.state,
        "statement_ids": [link.statement.number for link in principle.statement_links.all()],
        "group_aware_consensus": principle.group_aware_consensus,
        "lower_bound": principle.lower_bound,
        "needs_review": principle.needs_review,
    }
