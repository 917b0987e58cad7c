"""The pages by which people join: open, by invitation, with an account, after a proof of work."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.models import (
    Deliberation,
    DeliberationTranslation,
    Participant,
    Question,
    Quota,
    User,
    Vote,
)
from deliberation.people import proof_of_work, views
from deliberation.people.invitations import make_invitations
from tests.factories import DeliberationFactory, StatementFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(db: None) -> Deliberation:
    """A deliberation by invitation that asks one question and has one place for the young."""
    deliberation = DeliberationFactory(access=Deliberation.Access.INVITATION)
    Question.objects.create(
        deliberation=deliberation,
        key="age",
        text="How old are you?",
        options=["young", "old"],
        translations={"zh-hans": {"text": "您多大?", "options": ["年轻", "年长"]}},
    )
    Quota.objects.create(deliberation=deliberation, cell={"age": "young"}, seats=1)
    Quota.objects.create(deliberation=deliberation, cell={}, seats=9)
    return deliberation


@pytest.fixture
def by_account(db: None) -> Deliberation:
    """A deliberation for people who sign in."""
    return DeliberationFactory(access=Deliberation.Access.ACCOUNT)


def page(name: str, deliberation: Deliberation) -> str:
    return reverse(f"deliberation:{name}", args=[deliberation.slug])


def send(client: Client, deliberation: Deliberation, **fields: str) -> Any:
    return client.post(page("join", deliberation), {"key": "key-in-a-form", **fields})


def code_for(deliberation: Deliberation) -> str:
    [code] = make_invitations(deliberation=deliberation, count=1)
    return code


def solved(challenge: dict[str, Any]) -> str:
    """Do the browser's piece of work."""
    for number in range(challenge["maxNumber"] + 1):
        tried = hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest()
        if tried == challenge["challenge"]:
            solution = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")}
            return base64.b64encode(json.dumps(solution | {"number": number}).encode()).decode()
    raise AssertionError("no number solves this")


def test_an_invitation_s_link_fills_in_its_code(client: Client, invited: Deliberation) -> None:
    html = client.get(page("join", invited), {"code": code_for(invited)}).text

    assert re.search(r'name="code" value="\w{4}-\w{4}-\w{4}"', html)
    assert "How old are you?" in html


def test_joining_by_invitation_keeps_the_answers_and_leads_on(client: Client, invited: Deliberation) -> None:
    response = send(client, invited, code=code_for(invited), answer_age="young")

    assert response["Location"] == page("vote", invited)
    participant = Participant.objects.get()
    assert participant.profile.answers == {"age": "young"}
    assert participant.quota.cell == {"age": "young"}
    assert client.get(page("my_data", invited)).status_code == 200


def test_what_cannot_be_joined_with_is_explained_and_keeps_what_was_typed(invited: Deliberation) -> None:
    used = code_for(invited)
    [expired] = make_invitations(
        deliberation=invited, count=1, expires_at=timezone.now() - timedelta(minutes=1)
    )
    send(Client(), invited, code=used, key="key-of-the-first", answer_age="young")

    for code, answers, status, words in [
        (used, {}, 410, "used already"),
        (expired, {}, 410, "has expired"),
        ("no such code", {}, 422, "no invitation with this code"),
        ("", {}, 422, "type the code"),
        (code_for(invited), {"answer_age": "young"}, 409, "All places for young are taken"),
        (code_for(invited), {"answer_age": "ancient"}, 422, "Select a valid choice"),
    ]:
        response = send(Client(), invited, code=code, key="key-of-the-second", **answers)
        assert (response.status_code, words in response.text) == (status, True), words
    assert Participant.objects.count() == 1


def test_a_question_that_gives_a_place_says_what_its_answer_is_for(
    client: Client, invited: Deliberation
) -> None:
    invited.quotas.filter(cell={}).delete()

    response = send(client, invited, code=code_for(invited))

    assert response.status_code == 422
    assert "for giving places and for weighting the results, and for nothing else" in response.text


