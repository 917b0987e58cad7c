import contextlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from deliberation.integrity import rate_limits
from deliberation.integrity.shared_cache import SharedCache
from deliberation.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"
CONFIRM_CODE = "/account/login/code/confirm/"
CONFIRM_ADDRESS = "/account/confirm-email/"
OIDC = {
    "OIDC_NAME": "Example University",
    "OIDC_SERVER_URL": "https://id.example",
    "OIDC_CLIENT_ID": "concord",
    "OIDC_CLIENT_SECRET": "secret",
}


@pytest.fixture(autouse=True)
def uncounted(monkeypatch, settings):
    """Start with nothing counted, by us or by django-allauth."""
    settings.SIGN_IN_RATE_LIMIT = "1000/minute"
    rate_limits._local_storage.cache_clear()
    with contextlib.suppress(RedisError):
        rate_limits._shared_storage(settings.REDIS_URL).reset()
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)
    monkeypatch.setattr(SharedCache, "_paused_until", 0.0)
    cache.clear()


@pytest.fixture
def service(settings):
    """The operator's own sign-in service."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Example University",
                    "client_id": "concord",
                    "secret": "secret",
                    "settings": {"server_url": "https://id.example", "oauth_pkce_enabled": True},
                }
            ]
        }
    }


def code_in(message):
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", message.body, re.M)[1]


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_a_code_by_email_signs_in_and_leads_back(client, moderator):
    wanted = "/d/somewhere/"
    answer = client.post(SIGN_IN, {"login": moderator.email.upper(), "password": "", "next": wanted})
    assert answer.headers["Location"].startswith(CONFIRM_CODE)
    [message] = mail.outbox
    assert message.to == [moderator.email]
    code = code_in(message)
    assert message.subject.startswith(code)
    assert client.get(answer.headers["Location"]).status_code == 200
    answer = client.post(answer.headers["Location"], {"code": code.lower(), "next": wanted})
    assert answer.headers["Location"] == wanted
    assert signed_in_as(client) == str(moderator.pk)


def test_who_asks_for_a_code_gets_one_though_the_browser_filled_in_a_password(client, moderator):
    client.post(SIGN_IN, {"login": moderator.email, "password": "outdated", "code": "1"})
    assert "is your code" in mail.outbox[0].subject


@pytest.mark.parametrize("other_door", ["/account/login/", "/account/login/code/"])
def test_there_is_one_page_to_sign_in_and_its_limits_hold(client, moderator, other_door):
    assert client.post(f"{other_door}?next=/d/x/", {"email": moderator.email}).url == f"{SIGN_IN}?next=/d/x/"
    assert mail.outbox == []


def test_a_wrong_code_lets_nobody_in_and_three_end_it(client, moderator):
    client.post(SIGN_IN, {"login": moderator.email})
    answers = [client.post(CONFIRM_CODE, {"code": "AAA-AAA"}) for _attempt in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert 'role="alert"' in answers[0].content.decode()
    client.post(CONFIRM_CODE, {"code": code_in(mail.outbox[0])})
    assert signed_in_as(client) is None


def test_an_unknown_address_reads_like_a_known_one_and_learns_by_email_how_to_begin(client, moderator):
    pages = []
    for email in (moderator.email, "nobody.known@example.org"):
        browser = Client()
        answer = browser.post(SIGN_IN, {"login": email}, follow=True)
        html = answer.content.decode().replace(email, "ADDRESS")
        pages.append(re.sub(r'value="\w{64}"', "", html))
    assert pages[0] == pages[1]
    assert "/account/signup/" in mail.outbox[1].body


def test_an_address_is_all_it_takes_to_make_an_account(client):
    answer = client.post("/account/signup/", {"email": "New@Example.org", "next": "/d/x/"})
    assert answer.headers["Location"] == CONFIRM_ADDRESS
    assert signed_in_as(client) is None
    code = code_in(mail.outbox[0])
    assert client.get(CONFIRM_ADDRESS).status_code == 200
    client.post(CONFIRM_ADDRESS, {"code": code})
    account = User.objects.get(email="new@example.org")
    assert signed_in_as(client) == str(account.pk)
    assert not account.has_usable_password()
    assert EmailAddress.objects.get(user=account).verified


def test_making_an_account_twice_tells_the_owner_of_the_address_alone(client, moderator):
    EmailAddress.objects.create(user=moderator, email=moderator.email, verified=True, primary=True)
    answers = [Client().post("/account/signup/", {"email": email}) for email in (moderator.email, "a@b.org")]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert mail.outbox[0].subject == "You have an account already"
    assert User.objects.filter(email=moderator.email).count() == 1


def test_who_never_confirmed_gets_in_by_no_other_way(client):
    client.post("/account/signup/", {"email": "victim@example.org"})
    other = Client()
    other.post(SIGN_IN, {"login": "victim@example.org", "password": "anything at all"})
    assert signed_in_as(other) is None


def test_where_sign_up_is_closed_nobody_makes_an_account(client, settings):
    settings.SIGN_UP_OPEN = False
    assert "No new accounts here" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", {"email": "new@example.org"})
    assert not User.objects.exists()
    assert "/account/signup/" not in client.get(SIGN_IN).content.decode()


def test_a_session_is_a_new_one_after_signing_in(client, moderator):
    client.post(SIGN_IN, {"login": "x@example.org"})
    before = client.session.session_key
    client.post("/account/logout/")
    client.post(SIGN_IN, {"login": moderator.email, "password": PASSWORD})
    assert signed_in_as(client)
    assert client.session.session_key != before


def test_signing_out_by_a_link_asks_first(client, moderator):
    client.force_login(moderator)
    assert "Sign out" in client.get("/account/logout/").content.decode()
    assert signed_in_as(client)


def test_the_back_office_is_entered_by_the_same_door(client, moderator):
    answer = client.get("/back-office/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(SIGN_IN)
    assert client.post(
        "/back-office/login/", {"username": moderator.email, "password": PASSWORD}
    ).url.startswith(SIGN_IN)
    client.force_login(moderator)
    assert client.get("/back-office/login/").status_code == 403


def test_a_forgotten_password_is_replaced_with_a_code(client, moderator):
    client.post("/account/password/reset/", {"email": moderator.email})
    code = code_in(mail.outbox[0])
    answer = client.post("/account/password/reset/confirm/", {"code": code})
    assert client.get(answer.url).status_code == 200
    new = "a staple of correct horses"
    answer = client.post(answer.url, {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in answer.content.decode()
    moderator.refresh_from_db()
    assert moderator.check_password(new)


def test_too_many_codes_for_one_address_have_to_wait(moderator):
    answers = [Client().post(SIGN_IN, {"login": moderator.email}) for _attempt in range(5)]
    assert len(mail.outbox) == 3
    assert 'role="alert"' in answers[-1].content.decode()


def test_pages_of_an_account_are_for_its_owner(client, moderator):
    pages = ["email/", "password/change/", "2fa/", "2fa/webauthn/", "3rdparty/"]
    for name in pages:
        assert client.get(f"/account/{name}").url.startswith(SIGN_IN)
    client.post(SIGN_IN, {"login": moderator.email, "password": PASSWORD})
    for name in pages:
        assert client.get(f"/account/{name}").status_code == 200, name


def test_an_authenticator_app_becomes_a_second_step(client, moderator):
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    client.post(SIGN_IN, {"login": moderator.email, "password": PASSWORD})
    answer = client.get("/account/2fa/totp/activate/", follow=True)
    assert "Is it still you?" in answer.content.decode()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    answer = client.post("/account/2fa/totp/activate/", {"code": code}, follow=True)
    html = answer.content.decode()
    recovery = re.findall(r"<li>(\d{8})</li>", html)
    assert len(recovery) == 10

    other = Client()
    answer = other.post(SIGN_IN, {"login": moderator.email, "password": PASSWORD}, follow=True)
    assert "The second step" in answer.content.decode()
    assert signed_in_as(other) is None
    other.post("/account/2fa/authenticate/", {"code": recovery[0]})
    assert signed_in_as(other) == str(moderator.pk)


def test_visitors_without_a_session_cost_no_query_for_accounts(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/account/signup/closed-or-not/").status_code == 404


def test_passwords_are_kept_with_argon2():
    from config.settings import PASSWORD_HASHERS

    assert PASSWORD_HASHERS[0].endswith(Argon2PasswordHasher.__name__)


def test_no_service_is_offered_where_none_is_set(client):
    assert "Continue with" not in client.get(SIGN_IN).content.decode()
    assert client.get("/account/oidc/oidc/login/").status_code == 404


def test_the_operators_service_is_offered_and_reached_without_a_redirect_from_a_form(
    client, service, monkeypatch
):
    from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

    config = {"authorization_endpoint": "https://id.example/start", "token_endpoint": "https://id.example/t"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", config)
    html = client.get(f"{SIGN_IN}?next=/d/x/").content.decode()
    assert "Continue with Example University" in html
    target = re.search(r'action="(/account/oidc/oidc/login/[^"]*)"', html)[1].replace("&amp;", "&")
    assert "Example University" in client.get(target).content.decode()
    answer = client.post(target)
    assert answer.status_code == 200
    assert (
        'http-equiv="refresh" content="0;URL=&#x27;https://id.example/start?'
        in answer.content.decode().replace("'", "&#x27;")
    )
    assert "code_challenge" in answer.content.decode()


def test_a_service_that_is_away_is_said_in_words(client, service, monkeypatch):
    from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
    from requests.exceptions import ConnectionError as Unreachable

    def away(self):
        raise Unreachable

    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(away))
    answer = client.post("/account/oidc/oidc/login/")
    assert answer.status_code == 503
    assert "That did not work" in answer.content.decode()


@pytest.mark.parametrize("missing", sorted(OIDC))
def test_a_service_that_is_half_set_stops_the_start(missing, monkeypatch, tmp_path):
    for name, value in OIDC.items():
        monkeypatch.setenv(name, "" if name == missing else value)
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert missing in started.stderr.splitlines()[-1]


def test_the_site_goes_on_while_redis_is_away(caplog):
    assert cache.add("a-limit", 1)
    assert cache.get("a-limit") == 1
    assert not cache.add("a-limit", 2)
    cache.delete("a-limit")
    assert cache.get("a-limit", "none") == "none"


def test_an_account_made_by_the_operator_needs_no_mailbox(client):
    account = UserFactory(email="made@example.org")
    client.post(SIGN_IN, {"login": account.email, "password": PASSWORD})
    assert signed_in_as(client) == str(account.pk)
    assert mail.outbox == []


def test_an_account_without_a_password_gets_in_with_one_code(client):
    account = UserFactory(email="invited@example.org")
    account.set_unusable_password()
    account.save()
    client.post(SIGN_IN, {"login": account.email})
    client.post(CONFIRM_CODE, {"code": code_in(mail.outbox[0])})
    assert signed_in_as(client) == str(account.pk)
    assert len(mail.outbox) == 1
