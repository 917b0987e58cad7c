"""What the server of a site does that shows a deliberation and knows its own people."""

import hmac
import re
import time
from hashlib import sha256

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from deliberation.embedding.identities import PURPOSE
from deliberation.integrity.kept_secrets import seal_secret
from deliberation.models import Deliberation, Embedding

SECRET = "a secret that the host and the deliberation share"  # noqa: S105 - of the tests
HOST = "https://news.example"
INSIDE = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}


def embedded(deliberation: Deliberation, *, only_with_identity: bool = False) -> Embedding:
    """Let a site show the deliberation and vouch for its people."""
    return Embedding.objects.update_or_create(
        deliberation=deliberation,
        defaults={
            "origins": [HOST],
            "identity_secret": seal_secret(SECRET, PURPOSE),
            "only_with_identity": only_with_identity,
        },
    )[0]


def signed(slug: str, xid: str, *, seconds: float = 600, secret: str = SECRET) -> str:
    """Return a signed identity, made as docs/embedding.md says."""
    expires = int(time.time() + seconds)
    signature = hmac.new(secret.encode(), f"{slug}.{expires}.{xid}".encode(), sha256).hexdigest()
    return f"{expires}.{signature}.{xid}"


def entrance(deliberation: Deliberation, **asked: str) -> str:
    return reverse("deliberation:embed", args=[deliberation.slug], query={"origin": HOST} | asked)


def enter(browser: Client, deliberation: Deliberation, **asked: str) -> HttpResponse:
    return browser.get(entrance(deliberation, **asked), headers=INSIDE, follow=True)


def address_of(response: HttpResponse) -> str:
    return str(response.request["PATH_INFO"])


def ballot_of(page: HttpResponse, value: int = 1) -> dict[str, str]:
    """Return the form on a vote page, filled in."""
    form = text(page).split('class="ballot-form"', 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"value": str(value)}


def text(response: HttpResponse) -> str:
    return response.content.decode()


def ancestors(response: HttpResponse) -> str:
    [found] = re.findall(r"frame-ancestors ([^;]*)", response.headers["Content-Security-Policy"])
    return str(found)