def test_questions_are_asked_in_the_reader_s_language_and_kept_in_the_organisers(
    client: Client, invited: Deliberation
) -> None:
    client.cookies["django_language"] = "zh-hans"
    html = client.get(page("join", invited)).text

    assert "您多大?" in html
    assert 'value="young"' in html
    assert "年轻" in html


def test_bidi_controls_are_taken_out_of_answers_and_emoji_stay(client: Client, invited: Deliberation) -> None:
    Question.objects.create(deliberation=invited, key="job", text="Your job?", kind=Question.Kind.TEXT)

    send(client, invited, code=code_for(invited), answer_job="\u202eba\x00ker \U0001f956\u200b")

    assert Participant.objects.get().profile.answers == {"job": "baker \U0001f956"}


def test_pressing_twice_with_one_code_joins_once(invited: Deliberation) -> None:
    code = code_for(invited)

    answers = [send(Client(), invited, code=code) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("access", ["invitation", "account"])
def test_nobody_votes_without_joining_where_joining_is_asked_for(client: Client, access: str) -> None:
    statement = StatementFactory(deliberation__access=access)

    response = client.post(
        page("vote", statement.deliberation),
        {"statement": statement.number, "value": 1, "key": "a-key-is-here"},
    )

    assert response.status_code == 403
    assert not Vote.objects.exists()
    assert page("join", statement.deliberation) in response.text


def test_one_signs_in_and_then_takes_part(
    client: Client, by_account: Deliberation, signed_in: Callable[[User], Client]
) -> None:
    html = client.get(page("join", by_account)).text
    assert f"{reverse('deliberation:sign_in')}?next={page('join', by_account)}" in html
    assert send(client, by_account).status_code == 200
    assert not Participant.objects.exists()

    user = UserFactory()
    response = send(signed_in(user), by_account)

    assert response["Location"] == page("vote", by_account)
    assert Participant.objects.get().user == user


def test_an_account_takes_part_once_and_is_found_on_every_device(
    by_account: Deliberation, signed_in: Callable[[User], Client]
) -> None:
    user = UserFactory()
    first, second = signed_in(user), signed_in(user)
    send(first, by_account)

    assert "participant 1." in second.get(page("my_data", by_account)).text
    send(second, by_account, key="another-form-here")
    assert Participant.objects.count() == 1
    second.logout()
    assert "Nothing of yours" in second.get(page("my_data", by_account)).text
    assert "Nothing of yours" in signed_in(UserFactory()).get(page("my_data", by_account)).text


def test_an_account_stands_nowhere_beside_votes(
    by_account: Deliberation, signed_in: Callable[[User], Client]
) -> None:
    user = UserFactory(email="secret@example.org", name="Secret Name")
    browser = signed_in(user)
    send(browser, by_account)

    for answer in (
        browser.get(page("my_data", by_account), {"format": "json"}),
        Client().get(page("deliberation", by_account)),
    ):
        assert "secret@example.org" not in answer.text
        assert "Secret Name" not in answer.text


def test_a_proof_of_work_lets_in_once(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_of_work, "LARGEST_NUMBER", 30)
    deliberation = DeliberationFactory(asks_proof_of_work=True)
    proof = solved(client.get(page("join", deliberation)).context["challenge"])

    assert send(Client(), deliberation).status_code == 403
    assert send(client, deliberation, proof=proof).status_code == 302
    assert send(client, deliberation, proof=proof).status_code == 302
    replayed = send(Client(), deliberation, key="somebody-else-now", proof=proof)
    assert replayed.status_code == 403
    assert "sent before" in replayed.text
    assert Participant.objects.count() == 1


def test_a_proof_of_work_is_for_one_deliberation_and_a_while(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof_of_work, "LARGEST_NUMBER", 30)
    one, other = DeliberationFactory.create_batch(2, asks_proof_of_work=True)
    foreign = solved(proof_of_work.new_challenge(other))
    monkeypatch.setattr(proof_of_work, "GOOD_FOR", timedelta(minutes=-1))
    old = solved(proof_of_work.new_challenge(one))

    for proof in (foreign, old, "not base64", "e30=", "W10=", "bnVsbA==", "x" * 5000):
        assert send(Client(), one, proof=proof).status_code in {403, 422}, proof
    assert not Participant.objects.exists()


def test_a_first_vote_does_not_get_around_the_proof_of_work(client: Client, db: None) -> None:
    statement = StatementFactory(deliberation__asks_proof_of_work=True)

    client.post(
        page("vote", statement.deliberation),
        {"statement": statement.number, "value": 1, "key": "a-key-is-here"},
    )

    assert not Vote.objects.exists()


def test_after_joining_one_is_where_one_wanted_to_be_and_never_on_another_site(
    deliberation: Deliberation,
) -> None:
    wanted = page("propose", deliberation)
    assert send(Client(), deliberation, next=wanted)["Location"] == wanted
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert send(Client(), deliberation, next=elsewhere)["Location"] == page("vote", deliberation)


def test_a_flood_of_newcomers_from_one_network_has_to_wait(deliberation: Deliberation, settings: Any) -> None:
    settings.JOIN_RATE_LIMIT = "1/hour"
    network = {"REMOTE_ADDR": "198.51.100.7"}
    codes = [
        Client(**network).post(page("join", deliberation), {"key": f"key-number-{n}"}).status_code
        for n in range(3)
    ]

    assert codes == [302, 429, 429]
    assert Participant.objects.count() == 1


def test_a_tampered_cookie_is_nobody(client: Client, deliberation: Deliberation) -> None:
    send(client, deliberation)
    cookie = client.cookies[f"participant_{deliberation.public_id}"]
    tampered = ("y" if cookie.value.startswith("x") else "x") + cookie.value[1:]
    cookie.set(cookie.key, tampered, tampered)

    assert "Nothing of yours" in client.get(page("my_data", deliberation)).text


def test_the_landing_page_takes_a_first_vote_at_once(client: Client, deliberation: Deliberation) -> None:
    statement = StatementFactory(deliberation=deliberation, author=None)

    html = client.get(page("deliberation", deliberation)).text
    assert statement.text in html
    key = re.search(r'name="key" value="(\w+)"', html)
    assert key
    client.post(page("vote", deliberation), {"statement": statement.number, "value": 1, "key": key.group(1)})

    assert Vote.objects.get().statement == statement


def test_the_landing_page_begins_with_a_statement_in_the_reader_s_language(
    client: Client, deliberation: Deliberation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "DRAWS", 60)
    StatementFactory(deliberation=deliberation, text="Lang ist die Kunst.", language="de")
    StatementFactory(deliberation=deliberation, text="Art is long.", language="en")

    assert "Art is long." in client.get(page("deliberation", deliberation)).text


def test_the_landing_page_speaks_the_reader_s_language_where_it_was_translated(
    client: Client, deliberation: Deliberation
) -> None:
    Deliberation.objects.update(
        description="First **words**.\n\nSecond <b>words</b>.", moderation_policy="No *names*."
    )
    DeliberationTranslation.objects.create(
        deliberation=deliberation, language="zh-hans", title="人工智能", consent_text="两年。"
    )
    english = client.get(page("deliberation", deliberation)).text
    client.cookies["django_language"] = "zh-hans"
    chinese = client.get(page("deliberation", deliberation)).text

    assert "First <strong>words</strong>." in english
    assert "&lt;b&gt;words" in english
    assert "No <em>names</em>." in english
    assert '<h1 lang="zh-hans" dir="auto">人工智能</h1>' in chinese
    assert "First <strong>words</strong>." in chinese
    assert "人工智能" in client.get("/").text
