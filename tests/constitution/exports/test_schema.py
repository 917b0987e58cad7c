import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from constitution.exports import files
from tests.constitution.exports.constitutions import constitution_1, constitution_2, principle

SCHEMA = json.loads((Path(files.__file__).parent / files.SCHEMA).read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def errors(content: dict[str, Any]) -> list[str]:
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in VALIDATOR.iter_errors(content)]


def test_the_schema_is_a_schema_and_takes_both_formats() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert errors(constitution_1()) == []
    assert errors(constitution_2()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        constitution_2(format="concord-constitution/3"),
        constitution_2(principles=[{**principle(), "kind": "praise"}]),
        constitution_2(principles=[{**principle(), "author": "participant 17"}]),
        constitution_2(principles=[{**principle(), "stability": 1.4}]),
        constitution_2(set_aside=[{"statement": 3}]),
        constitution_2(
            analysis={**constitution_2()["analysis"], "parameters": {"excluded_participants": [7]}}
        ),
        constitution_1(scores=[]),
        {name: value for name, value in constitution_2().items() if name != "precedence"},
        {**constitution_2(), "sha256": "A" * 64},
    ],
)
def test_what_is_no_constitution_is_refused(wrong: dict[str, Any]) -> None:
    assert errors(wrong) != []


def described(schema: Any, path: str = "") -> Iterator[str]:
    """The fields that nothing is said about."""
    for name, field in (schema.get("properties") or {}).items():
        if isinstance(field, dict):
            if not field.get("description") and field != {"const": field.get("const")}:
                yield f"{path}/{name}"
            yield from described(field, f"{path}/{name}")
    for part in ("items", "then", "else"):
        if isinstance(schema.get(part), dict):
            yield from described(schema[part], f"{path}/{part}")
    for choice in schema.get("oneOf", []):
        yield from described(choice, path)


def test_every_field_is_described() -> None:
    silent = list(described(SCHEMA))
    for name, schema in SCHEMA["$defs"].items():
        assert schema.get("description"), name
        silent += described(schema, name)
    assert silent == []
