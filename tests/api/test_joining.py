"""Joining through the interface for programs."""

import base64
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from deliberation.models import (
    Deliberation,
    Invitation,
    Participant,
    ParticipantProfile,
    Question,
    Quota,
    Role,
    Scope,
    User,
)
from deliberation.people.invitations import make_invitations
from deliberation.people.participation import cookie_name
from tests.api.asking import A_LONG_KEY, Program, as_participant, problem
from tests.api.callers import make_token
from tests.deliberation.embedding.host_sites import embedded, signed
from tests.factories import DeliberationFactory

pytestmark = pytest.mark.django_db

CONSENT = {"consent_version": 1}


def solved(challenge: dict[str, Any]) -> str:
    """Do the piece of work as the page's own script does: try numbers until the hash fits."""
    number = next(
        number
        for number in range(challenge["max_number"] + 1)
        if sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]
    )
    work = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps(work | {"number": number}).encode()).decode()


@pytest.fixture
def program(deliberation: Deliberation) -> Program:
    """Somebody unknown."""
    return Program(deliberation)


def test_what_joining_asks_is_told_and_agreeing_to_it_joins(
    program: Program, deliberation: Deliberation
) -> None:
    Deliberation.objects.update(consent_text="Votes are published without names.", consent_version=3)
    asked = program.ask("get", "participants").json()
    assert asked["consent"]["text"] == "Votes are published without names."
    assert asked["proof_of_work"] is None

    joined = program.ask("post", "participants", sent={"consent_version": asked["consent"]["version"]})

    assert joined.status_code == 201
    assert set(joined.json()) == {"number", "joined_at", "consent_version", "participant_key"}
    participant = Participant.objects.get()
    assert participant.consent_version == 3
    assert participant.networks.count() == 1
    assert program.client.cookies[cookie_name(deliberation)]["httponly"]
    mine = Program(deliberation, joined.json()["participant_key"]).ask("get", "me")
    assert mine.json()["participant"] == joined.json()["number"] == participant.number


def test_an_older_consent_text_is_answered_with_the_present_one(
    program: Program, deliberation: Deliberation
) -> None:
    Deliberation.objects.update(consent_text="The new text.", consent_version=2)

    refused = program.ask("post", "participants", sent=CONSENT)

    assert problem(refused, 409) == "consent-changed"
    assert (refused.json()["consent"]["version"], refused.json()["consent"]["text"]) == (2, "The new text.")
    assert not Participant.objects.exists()


def test_who_is_known_is_answered_200_and_agrees_anew(participant: Participant) -> None:
    Deliberation.objects.update(consent_version=2)

    answer = as_participant(participant).ask("post", "participants", sent={"consent_version": 2})

    assert answer.status_code == 200
    assert answer.json()["participant_key"] is None
    assert Participant.objects.get().consent_version == 2


def test_the_same_request_sent_again_joins_once(program: Program, deliberation: Deliberation) -> None:
    first = program.ask("post", "participants", sent=CONSENT, key=A_LONG_KEY)
    again = Program(deliberation).ask("post", "participants", sent=CONSENT, key=A_LONG_KEY)

    assert first.json() == again.json()
    assert Participant.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{}, {"consent_version": "1"}, {"consent_version": True}, [], {"consent_version": 1, "xid": 3}]
)
def test_what_is_no_request_to_join_is_refused(program: Program, sent: Any) -> None:
    assert problem(program.ask("post", "participants", sent=sent), 400) == "invalid"
    assert not Participant.objects.exists()


def test_nobody_joins_what_is_closed(program: Program) -> None:
    Deliberation.objects.update(state=Deliberation.State.CLOSED)
    assert problem(program.ask("post", "participants", sent=CONSENT), 409) == "closed"


def test_a_draft_does_not_exist(program: Program) -> None:
    Deliberation.objects.update(state=Deliberation.State.DRAFT)
    assert problem(program.ask("post", "participants", sent=CONSENT), 404) == "not-found"


def test_an_invitation_is_used_once_and_says_why_not(program: Program, deliberation: Deliberation) -> None:
    Deliberation.objects.update(access=Deliberation.Access.INVITATION)
    (code,) = make_invitations(deliberation=deliberation, count=1)

    missing = program.ask("post", "participants", sent=CONSENT)
    unknown = program.ask("post", "participants", sent=CONSENT | {"invitation": "AAAA-BBBB-CCCC"})
    joined = program.ask("post", "participants", sent=CONSENT | {"invitation": code})
    spent = Program(deliberation).ask("post", "participants", sent=CONSENT | {"invitation": code})

    assert (problem(missing, 400), "invitation" in missing.json()["errors"]) == ("invalid", True)
    assert problem(unknown, 422) == "invitation-unknown"
    assert joined.status_code == 201
    assert problem(spent, 410) == "invitation-spent"
    assert Invitation.objects.get().participant == Participant.objects.get()


