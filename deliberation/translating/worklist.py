"""What a translator has before them: statements with the translations that are there, page by page."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from deliberation.models import Deliberation, Statement, StatementTranslation
from deliberation.translating.scripts import same_language

PER_PAGE = 20
MISSING, MACHINE, ALL = "missing", "machine", "all"
SHOWN = (MISSING, MACHINE, ALL)


@dataclass(frozen=True)
class Task:
    """A statement to translate, and the translation there is."""

    statement: Statement
    translation: StatementTranslation | None


@dataclass(frozen=True)
class Progress:
    """How far the translation into one language has come, in statements."""

    language: str
    total: int
    by_people: int
    by_machine: int

    @property
    def missing(self) -> int:
        """Statements that nobody and nothing has translated."""
        return self.total - self.by_people - self.by_machine


def progress_of(deliberation: Deliberation) -> list[Progress]:
    """Return how far each language of the deliberation is."""
    found = []
    for language in deliberation.statement_languages:
        statements = deliberation.statements.to_translate_into(language)
        done = StatementTranslation.objects.filter(statement__in=statements).into(language)
        people = done.by_people().count()
        found.append(Progress(language, statements.count(), people, done.count() - people))
    return found


def page_of_tasks(deliberation: Deliberation, language: str, shown: str, number: str | None) -> Page:
    """Return one page of what there is to translate into a language."""
    statements = _statements(deliberation, language, shown)
    page = Paginator(statements, PER_PAGE).get_page(number)
    listed = list(page.object_list)
    kept = StatementTranslation.objects.of([one.pk for one in listed]).into(language)
    translations = {one.statement_id: one for one in kept}
    for statement in listed:
        statement.deliberation = deliberation
    page.object_list = [Task(statement, translations.get(statement.pk)) for statement in listed]
    return page


def language_to_begin_with(deliberation: Deliberation, wanted: str, readers: str) -> str:
    """Return the wanted language, or the reader's, or the first that is not the deliberation's own."""
    languages = deliberation.statement_languages
    if wanted in languages:
        return wanted
    others = languages[1:] or languages
    return next((code for code in others if same_language(code, readers)), others[0])


def _statements(deliberation: Deliberation, language: str, shown: str) -> QuerySet[Statement]:
    statements = deliberation.statements.to_translate_into(language)
    if shown == ALL:
        return statements
    if shown == MACHINE:
        machine = Q(translations__language=language, translations__source=StatementTranslation.Source.MACHINE)
        return statements.filter(machine)
    return statements.without_translation_into(language)
