"""Who may open which page of organising, and who may send anything there."""

import pytest
from django.test import Client

from deliberation.models import Deliberation, Membership, Role, User
from deliberation.organising.access import may_start
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_moderator_reads_settings_and_finds_no_button(deliberation: Deliberation, moderator: User) -> None:
    client = Client()
    client.force_login(moderator)
    page = client.get(f"/d/{deliberation.slug}/organise/about/").content.decode()
    assert "Only owners change it." in page
    assert ">Save<" not in page


def test_who_may_start_a_deliberation(stranger: User, moderator: User, settings) -> None:  # type: ignore[no-untyped-def]
    settings.ANYONE_MAY_ORGANISE = True
    assert may_start(moderator)
    settings.ANYONE_MAY_ORGANISE = False
    assert not may_start(moderator)
    assert may_start(stranger), "owns another deliberation"
    assert may_start(UserFactory(is_staff=True))

    client = Client()
    client.force_login(moderator)
    assert client.get("/organise/new/").status_code == 404
    assert "Start a deliberation" not in client.get("/").content.decode()
    assert Client().get("/organise/new/").url == "/sign-in/?next=/organise/new/"


def test_a_draft_is_its_organisers_own(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    answer = client.post("/organise/new/", {"title": "What may AI decide?", "language": "en"})
    assert answer.url == "/d/what-may-ai-decide/organise/"
    draft = Deliberation.objects.get(slug="what-may-ai-decide")
    assert draft.state == "draft"
    assert Membership.objects.get(deliberation=draft).role == Role.OWNER
    assert Client().get("/d/what-may-ai-decide/").status_code == 404
    assert "What may AI decide?" not in Client().get("/").content.decode()
    assert client.get(answer.url).status_code == 200
