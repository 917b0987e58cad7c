"""A small ratified constitution in the canonical form, as `export_constitution` writes it."""

from typing import Any

from deliberation.integrity.evidence import content_hash

TEXTS = ("is most honest", "least hurts anybody", "is most helpful")


def canonical_constitution(texts: tuple[str, ...] = TEXTS) -> dict[str, Any]:
    """Give a constitution whose hash fits its content."""
    content: dict[str, Any] = {
        "format": "concord-constitution/1",
        "version": 1,
        "parent_sha256": None,
        "preamble": "",
        "language": "en",
        "ratification": {},
        "analysis": {},
        "principles": [_principle(number, text) for number, text in enumerate(texts, start=1)],
    }
    return {**content, "sha256": content_hash(content), "about": {"title": "Test", "slug": "test"}}


def _principle(number: int, text: str) -> dict[str, Any]:
    content = {
        "id": f"p{number:02}",
        "text": f"Choose the response that {text}.",
        "kind": "promote",
        "critique_request": f"Point out where the response is not one that {text}.",
        "revision_request": f"Rewrite the response so that it {text}.",
        "statement_ids": [number],
        "original_texts": [f"The AI {text}."],
        "votes": {"agree": 9, "disagree": 1, "pass": 0, "by_group": []},
    }
    return {**content, "sha256": content_hash(content)}
