"""Every file and every field of the format is documented."""

from pathlib import Path
from typing import Any

import pytest

from training_bridge.format.check import _DOCUMENTS, _ROWS, schema

TEXT = (Path(__file__).parents[3] / "docs" / "training-format.md").read_text()
DEFINITIONS = schema()["$defs"]


@pytest.mark.parametrize("name", [*_DOCUMENTS, *_ROWS])
def test_every_file_is_named(name: str) -> None:
    assert Path(name).name in TEXT or "train.jsonl" in name


@pytest.mark.parametrize(
    "name", sorted(set(_DOCUMENTS.values()) | set(_ROWS.values()) | {"provenance", "training"})
)
def test_every_field_is_named(name: str) -> None:
    fields: dict[str, Any] = DEFINITIONS[name].get("properties", {})
    assert [field for field in fields if f"`{field}`" not in TEXT] == []
