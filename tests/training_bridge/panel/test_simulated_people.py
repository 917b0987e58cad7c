"""Programs in place of people: named so, by a stated rule, through the same doors, and the same each time."""

import dataclasses
import random

import pytest

from constitution.models import ConstitutionVersion
from tests.training_bridge.panel.comparing import COMPARED, comparing_run, item
from tests.training_bridge.panel.rehearsals import do
from training_bridge.critic.reviews import Review
from training_bridge.models import HumanComparison, RowReview, Standing, TrainingInvitation
from training_bridge.people.simulated_opinions import REASON, simulated_choice, simulated_review
from training_bridge.services import start_training_run
from training_bridge.services.people import close_comparing
from training_bridge.services.simulated_people import simulate_people


def test_the_rule_is_more_different_words_and_chance_for_one_in_five() -> None:
    long, short = "One two three four five.", "One one one one one one one."
    said = [
        simulated_choice(item(1, first=long, second=short), random.Random(seed))  # noqa: S311
        for seed in range(400)
    ]
    by_rule = said.count(("first", REASON))
    assert 0.75 < by_rule / 400 < 0.87
    assert {choice for choice, _reason in said} == {"first", "second", "same", "skip"}
    same = [simulated_choice(item(1, first=long, second=long), random.Random(seed))[0] for seed in range(50)]  # noqa: S311
    assert same.count("same") > 35


def test_a_simulated_review_says_either_a_fault_or_nothing() -> None:
    for seed in range(30):
        found = simulated_review(["One sentence.", "Another."], ["f1"], random.Random(seed))  # noqa: S311
        assert Review.from_json(
            {**found, "id": "r", "row_id": "r", "person": "p-1", "with_critic": True, "at": ""}
        )
        confirmed = found["flags"] == {"f1": "confirmed"}
        assert found["nothing_found"] == (not found["faults"] and not confirmed)


@pytest.mark.django_db
def test_they_compare_all_that_is_offered_once_and_are_called_simulated(version: ConstitutionVersion) -> None:
    run = comparing_run(version)
    assert simulate_people(run=run, people=2) == {"people": 2, "comparisons": 6, "reviews": 0}
    before = list(HumanComparison.objects.order_by("pk").values_list("item_id", "choice"))
    assert simulate_people(run=run, people=2) == {"people": 2, "comparisons": 0, "reviews": 0}
    assert [each.pseudonym for each in TrainingInvitation.objects.order_by("number")] == [
        "simulated-person-1",
        "simulated-person-2",
    ]
    HumanComparison.objects.all().delete()
    simulate_people(run=run, people=2)
    assert list(HumanComparison.objects.order_by("pk").values_list("item_id", "choice")) == before


@pytest.mark.django_db
def test_a_run_with_a_critic_goes_to_its_end_with_simulated_people(version: ConstitutionVersion) -> None:
    settings = dataclasses.replace(COMPARED, additions=("critic", "human-feedback"))
    run = start_training_run(version=version, settings=settings, needs_sign_off=False)
    do(run)
    added = simulate_people(run=run, people=2)
    assert added["comparisons"] > 0
    assert added["reviews"] == RowReview.objects.count() > 0
    assert {each.with_critic for each in RowReview.objects.all()} == {True, False}
    close_comparing(run=run)
    do(run)
    assert run.standing == Standing.FINISHED
    stages = run.summary["stages"]
    assert stages["human-feedback"]["people"] == 2
    assert stages["critic"]["people"]
