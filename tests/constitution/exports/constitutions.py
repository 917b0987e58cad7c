"""Small canonical constitutions of both formats, with hashes that fit."""

from typing import Any

from constitution.exports.manifest import Export, Provenance
from deliberation.integrity.evidence import content_hash

PRINCIPLE_1: dict[str, Any] = {
    "id": "p01",
    "text": "Choose the response that is most honest.",
    "language": "en",
    "kind": "promote",
    "critique_request": "Identify where it is not honest.",
    "revision_request": "Make it honest.",
    "statement_ids": [3, 8],
    "original_texts": ["The AI should be honest.", "Be *honest* <b>always</b>"],
    "votes": {
        "agree": 10,
        "disagree": 1,
        "pass": 0,
        "by_group": [{"group": "A", "agree": 10, "disagree": 1, "pass": 0, "votes": 11}],
    },
    "group_aware_consensus": 0.846154,
    "lower_bound": 0.661324,
    "weight": 0.846154,
    "ratification": None,
    "edits": [],
}
PRINCIPLE_2: dict[str, Any] = {
    **PRINCIPLE_1,
    "topic": {"number": 2, "name": "honesty, lies"},
    "replaces": {"version": 1, "id": "p04"},
    "scores": {"lower_bound": 0.661324, "by_group": [{"group": "A", "low": 0.6, "high": 0.9}]},
    "radius": {"added": 8, "changed": 4},
    "stability": 0.98,
}
ABOUT = {"title": "How should an AI behave?", "slug": "demo", "drafted_at": "2026-01-01", "ratified_at": None}


def principle(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A principle of the second format, with its hash."""
    content = {**PRINCIPLE_2, "id": f"p{number:02d}", **changes}
    return {**content, "sha256": content_hash(content)}


def constitution_1(**changes: Any) -> dict[str, Any]:
    """A constitution of the first format, as stored versions have it."""
    content: dict[str, Any] = {
        "format": "concord-constitution/1",
        "version": 1,
        "parent_sha256": None,
        "preamble": "We are 11 people.",
        "language": "en",
        "ratification": {"decided_by": "organiser", "rule": None, "participants": 0},
        "selection": {"size": 20, "least_share": 0.5},
        "analysis": {
            "input_hash": "1" * 64,
            "result_hash": "2" * 64,
            "parameters": {"mode": "stable", "excluded_participants": [17]},
            "seed": 0,
        },
        "principles": [{**PRINCIPLE_1, "sha256": content_hash(PRINCIPLE_1)}],
        "rejected": [],
        "contested": [],
        **changes,
    }
    return {**content, "about": ABOUT, "sha256": content_hash(content)}


def constitution_2(**changes: Any) -> dict[str, Any]:
    """A constitution of the second format, with something in every field."""
    content: dict[str, Any] = {
        "format": "concord-constitution/2",
        "version": 2,
        "parent_sha256": "3" * 64,
        "reason_for_amending": "The participants asked for it.",
        "preamble": "We are 11 people.",
        "language": "en",
        "ratification": {"decided_by": "organiser", "rule": None, "participants": 0},
        "selection": {"size": 20, "least_share": 0.5},
        "rule_outcomes": [{"rule": "equal_shares", "statements": [3], "justified_representation": {}}],
        "justified_representation": {"ok": True, "worst": None},
        "topic_coverage": [
            {"topic": 2, "name": "honesty, lies", "principles": 1, "statements": 2, "best": None}
        ],
        "analysis": {
            "input_hash": "1" * 64,
            "result_hash": "2" * 64,
            "parameters": {"mode": "stable"},
            "seed": 0,
            "participants": 11,
            "statements": 2,
            "votes": 11,
            "excluded_count": None,
            "weighting": None,
        },
        "models": [{"purpose": "topics", "encoder": "an-encoder"}],
        "principles": [principle(1), principle(2, text="Choose the response that is least cruel.")],
        "rejected": [],
        "precedence": [{"principles": ["p01", "p02"], "prevails": "p02", "why": "Lives first."}],
        "contested": [],
        "set_aside": [{"statement": 9, "text": None, "reason": "not accepted", "detail": ""}],
        **changes,
    }
    return {**content, "about": ABOUT, "sha256": content_hash(content)}


def export(content: dict[str, Any] | None = None, **options: Any) -> Export:
    """An export that no database stands behind."""
    code = {"name": "concord", "version": "1"}
    return Export(content or constitution_2(), Provenance(code=code), **options)
