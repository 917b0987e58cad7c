"""The pages on which owners invite people, and on which those people compare answers without an account."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion
from deliberation.models import User
from tests.training_bridge.panel.comparing import comparing_run, item, offer
from training_bridge.models import HumanComparison, Standing, TrainingInvitation, TrainingRun
from training_bridge.services.people import (
    close_comparing,
    invite_person,
    take_comparison,
    withdraw_invitation,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} \u202e\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def run(version: ConstitutionVersion, owner_here: User) -> TrainingRun:
    """A run that waits for people to compare three pairs of answers."""
    return comparing_run(version, owner_here)


@pytest.fixture
def owner(owner_here: User, client: Client) -> Client:
    """The browser of the owner."""
    client.force_login(owner_here)
    return client


def address(name: str, run: TrainingRun, *parts: str) -> str:
    return reverse(f"training_bridge:{name}", args=[run.deliberation.slug, run.public_id, *parts])


def compare_page(run: TrainingRun, name: str = "Ruth") -> tuple[TrainingInvitation, str]:
    invitation, key = invite_person(run=run, name=name)
    return invitation, address("compare_answers", run, key)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def answer(page: Any, choice: str, **more: str) -> dict[str, str]:
    content = page.content.decode()
    sent = {"item": hidden(content, "item"), "shown_first": hidden(content, "shown_first")}
    return {**sent, "choice": choice, **more}


def test_an_owner_makes_a_link_that_is_shown_once_and_opens_the_first_pair(
    run: TrainingRun, owner: Client
) -> None:
    page = owner.post(address("invite", run), {"name": "Ruth"})
    link = re.search(r'value="http://testserver([^"]+)"', page.content.decode())
    assert link is not None
    assert "no-store" in page.headers["Cache-Control"]
    again = owner.get(address("people", run)).content.decode()
    assert "Ruth" in again
    assert link[1] not in again
    person = Client()
    assert "hard to read" in person.get(link[1]).content.decode()
    first = person.get(link[1], {"begin": "1"}).content.decode()
    assert "1 of 3" in first
    assert ("Which answer keeps better" in first) or ("more helpful" in first)


def test_the_same_form_sent_again_makes_no_second_person(run: TrainingRun, owner: Client) -> None:
    for _time in range(2):
        page = owner.post(address("invite", run), {"name": "Ruth"})
    assert page.status_code == 422
    assert owner.post(address("invite", run), {"name": ""}).status_code == 422
    assert TrainingInvitation.objects.count() == 1


def test_only_owners_reach_the_pages_about_people(
    run: TrainingRun, moderator_here: User, stranger: User
) -> None:
    for account in (moderator_here, stranger):
        client = Client()
        client.force_login(account)
        assert client.get(address("people", run)).status_code == 404
        for name in ("invite", "withdraw_invitation", "close_comparing"):
            assert client.post(address(name, run), {"name": "Sam", "number": "1"}).status_code == 404
    assert Client().get(address("people", run)).status_code == 302
    run.refresh_from_db()
    assert run.comparing_closed_at is None
    assert not TrainingInvitation.objects.exists()


def test_a_person_goes_through_all_pairs_and_can_change_the_last_one(run: TrainingRun) -> None:
    invitation, link = compare_page(run)
    person = Client()
    page = person.get(link, {"begin": "1"})
    for choice in ("first", "same", "skip"):
        response = person.post(link, answer(page, choice, reason="Because."))
        assert (response.status_code, response.headers["Location"]) == (302, link)
        page = person.get(link)
    assert "you have compared them all" in page.content.decode()
    assert [each.choice for each in invitation.comparisons.order_by("pk")] == ["first", "same", "skip"]
    back = re.search(r'href="(\?item=[^"]+)"', page.content.decode())
    assert back is not None
    page = person.get(link + back[1])
    assert 'aria-pressed="true">Skip' in page.content.decode()
    assert "Because." in page.content.decode()
    person.post(link, answer(page, "second", reason=""))
    assert [each.choice for each in invitation.comparisons.order_by("pk")] == ["first", "same", "second"]


def test_what_is_chosen_is_the_answer_and_not_its_place(run: TrainingRun) -> None:
    links = [compare_page(run, name)[1] for name in ("Ruth", "Sam")]
    for link in links:
        page = Client().get(link, {"begin": "1"}).content.decode()
        number, first = re.findall(r'value="(first|second)" data-key="(\d)"', page)[0][::-1]
        assert (number, first) == ("1", hidden(page, "shown_first"))
        text = re.search(rf"A {first} answer to \d\.", page)
        other = re.search(rf"A {'second' if first == 'first' else 'first'} answer to \d\.", page)
        assert text is not None
        assert other is not None
        assert text.start() < other.start()
    shown = {hidden(Client().get(link, {"begin": "1"}).content.decode(), "shown_first") for link in links}
    assert shown == {"first", "second"}


def test_what_cannot_be_taken_is_said_and_loses_no_reason(run: TrainingRun) -> None:
    _invitation, link = compare_page(run)
    person = Client()
    sent = answer(person.get(link, {"begin": "1"}), "best", reason="A thought.")
    page = person.post(link, sent)
    assert page.status_code == 422
    assert "Choose one of the answers" in page.content.decode()
    assert "A thought." in page.content.decode()
    assert person.post(link, {}).status_code == 422
    assert not HumanComparison.objects.exists()


def test_links_that_open_nothing_say_so_kindly_with_the_right_status(run: TrainingRun) -> None:
    invitation, link = compare_page(run)
    person = Client()
    wrong = person.get(address("compare_answers", run, "no-such-key"))
    assert (wrong.status_code, "ask whoever sent it" in wrong.content.decode()) == (404, True)
    withdraw_invitation(run=run, number=invitation.number)
    for response in (person.get(link), person.post(link, {"choice": "first"})):
        assert (response.status_code, "taken this invitation back" in response.content.decode()) == (
            410,
            True,
        )
    other, link = compare_page(run, "Sam")
    take_comparison(invitation=other, item_id="item-1", choice="same", shown_first="first")
    close_comparing(run=run)
    for response in (person.get(link), person.post(link, {"choice": "first", "item": "item-1"})):
        assert response.status_code == 410
        assert "your answer about 1 pair counts" in response.content.decode()


def test_nobody_tries_many_keys(run: TrainingRun, settings: Any) -> None:
    settings.JOIN_RATE_LIMIT = "2/minute"
    found = [Client().get(address("compare_answers", run, f"guess-{n}")).status_code for n in range(4)]
    assert found[:2] == [404, 404]
    assert found[-1] in (429, 503)
    _invitation, link = compare_page(run)
    assert Client().get(link).status_code == 200


def test_answers_in_a_flood_wait(run: TrainingRun, settings: Any) -> None:
    settings.VOTE_RATE_LIMIT = "1/minute"
    _invitation, link = compare_page(run)
    person = Client()
    sent = answer(person.get(link, {"begin": "1"}), "first")
    assert person.post(link, sent).status_code == 302
    assert person.post(link, {**sent, "choice": "second"}).status_code == 429
    assert HumanComparison.objects.get().choice == "first"


def test_the_address_with_the_key_is_told_to_nobody(run: TrainingRun) -> None:
    _invitation, link = compare_page(run)
    for response in (Client().get(link), Client().get(address("compare_answers", run, "wrong"))):
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]


def test_hostile_texts_stay_texts(run: TrainingRun, owner: Client) -> None:
    hostile = item(1, prompt=HOSTILE, first=HOSTILE, second=HOSTILE, principle_text=HOSTILE)
    offer(run.artifact_folder, [hostile])
    _invitation, link = compare_page(run, HOSTILE)
    person = Client()
    page = person.get(link, {"begin": "1"})
    person.post(link, answer(page, "first", reason=HOSTILE))
    seen = [page, person.get(link, {"item": "item-1"}), person.get(link, {"item": HOSTILE})]
    for each in (*seen, owner.get(address("people", run))):
        assert "<script>alert" not in each.content.decode()
        assert "<img src=x" not in each.content.decode()
    assert "&lt;script&gt;" in seen[1].content.decode()


def test_before_anything_is_written_people_are_asked_to_come_back(run: TrainingRun, owner: Client) -> None:
    offer(run.artifact_folder, [])
    TrainingRun.objects.update(comparing_opened_at=None)
    _invitation, link = compare_page(run)
    page = Client().get(link)
    assert (page.status_code, "come back later" in page.content.decode()) == (200, True)
    assert "not written yet" in owner.get(address("people", run)).content.decode()


def test_an_owner_closes_and_the_run_goes_on(run: TrainingRun, owner: Client) -> None:
    invitation, _link = compare_page(run)
    take_comparison(invitation=invitation, item_id="item-1", choice="same", shown_first="first")
    assert "1 of 3 pairs compared" in owner.get(address("people", run)).content.decode()
    response = owner.post(address("close_comparing", run))
    assert response.headers["Location"] == address("run", run)
    run.refresh_from_db()
    assert run.standing == Standing.QUEUED
    assert run.comparing_closed_by is not None


def test_closing_with_nothing_compared_is_confirmed_first(run: TrainingRun, owner: Client) -> None:
    page = owner.post(address("close_comparing", run))
    assert (page.status_code, "the judge alone" in page.content.decode()) == (422, True)
    run.refresh_from_db()
    assert run.standing == Standing.COMPARING
    owner.post(address("close_comparing", run), {"confirmed": "yes"})
    run.refresh_from_db()
    assert run.standing == Standing.QUEUED


def test_an_owner_takes_a_link_back(run: TrainingRun, owner: Client) -> None:
    _invitation, link = compare_page(run, "Ruth Quagswag")
    for wrong, status in {"": 400, "x": 400, "9" * 30: 400, "²": 400, "7": 404}.items():
        assert owner.post(address("withdraw_invitation", run), {"number": wrong}).status_code == status
    owner.post(address("withdraw_invitation", run), {"number": "1"})
    assert "Quagswag" not in owner.get(address("people", run)).content.decode()
    assert Client().get(link).status_code == 410


def test_everybody_sees_that_the_run_waits_for_people_and_owners_where_to_invite_them(
    run: TrainingRun, owner: Client
) -> None:
    public = Client().get(address("run", run)).content.decode()
    assert "People now compare answers" in public
    assert address("people", run) not in public
    assert address("people", run) in owner.get(address("run", run)).content.decode()


def test_owners_come_to_the_people_of_a_run_also_while_it_does_not_wait_for_them(
    run: TrainingRun, owner: Client
) -> None:
    close_comparing(run=run)
    assert address("people", run) in owner.get(address("run", run)).content.decode()
    assert address("people", run) not in Client().get(address("run", run)).content.decode()


def test_a_run_that_asks_nobody_says_so(version: ConstitutionVersion, owner: Client) -> None:
    run = TrainingRun.objects.create(version=version, settings={"model": "scripted"}, is_imported=True)
    page = owner.get(address("people", run)).content.decode()
    assert "done elsewhere" in page
    assert "Make a link" not in page