def test_quotas_ask_for_answers_and_run_out(program: Program, deliberation: Deliberation) -> None:
    Deliberation.objects.update(access=Deliberation.Access.INVITATION)
    Question.objects.create(
        deliberation=deliberation,
        key="region",
        position=1,
        text="Where do you live?",
        kind=Question.Kind.CHOICE,
        options=["north", "south"],
    )
    Quota.objects.create(deliberation=deliberation, cell={"region": "north"}, seats=1)
    codes = make_invitations(deliberation=deliberation, count=3)

    def join(code: str, **answers: str) -> Any:
        sent = CONSENT | {"invitation": code, "answers": answers}
        return Program(deliberation).ask("post", "participants", sent=sent)

    needed = join(codes[0])
    assert (problem(needed, 422), needed.json()["questions"]) == ("answer-needed", ["region"])
    wrong = join(codes[0], region="the moon")
    assert (problem(wrong, 400), list(wrong.json()["errors"]["answers"])) == ("invalid", ["region"])
    assert join(codes[0], region="north").status_code == 201
    assert ParticipantProfile.objects.get().answers == {"region": "north"}
    assert problem(join(codes[1], region="north"), 409) == "places-taken"


def test_a_proof_of_work_is_needed_and_good_once(program: Program, deliberation: Deliberation) -> None:
    Deliberation.objects.update(asks_proof_of_work=True)
    assert problem(program.ask("post", "participants", sent=CONSENT), 403) == "proof-of-work"
    payload = solved(program.ask("get", "participants").json()["proof_of_work"])

    sent = CONSENT | {"proof_of_work": payload}
    assert program.ask("post", "participants", sent=sent).status_code == 201
    assert problem(Program(deliberation).ask("post", "participants", sent=sent), 403) == "proof-of-work"


def test_where_people_sign_in_an_account_joins_and_nobody_else(
    deliberation: Deliberation, stranger: User, signed_in: Any
) -> None:
    Deliberation.objects.update(access=Deliberation.Access.ACCOUNT)
    assert problem(Program(deliberation).ask("post", "participants", sent=CONSENT), 403) == "account-needed"

    browser = Program(deliberation, client=signed_in(stranger))
    first, again = (browser.ask("post", "participants", sent=CONSENT) for _attempt in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["participant_key"] is None
    assert Participant.objects.get(user=stranger).number == again.json()["number"]


def test_a_network_is_limited_and_a_token_is_not(
    deliberation: Deliberation, owner: User, settings: Any
) -> None:
    settings.JOIN_RATE_LIMIT = "1/minute"
    token = make_token(deliberation, owner, Scope.PARTICIPATE)
    joined = [Program(deliberation, token).ask("post", "participants", sent=CONSENT) for _person in range(3)]
    assert [answer.status_code for answer in joined] == [201, 201, 201]
    assert len({answer.json()["participant_key"] for answer in joined}) == 3
    assert not any(answer.cookies for answer in joined)

    assert Program(deliberation).ask("post", "participants", sent=CONSENT).status_code == 201
    refused = Program(deliberation).ask("post", "participants", sent=CONSENT)
    assert problem(refused, 429) == "too-many-requests"
    assert int(refused.headers["Retry-After"]) > 0


def test_a_token_joins_people_as_long_as_it_may(deliberation: Deliberation, owner: User) -> None:
    def join(**fields: Any) -> Any:
        scopes = fields.pop("scopes", [Scope.PARTICIPATE])
        token = make_token(deliberation, owner, *scopes, **fields)
        return Program(deliberation, token).ask("post", "participants", sent=CONSENT)

    wrong = join(scopes=[Scope.READ])
    assert (problem(wrong, 403), wrong.json()["scope"]) == ("wrong-scope", "participate")
    past = timezone.now() - timedelta(seconds=1)
    assert problem(join(expires_at=past), 401) == "expired-token"
    assert problem(join(revoked_at=past), 401) == "revoked-token"
    other = make_token(DeliberationFactory(), owner, Scope.PARTICIPATE)
    refused = Program(deliberation, other).ask("post", "participants", sent=CONSENT)
    assert problem(refused, 403) == "other-deliberation"
    owner.memberships.filter(role=Role.OWNER).delete()
    assert problem(join(), 403) == "not-allowed"
    assert not Participant.objects.exists()


def test_a_person_of_a_host_site_is_the_same_each_time_and_a_wrong_signature_nobody(
    deliberation: Deliberation, owner: User
) -> None:
    embedded(deliberation)
    program = Program(deliberation, make_token(deliberation, owner, Scope.PARTICIPATE))
    good = signed(deliberation.slug, "reader 7")
    bad = signed(deliberation.slug, "reader 7", secret="another")  # noqa: S106 - of the tests

    first, again = (
        program.ask("post", "participants", sent=CONSENT | {"xid": good}) for _attempt in range(2)
    )
    refused = program.ask("post", "participants", sent=CONSENT | {"xid": bad})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["participant_key"] == again.json()["participant_key"]
    assert problem(refused, 403) == "identity-refused"
    assert Participant.objects.count() == 1


def test_a_browser_that_is_known_needs_the_csrf_token(program: Program, deliberation: Deliberation) -> None:
    program.ask("post", "participants", sent=CONSENT)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = program.client.cookies
    refused = Program(deliberation, client=strict).ask("post", "participants", sent=CONSENT)
    assert problem(refused, 403) == "csrf-failed"
