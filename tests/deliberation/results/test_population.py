"""Weighting participants to a population, from their answers to the stored measures."""

import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, ParticipantProfile
from deliberation.results.population import population_weights, set_population
from deliberation.results.services import refresh_analysis, run_analysis
from tests.deliberation.results.assemblies import LARGE_CAMP, SPLIT, two_camps

pytestmark = pytest.mark.django_db

# The large camp lives in the north; in the population both halves are equal.
HALVES = {"region": {"north": 0.5, "south": 0.5}}


@pytest.fixture
def camps() -> Deliberation:
    deliberation = two_camps()
    for position, participant in enumerate(deliberation.participants.order_by("number")):
        region = "north" if position < LARGE_CAMP else "south"
        ParticipantProfile.objects.create(participant=participant, answers={"region": region})
    return deliberation


def weighted_agreement(analysis, text: str) -> float | None:  # noqa: ANN001
    return analysis.statement_results.get(statement__text=text).weighted_agree


def test_without_a_population_nothing_is_weighted(camps: Deliberation) -> None:
    analysis = run_analysis(deliberation=camps)
    assert weighted_agreement(analysis, SPLIT[1]) is None
    assert analysis.summary["weighting"] is None


def test_both_halves_count_alike_once_the_population_says_so(camps: Deliberation) -> None:
    plain = run_analysis(deliberation=camps)
    set_population(deliberation=camps, margins=HALVES)
    analysis = run_analysis(deliberation=camps)
    assert analysis.input_hash != plain.input_hash
    assert weighted_agreement(analysis, SPLIT[1]) == pytest.approx(0.5)
    assert analysis.statement_results.get(statement__text=SPLIT[1]).agree_share == pytest.approx(14 / 24)
    assert analysis.summary["weighting"]["effective_sample_size"] == pytest.approx(
        24**2 / (14 * (12 / 14) ** 2 + 10 * (12 / 10) ** 2)
    )


def test_a_refresh_weights_as_well(camps: Deliberation) -> None:
    set_population(deliberation=camps, margins=HALVES)
    full = run_analysis(deliberation=camps)
    camps.votes.order_by("pk").first().delete()
    refresh = refresh_analysis(deliberation=camps, grouping=full)
    assert refresh.is_refresh
    assert refresh.summary["weighting"]["design_effect"] > 1
    assert refresh.summary["held_out"] == full.summary["held_out"]
    kept = refresh.statement_results.get(statement__text=SPLIT[1])
    assert kept.resample_share == full.statement_results.get(statement__text=SPLIT[1]).resample_share


def test_a_population_that_nobody_can_stand_for_any_more_is_said_and_not_guessed(
    camps: Deliberation, client: Client
) -> None:
    set_population(deliberation=camps, margins=HALVES)
    ParticipantProfile.objects.filter(answers__region="south").update(answers={})
    analysis = run_analysis(deliberation=camps)
    assert weighted_agreement(analysis, SPLIT[1]) is None
    assert not analysis.is_weighted
    assert "nobody answered south" in analysis.summary["weighting"]["refused"]
    page = client.get(reverse("deliberation:results", args=[camps.slug]))
    assert "nobody answered south for &#x27;region&#x27;" in page.content.decode()


def test_shares_that_cannot_be_met_are_said_with_what_is_left(camps: Deliberation, client: Client) -> None:
    ParticipantProfile.objects.filter(answers__region="south").exclude(
        participant=camps.participants.order_by("-number").first()
    ).update(answers={"region": "north"})
    set_population(deliberation=camps, margins=HALVES)
    analysis = run_analysis(deliberation=camps)
    assert analysis.is_weighted
    assert not analysis.summary["weighting"]["converged"]
    assert analysis.summary["weighting"]["greatest_error"] == pytest.approx(0.5 - 5 / 24)
    page = client.get(reverse("deliberation:results", args=[camps.slug]))
    assert "met only to within 29%" in page.content.decode()


def test_who_does_not_say_or_says_something_else_is_left_alone(camps: Deliberation) -> None:
    silent, odd = camps.participants.order_by("number")[:2]
    ParticipantProfile.objects.filter(participant=silent).update(answers={})
    ParticipantProfile.objects.filter(participant=odd).update(answers={"region": ["north"]})
    numbers = list(camps.participants.order_by("number").values_list("number", flat=True))
    raking = population_weights(camps, np.array(numbers), HALVES)
    assert raking is not None
    assert raking.converged
    assert raking.weights[0] == raking.weights[1]


@pytest.mark.parametrize(
    ("margins", "reason"),
    [
        ({"region": {"north": 0.5, "south": 0.4}}, "add up to 0.9"),
        ({"region": {"north": 0.5, "south": 0.4, "west": 0.1}}, "nobody answered west"),
        ({"region": "north"}, "shares of its answers"),
        ({"region": {"north": "half", "south": "half"}}, "cannot be weighted"),
    ],
)
def test_an_impossible_population_is_refused_and_nothing_changes(
    camps: Deliberation, margins: dict, reason: str
) -> None:
    with pytest.raises(WorkRefused, match=reason):
        set_population(deliberation=camps, margins=margins)
    assert camps.population == {}
    camps.refresh_from_db()
    assert camps.population == {}
    assert not camps.events.filter(kind=Event.Kind.DELIBERATION_CONFIGURED).exists()


def test_the_command_reads_the_population_from_a_file(camps: Deliberation, tmp_path: Path) -> None:
    file = tmp_path / "population.json"
    file.write_text(json.dumps(HALVES))
    call_command("analyse", camps.slug, population=file)
    camps.refresh_from_db()
    assert camps.population == HALVES
    assert camps.events.get(kind=Event.Kind.DELIBERATION_CONFIGURED).origin == Event.Origin.COMMAND
    file.write_text("[]")
    with pytest.raises(CommandError, match="JSON object"):
        call_command("analyse", camps.slug, population=file)
