"""Signing in at the operator's own service, which a small OpenID Connect server plays here."""

import json
import re
import threading
import time
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache

from deliberation.integrity.shared_cache import SharedCache
from deliberation.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
CALLBACK = "/account/oidc/oidc/login/callback/"


class Service(HTTPServer):
    """The service: says of whoever comes what `person` says."""

    person: dict[str, Any] = {"sub": "42", "email": "moderator@example.org", "email_verified": True}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:  # noqa: N802
        if self.path.startswith("/.well-known/openid-configuration"):
            paths = {"authorization_endpoint": "start", "token_endpoint": "token", "userinfo_endpoint": "me"}
            self.say({name: f"{self.server.url}/{path}" for name, path in paths.items()} | self.about())
        else:
            self.say(self.server.person)

    def do_POST(self) -> None:  # noqa: N802
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert sent["code_verifier"]
        claims = {"iss": self.server.url, "aud": "concord", "exp": time.time() + 60} | self.server.person
        token = jwt.encode(claims, "a key that only the service knows", algorithm="HS256")
        self.say({"access_token": "token", "id_token": token, "token_type": "Bearer"})

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.server.url,
            "jwks_uri": f"{self.server.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def say(self, content: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(SharedCache, "_paused_until", 0.0)
    cache.clear()
    server = Service(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    app = {
        "provider_id": "oidc",
        "name": "Example University",
        "client_id": "concord",
        "secret": "secret",
        "settings": {"server_url": server.url, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()


def come_back(client: Any, **changes: str) -> Any:
    """Leave for the service and come back as it sends people back."""
    html = client.post("/account/oidc/oidc/login/?next=/d/x/").content.decode()
    start = unescape(re.search(r'<a class="button[^"]*" href="([^"]+)"', html)[1])
    sent = parse_qs(urlsplit(start).query)
    assert sent["redirect_uri"] == [f"http://testserver{CALLBACK}"]
    return client.get(CALLBACK, {"code": "one-time", "state": sent["state"][0]} | changes)


def test_whoever_the_service_knows_gets_into_the_account_of_that_address(client, service, moderator):
    answer = come_back(client)
    assert answer.url == "/d/x/"
    assert client.session["_auth_user_id"] == str(moderator.pk)
    moderator.refresh_from_db()
    assert moderator.check_password(PASSWORD)


def test_an_address_that_the_service_has_not_verified_opens_nobodys_account(client, service, moderator):
    service.person = service.person | {"email_verified": False}
    come_back(client)
    assert "_auth_user_id" not in client.session


def test_a_new_person_of_the_service_has_an_account_at_once(client, service):
    come_back(client)
    assert client.session["_auth_user_id"] == str(User.objects.get(email="moderator@example.org").pk)


def test_where_sign_up_is_closed_the_service_makes_no_accounts(client, service, settings):
    settings.SIGN_UP_OPEN = False
    assert "No new accounts here" in come_back(client).content.decode()
    assert not User.objects.exists()


def test_a_made_up_return_opens_nothing(client, service, moderator):
    answer = come_back(client, state="made-up")
    assert "That did not work" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_somebody_who_turned_back_is_told_that_nothing_happened(client, service):
    answer = come_back(client, error="access_denied")
    assert "You came back without signing in" in client.get(answer.url).content.decode()
