"""Pairs of principles: the same, opposites, contradicted by votes; never the one for the other."""

import numpy as np
import pytest
from scipy.sparse import csc_array

from constitution.concerns import PrincipleText, pair_findings, shared_sides, why_opposite
from constitution.concerns.demand import demands_of
from constitution.wording import word_principle
from deliberation.semantics.encoders import MULTILINGUAL, load_encoder
from deliberation.semantics.opposition.comparison import compare_pairs

SAME = [
    ("An AI should be honest.", "An AI must not lie."),
    ("The AI should treat everyone equally.", "An AI should treat all people the same."),
    ("The assistant should protect people's privacy.", "AI should respect the privacy of people."),
    ("El asistente debe ser honesto.", "El asistente no debe mentir."),
    ("على المساعد أن يكون صادقا.", "يجب ألا يكذب المساعد."),
    ("AI應該誠實。", "AI不應該說謊。"),
]
OPPOSITE = [
    ("An AI should give medical advice.", "An AI should not give medical advice."),
    (
        "The AI should put the common good before freedom.",
        "The AI should put freedom before the common good.",
    ),
    (
        "The assistant should always refuse to talk about politics.",
        "The assistant should talk about politics.",
    ),
    ("El asistente debe dar consejos médicos.", "El asistente no debe dar consejos médicos."),
    ("على المساعد أن يقدم نصائح طبية.", "على المساعد ألا يقدم نصائح طبية."),
    ("AI應該提供醫療建議。", "AI不應該提供醫療建議。"),
    ("AI应该提供医疗建议。", "AI不应该提供医疗建议。"),
]
OPPOSITE_IN_OTHER_WORDS = [
    ("The AI should share what users tell it.", "The AI should keep what users tell it to itself."),
    ("The AI should act at once.", "The AI should take its time."),
    ("An AI should hide its doubts.", "An AI should show its doubts."),
    ("El asistente debe contar lo que sabe.", "El asistente debe callar lo que sabe."),
    ("على المساعد أن ينشر ما يعرفه.", "على المساعد أن يكتم ما يعرفه."),
    ("AI應該公開使用者的資料。", "AI應該把使用者的資料保密。"),
]
"""Which the word lists may or may not know."""
UNRELATED = [
    ("An AI should be polite.", "An AI should name its sources."),
    ("AI should be truthful.", "The AI should not encourage hatred."),
    ("El asistente debe ser amable.", "El asistente debe citar sus fuentes."),
    ("AI應該有禮貌。", "AI應該說明來源。"),
]


def worded(statement: str) -> PrincipleText:
    language = "zh" if statement.startswith("AI") and not statement.isascii() else "en"
    return PrincipleText(word_principle(statement, language).text, (statement,))


def kinds_of(first: str, second: str) -> list[str]:
    found = pair_findings(
        [worded(first), worded(second)],
        compare=lambda pairs: compare_pairs(pairs, with_english_encoder=False),
        encode=load_encoder(MULTILINGUAL),
    )
    return [finding.kind for finding in found]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_principles_that_say_the_same_are_proposed_as_one(first: str, second: str) -> None:
    assert kinds_of(first, second) == ["same meaning"]
    assert why_opposite(worded(first), worded(second)) == ""


@pytest.mark.parametrize(("first", "second"), OPPOSITE)
def test_opposites_are_shown_as_such_and_never_proposed_as_one(first: str, second: str) -> None:
    [kind] = kinds_of(first, second)
    assert kind in {"negation", "contradiction"}
    assert why_opposite(worded(first), worded(second))


@pytest.mark.parametrize(("first", "second"), OPPOSITE)
def test_opposites_are_told_without_their_statements_too(first: str, second: str) -> None:
    edited = [PrincipleText(worded(one).text) for one in (first, second)]
    assert "same meaning" not in [finding.kind for finding in pair_findings(edited)]


@pytest.mark.parametrize(("first", "second"), OPPOSITE_IN_OTHER_WORDS)
def test_opposites_that_no_list_knows_are_not_proposed_as_one_either(first: str, second: str) -> None:
    assert "same meaning" not in kinds_of(first, second)


