"""The interface for programs answers everybody as its description says, whatever they send."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from schemathesis.core.failures import FailureGroup
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.schemas import BaseSchema

from tests.api.filled import Filled, bring_back, without_limits
from tests.api.schema import Asking, connections_stay, described
from tests.browser.kept_site import KeptSite

FEW, MANY = 6, 100


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Keep thousands of refusals out of the report."""
    caplog.set_level(logging.ERROR)


@pytest.fixture
def filled(db: None, settings: Any, tmp_path: Path, kept_site: KeptSite) -> Iterator[Filled]:
    settings.DATA_DIR = tmp_path
    for name, limit in without_limits().items():
        setattr(settings, name, limit)
    with connections_stay():
        yield bring_back(kept_site)


def faults_in(schema: BaseSchema, asking: Asking) -> Iterator[str]:
    """Yield what is wrong with the answers to one caller, operation by operation."""
    for result in get_all_tests(
        schema=schema, test_func=asking.answers_as_described, settings=None, given_kwargs=None
    ):
        _operation, ask_often = result.ok()
        try:
            ask_often()
        except FailureGroup as faults:
            yield f"As {asking.name}: {faults}"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_operation_answers_everybody_as_described(filled: Filled) -> None:
    schema = described(examples=FEW, in_all_phases=False)
    everybody = [Asking(filled, name) for name in filled.callers]
    faults = [fault for asking in everybody for fault in faults_in(schema, asking)]
    assert not faults, "\n\n".join(faults)
    reached = {label for asking in everybody for label, status in asking.answered if status < 300}
    assert {operation.ok().label for operation in schema.get_all_operations()} - reached == set()


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_every_operation_answers_everybody_as_described_at_length(filled: Filled) -> None:
    schema = described(examples=MANY, in_all_phases=True)
    faults = [fault for name in filled.callers for fault in faults_in(schema, Asking(filled, name))]
    assert not faults, "\n\n".join(faults)
