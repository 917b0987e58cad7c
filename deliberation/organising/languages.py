"""Languages in which people may write here: those of the interface, and others that are often asked for."""

from collections.abc import Iterable

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info

FURTHER = (
    "bn", "ca", "cs", "da", "de", "el", "et", "eu", "fa", "fi", "fr", "ga", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "sw", "ta", "te",
    "th", "tr", "uk", "ur", "vi",
)  # fmt: skip
"""Codes of languages that the interface does not speak, but in which statements may be written."""


def content_languages() -> list[str]:
    """Return the codes of all languages on offer, those of the interface first."""
    spoken = [code for code, _name in settings.LANGUAGES]
    return spoken + [code for code in FURTHER if code not in spoken]


def language_name(code: str) -> str:
    """Return what a language calls itself, or its code where Django does not know it."""
    if code not in LANG_INFO:
        return code
    name = str(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


def language_choices(codes: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the languages on offer for a form, and `codes` even if they are not among them."""
    offered = content_languages()
    offered += [code for code in codes if code not in offered]
    return [(code, language_name(code)) for code in offered]
