"""The public page says what the critic is worth, whatever it is worth, and who looked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion
from deliberation.models import User
from tests.training_bridge.critic.read_run import ROWS, read_run, row_name
from training_bridge.critic.reviews import row_for
from training_bridge.models import TrainingRun
from training_bridge.reviewed_rows import reviewed_material
from training_bridge.services import start_training_run
from training_bridge.services.people import invite_person, take_review

pytestmark = pytest.mark.django_db

FALSE = {"quote": "Water is dry on Mondays.", "reason": ""}


@pytest.fixture
def read(version: ConstitutionVersion, owner_here: User) -> TrainingRun:
    """A run whose rows a critic has read."""
    return read_run(version, owner_here)


def page(run: TrainingRun) -> str:
    address = reverse("training_bridge:critic", args=[run.deliberation.slug, run.public_id])
    response = Client().get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def look_through(run: TrainingRun, name: str, *, finds_alone: bool, finds_with: bool, **how: Any) -> None:
    """Let a person look through all rows, and find every fault or none."""
    invitation, _key = invite_person(run=run, name=name, **how)
    material = reviewed_material(run)
    assert material is not None
    while shown := row_for(invitation.pseudonym, material.rows.keys(), material.reviews):
        finds = shown.row_id in material.planted and (finds_with if shown.with_critic else finds_alone)
        number = shown.row_id.removeprefix("row-")
        flags = {f"flag-{number}": "confirmed" if finds else "dismissed"} if shown.with_critic else {}
        answer = {"faults": [FALSE] if finds else [], "flags": flags, "nothing_found": not finds}
        take_review(invitation=invitation, row_id=shown.row_id, with_critic=shown.with_critic, answer=answer)
        material = reviewed_material(run)
        assert material is not None


def test_without_a_critic_the_page_says_what_it_would_show(version: ConstitutionVersion) -> None:
    from tests.training_bridge.panel.rehearsals import SETTINGS

    run = start_training_run(version=version, settings=SETTINGS)
    assert "No critic was part of this run" in page(run)


def test_a_critic_that_flags_everything_is_said_to_be_of_no_use(
    read: TrainingRun,
) -> None:
    content = page(read)
    assert "Nobody has looked through the answers yet" in content
    assert "it flags everything, whether there is a fault or not" in content
    assert "Nobody has judged any of its remarks yet." in content
    assert f"{ROWS // 2} of {ROWS // 2}" in content


def test_help_is_said_with_both_shares_and_the_table_beside_the_chart(read: TrainingRun) -> None:
    for name in ("Ruth", "Omar"):
        look_through(read, name, finds_alone=False, finds_with=True)
    content = page(read)
    assert "With the critic’s remarks people found more of the faults: 100% with them, 0% without." in content
    assert "<svg" in content and "The same figures as a table" in content and "critic alone" in content
    assert "confirmed them 8 times" in content
    assert "program that answers" not in content and "programs that answer" not in content


def test_harm_is_said_as_plainly(read: TrainingRun) -> None:
    for name in ("Ruth", "Omar"):
        look_through(read, name, finds_alone=True, finds_with=False)
    assert "It distracts more than it helps" in page(read)


def test_no_clear_difference_is_said_as_plainly(read: TrainingRun) -> None:
    for name in ("Ruth", "Omar"):
        look_through(read, name, finds_alone=True, finds_with=True)
    assert "There is no clear sign that the critic helps people" in page(read)


def test_programs_in_place_of_people_are_named_as_such(read: TrainingRun) -> None:
    look_through(read, "Program", finds_alone=True, finds_with=True, is_simulated=True)
    assert "is a program that answers in place of a person" in page(read)


def test_people_who_all_disagree_are_said_to(read: TrainingRun) -> None:
    for number, said in ((1, "confirmed"), (2, "dismissed")):
        invitation, _key = invite_person(run=read, name=f"Person {number}")
        for row in range(4):
            flags = {f"flag-{row}": said}
            answer = {"faults": [], "flags": flags, "nothing_found": said == "dismissed"}
            take_review(invitation=invitation, row_id=row_name(row), with_critic=True, answer=answer)
    assert "did not agree about a single one of them" in page(read)


def test_a_stage_that_ended_says_why(version: ConstitutionVersion) -> None:
    from tests.training_bridge.panel.rehearsals import SETTINGS
    from training_bridge.stages.critic import NOTHING_TO_READ

    run = start_training_run(version=version, settings=SETTINGS)
    run.summary = {"stages": {"critic": {"ended": NOTHING_TO_READ}}}
    run.save()
    content = page(run)
    assert "The critic had nothing to read." in content
    assert "No rewritten answer was good enough to learn from." in content