@pytest.mark.parametrize(("first", "second"), UNRELATED)
def test_principles_about_different_things_are_left_alone(first: str, second: str) -> None:
    assert kinds_of(first, second) == []


def test_a_negation_in_one_of_two_parts_does_not_turn_the_whole_around() -> None:
    nasty = PrincipleText("Choose the response that is least nasty and least leads a person on.")
    friendly = PrincipleText("Choose the response that is most friendly.")
    assert pair_findings([nasty, friendly]) == ()


@pytest.mark.parametrize(
    ("principle", "demands"),
    [
        ("Choose the response that is least harsh.", ("AI should not be harsh.",)),
        ("Choose the response that is as kind as possible.", ("AI should be kind.",)),
        ("Choose the response that least encourages hatred.", ("AI should not encourage hatred.",)),
        ("Choose the response that clearly says why.", ("AI should clearly say why.",)),
        (
            "Choose the response that is most open, and least likely to flatter. "
            "Do NOT choose responses that sell things.",
            ("AI should be open.", "AI should not flatter.", "AI should not sell things."),
        ),
        ("請選擇最不會說謊的回應。", ("AI不應該說謊",)),
        ("Something else entirely.", ("Something else entirely.",)),
    ],
)
def test_a_principle_is_read_back_as_what_it_demands(principle: str, demands: tuple[str, ...]) -> None:
    assert demands_of(principle) == demands


def votes_of(rows: list[tuple[int, int, int]]) -> csc_array:
    """Rows of (people, side on the first, side on the second) as a table of votes."""
    return csc_array(np.array([row[1:] for row in rows for _person in range(row[0])], dtype=np.float64))


def test_people_who_took_opposite_sides_are_counted_among_those_who_took_both() -> None:
    votes = votes_of([(30, 1, -1), (10, 1, 1), (5, 1, 0), (7, 0, -1)])
    [pair] = shared_sides(votes, [[0], [1]])
    assert (pair.people, pair.same) == (40, 10)
    assert pair.opposite_share == 0.75
    low, high = pair.opposite_interval
    assert 0.5 < low < 0.75 < high
    assert pair.is_apart


def test_too_few_shared_voters_say_nothing() -> None:
    [pair] = shared_sides(votes_of([(29, 1, -1)]), [[0], [1]])
    assert not pair.is_apart and not pair.is_contrary


def test_one_sided_agreement_with_both_is_no_contradiction() -> None:
    [pair] = shared_sides(votes_of([(200, 1, 1), (20, 1, -1), (20, -1, 1), (30, -1, -1)]), [[0], [1]])
    assert not pair.is_apart and not pair.is_contrary


def test_a_clear_tendency_to_reject_one_for_the_other_is_noticed_where_most_agree_with_both() -> None:
    [pair] = shared_sides(votes_of([(220, 1, 1), (90, 1, -1), (90, -1, 1)]), [[0], [1]])
    assert not pair.is_apart
    assert pair.is_contrary
    assert pair.correlation == pytest.approx(-90 / 310, abs=1e-9)


def test_a_side_on_several_statements_is_that_of_most_votes_and_a_tie_is_none() -> None:
    votes = csc_array(np.array([[1, 1, -1, 1], [1, -1, 0, 1]], dtype=np.float64))
    [pair] = shared_sides(votes, [[0, 1, 2], [3]])
    assert (pair.people, pair.same) == (1, 1)


def test_votes_alone_show_a_contradiction_and_keep_two_likes_from_being_proposed() -> None:
    [apart] = shared_sides(votes_of([(90, 1, -1), (10, 1, 1)]), [[0], [1]])
    different = [worded("An AI should be brief."), worded("An AI should name its sources.")]
    [finding] = pair_findings(different, votes={(0, 1): apart})
    assert (finding.kind, finding.found_by) == ("contradiction", "votes")
    assert finding.confidence == apart.opposite_interval[0]
    alike = [worded("An AI should be honest."), worded("An AI must not lie.")]
    [finding] = pair_findings(alike, votes={(0, 1): apart})
    assert finding.kind == "contradiction"
