"""One principle as the canonical form has it: what it says and everything that stands behind it."""

from typing import Any

from constitution.exports.public_votes import ANSWERS, public_votes, shown_of
from constitution.models import Principle
from deliberation.integrity.evidence import content_hash


def canonical_principle(principle: Principle) -> dict[str, Any]:
    """Return one principle with everything that stands behind it, and its own hash.

    Where some votes are held back, scores that would give them away are held back or rounded with them.
    """
    links = list(principle.statement_links.all())
    is_complete = shown_of(principle.votes).is_complete
    content = {
        "id": principle.label,
        "text": principle.text,
        "language": principle.language,
        "kind": principle.kind,
        "topic": _topic(principle),
        "critique_request": principle.critique_request,
        "revision_request": principle.revision_request,
        "statement_ids": [link.statement.number for link in links],
        "original_texts": [link.text for link in links],
        "replaces": _replaces(principle),
        "votes": public_votes(principle.votes),
        "group_aware_consensus": principle.group_aware_consensus if is_complete else None,
        "lower_bound": principle.lower_bound if is_complete else None,
        "weight": _told(principle.weight, is_complete),
        "scores": _scores(principle, is_complete),
        "radius": {
            "added": principle.robustness_added if is_complete else None,
            "changed": principle.robustness_changed if is_complete else None,
        },
        "stability": _told(principle.stability, is_complete),
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


def _told(value: float | None, is_complete: bool) -> float | None:
    """Return a number with all its digits where nothing is held back, else with one of them."""
    return value if is_complete or value is None else round(value, 1)


def _topic(principle: Principle) -> dict[str, Any] | None:
    if principle.topic_number is None:
        return None
    return {"number": principle.topic_number, "name": principle.topic_name}


def _replaces(principle: Principle) -> dict[str, Any] | None:
    """Return the principle of the earlier version that this one goes on from."""
    former = principle.replaces
    return {"version": former.version.number, "id": former.label} if former else None


def _scores(principle: Principle, is_complete: bool) -> dict[str, Any] | None:
    """Return every score behind the principle; without those that would tell of votes that are held back."""
    if not principle.scores:
        return None
    if is_complete:
        return principle.scores
    shown = dict(zip(_letters(principle), shown_of(principle.votes).by_group, strict=True))
    kept: dict[str, Any] = dict.fromkeys(principle.scores)
    kept["chosen_by"] = principle.scores.get("chosen_by", [])
    kept["by_group"] = [
        bounds if shown.get(bounds["group"]) else {**bounds, "low": None, "high": None}
        for bounds in principle.scores.get("by_group", [])
    ]
    return kept


def _letters(principle: Principle) -> list[str]:
    return [group["group"] for group in principle.votes["by_group"]]
