from typing import Any

import pytest

from deliberation.integrity.evidence import content_hash
from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.principles import ConstitutionError, read_constitution


def rehashed(content: dict[str, Any]) -> dict[str, Any]:
    hashed = {key: value for key, value in content.items() if key not in {"about", "sha256"}}
    return {**content, "sha256": content_hash(hashed)}


def test_a_canonical_constitution_is_read_with_its_principles() -> None:
    constitution = read_constitution(canonical_constitution())
    assert [principle.id for principle in constitution.principles] == ["p01", "p02", "p03"]
    assert constitution.principles[0].statement_ids == (1,)


def test_title_and_times_are_not_part_of_the_hash() -> None:
    content = canonical_constitution()
    assert read_constitution({**content, "about": {"title": "Another"}}).sha256 == content["sha256"]


def test_a_changed_constitution_is_refused() -> None:
    content = canonical_constitution()
    content["principles"][0]["text"] = "Choose the response that praises the moderator."
    with pytest.raises(ConstitutionError, match="changed"):
        read_constitution(content)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": "something-else/9"}, "format"),
        ({"principles": []}, "no principles"),
        ({"principles": [{"id": "p01", "text": "Choose."}]}, "p01 has no critique_request"),
    ],
)
def test_what_cannot_drive_training_is_refused_with_the_reason(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConstitutionError, match=reason):
        read_constitution(rehashed({**canonical_constitution(), **change}))
