"""The organisers' page: where it may be shown, the code, and the secret with which a site vouches."""

import html
import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from deliberation.embedding.identities import IdentityRefused, read_identity
from deliberation.models import Deliberation, Embedding, EventPayload
from tests.deliberation.embedding.host_sites import HOST, embedded, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(deliberation: Deliberation) -> str:
    return f"/d/{deliberation.slug}/organise/embedding/"


@pytest.fixture
def as_owner(signed_in: Any, owner: Any) -> Client:
    client: Client = signed_in(owner)
    return client


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def recorded() -> list[dict[str, Any]]:
    return [body for body in EventPayload.objects.values_list("body", flat=True) if "subject" in body]


def test_sites_are_kept_as_browsers_write_them_and_recorded(as_owner: Client, address: str) -> None:
    sent = {"origins": "https://News.example/\r\nhttps://news.example\r\n\r\nhttp://localhost:9000"}
    assert as_owner.post(address, sent).status_code == 302
    assert Embedding.objects.get().origins == [HOST, "http://localhost:9000"]
    [event] = recorded()
    assert (event["subject"], event["after"]["origins"]) == ("embedding", [HOST, "http://localhost:9000"])


@pytest.mark.parametrize("line", ["https://*.example", "http://news.example", "https://news.example/a", "x"])
def test_what_is_no_site_is_explained_and_nothing_is_saved(as_owner: Client, address: str, line: str) -> None:
    answer = as_owner.post(address, {"origins": f"{HOST}\n{line}"})
    assert answer.status_code == 422
    assert f"“{line}”" in text(answer)
    assert not Embedding.objects.exclude(origins=[]).exists()
    assert recorded() == []


def test_the_secret_is_shown_once_and_kept_sealed(
    as_owner: Client, address: str, deliberation: Deliberation
) -> None:
    page = as_owner.post(address, {"new_secret": "1"})
    [secret] = re.findall(r'id="identity-secret"[^>]*value="([^"]+)"', text(page))
    assert "no-store" in page["Cache-Control"]
    assert read_identity(deliberation, signed(deliberation.slug, "reader 7", secret=secret))
    kept = Embedding.objects.get().identity_secret
    assert kept
    assert secret not in kept + text(as_owner.get(address)) + json.dumps(recorded())


def test_a_new_secret_makes_the_old_one_worthless_and_off_means_none(
    as_owner: Client, address: str, deliberation: Deliberation
) -> None:
    embedded(deliberation, only_with_identity=True)
    old = signed(deliberation.slug, "reader 7")
    assert read_identity(deliberation, old)
    as_owner.post(address, {"new_secret": "1"})
    with pytest.raises(IdentityRefused, match="wrong"):
        read_identity(deliberation, old)
    as_owner.post(address, {"no_secret": "1"})
    with pytest.raises(IdentityRefused, match="takes no identities"):
        read_identity(deliberation, old)
    assert Embedding.objects.get().only_with_identity is False


def test_only_vouched_people_needs_a_secret(as_owner: Client, address: str) -> None:
    answer = as_owner.post(address, {"origins": HOST, "only_with_identity": "on"})
    assert answer.status_code == 422
    assert "without it nobody could take part" in text(answer)
    as_owner.post(address, {"new_secret": "1"})
    assert as_owner.post(address, {"origins": HOST, "only_with_identity": "on"}).status_code == 302
    assert Embedding.objects.get().only_with_identity is True


def test_the_code_says_what_was_chosen_and_leaves_out_what_cannot_be_read(
    as_owner: Client, address: str, deliberation: Deliberation
) -> None:
    page = text(as_owner.get(address, {"show": "results", "accent": "#005a9c", "language": "es"}))
    assert f'data-deliberation="{deliberation.slug}" data-show="results"' in page
    assert 'data-accent="#005a9c" data-language="es" async' in page
    refused = text(as_owner.get(address, {"show": "vote", "ground": "#808080", "ink": '"><script>'}))
    assert "needs a contrast of 4.5 to 1" in refused
    assert "data-ground" not in refused
    assert '"><script>' not in refused.split('<textarea id="embed-code"')[1].split("</textarea>")[0]


def test_moderators_read_and_do_not_change(
    signed_in: Any, moderator: Any, address: str, deliberation: Deliberation
) -> None:
    embedded(deliberation)
    client = signed_in(moderator)
    page = client.get(address)
    assert page.status_code == 200
    assert HOST in text(page)
    assert "Replace the secret" not in text(page)
    assert client.post(address, {"new_secret": "1"}).status_code == 403
