"""An invited person looks through rows, half of them with the critic's flags; what was sent is checked."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion
from deliberation.models import User
from tests.training_bridge.critic.read_run import ROWS, read_run
from training_bridge.critic.reviews import rows_in_order, shows_critic
from training_bridge.models import RowReview, TrainingInvitation, TrainingRun
from training_bridge.services.people import invite_person, withdraw_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(version: ConstitutionVersion, owner_here: User) -> TrainingRun:
    """A run whose rows a critic has read."""
    return read_run(version, owner_here)


@pytest.fixture
def ruth(read: TrainingRun) -> tuple[TrainingInvitation, str]:
    """An invited person, and her address."""
    invitation, key = invite_person(run=read, name="Ruth")
    return invitation, address(read, key)


def address(run: TrainingRun, key: str) -> str:
    return reverse("training_bridge:find_faults", args=[run.deliberation.slug, run.public_id, key])


def page(url: str, status: int = 200) -> str:
    response = Client().get(url, {"begin": "1"})
    assert response.status_code == status
    return str(response.content.decode())


def row_on(content: str) -> str:
    found = re.search(r'name="row_id" value="([^"]+)"', content)
    assert found
    return found[1]


def say(url: str, row: str, **said: str) -> Any:
    return Client().post(url, {"row_id": row, **{name.replace("_", "-", 1): v for name, v in said.items()}})


def test_a_person_is_first_told_what_is_asked_and_that_faults_were_planted(
    ruth: tuple[TrainingInvitation, str],
) -> None:
    content = Client().get(ruth[1]).content.decode()
    assert "We changed some of the answers on purpose" in content and "person-1" in content
    assert "Ruth" not in content and 'name="row_id"' not in content


def test_going_through_all_rows_shows_half_of_them_with_the_critic_and_thanks_at_the_end(
    ruth: tuple[TrainingInvitation, str],
) -> None:
    invitation, url = ruth
    with_critic = 0
    for done in range(ROWS):
        content = page(url)
        assert f"Answer {done + 1} of {ROWS}" in content
        with_critic += "What the critic says" in content
        assert ("<mark>" in content) == ("What the critic says" in content)
        assert "planted" not in content
        assert Client().post(url, {"row_id": row_on(content), "nothing": "on"}).status_code == 302
    assert with_critic == ROWS / 2
    assert "Thank you" in page(url)
    assert RowReview.objects.filter(invitation=invitation).count() == ROWS


def test_what_a_person_marked_is_kept_word_for_word_with_the_reason(
    ruth: tuple[TrainingInvitation, str],
) -> None:
    invitation, url = ruth
    row = row_on(page(url))
    sent = {"row_id": row, "sentence-2": "on", "reason-2": " wet\u202e ", "reason-1": "not marked"}
    assert Client().post(url, sent).status_code == 302
    said = RowReview.objects.get(invitation=invitation)
    assert said.answer["faults"] == [{"quote": "Water is dry on Mondays.", "reason": "wet"}]
    assert not said.answer["nothing_found"] and said.row_id == row


def test_a_flag_is_confirmed_or_dismissed_only_where_it_was_shown(
    read: TrainingRun, ruth: tuple[TrainingInvitation, str]
) -> None:
    invitation, url = ruth
    order = rows_in_order("person-1", [f"row-{number}" for number in range(ROWS)])
    shown = [row for place, row in enumerate(order) if shows_critic("person-1", place)]
    hidden = next(row for row in order if row not in shown)
    number = shown[0].removeprefix("row-")
    assert Client().post(url, {"row_id": shown[0], f"flag-flag-{number}": "confirmed"}).status_code == 302
    assert RowReview.objects.get(row_id=shown[0]).answer["flags"] == {f"flag-{number}": "confirmed"}
    number = hidden.removeprefix("row-")
    refused = Client().post(url, {"row_id": hidden, f"flag-flag-{number}": "confirmed", "with_critic": "on"})
    assert refused.status_code == 422
    assert Client().post(url, {"row_id": hidden, "nothing": "on"}).status_code == 302
    assert RowReview.objects.get(row_id=hidden).with_critic is False


def test_nothing_said_or_both_said_is_asked_again_and_nothing_is_lost(
    ruth: tuple[TrainingInvitation, str],
) -> None:
    _invitation, url = ruth
    row = row_on(page(url))
    nothing = Client().post(url, {"row_id": row})
    assert nothing.status_code == 422 and "Mark where the fault is" in nothing.content.decode()
    both = Client().post(url, {"row_id": row, "sentence-1": "on", "reason-1": "rude", "nothing": "on"})
    assert both.status_code == 422 and "Keep one of them" in both.content.decode()
    assert 'value="rude"' in both.content.decode()
    long = Client().post(url, {"row_id": row, "sentence-1": "on", "reason-1": "x" * 501})
    assert long.status_code == 422
    assert not RowReview.objects.exists()


def test_a_second_press_and_a_row_of_another_run_lead_on_without_a_word(
    ruth: tuple[TrainingInvitation, str],
) -> None:
    _invitation, url = ruth
    row = row_on(page(url))
    for _press in range(2):
        assert Client().post(url, {"row_id": row, "nothing": "on"}).status_code == 302
    assert Client().post(url, {"row_id": "of another run", "nothing": "on"}).status_code == 302
    assert RowReview.objects.count() == 1


def test_a_key_that_is_wrong_or_of_another_run_opens_nothing(
    read: TrainingRun, ruth: tuple[TrainingInvitation, str]
) -> None:
    page(address(read, "wrong"), status=404)
    withdraw_invitation(run=read, number=1)
    response = Client().get(ruth[1])
    assert response.status_code == 410 and "taken back" in response.content.decode()
    assert Client().post(ruth[1], {"row_id": "row-1", "nothing": "on"}).status_code == 410


def test_before_a_critic_has_read_anything_the_page_says_so(version: ConstitutionVersion) -> None:
    run = read_run(version, rows=0)
    _invitation, key = invite_person(run=run, name="Ruth")
    assert "nothing to look through yet" in page(address(run, key))


def test_what_a_row_holds_stays_text(read: TrainingRun, ruth: tuple[TrainingInvitation, str]) -> None:
    path = read.artifact_folder / "data" / "critic_flags.jsonl"
    text = path.read_text(encoding="utf-8").replace("Ask her first.", "<script>x</script>.")
    path.write_text(text, encoding="utf-8")
    content = page(ruth[1])
    assert "<script>x" not in content and "&lt;script&gt;x" in content
