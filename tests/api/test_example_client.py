"""The client in docs/api.md works as it stands there."""

import re
from typing import Any

import pytest
from django.conf import settings

from constitution.simulated_ratification import ratify_with_simulated_citizens
from deliberation.models import Deliberation, Statement, Vote
from deliberation.organising.simulated_assembly import create_simulated_assembly
from deliberation.organising.simulation_request import SimulationRequest
from deliberation.results.services import run_analysis

DOCUMENT = settings.BASE_DIR / "docs/api.md"
REQUEST = SimulationRequest(participants=40, statements=24, votes_per_participant=14, seed=3)
MOST_LINES = 100


def unwatched(_step: str, _fraction: float) -> None:
    """Report to nobody."""


@pytest.fixture
def client_code() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    return str(code)


@pytest.fixture
def assembly(transactional_db: None) -> Deliberation:
    deliberation = create_simulated_assembly(
        slug="assembly", title="How should an AI answer?", request=REQUEST, moderator=None, report=unwatched
    )
    run_analysis(deliberation=deliberation)
    ratify_with_simulated_citizens(deliberation=deliberation, request=REQUEST, size=5, report=unwatched)
    return deliberation


def test_the_client_in_the_document_joins_votes_proposes_and_reads(
    client_code: str,
    assembly: Deliberation,
    live_server: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len(client_code.splitlines()) <= MOST_LINES
    settings.VOTE_RATE_LIMIT = "5/minute"
    client: dict[str, Any] = {"__name__": "client"}
    exec(compile(client_code, str(DOCUMENT), "exec"), client)  # noqa: S102 - what the document shows
    waited: list[int] = []

    def wait(seconds: int) -> None:
        waited.append(seconds)
        settings.VOTE_RATE_LIMIT = "100/minute"

    monkeypatch.setattr(client["time"], "sleep", wait)
    people = assembly.participants.count()
    client["main"](live_server.url, assembly.slug)
    said = capsys.readouterr().out
    newcomer = assembly.participants.order_by("-pk").first()
    assert assembly.participants.count() == people + 1
    values = sorted(Vote.objects.filter(participant=newcomer).values_list("value", flat=True))
    assert values == [0, 0, 0, 0, 1]
    assert said.count("A vote was recorded") == 4
    assert said.count("A vote was refused") == 1
    assert waited
    assert 0 < waited[0] <= 60
    assert Statement.objects.filter(author=newcomer, text__contains="guessing").count() == 1
    assert "people voted on" in said
    assert re.search(r"^p01 adopted .+", said, re.M)
