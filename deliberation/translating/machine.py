"""Translations by a program that the operator plugs in: whatever is missing, and nothing that a person wrote.

`STATEMENT_TRANSLATOR` names a callable `(texts, source, target) -> list[str]`: texts in the language `source`
come back in the language `target`, in their order; an empty string leaves a text untranslated. Languages are
codes such as "zh-hans".
"""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import Deliberation, Event, Job, Statement, StatementTranslation
from deliberation.translating.services import Source, TranslationRefused, translate_statement

TRANSLATE_TASK = "deliberation.tasks.translate_statements"
Translator = Callable[[list[str], str, str], Sequence[str]]

BATCH = 32
"""Texts handed over at a time; what has come back is kept, should the work be cut off."""


def is_available() -> bool:
    """Return whether a translating program is plugged in."""
    return bool(settings.STATEMENT_TRANSLATOR)


def request_translations(*, deliberation: Deliberation) -> Job | None:
    """Ask for what is missing to be translated by machine, if a program is plugged in and there is need."""
    if not is_available() or len(deliberation.statement_languages) == 1:
        return None
    return request_follow_up(
        task=TRANSLATE_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
        deliberation=deliberation,
    )


def translate_missing(
    *, deliberation: Deliberation, report: Report = lambda step, fraction: None
) -> dict[str, int]:
    """Translate by machine what nobody and nothing has translated; return how much was and was not.

    Raises:
        WorkRefused: no program is plugged in, or it gives back another number of texts than it got.
    """
    translate = _translator()
    translated = refused = 0
    languages = deliberation.statement_languages
    for position, language in enumerate(languages):
        for source in languages:
            for batch in _missing(deliberation, source, language):
                report("Translating", position / len(languages))
                done = _keep(deliberation, batch, _texts(translate, batch, source, language), language)
                translated, refused = translated + done, refused + len(batch) - done
    return {"translated": translated, "left_out": refused}


def _translator() -> Translator:
    if not is_available():
        raise WorkRefused("No program for translating is plugged in: see STATEMENT_TRANSLATOR.")
    try:
        translator: Translator = import_string(settings.STATEMENT_TRANSLATOR)
    except ImportError as error:
        raise WorkRefused(f"STATEMENT_TRANSLATOR cannot be loaded: {error}") from error
    return translator


def _missing(deliberation: Deliberation, source: str, language: str) -> list[list[Statement]]:
    statements = list(
        deliberation.statements.to_translate_into(language)
        .filter(language=source)
        .without_translation_into(language)
    )
    return [statements[start : start + BATCH] for start in range(0, len(statements), BATCH)]


def _texts(translate: Translator, batch: Sequence[Statement], source: str, language: str) -> list[str]:
    texts = list(translate([statement.text for statement in batch], source, language))
    if len(texts) != len(batch):
        raise WorkRefused(f"The translating program was given {len(batch)} texts and gave back {len(texts)}.")
    return texts


def _keep(deliberation: Deliberation, batch: Sequence[Statement], texts: Sequence[str], language: str) -> int:
    kept = 0
    for statement, text in zip(batch, texts, strict=True):
        statement.deliberation = deliberation
        try:
            translation = translate_statement(
                statement=statement,
                language=language,
                text=text,
                source=Source.MACHINE,
                translator=settings.STATEMENT_TRANSLATOR.rpartition(".")[2][:100],
                origin=Event.Origin.COMMAND,
            )
        except TranslationRefused:
            continue
        kept += translation.source == StatementTranslation.Source.MACHINE
    return kept
