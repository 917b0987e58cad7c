from typing import Any

import pytest

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Job, Statement, StatementTranslation
from deliberation.tasks import index_statements, translate_statements
from deliberation.translating.machine import TRANSLATE_TASK, request_translations, translate_missing
from deliberation.translating.services import translate_statement
from tests.deliberation.translating import translators
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db
PLACE = "tests.deliberation.translating.translators"


@pytest.fixture(autouse=True)
def program(settings: Any) -> None:
    settings.STATEMENT_TRANSLATOR = f"{PLACE}.shout"
    translators.ASKED.clear()


def test_what_is_missing_is_translated_under_the_programs_name(deliberation: Deliberation) -> None:
    english = StatementFactory(deliberation=deliberation, text="Be kind.")
    spanish = StatementFactory(deliberation=deliberation, text="Di la verdad.", language="es")
    StatementFactory(deliberation=deliberation, state=Statement.State.PENDING)
    assert translate_missing(deliberation=deliberation) == {"translated": 4, "left_out": 0}
    kept = {(one.statement_id, one.language): one for one in StatementTranslation.objects.all()}
    assert kept[english.pk, "ar"].text == "ar: BE KIND."
    assert kept[spanish.pk, "en"].text == "en: DI LA VERDAD."
    assert {(one.source, one.translator) for one in kept.values()} == {("machine", "shout")}
    assert (["Di la verdad."], "es", "en") in translators.ASKED


def test_nothing_is_translated_twice_and_no_person_is_overwritten(statement: Statement) -> None:
    translate_statement(statement=statement, language="es", text="Debe.")
    assert translate_missing(deliberation=statement.deliberation)["translated"] == 1
    assert translate_missing(deliberation=statement.deliberation)["translated"] == 0
    assert StatementTranslation.objects.get(language="es").text == "Debe."


def test_what_the_program_leaves_out_stays_in_its_own_language(deliberation: Deliberation) -> None:
    StatementFactory(deliberation=deliberation, text="Please leave me alone.")
    assert translate_missing(deliberation=deliberation) == {"translated": 0, "left_out": 2}


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (f"{PLACE}.forget", "given 1 texts and gave back 0"),
        (f"{PLACE}.nothing_of_this_name", "cannot be loaded"),
        ("", "No program"),
    ],
)
def test_a_program_that_does_not_work_is_named(
    statement: Statement, settings: Any, program: str, why: str
) -> None:
    settings.STATEMENT_TRANSLATOR = program
    with pytest.raises(WorkRefused, match=why):
        translate_missing(deliberation=statement.deliberation)


def test_it_is_asked_for_when_statements_have_come_and_done_by_a_job(
    statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deliberation.tasks.semantic_index.index_statements", lambda **_given: {})
    arguments = {"deliberation": statement.deliberation.public_id}
    index_statements(Job.objects.create(key="index", task="index", arguments=arguments).pk)
    job = Job.objects.get(task=TRANSLATE_TASK)
    translate_statements(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.SUCCEEDED
    assert StatementTranslation.objects.count() == 2


def test_without_a_program_or_in_one_language_nothing_is_asked_for(
    deliberation: Deliberation, settings: Any
) -> None:
    deliberation.languages = []
    assert request_translations(deliberation=deliberation) is None
    deliberation.languages, settings.STATEMENT_TRANSLATOR = ["es"], ""
    assert request_translations(deliberation=deliberation) is None
