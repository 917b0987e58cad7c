"""The reference: what the description of the interface (OpenAPI) says, as a page can show it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from deliberation.api.schema import description, operations

CALLERS: dict[str, str | Promise] = {
    "": _("anybody"),
    "token": _("a token"),
    "participantKey": _("a participant's key"),
    "cookie": _("a browser on this site"),
}
DEEPEST = 3
"""How many levels of objects in one another an example shows."""


@dataclass(frozen=True)
class Field:
    """One value that a request may or must hold."""

    name: str
    place: str
    kind: str
    is_required: bool
    text: SafeString


@dataclass(frozen=True)
class Answer:
    """One status that an operation may answer with."""

    status: str
    phrase: str
    text: SafeString


@dataclass(frozen=True)
class Operation:
    """One thing that a program may ask for."""

    name: str
    method: str
    address: str
    summary: SafeString
    text: SafeString
    who: list[str | Promise]
    fields: list[Field]
    answers: list[Answer]
    problems: list[str]
    """The statuses of the problem documents it may answer with."""
    request: str
    """A curl command that asks for it."""
    example: str
    """What it answers, as an example in JSON; empty where it answers nothing."""


@dataclass(frozen=True)
class Part:
    """The operations that belong together."""

    name: str
    text: str
    operations: list[Operation]

    @property
    def anchor(self) -> str:
        """The part's place in the page."""
        return self.name.lower().replace(" ", "-")


@cache
def parts_of_reference(site: str) -> list[Part]:
    """Return every operation, part by part; `site` stands before the addresses in the examples."""
    described = description()
    found = [
        (operation["tags"][0], _operation(described, address, method, operation, site))
        for address, method, operation in operations(described)
    ]
    return [
        Part(tag["name"], tag["description"], [one for name, one in found if name == tag["name"]])
        for tag in described["tags"]
    ]


def with_code(text: str) -> SafeString:
    """Return a text with what stands between backticks marked as code."""
    parts = enumerate(text.split("`"))
    marked = (format_html("<code>{}</code>", part) if number % 2 else part for number, part in parts)
    return format_html_join("", "{}", ((part,) for part in marked))


def _operation(
    described: dict[str, Any], address: str, method: str, operation: dict[str, Any], site: str
) -> Operation:
    who = [name for one in operation["security"] for name in (one or {"": []})]
    text, summary = operation["description"].strip(), operation["summary"]
    body = _body_schema(described, operation)
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        address=address,
        summary=with_code(summary),
        text=SafeString("") if text.removesuffix(".") == summary else with_code(text),
        who=[CALLERS[name] for name in who],
        fields=[*_parameters(described, operation), *_body_fields(described, body)],
        answers=[
            Answer(status, HTTPStatus(int(status)).phrase, with_code(answer.get("description", "")))
            for status, answer in sorted(operation["responses"].items())
            if status < "400"
        ],
        problems=sorted(status for status in operation["responses"] if status >= "400"),
        request=_curl(described, method, site + address, who, body),
        example=_example_answer(described, operation),
    )


def _resolve(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and take the first of several alternatives."""
    while True:
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif alternatives := schema.get("allOf") or schema.get("oneOf") or schema.get("anyOf"):
            schema = {key: schema[key] for key in ("description",) if key in schema} | _resolve(
                described, alternatives[0]
            )
        else:
            return schema


def _parameters(described: dict[str, Any], operation: dict[str, Any]) -> Iterator[Field]:
    for parameter in operation.get("parameters", []):
        schema = _resolve(described, parameter["schema"])
        yield Field(
            parameter["name"],
            parameter["in"],
            _kind(schema),
            parameter.get("required", False),
            with_code(parameter.get("description", "") or schema.get("description", "")),
        )


def _body_schema(described: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = next(iter(content.get("examples", {}).values()), {}).get("value")
    schema = _resolve(described, content["schema"]) if "schema" in content else {}
    return schema | ({"example": example} if example is not None else {})


def _body_fields(described: dict[str, Any], schema: dict[str, Any]) -> Iterator[Field]:
    for name, described_field in schema.get("properties", {}).items():
        field = _resolve(described, described_field)
        text = described_field.get("description", "") or field.get("description", "")
        yield Field(name, "body", _kind(field), name in schema.get("required", []), with_code(text))


def _kind(schema: dict[str, Any]) -> str:
    """Return the type of a value in a few words, with its bounds."""
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    kinds = schema.get("type", "any")
    words = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    bounds = [
        f"{sign} {schema[bound]}"
        for bound, sign in (("minimum", "≥"), ("maximum", "≤"), ("maxLength", "≤"), ("maxItems", "≤"))
        if bound in schema
    ]
    unit = " characters" if "maxLength" in schema else ""
    return f"{words} {', '.join(bounds)}{unit}".strip()


def _curl(described: dict[str, Any], method: str, address: str, who: list[str], body: dict[str, Any]) -> str:
    # Braces stand for what has to be filled in; curl would take them for a list of addresses.
    place = re.sub(r"\{(\w+)\}", lambda found: f"<{found[1]}>", address)
    lines = [f"curl '{place}'" if method == "get" else f"curl -X {method.upper()} '{place}'"]
    if "" not in who and who:
        key = "concord_token_…" if "token" in who else "concord_participant_…"
        lines.append(f"-H 'Authorization: Bearer {key}'")
    if body:
        lines.append("-H 'Content-Type: application/json'")
        sent = json.dumps(_least(body, _example(described, body, DEEPEST)), ensure_ascii=False)
        lines.append("-d '{}'".format(sent.replace("'", "'\\''")))
    return " \\\n  ".join(lines)


def _least(body: dict[str, Any], example: Any) -> Any:
    """Return of an example what must be sent: all of it where nothing must, or where it is given."""
    needed = body.get("required", [])
    return example if "example" in body or not needed else {name: example[name] for name in needed}


def _example_answer(described: dict[str, Any], operation: dict[str, Any]) -> str:
    answers = operation["responses"]
    content = next(
        (answers[status].get("content", {}) for status in ("200", "201", "202") if status in answers), {}
    )
    answer = content.get("application/json", {})
    if example := next(iter(answer.get("examples", {}).values()), {}).get("value"):
        return json.dumps(example, ensure_ascii=False, indent=2)
    if "schema" not in answer:
        return ""
    return json.dumps(_example(described, answer["schema"], DEEPEST), ensure_ascii=False, indent=2)


def _example(described: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    """Return a value of a schema's form, for people to look at."""
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    schema = _resolve(described, schema)
    if examples := schema.get("examples"):
        return examples[0]
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    return _example_of_kind(described, schema, depth)


def _example_of_kind(described: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    kinds = schema.get("type", "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "object":
        fields = schema.get("properties", {}) if depth else {}
        return {name: _example(described, field, depth - 1) for name, field in fields.items()}
    if kind == "array":
        return [_example(described, schema.get("items", {}), depth - 1)] if depth else []
    simple = {"integer": max(1, schema.get("minimum", 1)), "number": 0.5, "boolean": True, "null": None}
    if kind in simple:
        return simple[kind]
    formats = {"date-time": "2026-05-01T12:00:00Z", "uri": "https://…", "date": "2026-05-01"}
    return formats.get(schema.get("format", ""), "…")
