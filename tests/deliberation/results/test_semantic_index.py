"""The index embeds each text once, proposes each pair once, keeps topics, and can be cut off anywhere."""

from collections.abc import Sequence

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from deliberation.jobs import WorkRefused
from deliberation.models import DuplicateCandidate, Statement, StatementEmbedding, TextVector, Topic
from deliberation.results import semantic_index, statement_vectors
from deliberation.results.semantic_index import HINT_ENCODER, encoder_for, index_statements
from deliberation.semantics.encoders import EncoderUnavailable
from deliberation.semantics.near_duplicates import candidate_pairs
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db

MATTERS = ("privacy", "honesty", "children", "medicine")
ODD = "weather"


class Encoders:
    """Encoders that place a text by the matter it names, and remember what they were asked."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.asked: list[tuple[str, str]] = []

    def load(self, name: str):
        self.loaded.append(name)

        def encode(texts: Sequence[str]) -> np.ndarray:
            self.asked += [(name, text) for text in texts]
            return np.stack([self.vector(text) for text in texts])

        return encode

    @staticmethod
    def vector(text: str) -> np.ndarray:
        generator = np.random.default_rng(sum(text.encode()))
        vector = generator.normal(0, 0.05, 32)
        for place, matter in enumerate((*MATTERS, ODD)):
            vector[place] += text.count(matter)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture
def encoders(monkeypatch: pytest.MonkeyPatch) -> Encoders:
    found = Encoders()
    monkeypatch.setattr(statement_vectors, "load_encoder", found.load)
    monkeypatch.setattr(semantic_index, "DEFAULT_DUPLICATE_THRESHOLD", 0.85)
    return found


def statements_about(deliberation, count: int = 12, start: int = 0) -> list[Statement]:
    return [
        StatementFactory(deliberation=deliberation, author=None, text=f"Case {n} of {MATTERS[n % 4]}.")
        for n in range(start, start + count)
    ]


def topic_of(statement: Statement) -> Topic:
    return Topic.objects.filter(members__statement=statement).latest("topic_map_id")


def test_every_text_is_embedded_once_by_each_of_the_two_encoders(encoders, deliberation) -> None:
    statements_about(deliberation, 5)
    assert index_statements(deliberation=deliberation)["embedded"] == 5
    assert len(encoders.asked) == len(set(encoders.asked)) == 10
    assert {name for name, _text in encoders.asked} == {encoder_for(deliberation), HINT_ENCODER}


@pytest.mark.parametrize(
    ("own", "others", "of_a_statement", "name"),
    [
        ("en", [], "en", "english"),
        ("en-gb", [], "en", "english"),
        ("en", ["es"], "en", "multilingual"),
        ("ar", [], "en", "multilingual"),
        ("en", [], "zh-hans", "multilingual"),
    ],
)
def test_several_languages_need_the_multilingual_encoder(
    deliberation, settings, own, others, of_a_statement, name
) -> None:
    settings.SENTENCE_ENCODER, settings.MULTILINGUAL_SENTENCE_ENCODER = "english", "multilingual"
    deliberation.language, deliberation.languages = own, others
    StatementFactory(deliberation=deliberation, author=None, language=of_a_statement)
    assert encoder_for(deliberation) == name


def test_a_second_run_does_nothing_and_loads_no_encoder(encoders, deliberation) -> None:
    statements_about(deliberation)
    first = index_statements(deliberation=deliberation)
    encoders.loaded.clear()
    second = index_statements(deliberation=deliberation)
    assert first["candidates"] > 0
    assert second == first | {"embedded": 0, "candidates": 0}
    assert encoders.loaded == []
    assert deliberation.topic_maps.count() == 1


def test_a_text_known_from_another_deliberation_is_not_embedded_again(encoders, deliberation) -> None:
    statements_about(deliberation, 3)
    index_statements(deliberation=deliberation)
    encoders.asked.clear()
    elsewhere = DeliberationFactory()
    statements_about(elsewhere, 4)
    assert index_statements(deliberation=elsewhere)["embedded"] == 1
    assert {text for _name, text in encoders.asked} == {"Case 3 of medicine."}
    assert TextVector.objects.count() == 2 * 4
    assert StatementEmbedding.objects.count() == 2 * (3 + 4)


def test_what_was_embedded_before_a_crash_is_not_embedded_again(encoders, deliberation, monkeypatch) -> None:
    statements_about(deliberation, 5)
    monkeypatch.setattr(statement_vectors, "BATCH", 2)

    def stop(step: str, fraction: float) -> None:
        if fraction > 0.2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_statements(deliberation=deliberation, report=stop)
    encoders.asked.clear()
    result = index_statements(deliberation=deliberation)
    assert result["embedded"] == 3
    assert result["statements"] == 5


def test_a_changed_text_gets_the_vector_of_its_new_words_and_the_old_one_is_forgotten(
    encoders, deliberation
) -> None:
    statement = statements_about(deliberation, 1)[0]
    index_statements(deliberation=deliberation)
    statement.text = "Something about medicine."
    statement.save()
    index_statements(deliberation=deliberation)
    stored = StatementEmbedding.objects.get(statement=statement, encoder=HINT_ENCODER).text_vector
    np.testing.assert_array_equal(np.frombuffer(stored.vector, "<f4"), encoders.vector(statement.text))
    assert TextVector.objects.count() == 2


def test_progress_never_goes_back_and_names_each_step(encoders, deliberation) -> None:
    statements_about(deliberation)
    steps: list[tuple[str, float]] = []
    index_statements(deliberation=deliberation, report=lambda step, fraction: steps.append((step, fraction)))
    assert [fraction for _step, fraction in steps] == sorted(fraction for _step, fraction in steps)
    assert {step for step, _fraction in steps} >= {
        "Reading what the statements mean",
        "Looking for statements that say the same",
        "Finding the topics",
    }


def test_a_new_statement_is_compared_with_all_and_the_others_are_not_compared_again(
    encoders, deliberation, monkeypatch
) -> None:
    statements_about(deliberation, 8)
    index_statements(deliberation=deliberation)
    searched = []

    def search(vectors, texts, *, known, **others):
        searched.append((len(texts), known))
        return candidate_pairs(vectors, texts, known=known, **others)

    monkeypatch.setattr(semantic_index, "candidate_pairs", search)
    new = statements_about(deliberation, 1, start=8)[0]
    result = index_statements(deliberation=deliberation)
    assert searched == [(9, 8)]
    assert result["candidates"] == 2
    assert DuplicateCandidate.objects.filter(second=new).count() == 2


def test_new_statements_find_the_pairs_of_an_index_made_at_once(encoders) -> None:
    at_once, step_by_step = DeliberationFactory(), DeliberationFactory()
    statements_about(at_once, 12)
    index_statements(deliberation=at_once)
    for start in range(0, 12, 4):
        statements_about(step_by_step, 4, start=start)
        index_statements(deliberation=step_by_step)

    def pairs(deliberation) -> set[tuple[int, int]]:
        return set(deliberation.duplicate_candidates.values_list("first__number", "second__number"))

    assert pairs(at_once) == pairs(step_by_step) != set()


def test_a_dismissed_pair_is_not_proposed_again(encoders, deliberation) -> None:
    statements_about(deliberation, 8)
    index_statements(deliberation=deliberation)
    deliberation.duplicate_candidates.update(state=DuplicateCandidate.State.DISMISSED)
    StatementEmbedding.objects.update(is_compared=False)
    assert index_statements(deliberation=deliberation)["candidates"] == 0
    assert not deliberation.duplicate_candidates.filter(state=DuplicateCandidate.State.PROPOSED).exists()


def test_a_flood_of_copies_is_stored_as_a_bounded_list(encoders, deliberation) -> None:
    Statement.objects.bulk_create(
        Statement(deliberation=deliberation, number=number, text="privacy" + "!" * number)
        for number in range(1, 81)
    )
    assert index_statements(deliberation=deliberation)["candidates"] <= 20 * 80


def test_topics_keep_number_and_name_when_five_statements_come(encoders, deliberation) -> None:
    statements = statements_about(deliberation, 60)
    index_statements(deliberation=deliberation)
    before = {statement.pk: topic_of(statement) for statement in statements}
    assert len({topic.number for topic in before.values()}) == len(MATTERS)

    statements_about(deliberation, 5, start=60)
    index_statements(deliberation=deliberation)

    assert deliberation.topic_maps.count() == 2
    for statement in statements:
        topic, last = topic_of(statement), before[statement.pk]
        assert topic.topic_map_id > last.topic_map_id
        assert (topic.number, topic.name) == (last.number, last.name)


def test_a_number_is_never_given_to_another_topic(encoders, deliberation) -> None:
    statements = statements_about(deliberation, 60)
    index_statements(deliberation=deliberation)
    gone = topic_of(statements[0]).number
    deliberation.statements.filter(text__endswith="privacy.").update(state=Statement.State.REJECTED)
    index_statements(deliberation=deliberation)
    for number in range(100, 115):
        StatementFactory(deliberation=deliberation, author=None, text=f"Case {number} of privacy.")
    index_statements(deliberation=deliberation)
    numbers = deliberation.topic_maps.latest("id").topics.values_list("number", flat=True)
    assert gone not in numbers
    assert max(numbers) == 4


def test_statements_without_a_topic_are_other_and_keep_its_number(encoders, deliberation) -> None:
    statements_about(deliberation, 60)
    odd = StatementFactory(deliberation=deliberation, author=None, text="Quite another thing, the weather.")
    index_statements(deliberation=deliberation)
    other = topic_of(odd)
    assert other.is_other
    assert other.title == "Other"
    statements_about(deliberation, 1, start=60)
    index_statements(deliberation=deliberation)
    assert topic_of(odd).number == other.number


def test_rejected_statements_are_left_out(encoders, deliberation) -> None:
    StatementFactory(deliberation=deliberation, state=Statement.State.REJECTED)
    assert index_statements(deliberation=deliberation) == {
        "statements": 0,
        "embedded": 0,
        "candidates": 0,
        "topics": 0,
    }
    assert encoders.asked == []


def test_a_missing_encoder_is_refused_in_one_sentence(deliberation, monkeypatch, capsys) -> None:
    StatementFactory(deliberation=deliberation)

    def missing(name: str):
        raise EncoderUnavailable(f"The sentence encoder {name} cannot be loaded.")

    monkeypatch.setattr(statement_vectors, "load_encoder", missing)
    with pytest.raises(WorkRefused, match="cannot be loaded"):
        index_statements(deliberation=deliberation)
    with pytest.raises(CommandError, match="cannot be loaded") as refusal:
        call_command("index_statements", deliberation.slug)
    assert refusal.value.returncode == 1


def test_the_command_says_what_it_did(encoders, deliberation, capsys) -> None:
    statements_about(deliberation, 4)
    call_command("index_statements", deliberation.slug)
    assert "4 statements, 4 newly embedded" in capsys.readouterr().out
    call_command("index_statements", deliberation.slug, "--json")
    assert '"embedded": 0' in capsys.readouterr().out
