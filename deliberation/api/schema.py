"""What the description of the interface (OpenAPI) says about every operation alike.

drf-spectacular describes each operation from its view; the hook here adds what all of them share: who may
ask, how refusals look, the headers of answers, and the part of the reference each belongs to.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiResponse

from deliberation.api.examples import give_examples
from deliberation.integrity.evidence import content_hash

METHODS = ("get", "post", "put", "patch", "delete")
READING, TAKING_PART, MODERATING = "Reading", "Taking part", "Moderating"
CONSTITUTION, TRAINING, EXPORTS, WEBHOOKS = "Constitution", "Training", "Exports", "Webhooks"
TAGS = {
    READING: "Deliberations, what people said in them, and what came of it. Open to all as on the site.",
    TAKING_PART: "Joining, voting, proposing, and what is kept about oneself.",
    MODERATING: "What waits for moderators, and deciding about it; blind and by two where the site asks so.",
    CONSTITUTION: "Versions of the constitution with their principles and files.",
    TRAINING: "What was trained with a ratified version, and what changed.",
    EXPORTS: "Files for research.",
    WEBHOOKS: "Being told when something happens.",
}
_PLACES = {
    "/moderation/queue": MODERATING,
    "/moderation/statements/": MODERATING,
    "/webhooks": WEBHOOKS,
    "/exports": EXPORTS,
    "/training": TRAINING,
    "/constitution": CONSTITUTION,
    "/participants/": TAKING_PART,
    "/me/": TAKING_PART,
    "/vote": TAKING_PART,
    "/next/": TAKING_PART,
}
OPEN_WAYS_IN = ("/participants/", "/next/", "/votes/", "/statements/")
"""Where people take part who are no participants yet, or joining happens by acting."""

PROBLEM = OpenApiResponse(None, description="It cannot be done as things stand; the problem's type says why.")
"""For statuses that an operation alone has: `responses={201: Answer, 409: PROBLEM}`."""

_PROBLEM_SCHEMA = {
    "type": "object",
    "description": "A problem document (RFC 9457); some kinds hold more than this.",
    "properties": {
        "type": {"type": "string", "description": "Address of a paragraph about this kind of problem."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What went wrong, in words for people."},
        "errors": {"type": "object", "description": "Field by field, what is wrong."},
    },
    "required": ["type", "title", "status", "detail"],
    "examples": [
        {
            "type": "/api/#problem-wrong-scope",
            "title": "Forbidden",
            "status": 403,
            "detail": "This token may not do that: it lacks the scope “moderate”.",
        }
    ],
}
PROBLEM_MEDIA_TYPE = "application/problem+json"
PROBLEMS = {
    "400": "Something in the request is missing or cannot be read.",
    "401": "The token or key is unknown, has expired or was revoked, or one is needed.",
    "403": "This caller may not do this, or not yet.",
    "404": "There is nothing at this address for this caller.",
    "406": "Answers come as JSON.",
    "429": "That was too often; `Retry-After` says how many seconds to wait.",
    "500": "Something went wrong on the site's side.",
    "503": "The site cannot take this just now; `Retry-After` says when to come again.",
}
PROBLEMS_OF_BODIES = {
    "413": "The body is larger than a request may be, or holds too much.",
    "415": "The body is no JSON.",
}
PROBLEMS_OF_WRITES = {
    "409": "It cannot be done as things stand, or the first request with this key is not answered yet.",
}
PROBLEMS_OF_KEYS = {
    "422": "The `Idempotency-Key` was used for another request.",
}
_LIMIT_HEADERS = {"RateLimit-Policy": "RateLimitPolicy", "RateLimit": "RateLimit"}
_HEADERS = {
    "RateLimitPolicy": ('How many of what in how many seconds: `"vote";q=120;w=60`.', "string"),
    "RateLimit": (
        'How many are left, and in how many seconds there are more: `"vote";r=119;t=34`.',
        "string",
    ),
    "RetryAfter": ("Seconds to wait before asking again.", "integer"),
    "ETag": ("What was answered; send it as `If-None-Match` to be told 304 while it is the same.", "string"),
}
_SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that the owner of a deliberation made for a program; it has scopes, expires "
        "and may never do more than whoever made it: `Authorization: Bearer concord_token_…`.",
    },
    "participantKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "The key of one participant, from the answer to joining: "
        "`Authorization: Bearer concord_participant_…`.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "The website's own cookies, of a participant or an account; requests that change "
        "something also need its CSRF token (`X-CSRFToken`).",
    },
}


class _BearerScheme(OpenApiAuthenticationExtension):
    target_class = "deliberation.api.credentials.BearerCredentials"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return _SCHEMES["token"]


class _CookieScheme(OpenApiAuthenticationExtension):
    target_class = "deliberation.api.credentials.SiteCookies"
    name = "cookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return _SCHEMES["cookie"]


@cache
def description() -> dict[str, Any]:
    """Return the whole description of the interface, put together once in a process, in English."""
    with translation.override("en"):
        described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return described


@cache
def described_hash() -> str:
    """Return the hash of the description; every process of one version of the site finds the same."""
    return content_hash(json.loads(json.dumps(description(), default=str)))


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Go through the operations: address, method, and what is said about it."""
    for address, item in described["paths"].items():
        for method in METHODS:
            if method in item:
                yield address, method, item[method]


