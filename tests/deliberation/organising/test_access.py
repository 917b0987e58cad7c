"""Who may open which page of organising, and who may send anything there."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from deliberation.models import Deliberation, Membership, Participant, Role, User
from deliberation.organising.access import may_start
from deliberation.people.participation import remember_participant
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

READING = {
    "organise", "organise_about", "organise_phases", "organise_joining", "organise_consent", "organise_rules",
    "organise_visibility", "organise_seeds", "organise_questions", "organise_quotas", "organise_population",
}  # fmt: skip
"""Pages that moderators and observers may read; all others are for owners alone."""
PARTS = {"language": "es", "page": "d/ai/", "key": "age"}


def addresses() -> dict[str, str]:
    """Return every address of organising the deliberation at “ai”."""
    found = {}
    deliberation_urls = next(
        one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "deliberation"
    )
    rooms = [room for room in deliberation_urls.url_patterns if "organising" in str(room.urlconf_name)]
    for pattern in rooms[0].url_patterns:
        if pattern.name != "organise_start":
            parts = {name: PARTS[name] for name in pattern.pattern.converters if name in PARTS}
            found[pattern.name] = reverse(f"deliberation:{pattern.name}", kwargs=parts | {"slug": "ai"})
    return found


def test_every_page_is_for_its_own_organisers_only(
    deliberation: Deliberation,
    owner: User,
    moderator: User,
    observer: User,
    translator: User,
    stranger: User,
    participant: Participant,
) -> None:
    deliberation.questions.create(key="age", text="How old are you?", options=["young", "old"])
    Deliberation.objects.filter(pk=deliberation.pk).update(languages=["es"], slug="ai")
    browsers = {"visitor": Client(), "participant": Client()}
    browsers["participant"].get("/d/ai/")
    answer = HttpResponse()
    remember_participant(answer, participant)
    browsers["participant"].cookies.update(answer.cookies)
    for user in (moderator, observer, translator, stranger, owner):
        browsers[user.email.partition("@")[0]] = Client()
        browsers[user.email.partition("@")[0]].force_login(user)

    surprises = []
    for name, address in addresses().items():
        reads = {200, 405} if name in READING else {404, 405}
        allowed = {
            "owner": {"get": {200, 302, 405}},
            "moderator": {"get": reads, "post": {403, 404, 405}},
            "observer": {"get": reads, "post": {403, 404, 405}},
            "translator": {"get": {404, 405}, "post": {404, 405}},
            "stranger": {"get": {404, 405}, "post": {404, 405}},
            "participant": {"get": {302, 405}, "post": {302, 405}},
            "visitor": {"get": {302, 405}, "post": {302, 405}},
        }
        for person, methods in allowed.items():
            for method, statuses in methods.items():
                answer = getattr(browsers[person], method)(address)
                led_to_sign_in = answer.status_code != 302 or answer.url.startswith("/sign-in/")
                if answer.status_code not in statuses or not (led_to_sign_in or person == "owner"):
                    surprises.append((name, person, method, answer.status_code))
    assert surprises == []
    assert len(addresses()) > 20


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
