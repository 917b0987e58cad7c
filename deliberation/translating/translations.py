"""Statements as somebody reads them: in their own language where a translation is stored."""

from collections.abc import Iterable

from deliberation.models import Statement, StatementTranslation
from deliberation.translating.scripts import same_language


def translations_into(statements: Iterable[Statement], language: str) -> dict[int, StatementTranslation]:
    """Return the stored translations into a language, by the primary key of their statement, in one query.

    A statement that is in this language already, or that its author took back, has none.
    """
    wanted = [
        statement.pk
        for statement in statements
        if statement.erased_at is None and not same_language(statement.language, language)
    ]
    if not wanted:
        return {}
    found = StatementTranslation.objects.of(wanted).into(language)
    return {translation.statement_id: translation for translation in found}
