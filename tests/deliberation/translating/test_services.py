import pytest

from deliberation.models import Deliberation, Event, Statement, StatementTranslation, User
from deliberation.translating.services import TranslationRefused, translate_statement

pytestmark = pytest.mark.django_db


def test_a_translation_is_kept_with_who_made_it_and_is_in_the_log(
    statement: Statement, translator: User
) -> None:
    kept = translate_statement(
        statement=statement, language="es", text="  Debe\u202e cumplir. ", translated_by=translator
    )
    assert (kept.text, kept.source, kept.translated_by) == ("Debe cumplir.", "person", translator)
    assert Event.objects.get(kind=Event.Kind.STATEMENT_TRANSLATED).payload.body == {
        "statement": statement.number,
        "language": "es",
        "text": "Debe cumplir.",
        "source": "person",
        "translator": "",
    }
    assert statement.text == Statement.objects.get(pk=statement.pk).text


def test_the_same_words_again_change_nothing(statement: Statement, translator: User) -> None:
    for _time in range(2):
        translate_statement(statement=statement, language="es", text="Debe.", translated_by=translator)
    translate_statement(statement=statement, language="es", text="Tiene que.", translated_by=translator)
    translate_statement(statement=statement, language="es", text="Debe.", translated_by=translator)
    assert Event.objects.filter(kind=Event.Kind.STATEMENT_TRANSLATED).count() == 3
    assert StatementTranslation.objects.get().text == "Debe."


def test_a_machine_never_replaces_a_person_and_a_person_replaces_a_machine(
    statement: Statement, translator: User
) -> None:
    by_machine = {"source": "machine", "translator": "Apt"}
    translate_statement(statement=statement, language="es", text="Máquina.", **by_machine)
    translate_statement(statement=statement, language="es", text="Persona.", translated_by=translator)
    kept = translate_statement(statement=statement, language="es", text="Máquina dos.", **by_machine)
    assert (kept.text, kept.source, kept.translator) == ("Persona.", "person", "")


def test_a_person_who_leaves_a_machines_words_as_they_are_answers_for_them(
    statement: Statement, translator: User
) -> None:
    translate_statement(statement=statement, language="es", text="Debe.", source="machine", translator="Apt")
    translate_statement(statement=statement, language="es", text="Debe.", translated_by=translator)
    assert StatementTranslation.objects.get().source == "person"


@pytest.mark.parametrize(
    ("language", "text", "why"),
    [
        ("en", "Same.", "in this language already"),
        ("fr", "Il doit.", "not one of the languages"),
        ("es", " \u200b ", "write a sentence"),
        ("es", "x" * 561, "1 character too long"),
    ],
)
def test_what_is_no_translation_is_refused(statement: Statement, language: str, text: str, why: str) -> None:
    with pytest.raises(TranslationRefused, match=why):
        translate_statement(statement=statement, language=language, text=text)
    assert not StatementTranslation.objects.exists()


def test_a_statement_taken_back_is_not_translated(statement: Statement) -> None:
    Statement.objects.update(erased_at=statement.deliberation.created_at)
    with pytest.raises(TranslationRefused, match="took this statement back"):
        translate_statement(statement=statement, language="es", text="Debe.")


def test_only_those_with_the_role_translate(
    statement: Statement, observer: User, stranger: User, deliberation: Deliberation
) -> None:
    for person in (observer, stranger):
        with pytest.raises(PermissionError):
            translate_statement(statement=statement, language="es", text="Debe.", translated_by=person)
