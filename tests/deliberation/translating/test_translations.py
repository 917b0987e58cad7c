import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from deliberation.models import Deliberation, Statement, StatementTranslation
from deliberation.translating.translations import translations_into
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(deliberation: Deliberation) -> StatementTranslation:
    statement = StatementFactory(
        deliberation=deliberation, text="Debe decir <b>la</b> verdad.", language="es"
    )
    return StatementTranslation.objects.create(
        statement=statement, language="en", text="It must tell the truth.", source="machine", translator="Apt"
    )


def rendered(statement: Statement, **context: object) -> str:
    with override("en"):
        return render_to_string("deliberation/_statement_text.html", {"statement": statement} | context)


def test_translations_come_in_one_query_by_statement(
    translation: StatementTranslation, django_assert_num_queries
) -> None:
    others = StatementFactory.create_batch(3, deliberation=translation.statement.deliberation)
    with django_assert_num_queries(1):
        found = translations_into([translation.statement, *others], "en")
    assert found == {translation.statement_id: translation}


def test_what_one_reads_anyway_needs_no_translation(
    translation: StatementTranslation, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert translations_into([translation.statement], "es") == {}
    assert translations_into([translation.statement], "ar") == {}


def test_a_statement_taken_back_is_not_shown_in_another_language(translation: StatementTranslation) -> None:
    translation.statement.erased_at = translation.translated_at
    assert translations_into([translation.statement], "en") == {}


def test_the_original_stays_beside_the_translation_with_its_source(translation: StatementTranslation) -> None:
    page = rendered(translation.statement, translation=translation)
    assert 'lang="en" dir="ltr">It must tell the truth.' in page
    assert "Original, in Spanish:" in page
    assert 'lang="es" dir="ltr">Debe decir &lt;b&gt;la&lt;/b&gt; verdad.' in page
    assert "translated by a machine: Apt" in page


def test_a_statement_alone_is_marked_with_its_own_language(translation: StatementTranslation) -> None:
    page = rendered(translation.statement, translation=None, size="large")
    assert 'class="statement statement--large"' in page
    assert 'lang="es"' in page
    assert "Original" not in page
