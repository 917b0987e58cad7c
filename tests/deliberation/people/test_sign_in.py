import contextlib

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import RedisError

from deliberation.integrity import rate_limits
from deliberation.integrity.shared_cache import SharedCache
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uncounted(monkeypatch, settings):
    """Start with nothing counted, here or in a Redis that another test has started, and none given up."""
    rate_limits._local_storage.cache_clear()
    with contextlib.suppress(RedisError):
        rate_limits._shared_storage(settings.REDIS_URL).reset()
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)
    monkeypatch.setattr(SharedCache, "_paused_until", 0.0)
    cache.clear()


def sign_in(client, email, password, **extra):
    return client.post(reverse("deliberation:sign_in"), {"login": email, "password": password}, **extra)


def test_a_moderator_signs_in_with_the_address_in_any_case(client, moderator):
    assert sign_in(client, "Moderator@Example.ORG", PASSWORD).status_code == 302
    assert client.session["_auth_user_id"] == str(moderator.pk)


def test_after_signing_in_one_is_where_one_wanted_to_be(client, moderator, deliberation):
    wanted = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    answer = client.post(
        client.get(wanted).headers["Location"],
        {"login": moderator.email, "password": PASSWORD, "next": wanted},
    )
    assert answer.headers["Location"] == wanted


def test_one_is_never_led_to_another_site(client, moderator):
    fields = {"login": moderator.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    answer = client.post(reverse("deliberation:sign_in"), fields)
    assert "elsewhere" not in answer.headers["Location"]


@pytest.mark.parametrize("person", ["owner", "moderator", "observer", "translator"])
def test_signing_in_leads_to_the_panel_where_one_may_see_it(request, client, deliberation, person):
    account = request.getfixturevalue(person)
    panel = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    expected = reverse("deliberation:home") if person == "translator" else panel
    assert sign_in(client, account.email, PASSWORD).headers["Location"] == expected


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, moderator):
    wrong = sign_in(client, moderator.email, "wrong").content.decode()
    unknown = sign_in(client, "nobody@example.org", "wrong").content.decode()
    notice = 'role="alert"'
    assert notice in wrong
    assert wrong[wrong.index(notice) :][:150] == unknown[unknown.index(notice) :][:150]


def attempts(client, times, **parts):
    return [
        sign_in(client, parts.get("email", f"person{n}@example.org"), "wrong").status_code
        for n in range(times)
    ]


def test_too_many_attempts_from_one_network_have_to_wait(client, moderator, settings):
    settings.SIGN_IN_RATE_LIMIT = "3/minute"
    assert attempts(client, 3) == [200, 200, 200]
    refused = sign_in(client, moderator.email, PASSWORD)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    html = refused.content.decode()
    assert "Too many attempts." in html
    assert moderator.email in html
    assert "_auth_user_id" not in client.session


def test_another_network_is_not_held_up(client, moderator, settings):
    settings.SIGN_IN_RATE_LIMIT = "3/minute"
    attempts(client, 4)
    assert sign_in(client, moderator.email, PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_guessing_one_account_from_many_networks_has_to_wait(client, moderator, settings):
    settings.SIGN_IN_RATE_LIMIT = "3/minute"
    codes = [
        sign_in(client, moderator.email, "wrong", REMOTE_ADDR=f"198.51.{n}.7").status_code for n in range(4)
    ]
    assert codes == [200, 200, 200, 429]


def test_the_limit_is_counted_in_redis_where_there_is_one(redis_server, client, moderator, settings):
    import redis

    settings.SIGN_IN_RATE_LIMIT = "2/minute"
    server = redis.from_url(redis_server.replace("redis+socket://", "unix://"))
    server.flushdb()
    assert attempts(client, 3) == [200, 200, 429]
    assert server.keys("concord:limits*")
    rate_limits._local_storage.cache_clear()
    assert attempts(client, 1) == [429]
    server.flushdb()


def test_signing_out_needs_a_button_and_ends_the_session(client, moderator):
    sign_in(client, moderator.email, PASSWORD)
    assert client.get(reverse("deliberation:sign_out")).status_code == 405
    client.post(reverse("deliberation:sign_out"))
    assert "_auth_user_id" not in client.session
