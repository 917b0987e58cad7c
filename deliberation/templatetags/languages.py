"""Languages by their names, the direction of texts, and translations beside statements."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language_info

from deliberation.models import Deliberation, Statement, StatementTranslation
from deliberation.translating.access import may_translate
from deliberation.translating.scripts import direction_of

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in the reader's language, or its code where it has no name here."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def text_direction(text: str) -> str:
    """Return "rtl" or "ltr", for a `dir` attribute."""
    return direction_of(text)


@register.filter
def translation_of(
    translations: Mapping[int, StatementTranslation] | None, statement: Statement
) -> StatementTranslation | None:
    """Return the statement's translation among those of a page, or None."""
    return translations.get(statement.pk) if translations else None


@register.filter
def may_translate_in(user: Any, deliberation: Deliberation) -> bool:
    """Return whether there is something to translate in the deliberation, and this account may."""
    if not isinstance(deliberation, Deliberation) or len(deliberation.statement_languages) == 1:
        return False
    return may_translate(user, deliberation)
