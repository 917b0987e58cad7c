import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.secret_strength import certain_weakness, weakness


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("short", "32 characters"),
        ("0" * 64, "different characters"),
        ("abcd" * 16, "different characters"),
        ("django-insecure-8#k2p$w9v!q7m4z6x1c3n5b0", "tool"),
    ],
)
def test_what_nobody_can_have_meant_is_refused(secret: str, reason: str) -> None:
    assert reason in certain_weakness(secret)
    assert reason in weakness(secret)


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("ChangeMe-0123456789-abcdefghijklmnop", "changeme"),
        ("k3fJ9-xQ_7" * 4, "repeated"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaabcdefgh", "regular"),
    ],
)
def test_what_may_be_guessed_is_only_warned_of(secret: str, reason: str) -> None:
    assert certain_weakness(secret) == ""
    assert reason in weakness(secret)


def test_what_the_hints_make_is_good() -> None:
    for _try in range(200):
        assert weakness(secrets.token_urlsafe(50)) == ""
        assert weakness(secrets.token_hex(32)) == ""
        assert weakness(secrets.token_urlsafe(32)) == ""


@given(st.text(min_size=1, max_size=9), st.integers(2, 20))
def test_no_repeated_text_is_good(text: str, times: int) -> None:
    assert weakness(text * times) != ""
