"""Requests that the interface's own description gives rise to, sent to a filled deliberation."""

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from schemathesis import Case
from schemathesis.config._checks import NegativeDataRejectionConfig
from schemathesis.core import NotSet
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection

from config.wsgi import application
from deliberation.models import PendingDecision
from tests.api.filled import Filled

REFUSED = NegativeDataRejectionConfig().expected_statuses
SCHEMA = "/api/v1/openapi.json"
UNKNOWN_ONE_IN = 8
"""How often what stands in an address stays as it was drawn, which nearly always is unknown."""


def described(*, examples: int, in_all_phases: bool) -> BaseSchema:
    """Return the description as the application serves it, with how many requests to draw from it."""
    config = schemathesis.Config.from_dict(
        {
            "seed": 1,
            "suppress-health-check": ["all"],
            "generation": {
                "max-examples": examples,
                "deterministic": True,
                "database": "none",
                "with-security-parameters": False,
                # No description can forbid the character NUL in what it does not name: see test_bad_input.
                "allow-x00": False,
            },
            "checks": {"negative_data_rejection": {"expected-statuses": [*REFUSED, "413"]}},
            "phases": {"coverage": {"enabled": in_all_phases}},
        }
    )
    return schemathesis.openapi.from_wsgi(SCHEMA, application, config=config)


@contextmanager
def connections_stay() -> Iterator[None]:
    """Let no request give back the connection in whose transaction the test runs, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


class Asking:
    """Sends requests in the name of one caller, holds the answers against the description, undoes both."""

    def __init__(self, filled: Filled, name: str) -> None:
        self.filled, self.name, self.caller = filled, name, filled.callers[name]
        self.answered: Counter[tuple[str, int]] = Counter()

    def answers_as_described(self, case: Case) -> None:
        """Send one request with all checks; whatever it wrote is gone afterwards.

        Raises:
            FailureGroup: the answer is a fault of the server's, or not as described.
        """
        self.name_what_exists(case)
        with transaction.atomic():
            response = case.call_and_validate(
                # Checks read the answer as it is on the wire.
                headers={"Accept-Encoding": "identity", **self.caller.headers},
                cookies=dict(self.caller.cookies),
                excluded_checks=[
                    # It takes cookies for drawn ones; what they open is in tests/authorisation.
                    *([ignored_auth] if self.caller.cookies else []),
                    # It takes a body that may be left out, and is, for a wrong one.
                    *([negative_data_rejection] if leaves_out_body(case) else []),
                ],
            )
            self.answered[case.operation.label, response.status_code] += 1
            transaction.set_rollback(True)

    def name_what_exists(self, case: Case) -> None:
        """Put things that exist where drawn ones stand, mostly: of unknown ones little can be learnt."""
        if not is_wrong(case, ParameterLocation.PATH):
            for name, drawn in list((case.path_parameters or {}).items()):
                there = self.existing(case.path, name)
                if there and zlib.crc32(repr(drawn).encode()) % UNKNOWN_ONE_IN:
                    case.path_parameters[name] = chosen(there, drawn)
        if not is_wrong(case, ParameterLocation.QUERY):
            # Where a page begins is told by the page before it; nobody makes that up.
            case.query.pop("cursor", None)
        if "Idempotency-Key" in case.headers and not is_wrong(case, ParameterLocation.HEADER):
            # Strangers are told apart by their keys alone, which therefore are long.
            case.headers["Idempotency-Key"] = case.headers["Idempotency-Key"].ljust(16, "k")
        if not is_wrong(case, ParameterLocation.BODY):
            case.body = with_what_exists(case.body, self.existing("/statements/{number}/", "number"))

    def existing(self, path: str, name: str) -> list[Any]:
        """Return what of the filled deliberation may stand at a place of an address."""
        parts = self.filled.parts
        if name == "number" and path.endswith("/answers/"):
            asked = PendingDecision.objects.open().filter(statement__deliberation=self.filled.deliberation)
            return sorted(asked.values_list("statement__number", flat=True))
        if name == "public_id" and "webhooks" in path:
            return [parts["webhook"]]
        if name == "number" and "moderation" in path:
            return [parts["waiting"], parts["asked_about"], parts["statement"]]
        if name == "number" and "versions" in path:
            return [parts["version"], parts["later_version"]]
        numbers = [parts["statement"], parts["first"], parts["second"]]
        known = {
            "slug": [parts["slug"]],
            "number": numbers,
            "name": [parts["export_file"]],
            "principle": [f"p{parts['principle']:02d}"],
            "public_id": [parts["run"]],
            "message_id": ["msg_2"],
            "result_hash": [
                analysis.result_hash for analysis in self.filled.deliberation.analyses.order_by("-pk")[:2]
            ],
        }
        return known.get(name, [])


def chosen(there: list[Any], drawn: object) -> Any:
    """Return one of what is there, always the same for what was drawn."""
    return there[zlib.crc32(repr(drawn).encode()) // UNKNOWN_ONE_IN % len(there)]


def is_wrong(case: Case, location: ParameterLocation) -> bool:
    """Whether this part of a request was drawn to be refused."""
    return case.meta is not None and case.meta.is_negative_at(location)


def leaves_out_body(case: Case) -> bool:
    """Whether a request has no body where it needs none."""
    return isinstance(case.body, NotSet) and not any(body.is_required for body in case.operation.body)


def with_what_exists(body: Any, numbers: list[int]) -> Any:
    """Return what is sent, with statements that exist, and an address to which messages may go."""
    if isinstance(body, list):
        return [with_what_exists(part, numbers) for part in body]
    if not isinstance(body, dict):
        return body
    sent = {name: with_what_exists(part, numbers) for name, part in body.items()}
    for name in {"statement", "number"} & sent.keys():
        sent[name] = chosen(numbers, sent[name]) if isinstance(sent[name], int) else sent[name]
    return sent | ({"address": "https://93.184.216.34/hook"} if isinstance(sent.get("address"), str) else {})
