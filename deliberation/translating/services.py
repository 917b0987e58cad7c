"""Putting statements into other languages. The original always stays, and a person's words win."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Deliberation, Event, Statement, StatementTranslation, User
from deliberation.translating.access import may_translate
from deliberation.translating.scripts import same_language

Source = StatementTranslation.Source
LONGER_BY = 2
"""So many times as long as a statement a translation may be: languages differ in how much they write."""


class TranslationRefused(Exception):
    """The translation cannot be kept; the text says why, in words for the translator."""


@transaction.atomic
def translate_statement(
    *,
    statement: Statement,
    language: str,
    text: str,
    translated_by: User | None = None,
    source: str = Source.PERSON,
    translator: str = "",
    origin: str = Event.Origin.WEB,
) -> StatementTranslation:
    """Keep a statement's translation beside its original. Keeping the same words again does nothing.

    A machine's translation never replaces a person's: then the person's is returned.

    Raises:
        TranslationRefused: it is empty, too long, in the statement's own language or in none of the
            deliberation's, or the author took the statement back.
        PermissionError: the account does not translate in this deliberation.
    """
    deliberation = statement.deliberation
    if translated_by is not None and not may_translate(translated_by, deliberation):
        raise PermissionError(_("Only translators, moderators and owners of this deliberation translate."))
    sentence = clean_text(text)
    locked = Statement.objects.select_for_update().get(pk=statement.pk)
    locked.deliberation = deliberation
    fault = fault_of_translation(locked, language, sentence)
    if fault:
        raise TranslationRefused(fault)
    current = StatementTranslation.objects.filter(statement=locked, language=language).first()
    if current is not None and _stays(current, sentence, source):
        return current
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.STATEMENT_TRANSLATED,
            body={
                "statement": locked.number,
                "language": language,
                "text": sentence,
                "source": str(source),
                "translator": translator,
            },
            user=translated_by,
            origin=origin,
        ),
    )
    translation, _created = StatementTranslation.objects.update_or_create(
        statement=locked,
        language=language,
        defaults={
            "text": sentence,
            "source": source,
            "translator": translator,
            "translated_by": translated_by,
            "translated_at": timezone.now(),
        },
    )
    return translation


def fault_of_translation(statement: Statement, language: str, sentence: str) -> str:
    """Say why a text cannot stand as the statement's translation; empty where it can."""
    if language not in statement.deliberation.statement_languages:
        return _("This is not one of the languages of the deliberation.")
    if same_language(statement.language, language):
        return _("The statement is written in this language already.")
    if statement.erased_at is not None:
        return _("Its author took this statement back.")
    if not any(character.isalpha() for character in sentence):
        return _("Please write a sentence.")
    return _too_long(sentence, statement.deliberation)


def _too_long(sentence: str, deliberation: Deliberation) -> str:
    over = len(sentence) - LONGER_BY * deliberation.statement_length
    if over <= 0:
        return ""
    return ngettext("This is %(over)d character too long.", "This is %(over)d characters too long.", over) % {
        "over": over
    }


def _stays(current: StatementTranslation, sentence: str, source: str) -> bool:
    """Whether what is there is kept: a person's words against a machine's, or the same words again."""
    if current.source == Source.PERSON and source == Source.MACHINE:
        return True
    return current.text == sentence and current.source == source