def complete(result: dict[str, Any], **_generation: Any) -> dict[str, Any]:
    """Add what all operations share; drf-spectacular calls this last (POSTPROCESSING_HOOKS)."""
    components = result.setdefault("components", {})
    components["securitySchemes"] = dict(_SCHEMES)
    components.setdefault("schemas", {})["Problem"] = _PROBLEM_SCHEMA
    components["headers"] = {
        name: {"description": text, "schema": {"type": kind}} for name, (text, kind) in _HEADERS.items()
    }
    for address, method, operation in operations(result):
        _give_place(operation, address, method)
        _give_summary(operation)
        _give_security(operation, address, method)
        _give_problems(operation, method)
        _give_headers(operation, method)
        give_examples(operation)
    used = {tag for _address, _method, operation in operations(result) for tag in operation["tags"]}
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items() if name in used]
    return result


def _give_place(operation: dict[str, Any], address: str, method: str) -> None:
    if operation.get("tags", [""])[0] in TAGS:
        return
    place = next((tag for part, tag in _PLACES.items() if part in address), READING)
    proposing = method == "post" and place == READING
    operation["tags"] = [TAKING_PART if proposing else place]


def _give_summary(operation: dict[str, Any]) -> None:
    """Take the first sentence of a description as its summary, where it has none of its own."""
    text = operation.get("description", "").strip()
    first, *rest = re.split(r"\.\s+", text, maxsplit=1)
    if "summary" not in operation and first:
        operation["summary"] = " ".join(first.removesuffix(".").split())
        operation["description"] = rest[0] if rest else text
    operation.setdefault("description", operation.get("summary", ""))


def _give_security(operation: dict[str, Any], address: str, method: str) -> None:
    (tag,) = operation["tags"]
    if tag in {MODERATING, WEBHOOKS}:
        operation["security"] = [{"token": []}, {"cookie": []}]
    elif tag == TAKING_PART:
        strangers = (
            [{}] if address.endswith(OPEN_WAYS_IN) and (method, "/me/" in address) != ("get", True) else []
        )
        with_token = [{"token": []}] if address.endswith("/participants/") else []
        operation["security"] = [*strangers, {"participantKey": []}, {"cookie": []}, *with_token]
    else:
        operation["security"] = [{}, {"token": []}, {"participantKey": []}, {"cookie": []}]


def _give_problems(operation: dict[str, Any], method: str) -> None:
    problems = PROBLEMS | (PROBLEMS_OF_BODIES if "requestBody" in operation else {})
    problems |= {} if method == "get" else PROBLEMS_OF_WRITES
    parameters = [parameter["name"] for parameter in operation.get("parameters", [])]
    if "Idempotency-Key" in parameters:
        problems |= PROBLEMS_OF_KEYS
    for status, text in problems.items():
        operation["responses"].setdefault(status, {"description": text})
    for status, response in operation["responses"].items():
        if status >= "400":
            schema = {"$ref": "#/components/schemas/Problem"}
            response["content"] = {PROBLEM_MEDIA_TYPE: {"schema": schema}}


def _give_headers(operation: dict[str, Any], method: str) -> None:
    if method == "get" and "200" in operation["responses"]:
        operation["responses"].setdefault("304", {"description": "What you hold is still good."})
    for status, response in operation["responses"].items():
        headers = dict(_LIMIT_HEADERS)
        if status in {"429", "503"}:
            headers["Retry-After"] = "RetryAfter"
        if method == "get" and status in {"200", "304"}:
            headers["ETag"] = "ETag"
        described = {name: {"$ref": f"#/components/headers/{kind}"} for name, kind in headers.items()}
        response["headers"] = described | response.get("headers", {})
