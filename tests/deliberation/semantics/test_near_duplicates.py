import numpy as np
import pytest

from deliberation.results.semantic_index import WARNINGS
from deliberation.semantics.near_duplicates import candidate_pairs, opposition
from deliberation.semantics.opposition import differences
from deliberation.semantics.opposition.judgement import LANGUAGES_DIFFER, UNREAD


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("AI should always tell the truth", "AI should never tell the truth"),
        ("AI should respect privacy", "AI should not respect privacy"),
        ("AI must put freedom over safety", "AI must put safety over freedom"),
        ("The common good comes before individual rights", "Individual rights come before the common good"),
        ("人工智慧應該說真話", "人工智慧不應該說真話"),
        ("人工智能应该尊重隐私", "人工智能不应该尊重隐私"),
    ],
)
def test_opposites_carry_a_warning(first: str, second: str) -> None:
    assert opposition(first, second)
    assert opposition(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("AI should be honest", "The AI should be truthful"),
        ("AI should not be racist", "AI must never be racist"),
        ("AI should cite its sources", "AI should say where its facts come from"),
        ("人工智慧應該誠實", "AI 應該說實話"),
    ],
)
def test_paraphrases_carry_none(first: str, second: str) -> None:
    assert opposition(first, second) == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("An AI should never lie.", "Una IA no debe mentir nunca."),
        ("An AI should never make up sources.", "AI يجب ألا يختلق مصادر"),
        ("AI不应该编造出处。", "يجب ألا يختلق الذكاء الاصطناعي مصادر"),
    ],
)
def test_opposites_cannot_be_told_across_languages(first: str, second: str) -> None:
    assert opposition(first, second) == LANGUAGES_DIFFER


def test_pairs_come_once_and_the_most_similar_first() -> None:
    vectors = np.array([[1, 0], [0.96, 0.28], [0.8, 0.6], [0, 1]], dtype=np.float32)
    pairs = candidate_pairs(vectors, ["a", "b", "c", "d"], threshold=0.75)

    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1), (1, 2), (0, 2)]
    assert pairs[0].similarity == pytest.approx(0.96)


def test_no_statements_have_no_pairs() -> None:
    assert candidate_pairs(np.zeros((0, 3), dtype=np.float32), [], threshold=0.5) == ()


def test_every_warning_is_marked_for_translation() -> None:
    names = ("NEGATED", "SWAPPED", "OPPOSED", "FORCE", "QUANTITY", "NUMBERS", "CONDITION", "UNEXPLAINED")
    constants = {getattr(differences, name) for name in names}
    assert constants | {LANGUAGES_DIFFER, UNREAD} <= set(WARNINGS)
