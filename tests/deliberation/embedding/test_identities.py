"""Identities of a host site: who is believed, who becomes a participant, and what is kept of them."""

from typing import Any

import pytest

from deliberation.embedding.identities import IdentityRefused, participant_with, read_identity
from deliberation.models import Deliberation, HostIdentity, Participant, Statement
from deliberation.people.erasure import erase_participant
from deliberation.people.my_data import data_about
from deliberation.people.services import JoinRefused, join_deliberation
from tests.deliberation.embedding.host_sites import embedded, signed
from tests.factories import DeliberationFactory

pytestmark = pytest.mark.django_db


def test_one_person_of_the_host_is_one_participant(deliberation: Deliberation) -> None:
    embedded(deliberation)
    first, again, other = (
        participant_with(deliberation, read_identity(deliberation, signed(deliberation.slug, xid)))
        for xid in ("reader 7", "reader 7", "reader.8")
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"secret": "another secret"}, "wrong"),
        ({"slug": "another-deliberation"}, "wrong"),
        ({"seconds": -120}, "over"),
        ({"seconds": 25 * 3600}, "more than a day"),
        ({"xid": "x" * 201}, "whole"),
        ({"xid": "a\x00b"}, "whole"),
        ({"xid": ""}, "whole"),
    ],
)
def test_what_is_not_signed_rightly_is_nobody(
    deliberation: Deliberation, changed: dict[str, Any], says: str
) -> None:
    embedded(deliberation)
    told = signed(**{"slug": deliberation.slug, "xid": "reader 7"} | changed)
    with pytest.raises(IdentityRefused, match=says):
        read_identity(deliberation, told)


@pytest.mark.parametrize("told", ["", "7", "1.2.3", "x" * 5000, "9999999999." + "g" * 64 + ".7", "\ud800"])
def test_what_is_no_signed_identity_is_refused(deliberation: Deliberation, told: str) -> None:
    embedded(deliberation)
    with pytest.raises(IdentityRefused):
        read_identity(deliberation, told)


def test_a_changed_person_or_time_is_refused(deliberation: Deliberation) -> None:
    embedded(deliberation)
    expires, signature, xid = signed(deliberation.slug, "reader 7").split(".", 2)
    for forged in (f"{expires}.{signature}.reader 8", f"{int(expires) + 1}.{signature}.{xid}"):
        with pytest.raises(IdentityRefused, match="wrong"):
            read_identity(deliberation, forged)


def test_an_identity_is_worth_nothing_in_another_deliberation_with_the_same_secret(
    deliberation: Deliberation,
) -> None:
    embedded(deliberation)
    other = DeliberationFactory()
    embedded(other)
    with pytest.raises(IdentityRefused, match="wrong"):
        read_identity(other, signed(deliberation.slug, "reader 7"))


def test_clocks_may_differ_by_less_than_a_minute(deliberation: Deliberation) -> None:
    embedded(deliberation)
    assert read_identity(deliberation, signed(deliberation.slug, "reader 7", seconds=-30))


def test_without_a_secret_no_identity_is_taken(deliberation: Deliberation) -> None:
    with pytest.raises(IdentityRefused, match="takes no identities"):
        read_identity(deliberation, signed(deliberation.slug, "reader 7"))


def test_a_secret_that_cannot_be_opened_lets_nobody_in(deliberation: Deliberation, settings: Any) -> None:
    embedded(deliberation)
    settings.SECRET_KEY = "another key of the site, after somebody has lost the first one"
    with pytest.raises(IdentityRefused, match="cannot be checked"):
        read_identity(deliberation, signed(deliberation.slug, "reader 7"))


def test_who_somebody_is_on_the_host_is_not_kept(deliberation: Deliberation) -> None:
    embedded(deliberation)
    participant_with(deliberation, read_identity(deliberation, signed(deliberation.slug, "ada@news.example")))
    kept = HostIdentity.objects.get()
    assert len(kept.digest) == 64
    assert "ada" not in str(HostIdentity.objects.values()) + str(Participant.objects.values())


@pytest.mark.parametrize("access", ["invitation", "account"])
def test_a_host_gives_no_invitation_and_no_account(deliberation: Deliberation, access: str) -> None:
    embedded(deliberation)
    deliberation.access = access
    deliberation.save(update_fields=["access"])
    identity = read_identity(deliberation, signed(deliberation.slug, "reader 7"))
    with pytest.raises(JoinRefused):
        participant_with(deliberation, identity)
    assert not Participant.objects.exists()


def test_nobody_joins_what_is_closed(deliberation: Deliberation) -> None:
    embedded(deliberation)
    deliberation.state = Deliberation.State.CLOSED
    deliberation.save(update_fields=["state"])
    with pytest.raises(JoinRefused, match="not open"):
        participant_with(deliberation, read_identity(deliberation, signed(deliberation.slug, "reader 7")))


def test_where_only_vouched_people_take_part_every_other_way_is_closed(
    client: Any, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation, only_with_identity=True)
    before = Participant.objects.count()
    ballot = {"statement": statement.number, "value": "1", "key": "a-key-of-a-ballot"}
    assert client.post(f"/d/{deliberation.slug}/vote/", ballot).status_code == 403
    for joining in (client.get, client.post):
        answer = joining(f"/d/{deliberation.slug}/join/", {"key": "a-key-of-a-form"})
        assert answer.status_code == 403
        assert "by way of another site" in answer.content.decode()
    landing = client.get(f"/d/{deliberation.slug}/").content.decode()
    assert "by way of another site" in landing
    assert "Start voting" not in landing
    proposal = {"text": "An AI should say where it is from.", "key": "a-key-of-a-proposal"}
    assert client.post(f"/d/{deliberation.slug}/propose/", proposal).status_code == 403
    with pytest.raises(JoinRefused, match="through the site"):
        join_deliberation(deliberation=deliberation)
    assert Participant.objects.count() == before
    assert participant_with(deliberation, read_identity(deliberation, signed(deliberation.slug, "reader 7")))


def test_a_vouched_person_reads_that_in_their_data_and_erasing_takes_it_away(
    deliberation: Deliberation,
) -> None:
    embedded(deliberation)
    identity = read_identity(deliberation, signed(deliberation.slug, "reader 7"))
    participant = participant_with(deliberation, identity)
    assert data_about(participant)["identity_of_another_site"]["kept_as"] == "a keyed digest"
    erase_participant(participant=participant)
    assert not HostIdentity.objects.exists()
    assert participant_with(deliberation, identity) != participant
