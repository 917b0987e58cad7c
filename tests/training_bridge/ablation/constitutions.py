"""Constitutions with votes by group, as the canonical file has them."""

from typing import Any

from deliberation.integrity.evidence import content_hash
from tests.training_bridge.constitutions import canonical_constitution


def counts(group: str, agree: int | None, disagree: int | None = 0, passed: int | None = 0) -> dict[str, Any]:
    """Give the counts of one group; None is a count that the file withholds."""
    return {"group": group, "agree": agree, "disagree": disagree, "pass": passed}


def with_votes(*by_group: list[dict[str, Any]], texts: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Give a constitution with a principle for each list of counts; its hash fits."""
    words = texts or tuple(f"is good in way {number}" for number in range(1, len(by_group) + 1))
    content = canonical_constitution(words)
    for principle, groups in zip(content["principles"], by_group, strict=True):
        principle["votes"]["by_group"] = groups
        inner = {key: value for key, value in principle.items() if key != "sha256"}
        principle["sha256"] = content_hash(inner)
    hashed = {key: value for key, value in content.items() if key not in ("about", "sha256")}
    return {**content, "sha256": content_hash(hashed)}
