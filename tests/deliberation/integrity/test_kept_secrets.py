"""Secrets that are used again are kept so that the database alone does not give them away."""

import pytest

from deliberation.integrity.kept_secrets import SecretUnreadable, open_secret, seal_secret


def test_a_sealed_secret_opens_to_the_same_text_and_does_not_show_it():
    sealed = seal_secret("whsec_Grüße ✓", "webhook")
    assert open_secret(sealed, "webhook") == "whsec_Grüße ✓"
    assert "whsec" not in sealed
    assert sealed.isascii()


def test_sealing_the_same_text_twice_gives_two_different_seals():
    assert seal_secret("same", "webhook") != seal_secret("same", "webhook")


def test_a_secret_opens_only_for_the_purpose_it_was_sealed_for():
    sealed = seal_secret("text", "webhook")
    with pytest.raises(SecretUnreadable):
        open_secret(sealed, "identities of a host site")


def test_a_changed_seal_is_refused():
    sealed = seal_secret("text", "webhook")
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(SecretUnreadable):
        open_secret(changed, "webhook")


@pytest.mark.parametrize("text", ["", "not a seal", "gAAAA", "é"])
def test_what_is_no_seal_is_refused(text):
    with pytest.raises(SecretUnreadable):
        open_secret(text, "webhook")


def test_a_secret_outlives_a_new_site_key_while_the_old_one_is_named(settings):
    sealed = seal_secret("text", "webhook")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 50
    assert open_secret(sealed, "webhook") == "text"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SecretUnreadable):
        open_secret(sealed, "webhook")
